// What is compared, and with what: pills that take a group in or leave it out, a list of all others, the baseline.

import { element } from "../stage/words.js";

const MOST = 6;

export class Chooser {
  #root;
  #wish;
  #groups = [];
  #offers = null; // {pills, list}
  #told = ""; // both, as text

  /** `wish({runs, baseline})` is called for whatever a person chooses here. */
  constructor(root, wish) {
    this.#root = root;
    this.#wish = wish;
    this.#part("baseline").addEventListener("change", ({ target }) => wish({ baseline: target.value }));
    this.#part("search").addEventListener("input", () => this.#list());
    this.#part("add").addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    root.ownerDocument.addEventListener("click", ({ target }) => this.#part("add").contains(target) || this.#fold());
  }

  show({ groups, offers, baseline }) {
    if (groups !== this.#groups || offers !== this.#offers) this.#take(groups, offers);
    this.#part("baseline").value = baseline ?? "";
    for (const pill of this.#part("pills").children) {
      pill.querySelector(".cmp-star").hidden = pill.dataset.key !== baseline || groups.length < 2;
    }
  }

  /** Take in groups and offers; what says the same as before leaves focus and search alone. */
  #take(groups, offers) {
    const told = JSON.stringify([groups, offers]);
    this.#groups = groups;
    this.#offers = offers;
    if (told !== this.#told) this.#fill();
    this.#told = told;
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  #fill() {
    const full = this.#groups.length >= MOST;
    const chosen = this.#groups.map((group) => this.#pill({ ...group, chosen: true }, false));
    const offered = this.#offers.pills.map((offer) => this.#pill(offer, full));
    const held = document.activeElement?.closest(".cmp-pills button")?.dataset.name;
    this.#part("pills").replaceChildren(...chosen, ...offered);
    if (held) [...this.#part("pills").children].find((pill) => pill.dataset.name === held)?.focus();
    const shown = this.#groups.filter((group) => group.shown);
    this.#part("baseline").replaceChildren(...shown.map(({ key, title }) => new Option(`★ ${title}`, key)));
    this.#part("baseline").closest("label").hidden = shown.length < 2;
    this.#part("add").querySelector("summary").textContent = full ? "Six at most" : "Add run";
    this.#list();
  }

  #pill({ key = "", title, glyph = "", ids, chosen = false }, disabled) {
    const pill = element("button", "cmp-pill", "");
    Object.assign(pill, { type: "button", disabled });
    Object.assign(pill.dataset, { key, name: title });
    pill.setAttribute("aria-pressed", chosen);
    pill.title = disabled ? "Six at most: leave one out first" : "";
    const star = element("span", "cmp-star", " ★");
    star.hidden = true;
    pill.append(glyph && `${glyph} `, title, star);
    pill.onclick = () => (chosen ? this.#leave(key) : this.#add(ids));
    return pill;
  }

  #add(ids) {
    this.#wish({ runs: [...this.#groups.flatMap((group) => group.ids), ...ids] });
  }

  #leave(key) {
    this.#wish({ runs: this.#groups.filter((group) => group.key !== key).flatMap((group) => group.ids) });
  }

  /** List what the search finds: every word of it somewhere in a group's title, data, names or ids. */
  #list() {
    const words = this.#part("search").value.toLowerCase().split(/\s+/);
    const found = this.#offers.list.filter(({ search }) => words.every((word) => search.toLowerCase().includes(word)));
    const full = this.#groups.length >= MOST;
    this.#part("offers").replaceChildren(...found.map((offer) => this.#line(offer, full)));
    this.#part("nothing").hidden = found.length > 0;
  }

  #line({ title, told, ids }, disabled) {
    const item = element("li", "", "");
    const button = element("button", "", "");
    Object.assign(button, { type: "button", disabled });
    button.append(element("b", "", title), element("small", "", told));
    button.onclick = () => {
      this.#close();
      this.#add(ids);
    };
    item.append(button);
    return item;
  }

  #close() {
    this.#fold();
    this.#part("add").querySelector("summary").focus();
  }

  #fold() {
    this.#part("add").open = false;
  }
}
