// The left column of Attribution: filters, the film strip, the sample in view, and what lies inside its modalities. It
// shows a state and reports wishes; the page holds the state and writes the address.

import { Speaker, sounding } from "../labs/sound.js";
import { element } from "../stage/words.js";
import { Insides, Shelf } from "./answers.js";
import { Asking, TREE, TREES, classOf, usual } from "./asking.js";
import { Heading } from "./card.js";
import { Figure } from "./figure.js";
import { FRAMES, Film, frames } from "./film.js";
import { EVERYTHING, opening, passing } from "./filters.js";
import { Key } from "./key.js";
import { Pills } from "./pills.js";
import { limits, unit } from "./scale.js";
import { Twins } from "./twins.js";

const COLUMNS = 15; // that are shown at once, of all modalities

/**
 * Build the column into `parent`, and return it: `show(told)` whenever anything of `told` is new, `dispose()` in the end.
 *
 * @param parent an empty element
 * @param context what the column needs of the page:
 *   ask(kind, question, lane)  asks the route `/attribution/KIND`, the page adding token, run and epoch. Returns a promise
 *       of the answer, of null where a newer question of the same lane has taken its place; rejects with an error whose
 *       message is for people. Of each lane one question is under way at a time, and only the newest waits; the lane is
 *       the kind where none is named. The column asks "exhibits" {rows}, and "inside"
 *       {row, modality, method, others, question} in a lane of each modality, or "through" {row, question}
 *   sound(row, modality)       the address of a sound
 *   wish(change)               what a person wants other than it is: an object with some keys of `told` that are marked
 *       with * below. The page takes it into its state, and calls `show`
 *
 * `told` is plain data, of which whatever is not known yet is null:
 *   key         names network and epoch: answers of another are forgotten
 *   players     [{name, kind, drawn, about, glyph, fill, text}]
 *   gallery     the answer of `/attribution/gallery`
 *   units       {payoff: {name, short, factor, digits}}: how its numbers are written
 *   question    {payoff, target*, baseline}; a wish for another class is {target: "class:NAME"}, "true" or "predicted"
 *   row*        the sample in view; null: the one to begin with
 *   filter*     see filters.js
 *   method*     the method that looks inside; null: the first that people ask for, of those that are offered
 *   methods     [{name, title, library, about, refused: null or {problem, remedy}}] that look inside
 *   others*     "averaged", "everybody" or "tree"
 *   level       learn | explore | research
 */
export function mountLeft(parent, context) {
  return new Left(parent, context);
}

class Left {
  #node = element("div", "left", "");
  #context;
  #told = null;
  #shelf = null;
  #insides = null;
  #figures = new Map(); // by modality
  #pills;
  #film;
  #heading;
  #key;
  #twins = new Twins();
  #asking;
  #none = element("p", "left-none", "No sample is left by these filters. ");
  #trouble = Object.assign(element("p", "in-refusal", ""), { role: "status" });
  #card = element("section", "lab-card left-card", "");
  #pictures = element("div", "left-figures", "");
  #speaker = new Speaker(() => this.#playing(), (sentence) => (this.#trouble.textContent = sentence));

