// A study: all its runs in one line, which unfolds.

import { element, follow, say } from "./element.js";
import { rows } from "./row.js";
import { Windowed } from "./windowed.js";

/** Return how the table builds and updates its studies. */
export function studies(table) {
  return { build: (row, act) => build(table, act), update: (item, row) => update(table, item, row) };
}

function build(table, act) {
  const item = element("li", { className: "sv-study" },
    element("button", { type: "button", className: "sv-unfold" }), element("span", { className: "sv-shape" }),
    element("progress", { max: 1 }), element("span", { className: "sv-state" }), element("span", { className: "sv-links" }));
  item.querySelector("button").onclick = () => table.act("unfold", item.row.rows ? "" : item.row.id);
  return item;
}

function update(table, item, row) {
  item.row = row;
  const button = item.querySelector("button");
  button.ariaExpanded = Boolean(row.rows);
  button.title = row.about;
  say(item, ".sv-unfold", row.name);
  say(item, ".sv-shape", row.shape);
  say(item, ".sv-state", row.standing);
  item.querySelector("progress").value = row.share;
  item.querySelector("progress").ariaLabel = `Finished runs of ${row.name}`;
  item.querySelector(".sv-links").replaceChildren(...row.compare.map((each) => compare(table, each)));
  if (!row.rows) {
    item.querySelector(".sv-window")?.remove();
    item.runs = null;
    return;
  }
  item.runs ??= new Windowed(`Runs of ${row.name}`);
  if (!item.runs.root.isConnected) item.append(item.runs.root);
  item.runs.show(row.rows, rows(table), table.act);
}

function compare(table, { dataset, link }) {
  const made = element("a", { textContent: `Compare on ${dataset}` });
  follow(made, link, () => table.act("compare", "", new URL(link, location.href).search.slice(1)));
  return made;
}
