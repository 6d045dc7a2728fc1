// The small figures side by side: as many as the view has, each with a heading of its own and a chart that stays.

import { Chart } from "../stage/chart.js";
import { element, say } from "../stage/words.js";

export class Panels {
  #place;
  #onStale;
  #made = []; // charts, those of figures that the view has not as well
  #count = 0;

  /** `onStale` is called when a figure's size asks for another drawing. */
  constructor(place, onStale) {
    this.#place = place;
    this.#onStale = onStale;
  }

  /** Show figures as of an epoch; `looks(scene)` may change how their traces look. */
  show(panels, { epoch, players, baseline, looks }) {
    while (this.#made.length < panels.length) this.#make();
    this.#count = panels.length;
    this.#place.dataset.count = panels.length;
    [...this.#place.children].forEach((box, place) => (box.hidden = place >= panels.length));
    panels.forEach((panel, place) => {
      const box = this.#place.children[place];
      say(box.querySelector("h2"), panel.group === baseline && baseline ? [...panel.title, " ★"] : panel.title, players);
      say(box.querySelector("p"), panel.told, players);
      this.#made[place].show(looks(panel.scene), epoch);
    });
  }

  /** The charts on screen. */
  get charts() {
    return this.#made.slice(0, this.#count);
  }

  /** Save every figure as a file of its own. */
  save(Plotly, format, filename) {
    this.charts.forEach((chart, place) => chart.save(Plotly, format, `${filename}-${place + 1}`));
  }

  dispose() {
    this.#made.forEach((chart) => chart.dispose());
  }

  #make() {
    const box = element("section", "cmp-panel", "");
    const head = element("header", "", "");
    const chart = element("div", "stage-chart", "");
    chart.role = "img";
    head.append(element("h2", "", ""), element("p", "", ""));
    box.append(head, chart);
    this.#place.append(box);
    this.#made.push(new Chart(chart, this.#onStale));
  }
}
