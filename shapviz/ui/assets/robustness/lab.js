// The lab: a choice, what the network makes of it, and the questions in between. A toggle is answered from views that are
// here already; a slider shows what is to be expected until the measured view takes its place.

import { loadPlotly } from "../stage/chart.js";
import { commandOf } from "../stage/command.js";
import { told, write } from "./address.js";
import { around, chosenOf, cleaned, conditionsOf, corrupted, focusOf, maskOf, opened, toggled } from "./choice.js";
import { Controls } from "./controls.js";
import { digitOf } from "./keys.js";
import { Lines } from "./line.js";
import { BigNumber, estimated } from "./number.js";
import { Panels } from "./panels.js";
import { Picker } from "./picker.js";
import { drawStrip } from "./strip.js";
import { Views } from "./views.js";

const ADDRESS_MS = 300; // browsers refuse more than a few hundred changes of the address in half a minute
const OPENING = "Opening the network: a second or two";
const OWN = "own"; // the stand-in that a network was trained with
const narrow = matchMedia("(max-width: 640px)");

export class Lab {
  command = () => {};
  #root;
  #payload = null;
  #choice = null;
  #facts = null; // what the network can be asked; null until it is open
  #visit = null; // a new object for each; answers to an earlier one are not for us
  #lines = null;
  #views = new Views();
  #painted = null; // {view, mask, setting}: what is on screen
  #samples = null;
  #asked = { view: "", strip: "" }; // what was asked last
  #pending = []; // [run, player] of curves that are still to be measured
  #sweeping = false;
  #addressing = null;
  #controls;
  #number;
  #panels;
  #pickers;
  #leaving = new AbortController();

