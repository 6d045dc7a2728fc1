// What is asked, to be changed by whoever wants to know: the number, the baseline, how much methods that draw may spend.

import { element } from "../stage/words.js";

const LEGENDS = { payoff: "The number", baseline: "In place of the absent", calls: "Calls of methods that draw" };

export class Controls {
  #root;
  #wish;

  /** `wish(name, value)` is called with "payoff", "baseline" or "calls". */
  constructor(root, wish) {
    this.#root = root;
    this.#wish = wish;
  }

  /** Show what was chosen; `baselines`: those that fit the network, undefined while that is not known. */
  show({ question, calls }, offered, baselines) {
    if (!this.#root.childElementCount) this.#root.append(...Object.keys(LEGENDS).map((name) => this.#choice(name, offered[name])));
    const chosen = { ...question, calls: String(calls) };
    for (const select of this.#root.querySelectorAll("select")) {
      const { name } = select;
      select.value = chosen[name];
      for (const option of select.options) option.disabled = name === "baseline" && baselines?.includes(option.value) === false;
      const about = offered[name].find(({ value }) => value === chosen[name])?.about ?? "";
      select.closest("label").querySelector("small").textContent = about;
    }
  }

  #choice(name, options) {
    const label = element("label", "att-choice", "");
    const select = Object.assign(element("select", "", ""), { name });
    select.append(...options.map(({ title, value, about }) => Object.assign(new Option(title, value), { title: about })));
    select.addEventListener("change", () => this.#wish(name, select.value));
    label.append(element("span", "", LEGENDS[name]), select, element("small", "", ""));
    return label;
  }
}
