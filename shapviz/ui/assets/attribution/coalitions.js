// Every coalition and what it is worth: a line each with marks, a bar and a number. Of many those in the middle are shown
// on demand.

import { mark } from "../labs/mark.js";
import { element } from "../stage/words.js";

export class Coalitions {
  #table;
  #told = "";
  #all = false;

  constructor(table) {
    this.#table = table;
  }

  show(coalitions, { scope, signs }) {
    const told = JSON.stringify([coalitions?.rows, scope, this.#all]);
    if (told === this.#told) return;
    this.#told = told;
    const body = element("tbody", "", "");
    const rows = (coalitions?.rows ?? []).filter(({ folded }) => this.#all || !folded);
    body.append(...rows.map((row) => line(row, scope, signs)));
    if (coalitions?.folded && !this.#all) body.append(this.#rest(coalitions, { scope, signs }));
    this.#table.replaceChildren(element("caption", "lab-unseen", coalitions?.alt ?? ""), body);
  }

  #rest(coalitions, look) {
    const [row, cell] = [element("tr", "", ""), Object.assign(element("td", "", ""), { colSpan: 3 })];
    const button = Object.assign(element("button", "lab-link", `${coalitions.folded} more`), { type: "button" });
    button.addEventListener("click", () => {
      this.#all = true;
      this.show(coalitions, look);
    });
    cell.append(button);
    row.append(cell);
    return row;
  }
}

function line({ label, members, worth, interval, width }, scope, signs) {
  const row = element("tr", "", "");
  const head = Object.assign(element("th", "", ""), { scope: "row", title: label });
  head.append(element("span", "lab-unseen", label), ...members.map((member, place) => sign(member, signs[place])));
  const bar = element("td", "att-worth", "");
  const filled = element("span", "", "");
  filled.style.width = `${100 * width[scope]}%`;
  bar.append(filled);
  const number = element("td", "att-number", worth[scope]);
  if (scope === "all") number.title = interval;
  row.append(head, bar, number);
  return row;
}

function sign(member, { glyph, fill }) {
  const made = mark(member ? glyph : "·", "att-member");
  if (member) made.style.color = fill;
  return made;
}
