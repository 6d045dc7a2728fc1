// The charts of a page, each on an element that stays. They are drawn one a frame, so that words and numbers are painted
// before them.

import { Chart } from "../stage/chart.js";

export class Charts {
  #places;
  #charts;
  #press;
  #listening = new Set(); // names of charts that tell of presses
  #plotly = null;
  #frame = null;

  /** `places`: {name: element}; `plotly`: a promise of the library; `press(name, point)`: called for a mark that is pressed. */
  constructor(places, plotly, press = () => {}) {
    this.#places = places;
    this.#press = press;
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
    this.#listen();
    this.#frame = requestAnimationFrame(() => this.#turn());
  }

  /** Plotly takes listeners once it has drawn something. */
  #listen() {
    for (const [name, place] of Object.entries(this.#places)) {
      if (!place.on || this.#listening.has(name)) continue;
      this.#listening.add(name);
      place.on("plotly_click", ({ points }) => this.#press(name, points[0]));
    }
  }
}

const scenes = new WeakMap(); // by chart

/** Return a chart as a scene with one frame. */
function sceneOf(chart) {
  if (!scenes.has(chart)) scenes.set(chart, { ...chart.figure, frames: { 0: { alt: chart.alt, restyle: {}, annotations: [], shapes: [] } } });
  return scenes.get(chart);
}
