// What is known of the sample in view: its class, what the network takes it for, and where it stands among the others.

import { element } from "../stage/words.js";

const ARROWS = { previous: "M14.5 5.5 8 12l6.5 6.5", next: "M9.5 5.5 16 12l-6.5 6.5" };

export class Heading {
  node = element("header", "left-heading", "");
  #title = element("h2", "", "");
  #told = element("p", "left-told", "");
  #place = element("p", "left-place", "");
  #steps;

  /** `go(by)` is called to go on, or back, by so many samples. */
  constructor(go) {
    this.#steps = [["previous", -1], ["next", 1]].map(([name, by]) => step(name, () => go(by)));
    const [back, on] = this.#steps;
    const walk = element("div", "left-walk", "");
    walk.append(back, this.#place, on);
    this.node.append(this.#title, walk, this.#told);
  }

  /** Show the sample at `place` of the gallery, the one at `at` of `count` that pass; -1: it does not. */
  show({ classes, truth, predicted, probability }, place, at, count) {
    const right = predicted[place] === truth[place];
    const percent = `${Math.round(100 * probability[place])}\u00a0%`;
    this.#title.textContent = classes[truth[place]];
    this.#told.replaceChildren(...(right ? ["predicted ", percent, ", right"] : ["taken for ", element("b", "", classes[predicted[place]]), ` ${percent}, wrong`]));
    this.#place.textContent = `${at < 0 ? "\u2013" : at + 1} of ${count}`;
    this.#steps[0].disabled = at <= 0;
    this.#steps[1].disabled = at >= count - 1;
  }
}

function step(name, go) {
  const button = Object.assign(element("button", "", ""), { type: "button", ariaLabel: `${name} sample`, title: `${name} sample` });
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ARROWS[name]}"/></svg>`;
  button.addEventListener("click", go);
  return button;
}