  constructor(parent, context) {
    this.#context = context;
    this.#pills = new Pills((filter) => context.wish({ filter }));
    this.#film = new Film((place) => context.wish({ row: this.#told.gallery.rows[place] }));
    this.#heading = new Heading((by) => this.#step(by));
    this.#key = new Key((share) => this.#card.style.setProperty("--cover", share));
    this.#asking = new Asking((change) => context.wish({ row: this.#row, ...change }));
    const clear = Object.assign(element("button", "lab-link", "Clear filters"), { type: "button" });
    clear.addEventListener("click", () => context.wish({ filter: EVERYTHING }));
    this.#none.append(clear);
    this.#card.ariaLabel = "The sample in view";
    this.#card.append(this.#heading.node, this.#trouble, this.#pictures, this.#key.node);
    this.#key.node.append(this.#twins.node);
    this.#node.append(this.#pills.node, this.#none, this.#film.node, this.#card, this.#asking.node);
    this.#node.ariaBusy = true;
    parent.append(this.#node);
  }

  show(told) {
    const before = told.key === this.#told?.key ? this.#told.gallery : null;
    if (told.key !== this.#told?.key) this.#begin(told);
    // until a question is answered for all samples, those of the last one stand there: they are the same ones
    this.#told = { ...told, gallery: told.gallery ?? before, fresh: Boolean(told.gallery) };
    this.#node.dataset.level = told.level;
    this.#node.ariaBusy = !told.gallery;
    if (this.#told.gallery) this.#draw(seenIn(this.#told));
  }

  dispose() {
    this.#speaker.stop();
    this.#node.remove();
  }

  /** Forget another network. */
  #begin({ players, units }) {
    const ask = (...question) => this.#context.ask(...question);
    const news = (sentence) => {
      this.#trouble.textContent = sentence;
      this.show(this.#told);
    };
    this.#shelf = new Shelf(ask, news);
    this.#insides = new Insides(ask, news, units);
    const first = Math.max(3, Math.floor(COLUMNS / players.length));
    this.#figures = new Map(players.map((player) => [player.name, new Figure(player, first, () => this.#again(player.name))]));
    for (const { button } of this.#figures.values()) button?.addEventListener("click", () => this.#speaker.toggle(button.dataset.url));
    this.#pictures.replaceChildren(...[...this.#figures.values()].map(({ node }) => node));
  }

  #draw(seen) {
    const { gallery, players, filter } = this.#told;
    const { places, place, at } = seen;
    this.#pills.show(gallery, players, filter);
    this.#none.hidden = places.length > 0;
    this.#film.node.hidden = this.#card.hidden = this.#asking.node.hidden = !places.length;
    if (!places.length) return this.#speaker.stop();
    this.#want(seen);
    this.#film.show(places, at, { gallery, players, exhibits: (row) => this.#shelf.get(row) });
    this.#heading.show(gallery, place, at, places.length);
    this.#look(gallery.rows[place], place);
    this.#asking.show({ ...this.#told, place, method: this.#method });
    this.#playing();
  }

  /** Ask for the samples of the film, and once they are here for those that come next. */
  #want({ places, place, at }) {
    const { rows } = this.#told.gallery;
    const soon = places.slice(Math.max(0, at - FRAMES), at + FRAMES + 1);
    this.#shelf.want([place, ...frames(places, at)].map((each) => rows[each]), soon.map((each) => rows[each]));
  }

  /** Show what is inside the modalities of a sample, and ask for what is not known. */
  #look(row, place) {
    const { gallery, players, question } = this.#told;
    const measure = this.#told.units[question.payoff];
    const target = classOf(question.target, gallery, place);
    const answers = new Map(players.map(({ name }) => [name, this.#insides.get(this.#question(row, name))]));
    const known = [...answers.values()].map((answer) => answer?.inside).filter(Boolean);
    const found = limits(this.#insides.of(row, question.payoff));
    players.forEach(({ name, kind }, player) => {
      const answer = answers.get(name) ?? null;
      const url = kind === "audio" ? this.#context.sound(row, name) : null;
      this.#figures.get(name).show({
        ...{ exhibit: this.#shelf.get(row)?.[name], whole: this.#given(place, player), measure, answer, target },
        ...{ limit: answer?.inside && found[unit(answer.inside)], sound: { url, what: `${name} of this sample` } },
      });
      if (!answer && this.#method) this.#insides.want(this.#question(row, name));
    });
    this.#key.show(known, found, { target, measure });
    this.#twins.show(known, target);
  }

  /** Return what a modality is given as a whole, before its inside is known. */
  #given(place, player) {
    const { gallery, fresh, others, units, question } = this.#told;
    if (!fresh) return null;
    return (others === "everybody" ? gallery.leave_one_out : gallery.exact)[place][player] * units[question.payoff].factor;
  }

  #question(row, modality) {
    const { others, question } = this.#told;
    return { row, modality, method: others === TREE ? TREES : this.#method, others, question };
  }

  /** The sample in view: another question would open with another. */
  get #row() {
    const { gallery } = this.#told;
    return gallery.rows[seenIn(this.#told).place];
  }

  get #method() {
    return this.#told.method ?? usual(this.#told.methods ?? []);
  }

  #again(modality) {
    this.#insides.forget(this.#question(this.#row, modality));
    this.show(this.#told);
  }

  #step(by) {
    const { places, at } = seenIn(this.#told);
    this.#context.wish({ row: this.#told.gallery.rows[places[at + by]] });
  }

  /** Let the buttons show what is heard, and nothing be heard that is not in view. */
  #playing() {
    const buttons = [...this.#figures.values()].map(({ button }) => button).filter(Boolean);
    if (this.#speaker.playing && !buttons.some(({ dataset }) => dataset.url === this.#speaker.playing)) this.#speaker.stop();
    for (const button of buttons) sounding(button, button.dataset.url === this.#speaker.playing);
  }
}

/** Return which samples pass, as places in the gallery, the place of the one in view, and where it stands among them. */
function seenIn({ gallery, filter, row }) {
  const places = passing(gallery, filter);
  const place = gallery.rows.indexOf(gallery.rows.includes(row) ? row : opening(gallery, filter));
  return { places, place, at: places.indexOf(place) };
}
