// Every order of the turns, as a figure and as a table. Nothing of it moves: it is drawn once, and again for another width.

import { element } from "../runs/element.js";
import { Chart, loadPlotly } from "../stage/chart.js";

const COMPACT = 640; // px; narrower figures have less to say
const views = new WeakMap();

export default function ({ root, data }) {
  if (!views.has(root)) views.set(root, new View(root, data.plotly));
  const view = views.get(root);
  view.receive(JSON.parse(data.payload));
  return () => {
    if (root.isConnected) return; // a newer call has taken over
    views.delete(root);
    view.dispose();
  };
}

class View {
  #root;
  #plotly;
  #told = null;
  #chart = null;

  constructor(root, plotly) {
    this.#root = root;
    this.#plotly = plotly;
    root.classList.add("ordertree");
  }

  async receive(told) {
    this.#told = told;
    const place = element("div", { className: "ordertree-chart", role: "img" });
    this.#root.replaceChildren(
      element("h3", { textContent: told.finding }), element("p", { className: "sv-sub", textContent: told.setting }),
      place, element("p", { className: "sv-say", textContent: told.about }), twin(told.table));
    this.#chart?.dispose();
    const Plotly = await loadPlotly(this.#plotly);
    if (this.#told !== told) return;
    this.#chart = new Chart(place, () => this.#draw(place, Plotly));
    this.#draw(place, Plotly);
  }

  #draw(place, Plotly) {
    const { scene, height } = this.#told[this.#root.clientWidth < COMPACT ? "compact" : "wide"];
    place.style.height = `${height}px`;
    this.#chart.show(scene, 0);
    this.#chart.draw(Plotly, 0);
  }

  dispose() {
    this.#chart?.dispose();
  }
}

function twin({ caption, columns, rows }) {
  const cells = (tag, values) => values.map((value) => element(tag, { textContent: value ?? "–" }));
  const head = element("tr", {}, ...cells("th", columns));
  const body = rows.map((row) => element("tr", {}, ...cells("td", row)));
  const table = element("table", {}, element("caption", { textContent: caption }), element("thead", {}, head), element("tbody", {}, ...body));
  const scroll = element("div", { className: "ordertree-scroll", tabIndex: 0, role: "region", ariaLabel: caption }, table);
  return element("details", {}, element("summary", { textContent: "As a table" }), scroll);
}
