// What stands behind the charts, in a dialog: each class by itself, other temperatures, and the command that gives the
// same run. Python computes; here it is asked and shown.

import { commandOf } from "./command.js";
import { element, say } from "./words.js";

const STEPS = 20; // of a slider on either side of 1; they reach from a quarter to four
const PAUSE_MS = 120; // between two questions while a slider is moved
const WAITING = { classes: "Who carries which class?", temper: "What if one were heard less?", command: "The same run, by command" };

export class Lab {
  #dialog;
  #place;
  #wish;
  #kind = null; // of what is open
  #steps = {};
  #asking = null;
  #told = {}; // what is there to show: lab, command, players

  /** `wish(value)` asks Python. */
  constructor(root, wish) {
    this.#wish = wish;
    this.#dialog = root.querySelector(".stage-lab");
    this.#place = root.querySelector('[data-part="lab"]');
    for (const button of root.querySelectorAll("[data-lab]")) {
      button.addEventListener("click", () => this.#open(button.dataset.lab));
    }
    this.#dialog.addEventListener("click", ({ target }) => target === this.#dialog && this.#dialog.close());
    this.#dialog.addEventListener("close", () => (this.#kind = null));
  }

  /** Take in what Python has answered. */
  show(told) {
    const news = JSON.stringify(told.lab) !== JSON.stringify(this.#told.lab);
    this.#told = told;
    if (news && this.#kind && this.#kind === told.lab?.kind) this.#fill(told.lab);
  }

  #open(kind) {
    this.#kind = kind;
    this.#steps = {};
    this.#title([WAITING[kind]]);
    this.#place.replaceChildren();
    this.#dialog.showModal();
    if (kind === "command") return this.#place.append(...commandOf(this.#told.command));
    if (kind === "classes" && this.#told.lab?.kind === kind) return this.#fill(this.#told.lab);
    this.#place.append(element("p", "", "Reading the samples …"));
    this.#ask(kind);
  }

  #ask(kind) {
    this.#wish(kind === "temper" ? { kind, steps: { ...this.#steps }, at: Date.now() } : { kind });
  }

  #title(sentence) {
    say(this.#dialog.querySelector("h2"), sentence, this.#told.players);
  }

  #fill(lab) {
    if (lab.problem) return this.#place.replaceChildren(element("p", "", lab.problem));
    this.#title(lab.title);
    if (lab.kind === "classes") this.#place.replaceChildren(classes(lab, this.#told.players), note(lab.note));
    else this.#temper(lab);
  }

  /** Sliders stay where they are, under the hand that moves them; only numbers are drawn anew. */
  #temper(lab) {
    if (!this.#place.querySelector(".stage-sliders")) this.#place.replaceChildren(this.#sliders(lab));
    for (const [name, value] of Object.entries(lab.temperatures)) this.#output(name).textContent = value;
    this.#place.querySelectorAll("table, .stage-note").forEach((old) => old.remove());
    this.#place.append(gains(lab, this.#told.players), note(lab.note));
  }

  #sliders({ temperatures, presets }) {
    const set = element("fieldset", "stage-sliders", "");
    set.append(element("legend", "", "Temperatures"), ...Object.keys(temperatures).map((name) => this.#slider(name)));
    const row = element("p", "stage-files", "");
    row.append(this.#preset("All at 1", {}), ...Object.entries(presets).map(([text, steps]) => this.#preset(text, steps)));
    set.append(row);
    return set;
  }

  #slider(name) {
    const label = element("label", "", "");
    const title = element("span", "", "");
    say(title, [{ tag: name }], this.#told.players);
    const input = Object.assign(element("input", "", ""), { type: "range", min: -STEPS, max: STEPS, value: 0 });
    input.dataset.temper = name;
    input.ariaLabel = `Temperature of ${name}`;
    input.addEventListener("input", () => this.#move({ [name]: input.valueAsNumber }));
    const output = element("output", "", "1.00");
    output.dataset.of = name;
    label.append(title, input, output);
    return label;
  }

  #preset(text, steps) {
    const button = Object.assign(element("button", "", text), { type: "button" });
    button.addEventListener("click", () => {
      const all = [...this.#place.querySelectorAll("[data-temper]")];
      for (const input of all) input.value = steps[input.dataset.temper] ?? 0;
      this.#move(Object.fromEntries(all.map((input) => [input.dataset.temper, input.valueAsNumber])));
    });
    return button;
  }

  #move(steps) {
    Object.assign(this.#steps, steps);
    for (const [name, step] of Object.entries(steps)) this.#output(name).textContent = (4 ** (step / STEPS)).toFixed(2);
    this.#asking ??= setTimeout(() => {
      this.#asking = null;
      this.#ask("temper");
    }, PAUSE_MS);
  }

  #output(name) {
    return this.#place.querySelector(`output[data-of="${CSS.escape(name)}"]`);
  }
}

function note(text) {
  return element("p", "stage-sub stage-note", text);
}

function classes({ columns, rows }, players) {
  const table = element("table", "stage-classes", "");
  table.append(element("caption", "stage-sub", "Share of each modality, by class"));
  table.append(heading(["class", ...columns.map((name) => ({ tag: name })), "all right", "EDM", "samples"], players));
  const body = element("tbody", "", "");
  body.append(...rows.map(classRow));
  table.append(body);
  return table;
}

function classRow({ name, samples, accuracy, edm, cells }) {
  const row = element("tr", "", "");
  row.append(head(name), ...cells.map(coloured), ...[accuracy, edm, samples].map((text) => element("td", "", text)));
  return row;
}

function coloured({ text, ends, fill, ink }) {
  const cell = element("td", "stage-cell", text);
  Object.assign(cell.style, { background: fill, color: ink });
  cell.append(element("small", "", ends));
  return cell;
}

function gains({ rows }, players) {
  const table = element("table", "stage-gains", "");
  table.append(heading(["present", "before", "after", "change, points"], players));
  const body = element("tbody", "", "");
  body.append(
    ...rows.map(({ name, before, after, gain, sure }, place) => {
      const row = element("tr", sure ? "stage-sure" : "", "");
      const first = element("th", "", "");
      first.scope = "row";
      say(first, place ? ["without ", { tag: name }] : ["all modalities"], players);
      row.append(first, ...[before, after, gain].map((text) => element("td", "", text)));
      return row;
    }),
  );
  table.append(body);
  return table;
}

function heading(names, players) {
  const part = element("thead", "", "");
  const row = element("tr", "", "");
  for (const name of names) {
    const cell = element("th", "", "");
    cell.scope = "col";
    say(cell, [name], players);
    row.append(cell);
  }
  part.append(row);
  return part;
}

function head(text) {
  return Object.assign(element("th", "", text), { scope: "row" });
}
