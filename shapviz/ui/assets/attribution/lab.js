// The lab: a choice, and what methods make of it. Whatever is known is shown at once; the rest is asked for meanwhile.

import { reproduce } from "../labs/dialog.js";
import { Picker } from "../labs/picker.js";
import { ADDRESS_MS, write } from "../stage/address.js";
import { loadPlotly } from "../stage/chart.js";
import { commandFor, told } from "./address.js";
import { TREE, TREES, offered, usual } from "./asking.js";
import { asking, beside, empty, held, kept, pointed, questionOf, rowOf, scopeOf, stepped, toldOf, wished } from "./choice.js";
import { Controls } from "./controls.js";
import { Epochs } from "./epochs.js";
import { jobsOf } from "./jobs.js";
import { stepOf } from "./keys.js";
import { mountLeft } from "./left.js";
import { Network } from "./network.js";
import { Order } from "./order.js";
import { Panels } from "./panels.js";
import { Table } from "./table.js";

const OPENING = "Opening the network: a second or two";
const CLOSED = "The network could not be opened";
const narrow = matchMedia("(max-width: 640px)");

export class Lab {
  command = () => {};
  #root;
  #payload = null;
  #told = null;
  #choice = null;
  #network = null;
  #noted = ""; // what the address asked for in vain
  #unfolded = false; // whether all methods are in the table
  #addressing = null;
  #left;
  #controls;
  #epochs;
  #order;
  #table;
  #panels;
  #other;
  #leaving = new AbortController();

