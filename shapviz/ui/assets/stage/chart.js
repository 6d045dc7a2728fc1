// One figure on one element that stays: Plotly.react redraws in place, so that nothing flickers and zoom is kept.

import { glide } from "./glide.js";
import { cursorOf, still } from "./reveal.js";

const CONFIG = { displayModeBar: false, doubleClick: "reset" };
const FLUENT_MS = 80; // a browser that takes longer to draw has no frames left for gliding
let library = null;

/** Return Plotly, loaded once for the page from the app's own address. */
export function loadPlotly(source) {
  library ??= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    const script = document.createElement("script");
    script.src = source;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error(`Plotly could not be loaded from ${source}`));
    document.head.append(script);
  });
  return library;
}

export class Chart {
  stale = false;
  #element;
  #scene = null;
  #epoch = 0;
  #drawn = null; // the epoch that is on screen
  #size = ""; // of what is on screen
  #observer;

  /** `onStale` is called when the element's size asks for another drawing. */
  constructor(element, onStale) {
    this.#element = element;
    this.#observer = new ResizeObserver(() => {
      this.stale ||= this.#scene !== null && this.#room !== this.#size;
      onStale();
    });
    this.#observer.observe(element);
  }

  /** Say what to show. It is drawn when `draw` is called, so that faster calls than Plotly's pace cost nothing. */
  show(scene, epoch) {
    this.stale ||= scene !== this.#scene || cursorOf(scene.frames, epoch) !== this.#drawn;
    this.#scene = scene;
    this.#epoch = epoch;
  }

  /** Show nothing, where there is nothing yet. */
  clear() {
    this.#scene = null;
    this.#drawn = null;
    this.stale = false;
    delete this.#element.dataset.epoch;
    this.#element.ariaLabel = "Nothing is recorded yet";
    window.Plotly?.purge(this.#element);
  }

  /** Draw what was last shown. `duration`: for how long the cursor may glide to it, in milliseconds. */
  draw(Plotly, duration) {
    this.stale = false;
    this.#size = this.#room;
    const { clientWidth: width, clientHeight: height } = this.#element;
    if (!width || !height) return; // not on the page yet: the observer will ask again
    const began = performance.now();
    const { data, layout } = still(this.#scene, this.#epoch);
    Plotly.react(this.#element, data, { ...layout, width, height }, CONFIG);
    const cursor = cursorOf(this.#scene.frames, this.#epoch);
    this.#element.ariaLabel = this.#scene.frames[cursor].alt;
    if (performance.now() - began < FLUENT_MS) this.#glide(cursor, duration);
    this.#drawn = cursor;
    this.#element.dataset.epoch = cursor;
  }

  get #room() {
    return `${this.#element.clientWidth} x ${this.#element.clientHeight}`;
  }

  #glide(cursor, duration) {
    if (!duration || this.#drawn === null || cursor === this.#drawn || !this.#element._fullLayout.xaxis) return;
    const { annotations = [], shapes = [] } = this.#scene.layout;
    const still = { annotations: annotations.length, shapes: shapes.length };
    glide(this.#element, { from: this.#drawn, to: cursor, still, duration });
  }

  /** Save what is on screen as a file, on the page's background, twice as large for pixels. */
  async save(Plotly, format, filename) {
    const { data, layout, clientWidth: width, clientHeight: height } = this.#element;
    const paper_bgcolor = getComputedStyle(document.body).getPropertyValue("--sv-bg");
    const scale = format === "png" ? 2 : 1;
    await Plotly.downloadImage({ data, layout: { ...layout, paper_bgcolor } }, { format, filename, width, height, scale });
  }

  dispose() {
    this.#observer.disconnect();
    window.Plotly?.purge(this.#element);
  }
}
