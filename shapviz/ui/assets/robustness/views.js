// What the server has said about coalitions under certain conditions, kept so that going back costs nothing.

const MOST = 24; // conditions, each with some coalitions

export class Views {
  #kept = new Map(); // {conditions: {mask: {view, whole, old}}}, least recently used first

  /** Keep an answer. What still waits for measurements grows old when some of them have come. */
  take(key, { views, pending }) {
    const kept = this.#kept.get(key) ?? new Map();
    for (const [mask, view] of Object.entries(views)) kept.set(Number(mask), { view, whole: !pending.length, old: false });
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value);
  }

  get(key, mask) {
    return this.#kept.get(key)?.get(mask)?.view;
  }

  /** Return those of `masks` that have to be asked for. */
  missing(key, masks) {
    const kept = this.#kept.get(key);
    return masks.filter((mask) => kept?.get(mask)?.old ?? true);
  }

  /** Something more has been measured: ask again for whatever waited for it. */
  age() {
    for (const kept of this.#kept.values()) {
      for (const one of kept.values()) one.old ||= !one.whole;
    }
  }
}
