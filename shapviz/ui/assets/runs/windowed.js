// A list that may be very long: only its beginning is in the page, and grows when somebody wants more.

import { element, reconcile } from "./element.js";

const STEP = 60; // rows

export class Windowed {
  #limit = STEP;
  #rows = [];

  constructor(label) {
    this.list = element("ul", { className: "sv-list sv-list-table", ariaLabel: label });
    this.more = element("button", { type: "button", className: "sv-show-more", hidden: true });
    this.more.onclick = () => this.#grow();
    this.root = element("div", { className: "sv-window" }, this.list, this.more);
  }

  /** Show these rows, as many as were asked for so far. */
  show(rows, kind, act) {
    Object.assign(this, { kind, act });
    this.#rows = rows;
    this.#draw();
  }

  /** Begin at the beginning: another search has another list. */
  rewind() {
    this.#limit = STEP;
  }

  #grow() {
    const first = this.#limit;
    this.#limit += STEP;
    this.#draw();
    const next = this.list.children[first];
    (next?.querySelector("a[href]") ?? next?.querySelector("button:not([hidden])"))?.focus({ preventScroll: true });
  }

  #draw() {
    reconcile(this.list, this.#rows.slice(0, this.#limit), this.kind, this.act);
    const rest = this.#rows.length - this.#limit;
    this.more.hidden = rest <= 0;
    this.more.textContent = `Show ${Math.min(rest, STEP)} more of ${this.#rows.length}`;
  }
}
