// A few samples, seen and heard before and after: a card each, with the modality in focus large and the others small, and
// what the network makes of it. Cards stay in place; only what has changed is drawn anew.

import { draw, together } from "../labs/exhibits.js";
import { Speaker, playButton, sounding } from "../labs/sound.js";
import { element } from "../stage/words.js";

const strips = new WeakMap();
const narrow = matchMedia("(max-width: 640px)"); // where the cards stand in one row that scrolls

/**
 * Draw the strip into `place`, or feed the one that stands there.
 *
 * @param told what there is to show:
 *   strip    the samples of a view: [{row, truth, verdicts: [{run, before, after, flipped, said}]}]
 *   samples  [{row, exhibits: {player: exhibit}}], null while they are on their way
 *   players  [{name, kind, glyph, fill, text}]
 *   present  names of those that are present
 *   focus    the name of the player that is shown large
 *   address  (row, player, after) => where the sound is
 */
export function drawStrip(place, told) {
  if (!strips.has(place)) strips.set(place, new Strip(place));
  strips.get(place).show(told);
}

class Strip {
  #list = element("ul", "strip-cards", "");
  #trouble = Object.assign(element("p", "strip-trouble", ""), { role: "status" });
  #cards = [];
  #room = ""; // what its height was kept for
  #frame = null;
  #speaker = new Speaker(() => this.#playing(), (sentence) => (this.#trouble.textContent = sentence));

  constructor(place) {
    place.classList.add("strip");
    this.#list.role = "list"; // Safari takes the role away from lists without bullets
    this.#list.ariaLabel = "Samples before and after";
    place.replaceChildren(this.#list, this.#trouble);
  }

  show({ strip, samples, ...told }) {
    if (narrow.matches) this.#list.tabIndex = 0; // what scrolls is reached by keys
    else this.#list.removeAttribute("tabindex");
    if (strip.length !== this.#cards.length) {
      this.#cards = strip.map(() => new Card((url) => this.#speaker.toggle(url)));
      this.#list.replaceChildren(...this.#cards.map((card) => card.node));
    }
    const exhibits = new Map(samples?.map(({ row, exhibits }) => [row, exhibits]));
    this.#cards.forEach((card, at) => {
      card.show({ ...told, sample: strip[at], exhibits: exhibits.get(strip[at].row), number: at + 1 });
    });
    this.#keep(told.players, strip[0]?.verdicts);
    if (!this.#cards.some((card) => card.sounds.includes(this.#speaker.playing))) this.#speaker.stop();
    this.#playing();
  }

  /** Keep the height of the tallest cards so far: another modality in focus moves nothing that stands below. */
  #keep(players, verdicts) {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const room = JSON.stringify([this.#list.clientWidth, players, verdicts?.length]);
      if (room !== this.#room) this.#list.style.minHeight = "";
      this.#room = room;
      this.#list.style.minHeight = `${this.#list.getBoundingClientRect().height}px`;
    });
  }

  #playing() {
    for (const card of this.#cards) card.playing(this.#speaker.playing);
  }
}

class Card {
  node = element("li", "strip-card", "");
  #title = element("p", "strip-title", "");
  #large = element("div", "strip-large", "");
  #small = element("div", "strip-small", "");
  #verdicts = element("div", "strip-verdicts", "");
  #slots = new Map(); // by what they show
  #buttons = new Map();
  #toggle;

