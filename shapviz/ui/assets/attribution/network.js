// A trained network as the page knows it: what it can be asked, what it has answered, and what is on its way.

import { Lines } from "../labs/line.js";
import { Views } from "../labs/views.js";

const QUICK = 2; // seconds; methods that take longer are asked when somebody wants them
const DIALED = "sampled"; // the method of which it is shown what more calls buy
const OVERALL = { // what is asked besides what each method gives, and how
  agreement: ({ methods, ...asked }) => ({ ...asked, methods }),
  sanity: ({ methods, ...asked }) => asked,
  history: ({ methods, ...asked }) => asked,
  budget: ({ methods, ...asked }, row) => ({ ...asked, row, method: DIALED }),
};
const FOLDED = ["history", "budget"]; // nobody sees them before they are unfolded
const NOBODY = -1; // in place of a row: no sample is in view

export class Network {
  facts = null; // what it can be asked; null until it is open
  failed = {}; // {method: why the lab could not ask it}
  #run;
  #lines;
  #sounds;
  #prompt; // methods that need not be tried before they are asked
  #tell;
  #views = new Views();
  #galleries = new Map(); // by question
  #costs = new Map(); // by question: {method: seconds}
  #pending = new Map(); // by look and row: what would make the view more complete
  #asked = new Set(); // what is on its way
  #tried = new Set(); // what was asked to make views more complete
  #under = null; // which of these is under way
  #left = false;

  /**
   * @param payload says which run it is of, and how it is asked
   * @param tell what is called: `opened()`, `news()` when more is known, and `trouble(sentence)`, empty when it is over
   */
  constructor({ run, base, sounds, prompt }, tell) {
    this.#prompt = prompt;
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

  /** Return what is shown with a sample in view, or with none; undefined while it is not known. `want` asks for it. */
  view(look, row) {
    return this.#views.get(JSON.stringify(look), row ?? NOBODY);
  }

  /** Return which methods are being asked, or will be without anybody's wish. */
  coming(look) {
    const known = this.#costs.has(keyOf(look));
    return look.methods.filter((method) => !known || this.#quick(look, method) || this.#under === method);
  }

  /**
   * Ask for what is not known yet: the gallery, the view of a sample, then those of its neighbours, then whatever would make
   * them more complete.
   *
   * @param look {question, epoch, calls, methods, theme, compact}: what views depend on besides the sample
   * @param row the sample in view; null: there is none; undefined: that is not known yet
   * @param unfolded whether somebody sees what is folded away at first
   */
  want(look, row, neighbours, unfolded) {
    if (!this.facts) return;
    this.#once("gallery", look, this.#galleries);
    if (row === undefined) return;
    const key = JSON.stringify(look);
    const [missing] = this.#views.missing(key, [row ?? NOBODY]);
    if (missing !== undefined) return this.#look(look, row, "view");
    const next = neighbours.find((other) => this.#views.get(key, other) === undefined);
    if (next !== undefined) this.#look(look, next, "ahead");
    const pending = this.#pending.get(`${key} ${row}`) ?? [];
    this.#complete(look, row, unfolded ? pending : pending.filter((name) => !FOLDED.includes(name)));
  }

  /** Ask once more for whatever is missing; `fresh`: also for what is known, since more is to be found. */
  again(fresh = false) {
    this.#asked.clear();
    this.#tried.clear();
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

  async #look(look, row, lane) {
    const key = JSON.stringify(look);
    const asked = `${lane} ${key} ${row}`;
    if (this.#asked.has(asked)) return;
    this.#asked.add(asked);
    const answer = await this.#answer("view", { ...look, row }, lane);
    this.#asked.delete(asked);
    if (!answer) return;
    this.#views.take(key, { views: { [row ?? NOBODY]: answer.view }, pending: answer.pending });
    this.#pending.set(`${key} ${row}`, answer.pending);
    this.#tell.news();
  }

  /** Have the next thing found out that would make views more complete: quick methods first, then what looks at them all. */
  async #complete({ theme, compact, ...look }, row, pending) {
    const methods = pending.filter((name) => !(name in OVERALL));
    const quick = methods.find((method) => this.#quick(look, method));
    if (!quick && !this.#under) this.#once("cost", look, this.#costs);
    const rest = this.#costs.has(keyOf(look)) ? pending.filter((name) => name in OVERALL) : [];
    const asked = (name) => `${name} ${methods} ${JSON.stringify(OVERALL[name](look, row))}`;
    const overall = rest.find((name) => !this.#tried.has(asked(name)));
    if (this.#under || (!quick && !overall)) return;
    const { question, epoch, calls } = look;
    if (quick) await this.#try(quick, `${keyOf(look)} ${quick}`, "method", { question, epoch, calls, method: quick });
    else await this.#try(overall, asked(overall), overall, OVERALL[overall](look, row));
    if (!this.#left) this.#tell.news();
  }

  /** Ask it, once; whatever comes of it, it is not asked again by itself. */
  async #try(name, key, kind, question) {
    this.#tried.add(key);
    this.#under = name;
    try {
      if (await this.ask(kind, question)) this.#views.age();
    } catch (trouble) {
      this.failed = { ...this.failed, [name]: trouble.message };
    }
    this.#under = null;
  }

  #quick(look, method) {
    const costs = this.#costs.get(keyOf(look));
    const quick = costs ? costs[method] <= QUICK : this.#prompt.includes(method);
    return quick && !this.#tried.has(`${keyOf(look)} ${method}`);
  }

  /** Ask for something that is kept by question, unless it is known or on its way. */
  async #once(kind, { question, epoch, calls }, kept) {
    const key = keyOf({ question, epoch, calls });
    if (kept.has(key) || this.#asked.has(`${kind} ${key}`)) return;
    this.#asked.add(`${kind} ${key}`);
    const answer = await this.#answer(kind, { question, epoch, ...(kind === "cost" && { calls }) });
    if (!answer) return;
    kept.set(key, answer);
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

/** Return what stands for all that answers depend on, whichever sample and whichever rows of the table are in view. */
function keyOf({ question, epoch, calls }) {
  return JSON.stringify([question, epoch, calls]);
}
