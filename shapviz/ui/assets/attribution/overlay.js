// An attribution laid over what it is about: every cell of a grid in its colour, never smoothed. A cell's value is said
// where the pointer is, or where the arrow keys have come to.

import { element } from "../stage/words.js";
import { AGAINST, FOR, strength } from "./scale.js";

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

export class Overlay {
  node = Object.assign(element("canvas", "in-overlay", ""), { tabIndex: 0, role: "img" });
  #cursor = Object.assign(element("span", "in-cursor", ""), { hidden: true });
  #inside = null;
  #at = null; // [row, column] of the cell that is said
  #tell;

  /** `tell(place)` is called with the element that is pointed at, null where none is. */
  constructor(tell) {
    this.#tell = tell;
    this.node.addEventListener("pointermove", (event) => this.#point(event));
    this.node.addEventListener("pointerleave", () => this.#go(null));
    this.node.addEventListener("focus", () => this.node.matches(":focus-visible") && this.#go(this.#at ?? [0, 0]));
    this.node.addEventListener("blur", () => this.#go(null));
    this.node.addEventListener("keydown", (event) => this.#press(event));
  }

  /** The mark of the cell that is said: it belongs over the canvas. */
  get cursor() {
    return this.#cursor;
  }

  /** Draw an attribution whose elements form a grid; `limit` is the value of the full colour. */
  show(inside, limit) {
    if (inside !== this.#inside) this.#go(null);
    this.#inside = inside;
    const [rows, columns] = inside.grid;
    this.node.width = columns;
    this.node.height = rows;
    const picture = new ImageData(columns, rows);
    inside.values.forEach((value, place) => {
      const colour = value < 0 ? AGAINST : FOR;
      picture.data.set([...colour, Math.round(255 * strength(value, limit))], 4 * this.#seat(place));
    });
    this.node.getContext("2d").putImageData(picture, 0, 0);
  }

  /** Return where an element is drawn, counted row by row from the top: of a spectrogram the lowest tones are below. */
  #seat(place) {
    const { grid: [rows, columns], kind } = this.#inside;
    const row = Math.floor(place / columns);
    return (kind === "audio" ? rows - 1 - row : row) * columns + (place % columns);
  }

  #point({ offsetX, offsetY }) {
    if (!this.#inside) return;
    const [rows, columns] = this.#inside.grid;
    this.#go([Math.floor((offsetY / this.node.clientHeight) * rows), Math.floor((offsetX / this.node.clientWidth) * columns)]);
  }

  #press(event) {
    const step = STEPS[event.key];
    if (!step || !this.#inside) return;
    event.preventDefault();
    const [row, column] = this.#at ?? [0, 0];
    this.#go([row + step[0], column + step[1]]);
  }

  #go(at) {
    const [rows, columns] = this.#inside?.grid ?? [1, 1];
    this.#at = at && [Math.max(0, Math.min(rows - 1, at[0])), Math.max(0, Math.min(columns - 1, at[1]))];
    this.#cursor.hidden = !this.#at;
    if (!this.#at) return this.#tell(null);
    const [row, column] = this.#at;
    const box = { left: column / columns, top: row / rows, width: 1 / columns, height: 1 / rows };
    for (const [side, share] of Object.entries(box)) this.#cursor.style[side] = `${100 * share}%`;
    this.#tell(this.#seat(row * columns + column)); // to and fro it is the same way
  }
}
