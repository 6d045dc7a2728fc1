// A trained network as the page knows it: what it can be asked, what it has answered, and what is on its way.

import { Lines } from "../labs/line.js";
import { Views } from "../labs/views.js";

export const QUICK = 2; // seconds; methods that take longer are asked when somebody wants them

export class Network {
  facts = null; // what it can be asked; null until it is open
  failed = {}; // {method: why the lab could not ask it}
  #run;
  #lines;
  #sounds;
  #tell;
  #views = new Views();
  #galleries = new Map(); // by question
  #costs = new Map(); // by question: {method: seconds}
  #asked = new Set(); // what is on its way, or was asked in vain
  #left = false;

  /**
   * @param payload says which run it is of, and how it is asked
   * @param tell what is called: `opened()`, `news()` when more is known, and `trouble(sentence)`, empty when it is over
   */
  constructor({ run, base, sounds }, tell) {
    this.#run = run.id;
    this.#lines = new Lines(base, { [run.id]: run.token });
    this.#sounds = new Lines(sounds, { [run.id]: run.token });
    this.#tell = tell;
    this.#open();
  }

  /** Forget whatever is still on its way. */
  leave() {
    this.#left = true;
  }

  /** Return what every sample of the test split is, to look through; undefined while it is not known. */
  gallery(asked) {
    return this.#galleries.get(keyOf(asked));
  }

  /** Return what is shown of a sample; undefined while it is not known. `want` asks for it. */
  view(look, row) {
    return this.#views.get(JSON.stringify(look), row);
  }

  /** Return the methods that are being asked at the moment, or will be without anybody's wish. */
  coming(asked, pending) {
    return pending.filter((method) => this.#quick(asked, method));
  }

  /**
   * Ask for what is not known yet: the gallery, the view of a sample, then those of its neighbours, then whatever would make
   * them more complete.
   *
   * @param look {question, epoch, calls, methods, theme, compact}: what views depend on besides the sample
   */
  want(look, row, neighbours) {
    if (!this.facts) return;
    const asked = { question: look.question, epoch: look.epoch };
    this.#once("gallery", asked, (gallery) => this.#galleries.set(keyOf(asked), gallery), this.gallery(asked));
    this.#once("cost", asked, (costs) => this.#costs.set(keyOf(asked), costs), this.#costs.get(keyOf(asked)));
    if (row === null) return;
    const key = JSON.stringify(look);
    const [missing] = this.#views.missing(key, [row]);
    if (missing !== undefined) return this.#look(look, row, "view");
    const next = neighbours.find((other) => this.#views.get(key, other) === undefined);
    if (next !== undefined) this.#look(look, next, "ahead");
    this.#complete(asked, this.#pending.get(key) ?? []);
  }

  /** Ask once more for whatever is missing; `fresh`: also for what is known, since more is to be found. */
  again(fresh = false) {
    this.#asked.clear();
    this.failed = {};
    if (fresh) this.#views.age(true);
    if (this.facts) this.#tell.news();
    else this.#open();
  }

  /** Ask something that only the asker keeps. Returns a promise of the answer; null where a newer question took its place. */
  ask(kind, question, lane) {
    return this.#lines.ask(kind, { run: this.#run, ...question }, lane);
  }

  /** Return where the sound of a sample is. */
  sound(row, modality) {
    return this.#sounds.sound(this.#run, row, modality, null);
  }

  async #open() {
    this.facts = await this.#answer("facts", {});
    if (this.facts) this.#tell.opened();
  }

  #pending = new Map(); // by look: what would make its views more complete

  async #look(look, row, lane) {
    const key = JSON.stringify(look);
    const asked = `${lane} ${key} ${row}`;
    if (this.#asked.has(asked)) return;
    this.#asked.add(asked);
    const answer = await this.#answer("view", { ...look, row }, lane);
    this.#asked.delete(asked);
    if (!answer) return;
    this.#views.take(key, { views: { [row]: answer.view }, pending: answer.pending });
    this.#pending.set(key, answer.pending);
    this.#tell.news();
  }

  /** Have the next thing found out that would make views more complete, a quick one first. */
  async #complete(asked, pending) {
    const next = pending.find((one) => this.#quick(asked, one)) ?? pending.find((one) => CHECKS.includes(one) && !this.#tried(asked, one));
    if (next === undefined || this.#busy) return;
    this.#busy = true;
    const told = CHECKS.includes(next) ? await this.#try(next, asked, next) : await this.#try("method", { ...asked, method: next }, next);
    this.#busy = false;
    if (told) this.#views.age();
    this.#tell.news();
  }

  #busy = false;

  /** Ask it, once; whatever comes of it, it is not asked again by itself. */
  async #try(kind, question, name) {
    this.#asked.add(`${keyOf(question)} ${name}`);
    try {
      return !this.#left && (await this.ask(kind, question));
    } catch (trouble) {
      this.failed[name] = trouble.message;
      return null;
    }
  }

  #tried({ question, epoch }, name) {
    return [...this.#asked].some((asked) => asked === `${keyOf({ question, epoch })} ${name}`);
  }

  #quick(asked, method) {
    const cost = this.#costs.get(keyOf(asked))?.[method];
    return cost !== undefined && cost <= QUICK && !this.#tried(asked, method);
  }

  /** Ask for something that is kept by question, unless it is known or on its way. */
  async #once(kind, asked, keep, known) {
    const name = `${kind} ${keyOf(asked)}`;
    if (known || this.#asked.has(name)) return;
    this.#asked.add(name);
    const answer = await this.#answer(kind, asked);
    if (!answer) return;
    keep(answer);
    this.#tell.news();
  }

  /** Return the answer to a question; null where there is none to show, which is said unless nobody waits for it. */
  async #answer(kind, question, lane) {
    try {
      const answer = await this.ask(kind, question, lane);
      if (this.#left) return null;
      if (answer) this.#tell.trouble("");
      return answer;
    } catch (trouble) {
      if (!this.#left) this.#tell.trouble(trouble.message);
      return null;
    }
  }
}

const CHECKS = ["agreement", "sanity"];

function keyOf({ question, epoch }) {
  return JSON.stringify([question, epoch]);
}
