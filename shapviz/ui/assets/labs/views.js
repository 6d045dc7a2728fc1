// What the server has said under certain conditions, of each of several things: coalitions by their masks, samples by
// their rows. It is kept so that going back costs nothing.

const MOST = 24; // conditions

export class Views {
  #kept = new Map(); // {conditions: {thing: {view, whole, old}}}, least recently used first

  /** Keep an answer. What still waits for measurements grows old when some of them have come. */
  take(key, { views, pending }) {
    const kept = this.#kept.get(key) ?? new Map();
    for (const [thing, view] of Object.entries(views)) kept.set(Number(thing), { view, whole: !pending.length, old: false });
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value);
  }

  get(key, thing) {
    return this.#kept.get(key)?.get(thing)?.view;
  }

  /** Return those of `things` that have to be asked for. */
  missing(key, things) {
    const kept = this.#kept.get(key);
    return things.filter((thing) => kept?.get(thing)?.old ?? true);
  }

  /** Something more has been measured: ask again for whatever waited for it; `all`: for whatever there is. */
  age(all = false) {
    for (const kept of this.#kept.values()) {
      for (const one of kept.values()) one.old ||= all || !one.whole;
    }
  }
}
