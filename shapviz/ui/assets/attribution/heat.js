// How far methods agree: a lower triangle with the names on its diagonal, as a table.

import { element } from "../stage/words.js";

export class Heat {
  #table;
  #choice;
  #letters;
  #wish;
  #told = "";

  /** `wish(key)` is called with the measure that a person chooses. */
  constructor(table, choice, letters, wish) {
    this.#table = table;
    this.#choice = choice;
    this.#letters = letters;
    this.#wish = wish;
  }

  /** Show the measure with this key, or the first, and return it; null where there is none. */
  show({ said, measures }, key) {
    const measure = measures.find((one) => one.key === key) ?? measures[0] ?? null;
    const told = JSON.stringify([said, measure]);
    if (told === this.#told) return measure;
    this.#told = told;
    this.#offer(measures, measure);
    const body = element("tbody", "", "");
    body.append(...(measure?.rows ?? []).map((row) => line(row, measure.rows.length)));
    this.#table.replaceChildren(element("caption", measure ? "lab-unseen" : "stage-sub", measure?.alt ?? said), body);
    this.#letters.replaceChildren(...(measure?.rows ?? []).filter(({ cells }) => cells.at(-1).text.length === 1).map(letter));
    return measure;
  }

  #offer(measures, chosen) {
    this.#choice.hidden = measures.length < 2;
    const focused = this.#choice.contains(document.activeElement);
    this.#choice.replaceChildren(element("legend", "", "Measure"), ...measures.map((measure) => this.#option(measure, chosen)));
    if (focused) this.#choice.querySelector("input:checked")?.focus();
  }

  #option({ key, name }, chosen) {
    const label = element("label", "", "");
    const radio = Object.assign(element("input", "", ""), { type: "radio", name: "att-measure", value: key, checked: key === chosen.key });
    radio.addEventListener("change", () => this.#wish(key));
    label.append(radio, element("span", "", name));
    return label;
  }
}

/** Many methods have letters on the diagonal: what they stand for. */
function letter({ title, cells }) {
  const item = element("li", "", "");
  item.append(element("b", "", cells.at(-1).text), ` ${title}`);
  return item;
}

function line({ title, cells }, width) {
  const row = element("tr", "", "");
  row.append(...cells.map((cell) => (cell.name ? named(cell, title) : compared(cell))));
  const rest = width - cells.length;
  if (rest) row.append(Object.assign(element("td", "att-blank", ""), { colSpan: rest }));
  return row;
}

function named({ text }, title) {
  return Object.assign(element("th", "", text), { scope: "row", title });
}

function compared({ text, background, colour, unsure, label }) {
  const cell = Object.assign(element("td", unsure ? "att-unsure" : "", ""), { title: label });
  Object.assign(cell.style, { backgroundColor: background, color: colour });
  cell.append(element("span", "", text), element("span", "lab-unseen", label));
  cell.firstChild.ariaHidden = "true"; // the sentence behind it says whose number it is
  return cell;
}
