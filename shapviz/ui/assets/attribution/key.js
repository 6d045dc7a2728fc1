// What the colours mean, how much the full ones stand for, and how strongly they cover what is below.

import { element } from "../stage/words.js";
import { precise } from "./numbers.js";
import { pole, unit } from "./scale.js";

export class Key {
  node = element("div", "in-key", "");
  #ends = ["against", ""].map((text) => element("span", "", text));
  #scale = element("p", "in-scale", "");
  #opacity = element("label", "in-opacity", "Opacity");

  /** `cover(share)` is called with how much of what is below is to be covered, in [0, 1]. */
  constructor(cover) {
    const bar = element("i", "", "");
    bar.style.background = `linear-gradient(90deg, ${pole(-1)}, transparent, ${pole(1)})`;
    const line = element("p", "in-poles", "");
    line.append(this.#ends[0], bar, this.#ends[1]);
    const slider = Object.assign(document.createElement("input"), { type: "range", min: 0, max: 100, step: 5, value: 100 });
    slider.addEventListener("input", () => cover(slider.valueAsNumber / 100));
    this.#opacity.append(slider);
    this.node.append(line, this.#scale, this.#opacity);
  }

  /** Show what holds for these attributions, at these limits by unit of elements, in the unit of the payoff. */
  show(insides, limits, { target, measure }) {
    this.#ends[1].textContent = `for ${target}`;
    const units = [...new Set(insides.map(unit))];
    const told = units.map((name) => `${precise(limits[name], measure.digits).replace("+", "")} a ${name}`);
    this.#scale.textContent = told.length ? `full colour, in ${measure.name}: ${told.join(", ")}` : "";
    this.#opacity.hidden = !insides.some(({ grid }) => grid);
  }
}
