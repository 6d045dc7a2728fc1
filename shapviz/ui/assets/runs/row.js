// A run in the list of all runs.

import { ago, element, say } from "./element.js";

export function build(row, act) {
  const cell = (name, ...children) => element("span", { className: `sv-cell sv-${name}` }, ...children);
  const two = (name) => cell(name, element("b"), element("small"));
  const item = element("li", {},
    cell("name", element("a"), element("small", { className: "sv-kind" })),
    two("what"), cell("seed"), cell("standing"), two("accuracy"), two("edm"), cell("when"),
    cell("actions", button("Rename", () => rename(item, act)), button("Delete", () => act("delete", item.dataset.run))),
    element("p", { className: "sv-problem", hidden: true }));
  return item;
}

export function update(item, row, act) {
  const link = item.querySelector("a");
  link.href = row.link;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab or window, as everywhere
    event.preventDefault();
    act("open", row.id);
  };
  say(item, "a", row.name);
  say(item, ".sv-kind", { user: "", reference: "reference", recorded: "recorded" }[row.origin]);
  say(item, ".sv-what b", row.dataset);
  say(item, ".sv-what small", `${row.strategy} · ${row.device}`);
  say(item, ".sv-seed", `${row.seed}`);
  say(item, ".sv-standing", standing(row));
  result(item, ".sv-accuracy", row.accuracy);
  result(item, ".sv-edm", row.edm);
  say(item, ".sv-when", ago(row.created));
  item.querySelector(".sv-when").title = new Date(row.created).toLocaleString();
  item.querySelector(".sv-problem").hidden = !row.problem;
  say(item, ".sv-problem", row.problem);
  for (const control of item.querySelectorAll(".sv-actions button"))
    control.setAttribute("aria-label", `${control.textContent} ${row.name}`);
}

function standing({ epoch, epochs, status }) {
  return status === "finished" ? `finished, ${epochs} epochs` : `${status}, ${epoch ?? 0} of ${epochs}`;
}

function result(item, selector, found) {
  say(item, `${selector} b`, found ? found[0] : "–");
  say(item, `${selector} small`, found ? found[1] : "");
}

function button(text, onclick) {
  return element("button", { type: "button", textContent: text, onclick });
}

/** Put an input in the place of the name. Enter takes it, Escape and leaving it do not. */
function rename(item, act) {
  const link = item.querySelector("a");
  if (!link || item.querySelector("input")) return;
  const input = element("input", { value: link.textContent, maxLength: 60, ariaLabel: `New name of ${link.textContent}` });
  const done = (take) => {
    input.onblur = null; // taking it out of the page makes it lose the focus as well
    input.remove();
    link.hidden = false;
    if (take && input.value.trim() !== link.textContent) act("rename", item.dataset.run, input.value);
    item.querySelector(".sv-actions button").focus();
  };
  input.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault(); // or Enter would go on to press the button that now has the focus
    done(event.key === "Enter");
  };
  input.onblur = () => done(false);
  link.hidden = true;
  link.after(input);
  input.select();
}
