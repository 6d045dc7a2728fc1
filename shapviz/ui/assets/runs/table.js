// All runs: searched, sorted and chosen from here in the browser, without asking the server.

import { SHORT } from "../stage/address.js";
import { element, follow, reconcile, say } from "./element.js";
import { rows } from "./row.js";
import { found, orders, read, write } from "./search.js";
import { studies } from "./study.js";
import { Windowed } from "./windowed.js";

const HEADINGS = ["", "Run", "Data and order", "Validation", "Test accuracy", "EDM", "Time", "Status", ""];

export class Table {
  chosen = new Set();
  #wish = read();
  #data = null;

  constructor(root) {
    this.search = element("input", { type: "search", placeholder: "Search runs", ariaLabel: "Search runs", value: this.#wish.words });
    this.order = element("select", { ariaLabel: "Order of the runs" }, ...orders().map(([value, text]) => new Option(text, value)));
    this.order.value = this.#wish.order;
    this.count = element("span", { className: "sv-count", ariaLive: "polite" });
    this.groups = element("ul", { className: "sv-list sv-list-studies", ariaLabel: "Studies" });
    this.runs = new Windowed("All runs");
    this.bar = bar();
    const titles = HEADINGS.map((text) => element("span", { textContent: text }));
    this.headings = element("div", { className: "sv-headings", ariaHidden: "true" }, ...titles);
    root.replaceChildren(
      element("div", { className: "sv-find" }, this.search, this.order, this.count),
      this.groups, this.headings, this.runs.root, this.bar);
    this.search.oninput = () => this.#want({ words: this.search.value });
    this.order.onchange = () => this.#want({ order: this.order.value });
    this.bar.querySelector("button").onclick = () => this.#clear();
  }

  /** Take what the server knows. `act` tells it what somebody wants. */
  receive(data, act) {
    this.#data = data;
    this.act = act;
    this.exports = data.export;
    this.compare = data.compare;
    this.longest = data.longest;
    const there = new Set([...data.rows, ...data.groups.flatMap(({ rows }) => rows ?? [])].map(({ id }) => id));
    for (const id of this.chosen) if (!there.has(id)) this.chosen.delete(id);
    this.#draw();
  }

  /** Choose a run to compare, or no longer. */
  choose(id, wanted) {
    if (wanted) this.chosen.add(id);
    else this.chosen.delete(id);
    this.#drawBar();
  }

  #want(change) {
    this.#wish = { ...this.#wish, ...change };
    write(this.#wish);
    this.runs.rewind();
    this.#draw();
  }

  #clear() {
    this.chosen.clear();
    this.#draw();
    this.search.focus();
  }

  #draw() {
    const { rows: all, groups } = this.#data;
    const hits = found(all, this.#wish);
    const shown = this.#groups(groups);
    reconcile(this.groups, shown, studies(this), this.act);
    this.runs.show(hits, rows(this), this.act);
    this.headings.hidden = !hits.length;
    this.groups.hidden = !shown.length;
    const wanted = this.#wish.words.trim();
    this.count.textContent = wanted ? `${hits.length + shown.length} of ${all.length + groups.length} match` : "";
    this.#drawBar();
  }

  /** Return the studies in which the words occur; or only some of whose runs they fit, if these are laid out. */
  #groups(groups) {
    const wish = { ...this.#wish, order: "newest" };
    const named = new Set(found(groups, wish));
    const within = (group) => (named.has(group) || !group.rows ? group : { ...group, rows: found(group.rows, wish) });
    return found(groups, { ...wish, words: "" }).map(within).filter((group) => named.has(group) || group.rows?.length);
  }

  #drawBar() {
    const count = this.chosen.size;
    this.bar.hidden = !count;
    if (!count) return;
    const { fewest, most } = this.compare;
    const few = count < fewest ? `, choose ${fewest} to ${most} to compare them` : "";
    const many = count > most ? `, at most ${most} can be compared` : "";
    say(this.bar, "span", `${count} ${count === 1 ? "run" : "runs"} chosen${few}${many}`);
    const query = `runs=${[...this.chosen].map((id) => id.slice(0, SHORT)).join(",")}`;
    const link = this.bar.querySelector("a");
    link.hidden = Boolean(few || many);
    follow(link, `/compare?${query}`, () => this.act("compare", "", query));
  }
}

function bar() {
  const link = element("a", { textContent: "Compare", className: "sv-go" });
  const clear = element("button", { type: "button", textContent: "Clear" });
  return element("div", { className: "sv-chosen", hidden: true, role: "region", ariaLabel: "Chosen runs" }, element("span"), link, clear);
}
