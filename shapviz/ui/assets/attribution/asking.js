// What is asked of the sample in view: why this class and not another, by which method, and whom a modality meets.

import { element } from "../stage/words.js";

const CLASS = "class:"; // begins a target that names a class
const OFTEN = ["captum.integrated_gradients", "captum.occlusion", "sampled"]; // methods that need no menu
const SHORT = { "captum.integrated_gradients": "Gradients", "captum.occlusion": "Occlusion", sampled: "Sampled" };
export const TREE = "tree"; // in place of others: one tree through all modalities at once
export const TREES = "shap.partition"; // the method that follows it
const OTHERS = [
  ["averaged", "averaged", "Over who else is there, as Shapley values are: parts add up to the modality’s own φ."],
  ["everybody", "everybody", "With all others there: parts add up to what is lost when the modality alone is left out."],
  [TREE, "one tree", "All modalities and their parts along one tree (SHAP’s partition explainer): without its parts a modality is absent. Of three or more modalities the tree joins two first, so that each gets something else than its φ: what is left over is told as unexplained."],
];

/** Return the name of the class that a target means for the sample at `place`. */
export function classOf(target, { classes, truth, predicted }, place) {
  if (target === "true") return classes[truth[place]];
  return target === "predicted" ? classes[predicted[place]] : target.slice(CLASS.length);
}

/** Return the classes worth asking about: [name, target], the true one first. */
export function targets({ classes, truth, predicted, runner_up: next }, place) {
  const found = new Map([[truth[place], "true"]]);
  if (!found.has(predicted[place])) found.set(predicted[place], "predicted");
  if (!found.has(next[place])) found.set(next[place], CLASS + classes[next[place]]);
  return [...found].map(([number, target]) => [classes[number], target]);
}

/** Return the methods that look inside, and why any of them is refused whatever the modality; `facts` may not be known yet. */
export function offered(methods, facts) {
  const refusals = Object.values(facts?.inside ?? {});
  const refused = ({ name }) => (refusals.every((each) => each[name]) ? refusals[0]?.[name] : null) ?? null;
  return methods.map((method) => ({ ...method, refused: refused(method) }));
}

/** Return the method to look inside with where none was chosen: the first that is offered. */
export function usual(methods) {
  const offered = methods.filter(({ refused }) => !refused).map(({ name }) => name);
  return OFTEN.find((name) => offered.includes(name)) ?? offered[0] ?? methods[0]?.name ?? null;
}

export class Asking {
  node = element("section", "left-asking", "");
  #why = group("Why this class, and not …");
  #how = group("Method that looks inside");
  #whom = group("The others");
  #more = Object.assign(element("select", "left-more", ""), { ariaLabel: "Another method" });
  #note = element("p", "in-note", "");
  #wish;
  #shown = "";

  /** `wish(change)` as `left.js` describes it. */
  constructor(wish) {
    this.#wish = wish;
    this.#more.addEventListener("change", () => wish({ method: this.#more.value }));
    this.#how.firstElementChild.className = "lab-unseen";
    this.node.append(this.#why, this.#how, this.#note, this.#whom);
  }

  show({ gallery, place, question, methods, method, others, level }) {
    const classes = targets(gallery, place);
    const told = JSON.stringify([classes, question, methods, method, others, level]);
    if (told === this.#shown) return;
    this.#shown = told;
    const asked = classOf(question.target, gallery, place);
    const pills = classes.map(([name, target]) => ({ value: target, title: name, checked: name === asked }));
    if (!pills.some(({ checked }) => checked)) pills.push({ value: question.target, title: asked, checked: true });
    this.#fill(this.#why, "left-why", pills, (target) => ({ target }));
    this.#methods(methods, method);
    this.#whom.hidden = level !== "research";
    this.#fill(this.#whom, "left-whom", OTHERS.map(([value, title]) => ({ value, title, checked: value === others })), (value) => ({ others: value }));
    this.#whom.append(element("p", "in-note", OTHERS.find(([value]) => value === others)[2]));
    this.#how.hidden = this.#note.hidden = level === "learn" || !methods.length || others === TREE;
  }

  #methods(methods, chosen) {
    const often = OFTEN.map((often) => methods.find(({ name }) => name === often)).filter(Boolean);
    const rest = methods.filter(({ name }) => !OFTEN.includes(name));
    const options = often.map(({ name, title, about, refused }) => ({
      ...{ value: name, title: SHORT[name], about: refused ? `${refused.problem} ${refused.remedy}` : `${title}: ${about}` },
      ...{ checked: name === chosen, disabled: Boolean(refused) },
    }));
    this.#fill(this.#how, "left-how", options, (method) => ({ method }));
    const empty = Object.assign(new Option("More"), { disabled: true, hidden: true, value: "" });
    this.#more.replaceChildren(empty, ...rest.map(({ name, title, library, refused }) => Object.assign(new Option(`${title} (${library})`, name), { disabled: Boolean(refused), title: refused?.problem ?? "" })));
    this.#more.value = rest.some(({ name }) => name === chosen) ? chosen : "";
    this.#more.dataset.chosen = Boolean(this.#more.value);
    if (rest.length) this.#how.append(this.#more);
    const { about, refused } = methods.find(({ name }) => name === chosen) ?? {};
    this.#note.textContent = refused ? `${refused.problem} ${refused.remedy}` : (about ?? "");
  }

  /** Make radio buttons of options; what had the focus keeps it. */
  #fill(place, name, options, change) {
    const focused = place.contains(document.activeElement) ? document.activeElement.value : null;
    place.replaceChildren(place.firstElementChild, ...options.map((option) => this.#radio(name, option, change)));
    if (focused !== null) [...place.querySelectorAll("input")].find(({ value }) => value === focused)?.focus();
  }

  #radio(name, { value, title, about = "", checked, disabled = false }, change) {
    const label = element("label", "", "");
    const radio = Object.assign(document.createElement("input"), { type: "radio", name, value, checked, disabled });
    radio.addEventListener("change", () => this.#wish(change(value)));
    label.title = about;
    label.append(radio, element("span", "", title));
    return label;
  }
}

function group(title) {
  const made = element("fieldset", "left-group", "");
  made.append(element("legend", "", title));
  return made;
}
