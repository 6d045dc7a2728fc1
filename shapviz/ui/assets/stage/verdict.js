// The verdict card: what unfolds in it, the button that acts on it, and the one that asks for a verdict. It shows what
// it is given and reports wishes.

import { element, say } from "./words.js";

const UNASKED = ["finished", "stopped"];

export class Verdict {
  #root;
  #shown = null; // the verdict whose evidence stands there
  #strategy = null;
  #level = "explore";
  #open = null; // the panel that is unfolded

  /** `wish(value)` gets the command of a button; `table()` is called for the whole evidence. */
  constructor(root, { wish, table }) {
    this.#root = root;
    for (const button of root.querySelectorAll("[data-fold]")) {
      const panel = root.querySelector(`[data-folded="${button.dataset.fold}"]`);
      panel.id = `stage-fold-${button.dataset.fold}`;
      button.setAttribute("aria-controls", panel.id);
      button.addEventListener("click", () => this.#unfold(panel.hidden ? button.dataset.fold : null));
    }
    this.#part("act").addEventListener("click", () => wish({ strategy: this.#strategy }));
    this.#part("ask-button").addEventListener("click", () => wish({ examine: true }));
    this.#part("evidence-table").addEventListener("click", table);
  }

  /** Unfold the evidence for those who want to see everything; whoever folds it has it folded. */
  level(level) {
    if (level === this.#level) return;
    this.#level = level;
    this.#unfold(level === "research" ? "evidence" : null);
  }

  /** Show the verdict of the end, if the cursor stands there, or how to come by one. */
  show({ verdict, ask, asked, ended, status, players }) {
    this.#part("verdict").hidden = !verdict || !ended;
    this.#makeRoom();
    if (verdict && verdict !== this.#shown) this.#fill(verdict, players);
    const asking = !verdict && ended && UNASKED.includes(status) && (asked ?? ask);
    this.#part("ask").hidden = !asking;
    if (!asking) return;
    say(this.#part("ask-say"), asking.say, players);
    this.#part("ask-say").hidden = !asking.say.length;
    for (const name of ["button", "cost"]) {
      this.#part(`ask-${name}`).hidden = asked?.busy ?? false;
      this.#part(`ask-${name}`).textContent = ask?.[name] ?? "";
    }
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  /** Unfold one of the panels and fold the others; null folds them all. */
  #unfold(name) {
    for (const button of this.#root.querySelectorAll("[data-fold]")) {
      const open = button.dataset.fold === name;
      button.setAttribute("aria-expanded", open);
      this.#root.querySelector(`[data-folded="${button.dataset.fold}"]`).hidden = !open;
    }
    this.#open = name;
    this.#makeRoom();
  }

  /** Beside an open panel the charts keep their height, and the column scrolls. */
  #makeRoom() {
    const open = this.#open !== null && !this.#part("verdict").hidden;
    this.#root.querySelector(".stage-side").classList.toggle("stage-unfolded", open);
  }

  #fill(verdict, players) {
    this.#shown = verdict;
    this.#strategy = verdict.act?.strategy;
    this.#part("act").hidden = !verdict.act;
    this.#part("act").textContent = verdict.act?.text ?? "";
    this.#part("evidence").replaceChildren(...verdict.evidence.map((row) => line(row, players)));
    this.#part("distances").replaceChildren(...verdict.distances.map((sentence) => item(sentence, players)));
  }
}

function line({ name, label, cells }, players) {
  const row = element("tr", "", "");
  const head = element("th", "", "");
  head.scope = "row";
  say(head, [{ tag: name }], players);
  head.append(element("small", "", label));
  row.append(head, ...cells.map((cell) => element("td", "", cell)));
  return row;
}

function item(sentence, players) {
  const made = element("li", "", "");
  say(made, sentence, players);
  return made;
}