  constructor(toggle) {
    this.#toggle = toggle;
    this.node.append(this.#title, this.#large, this.#small, this.#verdicts);
  }

  /** The addresses that its buttons play. */
  get sounds() {
    return [...this.#buttons.values()].filter((button) => button.isConnected).map((button) => button.dataset.url);
  }

  show(told) {
    const { sample, players, focus } = told;
    const inFocus = players.find(({ name }) => name === focus) ?? players[0];
    this.node.dataset.flipped = sample.verdicts.some(({ flipped }) => flipped);
    this.#title.replaceChildren(sample.truth, glyphOf(inFocus));
    const others = players.filter((player) => player !== inFocus);
    settle(this.#large, this.#largeOf(inFocus, told));
    settle(this.#small, others.map((player) => this.#figure(player, "after", told, true)));
    this.#small.hidden = !others.length;
    this.#small.dataset.many = others.length > 3;
    settle(this.#verdicts, sample.verdicts.map((verdict, at) => this.#verdict(verdict, at, sample.verdicts.length > 1)));
  }

  playing(url) {
    for (const button of this.#buttons.values()) sounding(button, button.dataset.url === url);
  }

  #largeOf(player, told) {
    this.#large.dataset.kind = player.drawn;
    if (together(player.drawn)) return [this.#figure(player, "both", told, false)];
    return ["before", "after"].map((side) => this.#figure(player, side, told, false));
  }

  /** Return the figure of a player, with a button where there is something to be heard. */
  #figure(player, side, told, small) {
    const figure = this.#slot(`${player.name} ${side} ${small}`, () => figureOf(player));
    const [, place, word, press] = figure.children;
    const present = told.present.includes(player.name);
    const exhibit = told.exhibits?.[player.name];
    draw(place, player.name, exhibit, { side, present });
    word.textContent = side === "before" ? "" : place.dataset.gone;
    figure.dataset.gone = word.textContent;
    settle(press, player.drawn === "audio" ? [this.#button(player, side, told, exhibit && !word.textContent)] : []);
    return figure;
  }

  #button({ name }, side, { sample, number, address }, audible) {
    const key = `${name} ${side}`;
    if (!this.#buttons.has(key)) {
      const made = playButton();
      made.addEventListener("click", () => this.#toggle(made.dataset.url));
      this.#buttons.set(key, made);
    }
    const button = this.#buttons.get(key);
    button.dataset.url = address(sample.row, name, side === "after");
    button.dataset.what = `${name} ${side}, sample ${number}, ${sample.truth}`;
    button.disabled = !audible;
    return button;
  }

  #verdict({ run, before, after, flipped, said }, at, named) {
    const line = this.#slot(`verdict ${at}`, () => verdictOf());
    const [title, then, now, unseen] = line.children;
    title.textContent = run;
    title.hidden = !named;
    guess(then, before);
    guess(now, after, flipped ? "→ " : "");
    unseen.textContent = said;
    return line;
  }

  #slot(key, make) {
    if (!this.#slots.has(key)) this.#slots.set(key, make());
    return this.#slots.get(key);
  }
}

function figureOf(player) {
  const figure = element("div", "strip-figure", "");
  figure.dataset.of = player.drawn; // `:has` would say it, too, and have the whole page styled anew at every change
  const place = element("div", "strip-exhibit lab-exhibit", "");
  figure.append(glyphOf(player), place, element("span", "strip-gone", ""), element("div", "strip-press", ""));
  return figure;
}

/** Return a modality's mark in its colour; the texts of the figures name it. */
function glyphOf({ glyph, fill }) {
  const mark = element("span", "strip-glyph", glyph);
  mark.style.color = fill;
  mark.ariaHidden = "true";
  return mark;
}

function verdictOf() {
  const line = element("div", "strip-verdict", "");
  const guesses = ["strip-before", "strip-after"].map((name) => element("p", name, ""));
  for (const one of guesses) one.ariaHidden = "true"; // the sentence behind them says it in words
  line.append(element("small", "", ""), ...guesses, element("p", "strip-unseen", ""));
  return line;
}

function guess(place, { label, percent, right }, mark = "") {
  place.replaceChildren(element("span", "", mark + label), element("span", "", right ? `${percent}\u202f✓` : percent));
}

/** Let `place` hold these nodes in this order; those that stand where they belong are not touched. */
function settle(place, nodes) {
  nodes.forEach((node, at) => place.children[at] !== node && place.insertBefore(node, place.children[at] ?? null));
  while (place.childElementCount > nodes.length) place.lastElementChild.remove();
}
