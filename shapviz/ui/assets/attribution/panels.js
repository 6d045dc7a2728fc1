// Everything that a view says besides its table of methods: finding, agreement, waterfall, checks, and what is folded away.

import { Charts } from "../labs/charts.js";
import { fill, furnish } from "../stage/extras.js";
import { element, plain, say } from "../stage/words.js";
import { Checks } from "./checks.js";
import { Coalitions } from "./coalitions.js";
import { Heat } from "./heat.js";

const FOLDED = ["space", "history", "budget", "curves"]; // charts below "More"
const CHARTS = ["waterfall", "order", ...FOLDED];

export class Panels {
  #root;
  #charts;
  #heat;
  #checks;
  #coalitions;
  #wish;
  #view = null;
  #look = null;
  #measure = null; // the key of how agreement is measured
  #measured = null; // what is shown of it
  #fall = "alone";

  /** `wish` has `row(row)` for a sample that a person chooses, and `check()` for the checks that take a job. */
  constructor(root, plotly, wish) {
    this.#root = root;
    this.#wish = wish;
    this.#charts = new Charts(Object.fromEntries(CHARTS.map((name) => [name, this.#part(name)])), plotly, (name, point) => this.#press(name, point));
    this.#root.querySelector(`[data-choice="fall"] [value="${this.#fall}"]`).checked = true;
    this.#heat = new Heat(this.#part("agreement"), this.#part("measures"), this.#part("letters"), (key) => this.#change({ measure: key }));
    this.#checks = new Checks(this.#part("sanity"), this.#part("retrain"), root.querySelector(".lab-borrowed dialog"), wish.check);
    this.#coalitions = new Coalitions(this.#part("coalitions"));
    for (const radio of root.querySelectorAll('[data-choice="fall"] input')) radio.addEventListener("change", () => this.#change({ fall: radio.value }));
    this.#part("more").addEventListener("toggle", () => this.#change({}));
    this.#furnish();
  }

  /** Show a view; `look`: {scope, bars, signs, players: {name: player}, how, job, refusal, waiting, noted, order: a chart or null}. */
  show(view, look) {
    this.#view = view;
    this.#look = look;
    this.#say();
    this.#measured = this.#heat.show(view.agreement, this.#measure);
    this.#checks.show(view.sanity, look);
    this.#coalitions.show(view.coalitions, look);
    this.#apart(view.disagreements);
    this.#draw();
    this.#twins();
  }

  /** Let go of what was said of another network. */
  clear() {
    this.#view = null;
    for (const place of this.#root.querySelectorAll("[data-say]")) say(place, []);
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

  #change({ measure = this.#measure, fall = this.#fall }) {
    this.#measure = measure;
    this.#fall = fall;
    if (this.#view) this.show(this.#view, this.#look);
  }

  #chartOf(name) {
    if (name === "order") return this.#look.order;
    return name === "waterfall" ? this.#waterfall : name === "space" ? this.#view.space.chart : this.#view[name];
  }

  get #waterfall() {
    const falls = this.#view.waterfall[this.#look.scope] ?? this.#view.waterfall.all;
    return falls[this.#fall] ?? falls.values;
  }

  #say() {
    const { view, look } = { view: this.#view, look: this.#look };
    const measure = view.agreement.measures.find(({ key }) => key === this.#measure) ?? view.agreement.measures[0];
    const sentences = {
      ...{ finding: view.finding, subtitle: [view.subtitle], note: [[look.noted, view.note].filter(Boolean).join(" ")] },
      ...{ trust: view.trust },
      ...{ agreement_title: measure?.title ?? ["Who agrees?"], agreement_told: [measure?.subtitle ?? ""] },
      ...{ coalitions_title: view.coalitions?.title, coalitions_told: [view.coalitions?.subtitle ?? ""] },
      ...Object.fromEntries(Object.entries(look.how).map(([name, text]) => [`how_${name}`, [text]])),
    };
    this.#part("live").textContent = plain(view.finding);
    if (measure) sentences.how_agreement = [measure.how];
    for (const [name, sentence] of Object.entries(sentences)) {
      const place = this.#line(name);
      if (place) say(place, sentence, look.players);
    }
  }

  #draw() {
    const open = this.#part("more").open;
    for (const name of CHARTS) {
      const chart = this.#chartOf(name);
      this.#root.querySelector(`[data-card="${name}"]`).hidden = !chart;
      if (!chart || (FOLDED.includes(name) && !open)) continue;
      say(this.#line(`${name}_title`), chart.title, this.#look.players);
      say(this.#line(`${name}_told`), [chart.subtitle]);
      this.#charts.show(name, chart);
    }
    this.#root.querySelector('[data-card="coalitions"]').hidden = !this.#view.coalitions;
  }

  /** A mark in the space of shares is a sample. */
  #press(name, { customdata }) {
    const row = [customdata].flat()[0];
    if (name === "space" && Number.isInteger(row)) this.#wish.row(row);
  }

  /** Samples on which methods disagree, each a button that shows it. */
  #apart(disagreements) {
    const place = this.#part("apart");
    place.hidden = !disagreements.length;
    this.#part("disagreements").replaceChildren(...disagreements.map(({ row, truth, said }) => this.#sample(row, truth, said)));
  }

  #sample(row, truth, said) {
    const [item, button, words] = [element("li", "", ""), Object.assign(element("button", "lab-link", truth), { type: "button" }), element("span", "", "")];
    button.addEventListener("click", () => this.#wish.row(row));
    say(words, said, this.#look.players);
    item.append(button, " ", words);
    return item;
  }

  /** Fill the tables beneath the charts, where they are shown. */
  #twins() {
    if (this.#root.dataset.level !== "research") return;
    const tables = this.#tables();
    for (const [name, table] of Object.entries(tables)) {
      const place = this.#part(`${name}-twin`);
      if (place && table) fill(place, table);
    }
  }

  #tables() {
    const view = this.#view;
    return {
      ...Object.fromEntries(CHARTS.map((name) => [name, this.#chartOf(name)?.table])),
      ...{ methods: view.methods.table, agreement: this.#measured?.table, coalitions: view.coalitions?.table },
    };
  }

  #furnish() {
    furnish(this.#root, {
      tables: () => this.#tables(),
      filename: (chart) => `attribution-${chart}`,
      save: (chart, format, filename) => this.#charts.save(chart, format, filename),
    });
    const tables = '[data-more="methods"], [data-more="agreement"], [data-more="coalitions"]';
    for (const menu of this.#root.querySelectorAll(tables)) {
      for (const button of menu.querySelectorAll('[data-extra="png"], [data-extra="svg"]')) button.remove(); // a table is no picture
    }
  }
}
