// A run in the list of all runs.

import { editName, editNote } from "./edit.js";
import { ago, element, follow, say } from "./element.js";
import { menuButton } from "./menu.js";
import { spark } from "./spark.js";

const FORMATS = [
  ["csv", "CSV, an epoch a row"],
  ["npz", "NPZ, arrays"],
  ["json", "JSON, everything"],
  ["zip", "ZIP, to import elsewhere"],
];
const ENDED = ["finished", "stopped"];
const LABS = [["Robustness", "robustness"], ["Attribution", "attribution"]]; // pages that open the network of a run
const KINDS = { reference: "reference", recorded: "recorded", imported: "imported" };

/** Return how the table builds and updates its rows. `table` knows which are chosen, and what all rows share. */
export function rows(table) {
  return { build: (row, act) => build(table, act), update: (item, row) => update(table, item, row) };
}

function build(table, act) {
  const cell = (name, ...children) => element("span", { className: `sv-cell sv-${name}` }, ...children);
  const two = (name) => cell(name, element("b"), element("small"));
  const pick = element("input", { type: "checkbox" });
  const star = element("button", { type: "button", className: "sv-star" });
  const more = menuButton(() => entries(table, item));
  const item = element("li", { className: "sv-run" },
    cell("pick", pick, star), cell("name", element("a"), element("small", { className: "sv-kind" })), two("what"), cell("spark"),
    two("accuracy"), two("edm"), two("cost"), two("standing"), cell("actions", more),
    element("p", { className: "sv-note-text", hidden: true }), element("p", { className: "sv-problem", hidden: true }));
  pick.onchange = () => table.choose(item.row.id, pick.checked);
  star.onclick = () => {
    const wanted = star.ariaPressed !== "true";
    shine(star, item.row, wanted); // at once; the answer of the server says the same
    table.act(wanted ? "star" : "unstar", item.row.id);
  };
  return item;
}

function update(table, item, row) {
  item.row = row;
  const link = item.querySelector("a");
  if (row.link) follow(link, row.link, () => table.act("open", row.id));
  say(item, "a", row.name);
  choosing(table, item, row);
  shine(item.querySelector(".sv-star"), row, row.starred);
  say(item, ".sv-kind", row.strange ?? KINDS[row.origin] ?? "");
  two(item, ".sv-what", row.dataset ?? "–", row.strange ? "" : `${row.strategy} · seed ${row.seed}`);
  if (row.course) drawn(item.querySelector(".sv-spark"), row);
  two(item, ".sv-accuracy", row.accuracy?.told ?? "–", row.accuracy?.interval ?? "");
  two(item, ".sv-edm", row.edm?.told ?? "–", row.edm?.interval ?? "");
  two(item, ".sv-cost", row.seconds ? time(row.seconds) : "–", row.device ?? "");
  two(item, ".sv-standing", row.strange ? "–" : standing(row), ago(row.created));
  item.querySelector(".sv-standing small").title = new Date(row.created).toLocaleString();
  told(item, ".sv-note-text", row.note ?? "");
  told(item, ".sv-problem", row.problem);
  item.querySelector(".sv-more-actions").ariaLabel = `Actions for ${row.name}`;
}

function choosing(table, item, row) {
  const pick = item.querySelector("input[type=checkbox]");
  pick.hidden = !table.compare || !row.course?.length;
  pick.checked = table.chosen.has(row.id);
  pick.ariaLabel = `Compare ${row.name}`;
}

function shine(star, row, on) {
  star.hidden = Boolean(row.strange);
  star.textContent = on ? "★" : "☆";
  star.ariaPressed = on;
  star.ariaLabel = `Star ${row.name}`;
}

/** Draw the course, if it is not the one that is there. */
function drawn(place, row) {
  const key = JSON.stringify([row.course, row.epochs]);
  if (place.dataset.course === key) return;
  place.dataset.course = key;
  place.replaceChildren(spark(row));
}

function entries(table, item) {
  const { row } = item;
  const back = item.querySelector(".sv-more-actions");
  const files = row.strange ? FORMATS.filter(([format]) => format === "json" || format === "zip") : FORMATS;
  const exports = files.map(([format, about]) => ({ text: `Export as ${about}`, href: `${table.exports}${row.id}.${format}` }));
  const remove = { text: "Delete", run: () => table.act("delete", row.id) };
  if (row.strange) return [...exports, remove];
  const { name: longestName, note: longestNote } = table.longest;
  const rename = (value) => table.act("rename", row.id, value);
  const annotate = (value) => table.act("annotate", row.id, value);
  return [
    { text: "Rename", run: () => editName(item.querySelector("a"), { longest: longestName, take: rename, back }) },
    { text: row.note ? "Edit note" : "Add a note", run: () => editNote(item, { ...row, longest: longestNote, take: annotate, back }) },
    ...(ENDED.includes(row.status) ? LABS.map(([text, name]) => ({ text, run: () => table.act(name, row.id) })) : []),
    ...exports,
    remove,
  ];
}

function standing({ epoch, epochs, status }) {
  return status === "finished" ? `finished, ${epochs} epochs` : `${status}, ${epoch ?? 0} of ${epochs}`;
}

function time(seconds) {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  return seconds < 3600 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function two(item, selector, first, second) {
  say(item, `${selector} b`, first);
  say(item, `${selector} small`, second);
}

function told(item, selector, text) {
  item.querySelector(selector).hidden = !text;
  say(item, selector, text);
}
