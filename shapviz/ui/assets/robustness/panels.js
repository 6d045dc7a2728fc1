// Everything that a view says: finding, curves, grid, dumbbell, chips, conclusion. It shows what it is given.

import { Charts } from "../labs/charts.js";
import { fill, furnish } from "../stage/extras.js";
import { element, say } from "../stage/words.js";
import { Grid } from "./grid.js";

const CHARTS = ["curves", "dumbbell"];

export class Panels {
  #root;
  #grid;
  #charts;
  #view = null;
  #players = {};
  #side = 0; // whose grid is shown
  #signs = [];

  /** `wish(mask, severity)` is called for a cell of the grid that a person chooses. */
  constructor(root, plotly, wish) {
    this.#root = root;
    this.#grid = new Grid(this.#part("grid"), wish);
    this.#charts = new Charts(Object.fromEntries(CHARTS.map((name) => [name, this.#part(name)])), plotly);
    this.#part("answer").addEventListener("click", () => {
      this.#answer(this.#part("answered").hidden);
      this.#part("answered").scrollIntoView({ block: "nearest" });
    });
    this.#furnish();
  }

  /** Show a view; `signs` are the players in their order, as names are tagged; `noted` is to be said besides. */
  show(view, { signs, how, noted }) {
    if (view === this.#view) return;
    this.#view = view;
    this.#signs = signs;
    this.#players = Object.fromEntries(signs.map((player) => [player.name, player]));
    this.#say(view, how, noted);
    for (const name of CHARTS) this.#charts.show(name, view[name]);
    this.#chips(view.chips);
    this.#sides(view.grids);
    this.#list(view.drop.reasons);
    this.twins();
  }

  /** Fill the tables beneath the charts, where they are shown. */
  twins() {
    if (!this.#view || this.#root.dataset.level !== "research") return;
    for (const name of CHARTS) fill(this.#part(`${name}-twin`), this.#view[name].table);
  }

  /** Let go of what was said of other networks. */
  clear() {
    this.#view = null;
    this.#side = 0;
    this.#answer(false);
  }

  /** Say something in place of a finding, while there is none. */
  wait(sentence) {
    if (!this.#view) say(this.#line("finding"), [sentence]);
  }

  dispose() {
    this.#charts.dispose();
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  #line(name) {
    return this.#root.querySelector(`[data-say="${name}"]`);
  }

  #furnish() {
    furnish(this.#root, {
      tables: () => ({
        curves: this.#view?.curves.table,
        dumbbell: this.#view?.dumbbell.table,
        grid: this.#view?.grids[this.#side]?.table,
      }),
      filename: (chart) => `robustness-${chart}`,
      save: (chart, format, filename) => this.#charts.save(chart, format, filename),
    });
    const pictures = this.#root.querySelectorAll('[data-more="grid"] :is([data-extra="png"], [data-extra="svg"])');
    pictures.forEach((button) => button.remove()); // a table is no picture
  }

  #say(view, how, noted) {
    const grid = view.grids[this.#side] ?? view.grids[0];
    const sentences = {
      ...{ finding: view.finding, subtitle: [view.subtitle], note: [[noted, view.note].filter(Boolean).join(" ")] },
      ...{ curves_title: view.curves.title, curves_told: [view.curves.subtitle] },
      ...{ dumbbell_title: view.dumbbell.title, dumbbell_told: [view.dumbbell.subtitle] },
      ...{ grid_title: grid.title, grid_told: [grid.subtitle] },
      ...{ conclusion: view.conclusion, question: [view.drop.question], answer: view.drop.answer },
      ...{ how_curves: [how.curves], how_dumbbell: [how.dumbbell], how_grid: [how.grid] },
    };
    for (const [name, sentence] of Object.entries(sentences)) say(this.#line(name), sentence, this.#players);
  }

  #chips(chips) {
    const told = JSON.stringify(chips);
    const place = this.#part("chips");
    if (place.dataset.told === told) return;
    place.dataset.told = told;
    place.replaceChildren(...chips.map((chip) => this.#chip(chip)));
  }

  #chip({ title, said, sure }) {
    const box = element("section", sure ? "rob-chip" : "rob-chip rob-unsure", "");
    const words = element("p", "", "");
    say(words, said, this.#players);
    box.append(element("h3", "", title), words);
    return box;
  }

  /** Show the grid of one side; with two, a choice between them. */
  #sides(grids) {
    if (this.#side >= grids.length) this.#side = 0;
    const choice = this.#part("sides");
    choice.hidden = grids.length < 2;
    const told = JSON.stringify(grids.map(({ run }) => run));
    if (choice.dataset.told !== told) {
      choice.dataset.told = told;
      choice.replaceChildren(element("legend", "", "Run"), ...grids.map(({ run }, side) => this.#sideOf(run, side)));
    }
    this.#grid.show(grids[this.#side], this.#signs);
  }

  #sideOf(run, side) {
    const label = element("label", "", "");
    const radio = Object.assign(element("input", "", ""), { type: "radio", name: "rob-side", checked: side === this.#side });
    radio.addEventListener("change", () => {
      this.#side = side;
      const { title, subtitle } = this.#view.grids[side];
      say(this.#line("grid_title"), title, this.#players);
      say(this.#line("grid_told"), [subtitle]);
      this.#grid.show(this.#view.grids[side], this.#signs);
    });
    label.append(radio, element("span", "", run));
    return label;
  }

  #list(reasons) {
    const lines = reasons.map((reason) => {
      const item = element("li", "", "");
      say(item, reason, this.#players);
      return item;
    });
    this.#part("reasons").replaceChildren(...lines);
  }

  #answer(open) {
    this.#part("answered").hidden = !open;
    this.#part("answer").ariaExpanded = open;
    this.#part("answer").textContent = open ? "Hide the answer" : "Show the answer";
  }
}
