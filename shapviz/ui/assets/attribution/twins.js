// The numbers of all attributions in view, as tables.

import { fill } from "../stage/extras.js";
import { element } from "../stage/words.js";
import { tableOf } from "./sums.js";

export class Twins {
  node = element("details", "lab-twin in-twins", "");
  #scroll = Object.assign(element("div", "lab-scroll", ""), { tabIndex: 0, role: "region", ariaLabel: "Numbers of the sample" });
  #insides = [];
  #target = "";

  constructor() {
    this.node.append(element("summary", "", "Numbers"), this.#scroll);
    this.node.addEventListener("toggle", () => this.#fill());
  }

  show(insides, target) {
    const same = target === this.#target && insides.length === this.#insides.length && insides.every((one, at) => one === this.#insides[at]);
    if (same) return;
    [this.#insides, this.#target] = [insides, target];
    this.node.hidden = !insides.length;
    this.#fill();
  }

  /** Draw what can be seen: a folded table costs nothing. */
  #fill() {
    if (!this.node.open) return this.#scroll.replaceChildren();
    this.#scroll.replaceChildren(...this.#insides.map((inside) => {
      const table = document.createElement("table");
      fill(table, tableOf(inside, this.#target));
      return table;
    }));
  }
}
