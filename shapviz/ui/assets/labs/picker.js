// A list of runs that unfolds below a button, to be searched and chosen from.

import { element } from "../stage/words.js";

export class Picker {
  #root; // details
  #wish;
  #offers = [];

  /** `wish(offer)` is called with what is chosen. */
  constructor(root, wish) {
    this.#root = root;
    this.#wish = wish;
    root.querySelector("input").addEventListener("input", () => this.#list());
    root.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    root.ownerDocument.addEventListener("click", ({ target }) => root.contains(target) || (root.open = false));
  }

  show(offers) {
    this.#root.hidden = !offers.length;
    if (JSON.stringify(offers) === JSON.stringify(this.#offers)) return;
    this.#offers = offers;
    this.#list();
  }

  /** List what the search finds: every word of it somewhere in a run's data, order or name. */
  #list() {
    const words = this.#root.querySelector("input").value.toLowerCase().split(/\s+/);
    const found = this.#offers.filter(({ search }) => words.every((word) => search.toLowerCase().includes(word)));
    this.#root.querySelector("ul").replaceChildren(...found.map((offer) => this.#line(offer)));
    this.#root.querySelector("p").hidden = found.length > 0;
  }

  #line(offer) {
    const item = element("li", "", "");
    const button = Object.assign(element("button", "", ""), { type: "button" });
    button.append(element("b", "", offer.title), element("small", "", offer.told));
    button.addEventListener("click", () => {
      this.#close();
      this.#wish(offer);
    });
    item.append(button);
    return item;
  }

  #close() {
    this.#root.open = false;
    this.#root.querySelector("summary").focus();
  }
}
