// The small figures side by side: as many as the view has, each with a heading of its own and a chart that stays.

import { Chart } from "../stage/chart.js";
import { element, say } from "../stage/words.js";

export class Panels {
  charts = [];
  #place;
  #onStale;
  #drawn = null; // the figures on screen

  /** `onStale` is called when a figure's size asks for another drawing. */
  constructor(place, onStale) {
    this.#place = place;
    this.#onStale = onStale;
  }

  /** Show figures as of an epoch; `looks(scene)` may change how their traces look. */
  show(panels, { epoch, players, baseline, looks }) {
    if (panels.length !== this.charts.length) this.#make(panels.length);
    this.#place.dataset.count = panels.length;
    panels.forEach((panel, place) => {
      const box = this.#place.children[place];
      say(box.querySelector("h2"), panel.group === baseline && baseline ? [...panel.title, " ★"] : panel.title, players);
      say(box.querySelector("p"), panel.told, players);
      this.charts[place].show(looks(panel.scene), epoch);
    });
    this.#drawn = panels;
  }

  /** Save every figure as a file of its own. */
  save(Plotly, format, filename) {
    this.charts.forEach((chart, place) => chart.save(Plotly, format, `${filename}-${place + 1}`));
  }

  dispose() {
    this.charts.forEach((chart) => chart.dispose());
  }

  #make(count) {
    this.dispose();
    const boxes = Array.from({ length: count }, () => {
      const box = element("section", "cmp-panel", "");
      const head = element("header", "", "");
      const chart = element("div", "stage-chart", "");
      chart.role = "img";
      head.append(element("h2", "", ""), element("p", "", ""));
      box.append(head, chart);
      return box;
    });
    this.#place.replaceChildren(...boxes);
    this.charts = boxes.map((box) => new Chart(box.querySelector(".stage-chart"), this.#onStale));
  }
}
