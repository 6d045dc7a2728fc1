// The charts of a page, each on an element that stays. They are drawn one a frame, so that words and numbers are painted
// before them.

import { Chart } from "../stage/chart.js";

export class Charts {
  #places;
  #charts;
  #plotly = null;
  #frame = null;

  /** `places`: {name: element}; `plotly`: a promise of the library. */
  constructor(places, plotly) {
    this.#places = places;
    this.#charts = Object.fromEntries(Object.entries(places).map(([name, place]) => [name, new Chart(place, () => this.#wake())]));
    plotly.then((library) => {
      this.#plotly = library;
      this.#wake();
    });
  }

  /** Say what to show: {figure, height, alt}, as `Chart` of shapviz/figures/charts.py has it. The same again costs nothing. */
  show(name, chart) {
    this.#places[name].style.minHeight = `${chart.height}px`;
    this.#charts[name].show(sceneOf(chart), 0);
    this.#wake();
  }

  async save(name, format, filename) {
    await this.#charts[name].save(this.#plotly, format, filename);
  }

  dispose() {
    cancelAnimationFrame(this.#frame);
    Object.values(this.#charts).forEach((chart) => chart.dispose());
  }

  /** Draw what is due, beginning with the next frame but one. */
  #wake() {
    this.#frame ??= requestAnimationFrame(() => (this.#frame = requestAnimationFrame(() => this.#turn())));
  }

  #turn() {
    this.#frame = null;
    const due = this.#plotly && Object.values(this.#charts).find((chart) => chart.stale);
    if (!due) return;
    due.draw(this.#plotly, 0);
    this.#frame = requestAnimationFrame(() => this.#turn());
  }
}

const scenes = new WeakMap(); // by chart

/** Return a chart as a scene with one frame. */
function sceneOf(chart) {
  if (!scenes.has(chart)) scenes.set(chart, { ...chart.figure, frames: { 0: { alt: chart.alt, restyle: {}, annotations: [], shapes: [] } } });
  return scenes.get(chart);
}
