// What the server has said under certain conditions, of each of several things: coalitions by their masks, samples by
// their rows. It is kept so that going back costs nothing.

const MOST = 24; // conditions
const THINGS = 128; // of each: a view has a hundred kilobytes

export class Views {
  #kept = new Map(); // {conditions: {thing: {view, whole, old}}}, least recently used first

  /** Keep an answer. What still waits for measurements grows old when some of them have come. */
  take(key, { views, pending }) {
    const kept = this.#kept.get(key) ?? new Map();
    for (const [thing, view] of Object.entries(views)) {
      put(kept, Number(thing), { view, whole: !pending.length, old: false }, THINGS);
    }
    put(this.#kept, key, kept, MOST);
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

/** Put a value behind all others of a map, and forget the first where there are more than `most`. */
function put(map, key, value, most) {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value);
}
