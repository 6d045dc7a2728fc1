// Lists of runs. Rows are kept by run id and updated in place, so that focus and a half-typed name survive an update.

import { build as buildRow, update as updateRow } from "./row.js";
import { build as buildJob, update as updateJob } from "./job.js";
import { element } from "./element.js";

const KINDS = {
  table: { label: "All runs", build: buildRow, update: updateRow },
  jobs: { label: "Under way", build: buildJob, update: updateJob },
  bin: { label: "Deleted runs", build: buildDeleted, update: () => {} },
};

export default function ({ root, data, setTriggerValue }) {
  root.classList.add("sv-runs");
  const kind = KINDS[data.kind];
  const act = (name, run, value = "") => setTriggerValue("action", { name, run, value });
  const list = root.querySelector("ul") ?? frame(root, data.kind, kind.label);
  const known = new Map([...list.children].map((item) => [item.dataset.run, item]));
  const items = data.rows.map((row) => {
    const item = known.get(row.id) ?? kind.build(row, act);
    item.dataset.run = row.id;
    kind.update(item, row, act);
    return item;
  });
  if (items.some((item, place) => list.children[place] !== item) || list.children.length !== items.length)
    list.replaceChildren(...items);
  const summary = root.querySelector("summary");
  if (summary) summary.textContent = `${data.rows.length} deleted, kept for 30 days`;
}

function frame(root, name, label) {
  const list = element("ul", { className: `sv-list sv-list-${name}`, ariaLabel: label });
  root.replaceChildren(name === "bin" ? element("details", {}, element("summary"), list) : list);
  if (name === "table") root.prepend(headings());
  return list;
}

function headings() {
  const titles = ["Run", "Data and order", "Seed", "Status", "Test accuracy", "EDM", "When", ""];
  return element("div", { className: "sv-headings", ariaHidden: "true" }, ...titles.map((text) => element("span", { textContent: text })));
}

function buildDeleted(row, act) {
  const back = element("button", { type: "button", textContent: "Restore", onclick: () => act("restore", row.id) });
  back.setAttribute("aria-label", `Restore ${row.name}`);
  return element("li", {}, element("b", { textContent: row.name }), element("span", { textContent: `${row.dataset} · ${row.strategy} · seed ${row.seed}` }), back);
}
