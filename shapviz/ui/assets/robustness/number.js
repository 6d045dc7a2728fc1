// The big number: how many test samples are right when all is clean, and now. While the network has not answered yet,
// it is read off the curves that are known, and says so.

import { element } from "../stage/words.js";

const SPOKEN_AFTER_MS = 600; // a screen reader hears where a slider comes to rest, not every step

/** Return the accuracy at a severity, linearly between those that are known; null outside them. */
export function between(points, severity) {
  const after = points.findIndex(([known]) => known >= severity);
  if (after < 0) return null;
  const [right, worse] = points[after];
  if (right === severity || after === 0) return right === severity ? worse : null;
  const [left, better] = points[after - 1];
  return better + ((worse - better) * (severity - left)) / (right - left);
}

/** Return estimates for the present choice from a view of the same coalition, one a side; null where there is none. */
export function estimated(view, choice) {
  const done = Object.entries(choice.corrupted).filter(([, { severity }]) => severity > 0);
  if (!view || done.length > 1) return null;
  const [name, { severity }] = done[0] ?? [choice.focus, { severity: 0 }];
  const found = view.estimates.map((sides) => between(sides[name] ?? [], severity));
  return found.length && found.every((value) => value !== null) ? found : null;
}

export class BigNumber {
  #place;
  #live;
  #speaking = null;

  constructor(place, live) {
    this.#place = place;
    this.#live = live;
  }

  /** Show measured numbers. */
  show(numbers) {
    this.#draw(numbers, "measured");
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => this.#speak(numbers), SPOKEN_AFTER_MS);
  }

  /** Show what is to be expected while the measured numbers are on their way. */
  expect(numbers, values) {
    const about = numbers.map((number, side) => ({ ...number, now: `${Math.round(100 * values[side])}`, interval: "≈ interpolated" }));
    this.#draw(about, "estimated");
  }

  /** Show what was last measured, of other conditions, where nothing can be expected of these. */
  wait(numbers) {
    this.#draw(numbers.map((number) => ({ ...number, interval: "being measured" })), "waiting");
  }

  #draw(numbers, state) {
    const told = JSON.stringify([numbers, state]);
    if (this.#place.dataset.told === told) return;
    Object.assign(this.#place.dataset, { told, state, sides: numbers.length });
    this.#place.replaceChildren(...numbers.map((number) => side(number, state, numbers.length > 1)));
  }

  #speak(numbers) {
    const said = numbers.map(({ run, clean, now }) => `${numbers.length > 1 ? `${run}: ` : ""}clean ${clean} %, now ${now} %`);
    this.#live.textContent = said.join(". ");
  }

  dispose() {
    clearTimeout(this.#speaking);
  }
}

function side({ run, clean, now, interval, change }, state, named) {
  const box = element("div", "rob-side", "");
  const row = element("p", "rob-now", "");
  const was = element("span", "rob-was", "");
  was.append(element("small", "", "clean"), element("b", "", clean));
  const is = element("span", "rob-is", "");
  const number = element("b", "", now);
  if (state === "estimated") number.prepend(element("em", "", "≈ "));
  is.append(element("small", "", "now"), number, element("i", "", "%"));
  row.append(was, element("span", "rob-arrow", "→"), is);
  const lost = element("p", "rob-change", state === "measured" ? unbroken(change) : ""); // keeps its line where it is empty
  box.append(...(named ? [element("p", "rob-run", run)] : []), row, element("p", "rob-ends", unbroken(interval)), lost);
  return box;
}

/** Both ends of an interval stay in one line. */
function unbroken(text) {
  return text.replaceAll(/\[(.*?), (.*?)\]/g, "[$1,\u00a0$2]");
}
