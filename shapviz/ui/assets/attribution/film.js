// The film strip: the samples that pass, seven at a time, around the one in view. Arrow keys lead along it.

import { draw } from "../labs/exhibits.js";
import { element } from "../stage/words.js";

export const FRAMES = 7;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, PageUp: -FRAMES, PageDown: FRAMES, Home: -Infinity, End: Infinity };
const SEEN = ["image", "audio", "text", "series", "features"]; // what a thumbnail shows, if there is one

/** Return the part of a list that the strip shows, with the one at `at` in its middle, if there are enough. */
export function frames(list, at) {
  const start = Math.max(0, Math.min(at - Math.floor(FRAMES / 2), list.length - FRAMES));
  return list.slice(start, start + FRAMES);
}

/** Return the modality by which samples are told apart. */
export function seen(players) {
  return SEEN.map((kind) => players.find((player) => player.drawn === kind)).find(Boolean);
}

export class Film {
  node = Object.assign(element("div", "left-film", ""), { role: "listbox", ariaLabel: "Samples", ariaOrientation: "horizontal" });
  #frames = [];
  #go;
  #shown = null;

  /** `go(place)` is called with the place in the gallery of the sample that a person wants. */
  constructor(go) {
    this.#go = go;
    this.node.addEventListener("keydown", (event) => this.#press(event));
  }

  /**
   * Show the samples around one.
   *
   * @param places those that pass, as places in the gallery
   * @param at the one in view among them
   * @param told {gallery, players, exhibits: (row) => its exhibits, or undefined}
   */
  show(places, at, { gallery, players, exhibits }) {
    this.#shown = { places, at };
    const inside = this.node.contains(document.activeElement);
    const visible = frames(places, at);
    while (this.#frames.length < visible.length) this.#frames.push(this.#frame());
    this.node.replaceChildren(...this.#frames.slice(0, visible.length));
    const player = seen(players);
    visible.forEach((place, number) => this.#fill(this.#frames[number], place, { gallery, player, exhibits, here: place === places[at], of: places }));
    if (inside) this.node.querySelector('[aria-selected="true"]')?.focus();
  }

  #frame() {
    const frame = element("div", "left-frame", "");
    frame.role = "option";
    frame.append(element("div", "lab-exhibit", ""));
    frame.addEventListener("click", () => this.#go(Number(frame.dataset.place)));
    return frame;
  }

  #fill(frame, place, { gallery, player, exhibits, here, of }) {
    const { rows, classes, truth, predicted } = gallery;
    draw(frame.firstElementChild, player.name, exhibits(rows[place])?.[player.name], { side: "only", present: true });
    frame.dataset.place = place;
    frame.ariaSelected = here;
    frame.tabIndex = here ? 0 : -1;
    const verdict = predicted[place] === truth[place] ? "" : `, taken for ${classes[predicted[place]]}`;
    frame.ariaLabel = `${of.indexOf(place) + 1} of ${of.length}: ${classes[truth[place]]}${verdict}`;
    frame.title = frame.ariaLabel;
  }

  #press(event) {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const { places, at } = this.#shown;
    const next = Math.max(0, Math.min(places.length - 1, at + step));
    if (next !== at) this.#go(places[next]);
  }
}
