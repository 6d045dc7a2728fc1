// Questions to the lab's routes. In each lane one is under way at a time; of those that wait only the newest is kept.

/** Why a question was not answered, in words for people. */
export class Trouble extends Error {
  constructor({ problem, remedy }) {
    super(`${problem} ${remedy}`);
  }
}

const SILENT = { problem: "The server does not answer.", remedy: "It may be starting again: try in a moment." };

/** The lab's routes, a lane for each kind of question if nothing else is said. `tokens`: by run, what shows that we may ask about it. */
export class Lines {
  #base;
  #tokens;
  #lines = new Map();

  constructor(base, tokens) {
    this.#base = base;
    this.#tokens = tokens;
  }

  /** Return the answer; null if a newer question in its lane took its place. Rejects with `Trouble`. */
  ask(kind, question, lane = kind) {
    if (!this.#lines.has(lane)) this.#lines.set(lane, new Line(`${this.#base}/${kind}`));
    const beside = question.beside && { beside_token: this.#tokens[question.beside] };
    return this.#lines.get(lane).ask({ token: this.#tokens[question.run], ...beside, ...question });
  }

  /** Return where the sound of a sample is: clean, or as a choice has it. */
  sound(run, row, modality, choice) {
    const { corruption, severity } = choice?.corrupted[modality] ?? {};
    const done = severity ? { corruption, severity, draw: choice.draw } : {};
    return `${this.#base}/sound?${new URLSearchParams({ token: this.#tokens[run], run, row, modality, ...done })}`;
  }
}

class Line {
  #address;
  #busy = false;
  #waiting = null;

  constructor(address) {
    this.#address = address;
  }

  /** Return the answer; null if a newer question took this one's place. Rejects with `Trouble`. */
  ask(question) {
    return new Promise((resolve, reject) => {
      this.#waiting?.resolve(null);
      this.#waiting = { question, resolve, reject };
      this.#next();
    });
  }

  async #next() {
    if (this.#busy || !this.#waiting) return;
    const { question, resolve, reject } = this.#waiting;
    this.#waiting = null;
    this.#busy = true;
    await post(this.#address, question).then(resolve, reject);
    this.#busy = false;
    this.#next();
  }
}

async function post(address, question) {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(question) }).catch(() => null);
  const told = await answer?.json().catch(() => null);
  if (!answer?.ok || told === null) throw new Trouble(told?.error ?? SILENT);
  return told;
}
