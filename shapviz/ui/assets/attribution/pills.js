// The filters as pills, each with how many samples it leaves.

import { mark } from "../labs/mark.js";
import { element } from "../stage/words.js";
import { counted, toggledLeader } from "./filters.js";

const ALL = "Any class";
const LEADS = "The modality whose Shapley value is greatest in amount, for or against";
const KINDS = [
  ["wrong", "Wrong", "Taken for another class with everybody present"],
  ["disagreeing", "Disagreeing", "Exact Shapley values and leave-one-out name another leader"],
];

export class Pills {
  node = Object.assign(element("div", "left-pills", ""), { role: "group", ariaLabel: "Which samples" });
  #wish;
  #shown = {}; // {gallery, told}

  /** `wish(filter)` is called with the filter that a person wants. */
  constructor(wish) {
    this.#wish = wish;
  }

  show(gallery, players, filter) {
    const told = JSON.stringify([players, filter]);
    if (gallery === this.#shown.gallery && told === this.#shown.told) return; // a pill that is being pressed stays
    this.#shown = { gallery, told };
    const focused = this.node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const left = (change) => counted(gallery, { ...filter, ...change });
    this.node.replaceChildren(
      ...KINDS.map(([key, title, about]) => Object.assign(this.#pill(key, [title], filter[key], left({ [key]: true }), { ...filter, [key]: !filter[key] }), { title: about })),
      this.#classes(gallery.classes, filter, left),
      this.#leaders(players, filter, left),
    );
    if (focused) this.node.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  #leaders(players, filter, left) {
    const line = Object.assign(element("div", "left-leaders", ""), { role: "group", ariaLabel: "Led by", title: LEADS });
    line.append(element("span", "", "Led by"), ...players.map((player) => this.#leader(player, filter, left({ led: [player.name] }))));
    return line;
  }

  #leader({ name, glyph, fill }, filter, count) {
    const sign = mark(glyph, "left-glyph");
    sign.style.color = fill;
    return this.#pill(`led ${name}`, [sign, name], filter.led.includes(name), count, toggledLeader(filter, name));
  }

  #pill(key, words, pressed, count, wanted) {
    const pill = Object.assign(element("button", "left-pill", ""), { type: "button", ariaPressed: pressed });
    pill.dataset.key = key;
    pill.append(...words, element("small", "", ` ${count}`));
    pill.addEventListener("click", () => this.#wish(wanted));
    return pill;
  }

  #classes(classes, filter, left) {
    const select = Object.assign(element("select", "left-pill", ""), { ariaLabel: "Class" });
    select.dataset.key = "class";
    select.append(new Option(ALL, ""), ...classes.map((name) => new Option(`${name} ${left({ class: name })}`, name)));
    select.value = filter.class ?? "";
    select.dataset.chosen = filter.class !== null;
    select.addEventListener("change", () => this.#wish({ ...filter, class: select.value || null }));
    return select;
  }
}
