// What has been asked about single samples, and what was answered. It is kept, so that going back costs nothing.

import { TREE } from "./asking.js";
import { measured } from "./numbers.js";

const MOST = 400; // answers, each of some 10 kB

/** Answers by key, the least recently used first; a key stands for all that its answer depends on. */
class Kept {
  #kept = new Map();

  get(key) {
    const answer = this.#kept.get(key);
    if (answer === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, answer);
    return answer;
  }

  take(key, answer) {
    this.#kept.set(key, answer);
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value);
  }

  forget(key) {
    this.#kept.delete(key);
  }

  values() {
    return [...this.#kept.values()];
  }
}

/** What samples look like. */
export class Shelf {
  #kept = new Kept();
  #ask;
  #news;
  #asked = "";

  /** `ask(kind, question, lane)` as `left.js` describes it; `news(sentence)` when more is known, or why it is not. */
  constructor(ask, news) {
    this.#ask = ask;
    this.#news = news;
  }

  /** Return the exhibits of a sample by modality; undefined while they are not here. */
  get(row) {
    return this.#kept.get(row);
  }

  /** Ask for samples that are not here; `first` before `later`. */
  async want(first, later) {
    const missing = [first, later].map((rows) => rows.filter((row) => !this.#kept.get(row))).find((rows) => rows.length);
    if (!missing || `${missing}` === this.#asked) return;
    this.#asked = `${missing}`;
    try {
      const samples = await this.#ask("exhibits", { rows: missing });
      for (const { row, exhibits } of samples ?? []) this.#kept.take(row, exhibits);
      if (samples) this.#news("");
    } catch (trouble) {
      this.#asked = "";
      this.#news(trouble.message);
    }
  }
}

/** What lies inside modalities. */
export class Insides {
  #kept = new Kept();
  #waiting = new Set();
  #ask;
  #news;
  #units;

  /** Arguments as of `Shelf`, and how numbers are written by payoff. */
  constructor(ask, news, units) {
    this.#ask = ask;
    this.#news = news;
    this.#units = units;
  }

  /** Return the answer to a question, {inside: as `measured`} or {refusal: why there is none}; undefined while it is not here. */
  get(question) {
    return this.#kept.get(JSON.stringify(question));
  }

  /** Return all that is known of a sample by the same payoff. */
  of(row, payoff) {
    const found = this.#kept.values().map(({ inside }) => inside);
    return found.filter((inside) => inside?.row === row && inside.question.payoff === payoff);
  }

  /** Forget an answer, so that it is asked for again. */
  forget(question) {
    this.#kept.forget(JSON.stringify(question));
  }

  /** Ask. In a lane of its own each modality waits for none of the others; a tree answers for all of them at once. */
  async want(question) {
    const { row, modality, others, question: about } = question;
    const [kind, asked, lane] = others === TREE ? ["through", { row, question: about }, "through"] : ["inside", question, `inside ${modality}`];
    const key = `${kind} ${JSON.stringify(asked)}`;
    if (this.get(question) || this.#waiting.has(key)) return;
    this.#waiting.add(key);
    try {
      const answer = await this.#ask(kind, asked, lane);
      const insides = kind === "inside" ? [answer] : Object.values(answer ?? {});
      for (const inside of insides.filter(Boolean)) this.#take({ ...question, modality: inside.modality }, inside);
    } catch (trouble) {
      this.#kept.take(JSON.stringify(question), { refusal: trouble.message });
    }
    this.#waiting.delete(key);
    this.#news("");
  }

  #take(question, inside) {
    this.#kept.take(JSON.stringify(question), { inside: measured(inside, this.#units[inside.question.payoff]) });
  }
}
