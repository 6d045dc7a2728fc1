// A trained network as the page knows it: what it can be asked, what it has answered, and what is on its way.

import { around } from "./choice.js";
import { offeredByAll } from "./offered.js";
import { Lines } from "../labs/line.js";
import { Views } from "../labs/views.js";

export class Network {
  facts = null; // what it can be asked; null until it is open
  samples = null; // what a few samples look like, as was last answered
  #runs; // the run, and the one beside it
  #lines;
  #views = new Views();
  #tell;
  #asked = { view: "", strip: "" }; // what was asked last
  #pending = []; // [run, player] of curves that are still to be measured
  #waited = false; // somebody waits for a view that has been asked for
  #sweeping = false;
  #left = false;

  /**
   * @param payload says which run it is of, and how it is asked
   * @param tell what is called: `opened()`, `answered(view, mask, question)` with the coalition that was waited for,
   *   `news()` when more is known, and `trouble(sentence)`, empty when it is over
   */
  constructor({ run, beside, base }, tell) {
    this.#runs = [run, beside].filter(Boolean);
    this.#lines = new Lines(base, Object.fromEntries(this.#runs.map(({ id, token }) => [id, token])));
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
    if (!first.length) this.#relent();
    if (!masks.length) this.#sweep(question);
    if (!masks.length || asked === this.#asked.view) return;
    this.#asked.view = asked;
    this.#waited ||= first.length > 0;
    const answer = await this.#ask("view", { ...question, masks });
    if (!answer) return;
    this.#waited = false;
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
    return this.#lines.sound(this.#runs[0].id, row, modality, choice);
  }

  async #open() {
    const facts = await this.#heard(Promise.all(this.#runs.map((run) => this.#factsOf(run))));
    if (!facts) return;
    this.facts = { ...facts[0], stand_ins: offeredByAll(this.#runs, facts) };
    this.#tell.opened();
  }

  /** Return what a run can be asked; of two it is said which one does not answer. */
  #factsOf({ id, name }) {
    const facts = this.#lines.ask("facts", { run: id }, `facts of ${id}`);
    if (this.#runs.length === 1) return facts;
    return facts.catch((trouble) => Promise.reject(new Error(`${name}: ${trouble.message}`, { cause: trouble })));
  }

  /** Take back a trouble that nobody waits to be over: what was asked for is not looked at any more. */
  #relent() {
    if (!this.#waited) return;
    this.#waited = false;
    this.#asked.view = "";
    this.#tell.trouble("");
  }

  #ask(kind, question) {
    return this.#heard(this.#lines.ask(kind, { run: this.#runs[0].id, ...question }));
  }

  /** Return an answer; null where there is none to show, which is said unless nobody waits for it. */
  async #heard(answering) {
    try {
      const answer = await answering;
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
