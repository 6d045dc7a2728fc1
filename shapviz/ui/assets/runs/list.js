// Lists of runs. Rows are kept by run id and updated in place, so that focus and a half-typed name survive an update.

import { build as buildJob, update as updateJob } from "./job.js";
import { element, reconcile } from "./element.js";
import { Table } from "./table.js";

const tables = new WeakMap();

export default function ({ root, data: { told }, setTriggerValue }) {
  const data = JSON.parse(told);
  root.classList.add("sv-runs");
  const act = (name, run, value = "") => setTriggerValue("action", { name, run, value });
  ({ table, jobs, bin })[data.kind](root, data, act);
}

function table(root, data, act) {
  if (!tables.has(root)) tables.set(root, new Table(root));
  tables.get(root).receive(data, act);
}

function jobs(root, data, act) {
  const list = root.querySelector("ul") ?? frame(root, element("ul", { className: "sv-list sv-list-jobs", ariaLabel: "Under way" }));
  reconcile(list, data.rows, { build: buildJob, update: updateJob }, act);
  let more = root.querySelector(".sv-more-jobs");
  if (!more) root.append((more = element("p", { className: "sv-say sv-more-jobs" })));
  more.textContent = data.more ? `and ${data.more} more in line` : "";
}

function bin(root, data, act) {
  const list = root.querySelector("ul") ?? frame(root, element("ul", { className: "sv-list sv-list-bin", ariaLabel: "Deleted runs" }), true);
  reconcile(list, data.rows, { build: buildDeleted, update: () => {} }, act);
  root.querySelector("summary").textContent = `${data.rows.length} deleted, kept for 30 days`;
}

function frame(root, list, folded = false) {
  root.replaceChildren(folded ? element("details", {}, element("summary"), list) : list);
  return list;
}

function buildDeleted(row, act) {
  const back = element("button", { type: "button", textContent: "Restore", onclick: () => act("restore", row.id) });
  back.setAttribute("aria-label", `Restore ${row.name}`);
  const told = row.strange ?? `${row.dataset} · ${row.strategy} · seed ${row.seed}`;
  return element("li", {}, element("b", { textContent: row.name }), element("span", { textContent: told }), back);
}
