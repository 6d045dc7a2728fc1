// What each chart offers beside itself: its numbers as a table, and its picture and numbers as files.

import { element } from "./words.js";

/** Fill the places `data-more="CHART"`, and answer the buttons in them. */
export function furnish(root, { tables, filename, save }) {
  const dialog = root.querySelector("dialog");
  const deeds = {
    table: (chart) => open(dialog, tables()[chart]),
    csv: (chart) => download(csv(tables()[chart]), `${filename(chart)}.csv`),
    png: (chart) => save(chart, "png", filename(chart)),
    svg: (chart) => save(chart, "svg", filename(chart)),
  };
  for (const place of root.querySelectorAll("[data-more]")) {
    const chart = place.dataset.more;
    place.append(root.querySelector("template").content.cloneNode(true));
    place.querySelector("p").dataset.say = `how_${chart}`;
    place.addEventListener("click", ({ target }) => {
      if (!target.dataset.extra) return;
      deeds[target.dataset.extra](chart);
      place.open = false;
    });
  }
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
}

/** Show a table of numbers in the dialog. */
export function open(dialog, told) {
  fill(dialog.querySelector("table"), told);
  dialog.showModal();
}

/** Fill a table with numbers. */
export function fill(table, { caption, columns, rows }) {
  table.replaceChildren(
    element("caption", "", caption),
    line("th", columns),
    ...rows.map((row) => line("td", row)),
  );
}

function line(cell, values) {
  const row = element("tr", "", "");
  row.append(...values.map((value) => element(cell, "", shown(value))));
  return row;
}

/** Three significant digits in a table; a file gets them all. */
function shown(value) {
  if (value === null) return "–";
  return Number.isInteger(value) || typeof value === "string" ? value : Number(value.toPrecision(3));
}

/** Return a table as CSV (RFC 4180). */
export function csv({ columns, rows }) {
  const field = (value) => (/[",\r\n]/.test(value ?? "") ? `"${value.replaceAll('"', '""')}"` : value ?? "");
  return [columns, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

function download(text, filename) {
  const link = element("a", "", "");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = filename;
  link.click();
  URL.revokeObjectURL(link.href);
}
