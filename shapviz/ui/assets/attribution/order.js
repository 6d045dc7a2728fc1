// Whether a method's order of the parts of a modality is better than a random one. It takes a while to find out, so it is asked
// for while somebody looks, of one modality at a time, and kept.

import { element } from "../stage/words.js";

const MOST = 60; // charts

export class Order {
  #fold;
  #choice;
  #said;
  #ask;
  #news;
  #kept = new Map(); // by question: {chart} or {refusal}
  #waiting = new Set();
  #modality = null;
  #question = null;

  /**
   * @param fold what it stands in, with places for a choice of modality and for what is to be said
   * @param ask asks the server `(question)`; rejects with an error whose message is for people
   * @param news is called when more is known, or somebody wants to see something else
   */
  constructor(fold, ask, news) {
    this.#fold = fold;
    this.#choice = fold.querySelector("fieldset");
    this.#said = fold.querySelector(".in-refusal");
    this.#ask = ask;
    this.#news = news;
    fold.addEventListener("toggle", news);
  }

  /** Bring it to a question {row, epoch, method, others, question, calls, theme} about the sample in view; null: there is none. */
  show(question, players) {
    this.#fold.hidden = !question;
    if (!question || !this.#fold.open) return;
    if (!players.some(({ name }) => name === this.#modality)) this.#modality = players[0].name;
    this.#offer(players);
    this.#question = { ...question, modality: this.#modality };
    const { refusal } = this.#known ?? {};
    this.#said.textContent = refusal ?? (this.#known ? "" : "Being measured: some seconds");
    if (!this.#known) this.#want(this.#question);
  }

  /** The chart; null while it is not known, or nobody looks. */
  get chart() {
    return (this.#fold.open && !this.#fold.hidden && this.#known?.chart) || null;
  }

  get #known() {
    return this.#kept.get(JSON.stringify(this.#question));
  }

  #offer(players) {
    const names = players.map(({ name }) => name);
    if (`${names}` !== this.#choice.dataset.names) {
      this.#choice.dataset.names = names;
      this.#choice.replaceChildren(this.#choice.firstElementChild, ...names.map((name) => this.#option(name)));
    }
    for (const radio of this.#choice.querySelectorAll("input")) radio.checked = radio.value === this.#modality;
  }

  #option(name) {
    const label = element("label", "", "");
    const radio = Object.assign(element("input", "", ""), { type: "radio", name: "att-order", value: name });
    radio.addEventListener("change", () => {
      this.#modality = name;
      this.#news();
    });
    label.append(radio, element("span", "", name));
    return label;
  }

  async #want(question) {
    const key = JSON.stringify(question);
    if (this.#waiting.has(key)) return;
    this.#waiting.add(key);
    try {
      const chart = await this.#ask(question);
      if (chart) this.#keep(key, { chart });
    } catch (trouble) {
      this.#keep(key, { refusal: trouble.message });
    }
    this.#waiting.delete(key);
    this.#news();
  }

  #keep(key, answer) {
    this.#kept.set(key, answer);
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value);
  }
}
