// Every corruption, measured by a job of its own: what may be asked for, how it stands, and its numbers.

import { fill } from "../stage/extras.js";

export class Thorough {
  #root;
  #told = "";
  #level = "";

  /** `wish` has `measure()` and `stop()`, which are called when somebody asks for it. */
  constructor(root, wish) {
    this.#root = root;
    for (const deed of ["measure", "stop"]) {
      this.#part(deed).addEventListener("click", ({ target }) => {
        target.disabled = true;
        wish[deed]();
      });
    }
  }

  /** Show how it stands; null shows nothing. Only who wants everything finds the numbers unfolded. */
  show(standing, level) {
    if (level !== this.#level) this.#part("thorough-table").closest("details").open = level === "research";
    this.#level = level;
    const told = JSON.stringify(standing);
    if (told === this.#told) return;
    this.#told = told;
    this.#root.querySelector(".rob-thorough").hidden = !standing;
    if (!standing) return;
    const { say, button, stop, table } = standing;
    this.#part("thorough").textContent = say;
    for (const [deed, title] of [["measure", button], ["stop", stop]]) {
      Object.assign(this.#part(deed), { textContent: title ?? "", hidden: !title, disabled: false });
    }
    this.#part("thorough-table").closest("details").hidden = !table;
    if (table) fill(this.#part("thorough-table"), table);
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }
}
