// The sanity checks as cards: what was done, what should come of it, what did. Those for which networks are trained anew
// stand in one line until somebody wants them.

import { open as openTable } from "../stage/extras.js";
import { element, say } from "../stage/words.js";

const RETRAINING = ["shuffled_labels", "noise_modality"];
const UNRUN = "not run yet";
const SIGNS = { passes: "✓", fails: "✗" };

export class Checks {
  #list;
  #line;
  #dialog;
  #wish;
  #told = "";

  /** `wish()` is called when somebody wants the checks that train networks anew. */
  constructor(list, line, dialog, wish) {
    this.#list = list;
    this.#line = line;
    this.#dialog = dialog;
    this.#wish = wish;
  }

  /** Show `cards` of a view; `job`: how the checks that train anew stand; `refusal`: why they cannot be started. */
  show(cards, { players, job, refusal }) {
    const told = JSON.stringify([cards, job, refusal]);
    if (told === this.#told) return;
    this.#told = told;
    const open = new Set([...this.#list.querySelectorAll("details[open]")].map(({ dataset }) => dataset.key));
    const later = cards.filter(({ key, outcome }) => RETRAINING.includes(key) && outcome === UNRUN);
    this.#list.replaceChildren(...cards.filter((card) => !later.includes(card)).map((card) => this.#card(card, players)));
    for (const details of this.#list.querySelectorAll("details")) details.open = open.has(details.dataset.key);
    this.#line.replaceChildren(...(later.length ? this.#offer(later, job, refusal) : []));
  }

  #card({ key, title, done, expected, found, outcome, table }, players) {
    const box = element("li", "att-check", "");
    box.dataset.outcome = outcome;
    const words = element("p", "", "");
    say(words, outcome === UNRUN ? ["being checked…"] : found, players);
    const more = element("details", "att-fold", "");
    more.dataset.key = key;
    more.append(element("summary", "", "How"), element("p", "", `${done} ${expected}`), ...this.#numbers(title, table));
    box.append(heading(title, outcome), words, more);
    return box;
  }

  #numbers(title, table) {
    if (!table) return [];
    const button = Object.assign(element("button", "lab-link", "Numbers"), { type: "button", ariaLabel: `Numbers of: ${title}` });
    button.addEventListener("click", () => openTable(this.#dialog, table));
    return [button];
  }

  /** These take networks of their own: whoever wants them asks for a job. */
  #offer(later, job, refusal) {
    const titles = element("span", "", `${later.map(({ title }) => title).join(", ")}: networks are trained anew for it. `);
    if (job && !job.failed) return [titles, element("b", "", job.say)];
    if (refusal) return [titles, refusal];
    const button = Object.assign(element("button", "stage-small", "Run"), { type: "button", ariaLabel: "Run the checks that train networks anew" });
    button.addEventListener("click", () => {
      button.disabled = true;
      this.#wish();
    });
    return [titles, ...(job ? [element("b", "", job.say)] : []), button];
  }
}

/** A sign says how it came out where that is clear, and elsewhere a word. */
function heading(title, outcome) {
  const made = element("h3", "", "");
  const sign = element("span", "att-sign", SIGNS[outcome] ?? "");
  sign.ariaHidden = "true"; // the sentence below says it
  made.append(sign, title);
  if (!SIGNS[outcome] && outcome !== UNRUN) made.append(element("small", "", ` ${outcome}`));
  return made;
}
