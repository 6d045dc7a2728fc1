// The lab: a choice, and what the network makes of it. A toggle is answered from views that are here already; a slider
// shows what is to be expected until the measured view takes its place.

import { reproduce } from "../labs/dialog.js";
import { Picker } from "../labs/picker.js";
import { ADDRESS_MS, write } from "../stage/address.js";
import { loadPlotly } from "../stage/chart.js";
import { told } from "./address.js";
import { chosenOf, cleaned, conditionsOf, corrupted, focusOf, maskOf, opened, toggled } from "./choice.js";
import { Controls } from "./controls.js";
import { digitOf } from "./keys.js";
import { Network } from "./network.js";
import { BigNumber, estimated } from "./number.js";
import { titled } from "./offered.js";
import { Panels } from "./panels.js";
import { drawStrip } from "./strip.js";
import { Thorough } from "./thorough.js";

const OPENING = "Opening the network: a second or two";
const CLOSED = "The network could not be opened";
const OWN = "own"; // the stand-in that a network was trained with
const narrow = matchMedia("(max-width: 640px)");

export class Lab {
  command = () => {};
  #root;
  #payload = null;
  #choice = null;
  #network = null;
  #painted = null; // {view, mask, setting}: what is on screen
  #noted = ""; // what the address asked for in vain
  #addressing = null;
  #controls;
  #number;
  #panels;
  #pickers;
  #thorough;
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
      other: new Picker(this.#part("other"), ({ id, like }) => this.#go({ ...(like && this.#told), run: id })),
      beside: new Picker(this.#part("beside"), ({ id }) => this.#stay({ beside: id })),
    };
    this.#thorough = new Thorough(root, {
      measure: () => this.command({ measure: true }),
      stop: () => this.command({ stop: true }),
    });
    this.#listen(this.#leaving.signal);
  }

  /** Take in what Python knows now. */
  receive(payload, { level, thorough }) {
    const before = this.#payload;
    this.#payload = payload;
    this.#root.dataset.level = level;
    this.#thorough.show(thorough, level);
    this.#panels.twins();
    if (payload.key !== before?.key) this.#open();
    this.#offer();
    this.#show();
  }

  dispose() {
    this.#network?.leave();
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
    this.#part("trouble").querySelector("button").addEventListener("click", () => this.#network.again());
    this.#part("beside").addEventListener("toggle", ({ target }) => target.open && this.command({ look: true }));
    this.#part("alone").addEventListener("click", () => this.#stay({ beside: null }));
    this.#part("reproduce").addEventListener("click", () => reproduce(this.#root, "The same measurements, by command", this.#payload.command));
  }

  /** Begin a visit: as the address says, with a network that is still to be opened. */
  #open() {
    this.#network?.leave();
    this.#choice = opened(this.#payload);
    this.#painted = null;
    this.#root.dataset.state = "opening";
    this.#part("standing").textContent = "";
    this.#panels.clear();
    this.#panels.wait(OPENING);
    this.#network = new Network(this.#payload, {
      opened: () => this.#enter(),
      answered: (view, mask, question) => this.#follow(view, mask, question),
      news: () => this.#show(),
      trouble: (sentence) => this.#trouble(sentence),
    });
  }

  #enter() {
    const { samples, players, stand_ins } = this.#network.facts;
    this.#part("standing").textContent = `${samples} test samples · all ${2 ** players.length} coalitions stored`;
    const refused = stand_ins[this.#choice.stand];
    this.#noted = refused ? `The stand-in that was asked for is not offered: ${titled(refused, this.#payload.stand_ins)}` : "";
    if (refused) this.#choice = { ...this.#choice, stand: OWN };
    this.#show();
  }

  #trouble(sentence) {
    this.#part("trouble").hidden = !sentence;
    this.#part("trouble").querySelector("p").textContent = sentence;
    this.#panels.wait(sentence ? CLOSED : OPENING);
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

  /** What the network is asked about the present choice, all but the coalition. */
  get #question() {
    const { beside, theme } = this.#payload;
    return {
      ...{ beside: beside?.id ?? null, conditions: conditionsOf(this.#choice), focus: this.#focus },
      ...{ corruptions: chosenOf(this.#choice), compact: narrow.matches, theme },
    };
  }

  /** Bring the page to the choice. */
  #show() {
    this.#controls.show(this.#choice, this.#payload, this.#network.facts?.stand_ins);
    const [question, mask] = [this.#question, maskOf(this.#choice, this.#payload.players)];
    const view = this.#network.view(question, mask);
    if (view) this.#paint(view, mask, question);
    else this.#expect(mask, question);
    this.#network.want(question, mask);
    if (!this.#addressing) this.#address();
  }

  #paint(view, mask, question) {
    this.#follow(view, mask, question);
    this.#number.show(view.numbers);
    this.#strip();
    this.#root.dataset.state = "measured";
  }

  /** Let figures follow a slider that may have moved on already; the number knows better where it stands. */
  #follow(view, mask, question) {
    this.#painted = { view, mask, setting: setting(question) };
    this.#panels.show(view, { signs: this.#payload.players, how: this.#payload.how, noted: this.#noted });
  }

  /** Show what is to be expected, from what is known of the same coalition. */
  #expect(mask, question) {
    if (!this.#painted) return;
    const near = this.#painted.mask === mask && this.#painted.setting === setting(question) ? this.#painted.view : null;
    const values = estimated(near, this.#choice);
    if (values) this.#number.expect(near.numbers, values);
    else this.#number.wait(this.#painted.view.numbers);
    this.#root.dataset.state = "estimated";
  }

  #strip() {
    const { players } = this.#payload;
    const present = players.map(({ name }) => name).filter((name) => !this.#choice.absent.includes(name));
    const address = (row, player, after) => this.#network.sound(row, player, after ? this.#choice : null);
    const shown = { strip: this.#painted.view.strip, samples: this.#network.samples };
    drawStrip(this.#part("samples"), { ...shown, players, present, focus: this.#focus, address });
  }

  /** Write the address at once, and again in a while if more has changed by then: browsers refuse to do so often. */
  #address() {
    const told = this.#told;
    write(told);
    this.#addressing = setTimeout(() => {
      this.#addressing = null;
      if (JSON.stringify(this.#told) !== JSON.stringify(told)) this.#address();
    }, ADDRESS_MS);
  }

  get #told() {
    const { run, beside, players, fitting } = this.#payload;
    return told(this.#choice, { run: run.id, beside: beside?.id, players, fitting, stand: OWN });
  }

  /** Ask Python for other runs under the same conditions. */
  #stay(change) {
    this.#go({ ...this.#told, run: this.#payload.run.id, ...change });
  }

  #go(wish) {
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
}

/** Return what estimates depend on besides severities. */
function setting({ conditions: { stand_in, draw }, corruptions }) {
  return JSON.stringify([stand_in, draw, corruptions]);
}
