// A trained network as the page knows it: what it can be asked, what it has answered, and what is on its way.

import { around } from "./choice.js";
import { Lines } from "../labs/line.js";
import { Views } from "../labs/views.js";

export class Network {
  facts = null; // what it can be asked; null until it is open
  samples = null; // what a few samples look like, as was last answered
  #run;
  #lines;
  #views = new Views();
  #tell;
  #asked = { view: "", strip: "" }; // what was asked last
  #pending = []; // [run, player] of curves that are still to be measured
  #sweeping = false;
  #left = false;

  /**
   * @param payload says which run it is of, and how it is asked
   * @param tell what is called: `opened()`, `answered(view, mask, question)` with the coalition that was waited for,
   *   `news()` when more is known, and `trouble(sentence)`, empty when it is over
   */
  constructor({ run, beside, base }, tell) {
    this.#run = run.id;
    this.#lines = new Lines(base, Object.fromEntries([run, beside].filter(Boolean).map(({ id, token }) => [id, token])));
    this.#tell = tell;
    this.#open();
  }

  /** Forget whatever is still on its way. */
  leave() {
    this.#left = true;
  }

  /** Return the view of a coalition; undefined while it is not known. `want` asks for it. */
  view(question, mask) {
    return this.#views.get(JSON.stringify(question), mask);
  }

  /** Ask for a coalition, and once it is known for those one toggle away, and then for the curves that are missing. */
  async want(question, mask) {
    if (!this.facts) return;
    const key = JSON.stringify(question);
    const first = this.#views.missing(key, [mask]);
    const masks = first.length ? first : this.#views.missing(key, around(mask, this.facts.players));
    const asked = `${key} ${masks}`;
    if (!masks.length) this.#sweep(question);
    if (!masks.length || asked === this.#asked.view) return;
    this.#asked.view = asked;
    const answer = await this.#ask("view", { ...question, masks });
    if (!answer) return;
    this.#views.take(key, answer);
    this.#pending = answer.pending;
    if (first.length) {
      this.#tell.answered(answer.views[mask], mask, question);
      this.#look(question);
    }
    this.#tell.news();
  }

  /** Ask once more for whatever is missing. */
  again() {
    this.#asked = { view: "", strip: "" };
    if (this.facts) this.#tell.news();
    else this.#open();
  }

  /** Return where a sound of the run is, clean or as a choice has it. */
  sound(row, modality, choice) {
    return this.#lines.sound(this.#run, row, modality, choice);
  }

  async #open() {
    this.facts = await this.#ask("facts", {});
    if (this.facts) this.#tell.opened();
  }

  /** Return the answer to a question; null where there is none to show, which is said unless nobody waits for it. */
  async #ask(kind, question) {
    try {
      const answer = await this.#lines.ask(kind, { run: this.#run, ...question });
      if (this.#left) return null;
      if (answer) this.#tell.trouble("");
      return answer;
    } catch (trouble) {
      if (!this.#left) this.#tell.trouble(trouble.message);
      return null;
    }
  }

  /** Have the next curve measured, that of the modality in focus first. */
  async #sweep({ focus, corruptions, conditions: { stand_in, draw } }) {
    if (this.#sweeping || !this.#pending.length) return;
    const [run, modality] = this.#pending.find(([, name]) => name === focus) ?? this.#pending[0];
    this.#sweeping = true;
    const known = await this.#ask("sweep", { run, modality, corruption: corruptions[modality], stand_in, draw });
    this.#sweeping = false;
    if (!known) return;
    this.#pending = [];
    this.#views.age();
    this.#asked.view = "";
    this.#tell.news();
  }

  /** Ask what the samples look like under these conditions. */
  async #look({ conditions }) {
    const asked = JSON.stringify([conditions.corrupted, conditions.draw]);
    if (asked === this.#asked.strip) return;
    this.#asked.strip = asked;
    const samples = await this.#ask("strip", { conditions });
    if (!samples) return;
    this.samples = samples;
    this.#tell.news();
  }
}