  constructor(root, plotly) {
    this.#root = root;
    this.#controls = new Controls(root, {
      toggle: (name) => this.#choose(toggled(this.#choice, name)),
      corrupt: (name, change) => this.#choose(corrupted(this.#choice, name, change)),
      stand: (stand) => this.#choose({ ...this.#choice, stand }),
      draw: (draw) => this.#choose({ ...this.#choice, draw }),
      clean: () => this.#choose(cleaned(this.#choice)),
    });
    this.#number = new BigNumber(this.#part("number"), this.#part("live"));
    this.#panels = new Panels(root, loadPlotly(plotly), (mask, severity) => this.#jump(mask, severity));
    this.#pickers = {
      other: new Picker(this.#part("other"), ({ id, like }) => this.#go(like ? { run: id } : { run: id, afresh: true })),
      beside: new Picker(this.#part("beside"), ({ id }) => this.#go({ beside: id })),
    };
    this.#listen(this.#leaving.signal);
  }

  /** Take in what Python knows now. */
  receive(payload, { level }) {
    const before = this.#payload;
    this.#payload = payload;
    this.#root.dataset.level = level;
    if (payload.key !== before?.key) this.#open();
    this.#offer();
    this.#show();
  }

  dispose() {
    this.#visit = null;
    this.#leaving.abort();
    clearTimeout(this.#addressing);
    this.#number.dispose();
    this.#panels.dispose();
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  #listen(signal) {
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    narrow.addEventListener("change", () => this.#show(), { signal });
    this.#part("trouble").querySelector("button").addEventListener("click", () => this.#again());
    this.#part("alone").addEventListener("click", () => this.#go({ beside: null }));
    this.#part("reproduce").addEventListener("click", () => this.#reproduce());
  }

  /** Begin a visit: as the address says, with a network that is still to be opened. */
  #open() {
    const { run, beside, base } = this.#payload;
    const tokens = Object.fromEntries([run, beside].filter(Boolean).map(({ id, token }) => [id, token]));
    this.#visit = {};
    this.#lines = new Lines(base, tokens);
    this.#choice = opened(this.#payload);
    this.#views = new Views();
    this.#facts = this.#painted = this.#samples = null;
    this.#asked = { view: "", strip: "" };
    this.#pending = [];
    this.#sweeping = false;
    this.#root.dataset.state = "opening";
    this.#panels.wait(OPENING);
    this.#enter();
  }

  async #enter() {
    const facts = await this.#ask("facts", {});
    if (!facts) return;
    this.#facts = facts;
    this.#part("standing").textContent = `${facts.samples} test samples · all ${2 ** facts.players.length} coalitions stored`;
    if (facts.stand_ins[this.#choice.stand]) this.#choice = { ...this.#choice, stand: OWN };
    this.#show();
  }

  /** Return the answer to a question; null where there is none to show, which is said unless nobody waits for it. */
  async #ask(kind, question) {
    const visit = this.#visit;
    try {
      const answer = await this.#lines.ask(kind, { run: this.#payload.run.id, ...question });
      if (visit !== this.#visit) return null;
      if (answer) this.#trouble("");
      return answer;
    } catch (trouble) {
      if (visit === this.#visit) this.#trouble(trouble.message);
      return null;
    }
  }

  #trouble(sentence) {
    this.#part("trouble").hidden = !sentence;
    this.#part("trouble").querySelector("p").textContent = sentence;
    if (sentence && !this.#facts) this.#panels.wait("The network could not be opened");
  }

  /** Ask once more for whatever is missing. */
  #again() {
    this.#asked = { view: "", strip: "" };
    if (this.#facts) return this.#show();
    this.#panels.wait(OPENING);
    this.#enter();
  }

  #choose(choice) {
    this.#choice = choice;
    this.#show();
  }

  /** Show the coalition of a cell at its severity of the modality in focus. */
  #jump(mask, severity) {
    const { players } = this.#payload;
    const absent = players.filter((_, place) => !(mask & (1 << place))).map(({ name }) => name);
    this.#choose(corrupted({ ...cleaned(this.#choice), absent }, this.#focus, { severity }));
  }

  #press(event) {
    const digit = this.#payload && digitOf(event);
    const player = this.#payload?.players[digit - 1];
    if (digit === null || (digit > 0 && !player)) return;
    event.preventDefault();
    this.#choose(digit ? toggled(this.#choice, player.name) : cleaned(this.#choice));
  }

  get #focus() {
    return focusOf(this.#choice, this.#payload.players);
  }

  /** What the server is asked about the present choice, all but the coalition. */
  get #question() {
    const { beside, theme } = this.#payload;
    return {
      ...{ beside: beside?.id ?? null, conditions: conditionsOf(this.#choice), focus: this.#focus },
      ...{ corruptions: chosenOf(this.#choice), compact: narrow.matches, theme },
    };
  }

  /** Bring the page to the choice. */
  #show() {
    const { players } = this.#payload;
    this.#controls.show(this.#choice, this.#payload, this.#facts?.stand_ins);
    const question = this.#question;
    const [key, mask] = [JSON.stringify(question), maskOf(this.#choice, players)];
    const view = this.#views.get(key, mask);
    if (view) this.#paint(view, mask, question);
    else this.#expect(mask, question);
    if (this.#facts) this.#fetch(key, mask, question);
    this.#addressing ??= setTimeout(() => this.#address(), ADDRESS_MS);
  }

  #paint(view, mask, question) {
    this.#painted = { view, mask, setting: setting(question) };
    this.#panels.show(view, this.#payload.players, this.#payload.how);
    this.#number.show(view.numbers);
    this.#strip();
    this.#root.dataset.state = "measured";
  }

  /** Show what is to be expected, from what is known of the same coalition. */
  #expect(mask, question) {
    const near = this.#painted?.mask === mask && this.#painted.setting === setting(question) ? this.#painted.view : null;
    const values = estimated(near, this.#choice);
    if (values) this.#number.expect(near.numbers, values);
    if (this.#painted) this.#root.dataset.state = "estimated";
  }

  /** Ask for the present coalition, and then for those one toggle away. */
  async #fetch(key, mask, question) {
    const first = this.#views.missing(key, [mask]);
    const masks = first.length ? first : this.#views.missing(key, around(mask, this.#payload.players));
    const asked = `${key} ${masks}`;
    if (!masks.length || asked === this.#asked.view) return this.#sweep();
    this.#asked.view = asked;
    const answer = await this.#ask("view", { ...question, masks });
    if (!answer) return;
    this.#views.take(key, answer);
    this.#pending = answer.pending;
    if (first.length) this.#follow(answer.views[mask], mask, question);
    this.#show();
  }

  /** Let figures and samples follow a slider that has moved on already; the number knows better where it stands. */
  #follow(view, mask, question) {
    this.#painted = { view, mask, setting: setting(question) };
    this.#panels.show(view, this.#payload.players, this.#payload.how);
    this.#look(question.conditions);
  }

  /** Have the next curve measured, that of the modality in focus first. */
  async #sweep() {
    if (this.#sweeping || !this.#pending.length) return;
    const [run, modality] = this.#pending.find(([, name]) => name === this.#focus) ?? this.#pending[0];
    const { stand, draw, corrupted: done } = this.#choice;
    this.#sweeping = true;
    const known = await this.#ask("sweep", { run, modality, corruption: done[modality].corruption, stand_in: stand, draw });
    this.#sweeping = false;
    if (!known) return;
    this.#pending = [];
    this.#views.age();
    this.#asked.view = "";
    this.#show();
  }

  /** Ask what the samples look like under these conditions. */
  async #look(conditions) {
    const asked = JSON.stringify([conditions.corrupted, conditions.draw]);
    if (asked === this.#asked.strip) return;
    this.#asked.strip = asked;
    const samples = await this.#ask("strip", { conditions });
    if (!samples) return;
    this.#samples = samples;
    this.#strip();
  }

  #strip() {
    const { players } = this.#payload;
    const present = players.map(({ name }) => name).filter((name) => !this.#choice.absent.includes(name));
    const address = (row, player, after) => this.#lines.sound(this.#payload.run.id, row, player, after ? this.#choice : null);
    const { strip } = this.#painted.view;
    drawStrip(this.#part("samples"), { strip, samples: this.#samples, players, present, focus: this.#focus, address });
  }

  #address() {
    this.#addressing = null;
    write(this.#told);
  }

  get #told() {
    const { run, beside, players, fitting } = this.#payload;
    return told(this.#choice, { run: run.id, usual: run.usual, beside: beside?.id, players, fitting, stand: OWN });
  }

  /** Ask Python for other runs, under the same conditions where they fit. */
  #go({ afresh, ...change }) {
    const wish = { ...(afresh ? {} : { ...this.#told, run: this.#payload.run.id }), ...change };
    const said = Object.entries(wish).filter(([, value]) => value);
    this.command({ visit: Object.fromEntries(said.map(([key, value]) => [key, `${value}`])) });
  }

  #offer() {
    const { run, beside, runs, company } = this.#payload;
    this.#pickers.other.show(runs.filter(({ id }) => id !== run.id));
    this.#pickers.beside.show(company.map((id) => runs.find((one) => one.id === id)));
    this.#part("alone").hidden = !beside;
    this.#part("alone").textContent = beside ? `Leave out ${beside.name}` : "";
  }

  #reproduce() {
    const dialog = this.#root.querySelector(".rob-dialog");
    dialog.querySelector("h2").textContent = "The same measurements, by command";
    dialog.querySelector("div").replaceChildren(...commandOf(this.#payload.command));
    dialog.showModal();
  }
}

/** Return what estimates depend on besides severities. */
function setting({ conditions: { stand_in, draw }, corruptions }) {
  return JSON.stringify([stand_in, draw, corruptions]);
}
