// One modality of the sample in view: as the network gets it, and beside it what each part of it says for or against the
// class. Elements stay in place, and only what has changed is drawn anew.

import { draw } from "../labs/exhibits.js";
import { playButton } from "../labs/sound.js";
import { element, say } from "../stage/words.js";
import { columnsOf } from "./columns.js";
import { placesOf, precise, signed } from "./numbers.js";
import { Overlay } from "./overlay.js";
import { wordsOf } from "./spoken.js";
import { addedUp, alt } from "./sums.js";

const LISTS = { text: wordsOf, features: columnsOf };

export class Figure {
  node = element("section", "in-figure", "");
  button = null; // plays it, if it can be heard
  #player;
  #overlay = new Overlay((place) => this.#point(place));
  #exhibits; // places where the sample is drawn as it is
  #list = element("div", "in-list", "");
  #name = element("p", "in-name", "");
  #parts = element("p", "in-parts", "");
  #said = Object.assign(element("p", "in-said", ""), { role: "status" });
  #refusal = element("p", "in-refusal", "");
  #drawn = null; // what is on screen, of what is known only with the attribution
  #inside = null;
  #unfolded = { open: false };
  #first;

  /** `first` is how many columns are shown at once; `again()` is called to ask once more after a refusal. */
  constructor(player, first, again) {
    this.#player = player;
    this.#first = first;
    this.node.dataset.kind = player.drawn;
    this.node.ariaLabel = player.name;
    this.node.ariaBusy = true;
    const below = element("div", "in-below", "");
    below.append(this.#said, this.#parts);
    const retry = Object.assign(element("button", "lab-link", "Try again"), { type: "button" });
    retry.addEventListener("click", again);
    this.#refusal.append(element("span", "", ""), " ", retry);
    this.node.append(this.#pictures(), this.#line(), below, this.#refusal);
  }

  /**
   * Show a modality.
   *
   * @param told what there is to show, null where it is not known:
   *   exhibit  the sample's, as `/attribution/exhibits` answers
   *   whole    what the modality is given
   *   measure  the unit of that
   *   answer   {inside} or {refusal}; null while it is on its way
   *   limit    the value of the full colour
   *   target   the name of the class
   *   sound    {url, what} of a modality that can be heard
   */
  show({ exhibit, whole, measure, answer, limit, target, sound }) {
    for (const place of this.#exhibits) draw(place, this.#player.name, exhibit, { side: "only", present: true });
    const given = answer?.inside?.whole ?? whole;
    const told = given === null ? "\u2026" : `${signed(given, placesOf(given, measure.digits))} ${measure.short}`;
    say(this.#name, [{ tag: this.#player.name }, ` ${told}`], { [this.#player.name]: this.#player });
    this.node.ariaBusy = !answer;
    this.#refuse(answer?.refusal ?? "");
    this.#paint(answer?.inside ?? null, limit, target);
    if (this.button) Object.assign(this.button.dataset, sound);
    if (this.button) this.button.disabled = !exhibit;
  }

  #pictures() {
    const place = () => element("div", "lab-exhibit", "");
    const box = element("div", "in-pictures", "");
    const { drawn: kind } = this.#player;
    if (LISTS[kind]) {
      this.#exhibits = [place()];
      box.append(...this.#exhibits, this.#list);
      return box;
    }
    const stack = element("div", "in-stack", "");
    this.#exhibits = kind === "series" ? [place()] : [place(), place()];
    stack.append(this.#exhibits.at(-1), this.#overlay.node, this.#overlay.cursor);
    box.append(...this.#exhibits.slice(0, -1), stack);
    return box;
  }

  #line() {
    const line = element("div", "in-line", "");
    line.append(this.#name);
    if (this.#player.drawn !== "audio") return line;
    this.button = playButton();
    line.append(this.button);
    return line;
  }

  #refuse(sentence) {
    this.#refusal.hidden = !sentence;
    this.node.dataset.refused = Boolean(sentence);
    this.#refusal.firstElementChild.textContent = sentence;
  }

  /** Draw an attribution; none takes away what stands there of another sample. */
  #paint(inside, limit, target) {
    if (!inside && (this.#inside === null || this.#drawn === null)) return;
    const drawn = inside && `${limit} ${target}`;
    if (inside === this.#inside && drawn === this.#drawn) return;
    if (inside !== this.#inside) this.#point(null);
    [this.#inside, this.#drawn] = [inside, drawn];
    this.node.dataset.known = Boolean(inside);
    this.#parts.textContent = inside ? addedUp(inside) : "";
    this.#parts.title = inside ? `Being there: the modality with all its parts at their baseline, ${inside.baseline}` : "";
    if (!inside) return this.#list.replaceChildren();
    if (LISTS[inside.kind]) this.#list.replaceChildren(...LISTS[inside.kind](inside, limit, { first: this.#first, unfolded: this.#unfolded }));
    else this.#overlay.show(inside, limit);
    const told = this.#list.firstElementChild ?? this.#overlay.node;
    told.ariaLabel = alt(inside, target);
  }

  #point(place) {
    const value = this.#inside?.values[place];
    this.#said.textContent = value === undefined ? "" : `${this.#inside.elements[place]}: ${precise(value, this.#inside.measure.digits)} ${this.#inside.measure.short}`;
  }
}
