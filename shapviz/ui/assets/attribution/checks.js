// The sanity checks as cards: what was done, what should come of it, what did.

import { open } from "../stage/extras.js";
import { element, say } from "../stage/words.js";

const SIGNS = { passes: "✓", fails: "✗" };

export class Checks {
  #list;
  #dialog;
  #wish;
  #told = "";

  /** `wish()` is called when somebody wants the checks that train networks anew. */
  constructor(list, dialog, wish) {
    this.#list = list;
    this.#dialog = dialog;
    this.#wish = wish;
  }

  /** Show `cards` of a view; `job` says how the checks that train anew stand, `refusal` why they cannot be started. */
  show(cards, { players, job, refusal, waiting }) {
    const told = JSON.stringify([cards, job, refusal, waiting]);
    if (told === this.#told) return;
    this.#told = told;
    const open = new Set([...this.#list.querySelectorAll("details[open]")].map(({ dataset }) => dataset.key));
    this.#list.replaceChildren(...cards.map((card) => this.#card(card, { players, job, refusal, waiting })));
    for (const details of this.#list.querySelectorAll("details")) details.open = open.has(details.dataset.key);
  }

  #card({ key, title, done, expected, found, outcome, table }, { players, job, refusal, waiting }) {
    const box = element("li", "att-check", "");
    box.dataset.outcome = outcome;
    const words = element("p", "", "");
    say(words, found, players);
    box.append(element("h3", "", title), words);
    const [unrun, trains] = [outcome === "not run yet", RETRAINING.includes(key)];
    if (!unrun) box.append(element("p", "att-outcome", [SIGNS[outcome], outcome].filter(Boolean).join(" ")));
    else if (!trains) box.append(element("p", "att-outcome", waiting ? "being checked…" : outcome));
    else box.append(...this.#run(title, job, refusal));
    const more = element("details", "att-fold", "");
    more.dataset.key = key;
    more.append(element("summary", "", "How"), element("p", "", `${done} ${expected}`), ...this.#numbers(title, table));
    box.append(more);
    return box;
  }

  #numbers(title, table) {
    if (!table) return [];
    const button = Object.assign(element("button", "lab-link", "Numbers"), { type: "button", ariaLabel: `Numbers of: ${title}` });
    button.addEventListener("click", () => open(this.#dialog, table));
    return [button];
  }

  /** These take a network of their own: whoever wants them asks for a job. */
  #run(title, job, refusal) {
    if (job && !job.failed) return [element("p", "att-outcome", job.say)];
    if (refusal) return [element("p", "att-outcome", "not run yet")];
    const button = Object.assign(element("button", "stage-small", "Run"), { type: "button", ariaLabel: `Run: ${title}` });
    button.addEventListener("click", () => {
      button.disabled = true;
      this.#wish();
    });
    return [...(job ? [element("p", "att-outcome", job.say)] : []), button];
  }
}

const RETRAINING = ["shuffled_labels", "noise_modality"];
