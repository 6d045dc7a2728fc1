// Every corruption, measured by a job of its own: what may be asked for, how it stands, and its numbers.

import { fill } from "../stage/extras.js";

export class Thorough {
  #root;
  #told = "";

  /** `wish()` is called when somebody asks for it. */
  constructor(root, wish) {
    this.#root = root;
    this.#part("measure").addEventListener("click", ({ target }) => {
      target.disabled = true;
      wish();
    });
  }

  /** Show how it stands; null shows nothing. */
  show(standing) {
    const told = JSON.stringify(standing);
    if (told === this.#told) return;
    this.#told = told;
    this.#root.querySelector(".rob-thorough").hidden = !standing;
    if (!standing) return;
    const { say, button, table } = standing;
    this.#part("thorough").textContent = say;
    Object.assign(this.#part("measure"), { textContent: button ?? "", hidden: !button, disabled: false });
    this.#part("thorough-table").closest("details").hidden = !table;
    if (table) fill(this.#part("thorough-table"), table);
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }
}