  constructor(root, plotly) {
    this.#root = root;
    this.#left = mountLeft(this.#part("left"), {
      ask: (kind, question, lane) => this.#network.ask(kind, { epoch: this.#choice.epoch, ...question }, lane),
      sound: (row, modality) => this.#network.sound(row, modality),
      wish: (change) => this.#choose(kept(wished(this.#choice, change), "filter" in change ? this.#gallery : null)),
    });
    this.#controls = new Controls(this.#part("asked"), (name, value) => this.#ask(name, value));
    this.#epochs = new Epochs(this.#part("epochs"), (epoch) => this.#choose({ ...held(this.#choice, this.#gallery), epoch }));
    this.#order = new Order(this.#part("order-fold"), (question) => this.#network.ask("order", question), () => this.#payload && this.#show());
    this.#table = new Table(this.#part("methods"), { ask: (method) => this.#run([method], "none"), cancel: (job) => this.command({ cancel: job }) });
    const wish = { row: (row) => this.#choose(pointed(this.#choice, this.#gallery, row)), check: () => this.#run(["exact", "leave_one_out"], "retraining") };
    this.#panels = new Panels(root, loadPlotly(plotly), wish);
    this.#other = new Picker(this.#part("other"), ({ id, like }) => this.#go({ ...(like && { ...this.#address, row: null }), run: id }));
    this.#listen(this.#leaving.signal);
  }

  /** Take in what Python knows now. */
  receive(payload, told) {
    const [before, known] = [this.#payload, this.#told?.known];
    this.#payload = payload;
    this.#told = told;
    this.#root.dataset.level = told.level;
    if (payload.key !== before?.key) this.#open();
    else if (told.known !== known) this.#network.again(true);
    this.#other.show(payload.runs.filter(({ id }) => id !== payload.run.id));
    this.#show();
  }

  dispose() {
    this.#network?.leave();
    this.#leaving.abort();
    clearTimeout(this.#addressing);
    this.#left.dispose();
    this.#panels.dispose();
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  #listen(signal) {
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    narrow.addEventListener("change", () => this.#show(), { signal });
    this.#part("trouble").querySelector("button").addEventListener("click", () => this.#network.again());
    this.#part("reproduce").addEventListener("click", () => reproduce(this.#root, "The same question, by command", this.#command));
    this.#part("more").addEventListener("toggle", () => this.#payload && this.#show());
    this.#part("unfold").addEventListener("click", () => {
      this.#unfolded = !this.#unfolded;
      this.#show();
    });
    for (const name of ["bars", "scope"]) {
      for (const radio of this.#root.querySelectorAll(`[data-choice="${name}"] input`)) radio.addEventListener("change", () => this.#choose({ ...this.#choice, [name]: radio.value }));
    }
  }

  /** Begin a visit: as the address says, with a network that is still to be opened. */
  #open() {
    this.#network?.leave();
    this.#choice = this.#payload.asked;
    this.#noted = "";
    this.#root.dataset.state = "opening";
    this.#part("standing").textContent = "";
    this.#panels.clear();
    this.#panels.wait(OPENING);
    this.#network = new Network(this.#payload, {
      opened: () => this.#enter(),
      news: () => this.#show(),
      trouble: (sentence) => this.#trouble(sentence),
    });
  }

  /** The network is open: what it cannot be asked is not asked, and said. */
  #enter() {
    const { epochs, baselines } = this.#network.facts;
    const { epoch, question } = this.#choice;
    const notes = [];
    if (epoch !== null && !epochs.includes(epoch)) {
      notes.push(`The weights of epoch ${epoch} are not kept: the newest are asked.`);
      this.#choice = { ...this.#choice, epoch: null };
    }
    if (!baselines.includes(question.baseline)) {
      notes.push(`The baseline “${question.baseline}” is not offered for this network: “${baselines[0]}” is used.`);
      this.#choice = asking(this.#choice, { baseline: baselines[0] });
    }
    this.#noted = notes.join(" ");
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

  #ask(name, value) {
    this.#choose(name === "calls" ? { ...this.#choice, calls: Number(value) } : asking(held(this.#choice, this.#gallery), { [name]: value }));
  }

  /** Have methods asked by a job, with what they may spend. */
  #run(methods, checks) {
    this.command({ ask: { ...questionOf(this.#choice), calls: this.#choice.calls, methods, checks } });
  }

  #press(event) {
    const step = this.#gallery && stepOf(event);
    if (!step) return;
    event.preventDefault();
    this.#choose({ ...this.#choice, row: stepped(this.#choice, this.#gallery, step) });
  }

  /** What the network is asked, of which epoch, and how much methods that draw may spend. */
  get #asked() {
    const { epoch, calls } = this.#choice;
    return { question: questionOf(this.#choice), epoch, calls };
  }

  get #gallery() {
    return this.#network.gallery(this.#asked);
  }

  /** What views depend on besides the sample. */
  get #look() {
    return { ...this.#asked, methods: this.#methods, theme: this.#payload.theme, compact: narrow.matches };
  }

  /** The names of the methods in the table. */
  get #methods() {
    const all = Object.keys(this.#network.facts.methods);
    const first = this.#payload.methods[this.#told.level];
    return this.#unfolded || !first ? all : all.filter((name) => first.includes(name));
  }

  /** Bring the page to the choice. */
  #show() {
    const { facts } = this.#network;
    this.#settle();
    this.#controls.show(this.#choice, this.#payload.offered, facts?.baselines);
    const shown = { bars: this.#choice.bars, scope: scopeOf(this.#choice, this.#gallery) };
    for (const [name, value] of Object.entries(shown)) this.#root.querySelector(`[data-choice="${name}"] [value="${value}"]`).checked = true;
    this.#root.querySelector('[data-choice="scope"] [value="sample"]').disabled = empty(this.#choice, this.#gallery);
    this.#showLeft();
    this.#addressing ??= setTimeout(() => this.#write(), ADDRESS_MS);
    if (!facts) return;
    this.#part("standing").textContent = `value: ${toldOf(this.#choice, this.#payload.offered)} · ${facts.samples} test samples`;
    this.#epochs.show(facts.epochs, this.#choice.epoch);
    const [look, row] = [this.#look, rowOf(this.#choice, this.#gallery)];
    const view = this.#network.view(look, row);
    if (view) this.#paint(view, look);
    else if (this.#root.dataset.state === "known") this.#root.dataset.state = "asked";
    this.#network.want(look, this.#gallery ? row : undefined, beside(this.#choice, this.#gallery), this.#part("more").open);
  }

  /** A sample that is not among those to look through gives way to the usual one, and that is said. */
  #settle() {
    const { row } = this.#choice;
    if (row === null || !this.#gallery || this.#gallery.rows.includes(row)) return;
    this.#noted = `${this.#noted} Row ${row} is not in the test split: another sample is shown.`.trim();
    this.#choice = { ...this.#choice, row: null };
  }

  #showLeft() {
    const { key, players, units } = this.#payload;
    const { epoch, question, row, filter, others, inside: method } = this.#choice;
    const methods = offered(this.#payload.inside, this.#network.facts);
    this.#order.show(this.#told.level === "research" ? this.#ordered(methods) : null, players);
    this.#left.show({
      ...{ key: JSON.stringify([key, epoch]), players, units, gallery: this.#gallery ?? null, question, row, filter, method, others },
      ...{ methods, level: this.#told.level },
    });
  }

  /** What there is to ask about the order of parts that stands on the left; null while no sample is in view. */
  #ordered(methods) {
    const row = this.#gallery ? rowOf(this.#choice, this.#gallery) : null;
    if (row === null) return null;
    const { inside, others } = this.#choice;
    const how = others === TREE ? { method: TREES } : { method: inside ?? usual(methods), others };
    return { ...this.#asked, ...how, row, theme: this.#payload.theme };
  }

  #paint(view, look) {
    const { players, how } = this.#payload;
    const signs = Object.fromEntries(players.map((player) => [player.name, player]));
    const asking = this.#network.coming(look);
    const { bars } = this.#choice;
    const scope = scopeOf(this.#choice, this.#gallery);
    this.#table.show(view.methods, { scope, bars, players: signs, rows: look.methods, jobs: jobsOf(this.#choice, this.#told.jobs, this.#network.failed), asking, refusal: this.#told.refusal });
    const job = this.#told.jobs.find(({ checks }) => checks === "retraining");
    this.#panels.show(view, { scope, bars, signs: players, players: signs, how, job, refusal: this.#told.refusal, waiting: true, noted: this.#noted, order: this.#order.chart });
    this.#showFold();
    this.#root.dataset.state = "known";
  }

  #showFold() {
    const rest = Object.keys(this.#network.facts.methods).length - this.#methods.length;
    const button = this.#part("unfold");
    button.hidden = !rest && !this.#unfolded;
    button.textContent = this.#unfolded ? "Fewer methods" : `${rest} more methods`;
    button.ariaExpanded = this.#unfolded;
  }

  #write() {
    this.#addressing = null;
    write(this.#address);
  }

  get #address() {
    const { id, usual } = this.#payload.run;
    return told(this.#choice, { run: id, usual });
  }

  get #command() {
    const { question, calls } = this.#choice;
    const first = this.#payload.methods[this.#told.level];
    return commandFor(this.#payload.command, { ...question, calls }, first && !this.#unfolded ? first : null);
  }

  /** Ask Python for another run. */
  #go(wish) {
    const said = Object.entries(wish).filter(([, value]) => (value ?? "") !== "");
    this.command({ visit: Object.fromEntries(said.map(([key, value]) => [key, `${value}`])) });
  }
}
