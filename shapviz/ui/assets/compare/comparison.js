// The comparison: one cursor through the figures of all groups. Views, baselines and epochs are all here already; only
// another choice of runs asks the server.

import { ADDRESS_MS } from "../stage/address.js";
import { actionOf } from "../stage/keys.js";
import { Chart, loadPlotly } from "../stage/chart.js";
import { furnish } from "../stage/extras.js";
import { Player } from "../stage/player.js";
import { Transport } from "../stage/transport.js";
import { plain, say } from "../stage/words.js";
import { Chooser } from "./chooser.js";
import { read, write } from "./address.js";
import { ghosted } from "./ghost.js";
import { notices } from "./notices.js";
import { Panels } from "./panels.js";
import { settings } from "./settings.js";

const FRAME_MS = 12; // of drawing in one frame
const NOTHING = { finding: [], measure: [], cards: [], settings: [], marks: [], difference: null, landing: null };
const narrow = matchMedia("(max-width: 640px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Comparison {
  command = () => {};
  #root;
  #player = new Player();
  #payload = null;
  #text = ""; // the payload as it came, to tell whether it is new
  #told = {};
  #view = "share";
  #baseline = null;
  #panels;
  #charts;
  #chooser;
  #transport;
  #plotly = null;
  #frame = null;
  #addressing = null;
  #leaving = new AbortController();

  constructor(root, plotly) {
    this.#root = root;
    this.#panels = new Panels(this.#part("panels"), () => this.#wake());
    this.#charts = { difference: this.#chart("difference"), landing: this.#chart("landing") };
    this.#chooser = new Chooser(root, (wish) => this.#choose(wish));
    this.#transport = new Transport(root, (action, value) => this.#act(action, value));
    this.#player.pace("four");
    this.#listen(this.#leaving.signal);
    loadPlotly(plotly).then((library) => {
      this.#plotly = library;
      this.#wake();
    });
  }

  /** Take in what Python knows now. */
  receive(payload, told) {
    const before = this.#payload;
    if (payload !== this.#text) this.#payload = JSON.parse(payload);
    this.#text = payload;
    this.#told = told;
    if (this.#payload.choice !== before?.choice) this.#open(told);
    this.#player.extend({ newest: this.#payload.epochs, live: false });
    this.#player.stop = this.#payload.epochs;
    this.#measure();
    this.#show();
  }

  dispose() {
    this.#leaving.abort();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#addressing);
    this.#transport.dispose();
    [this.#panels, ...Object.values(this.#charts)].forEach((one) => one.dispose());
  }

  get #all() {
    return [...this.#panels.charts, ...Object.values(this.#charts)];
  }

  get #against() {
    return this.#payload.against[this.#baseline] ?? NOTHING;
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  #chart(name) {
    return new Chart(this.#part(name), () => this.#wake());
  }

  #listen(signal) {
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    narrow.addEventListener("change", () => this.#measure(), { signal });
    for (const radio of this.#root.querySelectorAll('input[name="cmp-view"]')) {
      radio.addEventListener("change", () => this.#turnTo(radio.value), { signal });
    }
    this.#part("begin").addEventListener("click", () => this.#choose({ runs: this.#told.recorded }), { signal });
    furnish(this.#root, {
      tables: () => ({ view: this.#payload.tables[this.#view], ...this.#against.tables }),
      filename: (chart) => `comparison-${chart === "view" ? this.#view : chart}-epoch-${this.#player.epoch}`,
      save: (chart, format, filename) => this.#source(chart).save(this.#plotly, format, filename),
    });
  }

  #source(chart) {
    return chart === "view" ? this.#panels : this.#charts[chart];
  }

  /** Begin with another choice of runs: as the address says. */
  #open({ baseline }) {
    const { view, epoch } = read();
    this.#view = view;
    this.#baseline = baseline;
    this.#player.open({ epoch, newest: this.#payload.epochs, live: false });
  }

  /** Ask for figures of the other width if these do not fit. */
  #measure() {
    if (this.#payload.compact !== narrow.matches) this.command({ compact: narrow.matches });
  }

  #choose(wish) {
    if (wish.runs) return this.command({ choose: { baseline: this.#baseline ?? "", ...wish } });
    this.#baseline = wish.baseline;
    this.#show();
  }

  #turnTo(view) {
    this.#view = view;
    this.#show();
  }

  #press(event) {
    const action = this.#payload?.groups.length && actionOf(event);
    if (!action) return;
    event.preventDefault();
    this.#act(action);
  }

  #act(action, value) {
    const player = this.#player;
    const deeds = {
      toggle: () => (player.playing ? player.pause() : player.play()),
      forward: () => player.seek(player.epoch + 1),
      back: () => player.seek(player.epoch - 1),
      first: () => player.seek(0),
      last: () => player.seek(player.newest),
      seek: () => player.seek(value),
      speed: () => player.pace(value),
    };
    deeds[action]?.();
    this.#show();
  }

  /** Run the loop until nothing is due. */
  #wake() {
    this.#frame ??= requestAnimationFrame((now) => this.#turn(now));
  }

  get #stale() {
    return this.#all.filter((chart) => chart.stale);
  }

  /** Draw what is due, as much as fits into a frame; the cursor waits for all charts, or only some would move. */
  #turn(now) {
    this.#frame = null;
    if (!this.#plotly) return;
    if (!this.#stale.length && this.#player.tick(now)) this.#show();
    const due = this.#stale;
    for (const chart of due) {
      chart.draw(this.#plotly, calm.matches ? 0 : this.#player.stride);
      if (performance.now() - now > FRAME_MS) break;
    }
    if (this.#stale.length || this.#player.playing) this.#wake();
    else if (due.length) this.#root.dataset.drawn = `${this.#view} ${this.#baseline} ${this.#player.epoch}`;
  }

  /** Bring everything on the page to the cursor. Charts are only told; the loop draws them. */
  #show() {
    const { groups, views, ghosts, players, how } = this.#payload;
    const { epoch } = this.#player;
    const against = this.#against;
    const shown = Object.keys(this.#payload.against).length;
    Object.assign(this.#root.dataset, { view: this.#view, epoch, baseline: this.#baseline ?? "", shown });
    this.#part("standing").textContent = this.#told.standing;
    this.#chooser.show({ groups, offers: this.#told.offers, baseline: this.#baseline });
    this.#invite();
    this.#say(against, players, how);
    const looks = (scene) => ghosted(scene, this.#view === "share" ? null : ghosts[this.#baseline]);
    this.#panels.show(views[this.#view], { epoch, players, baseline: this.#baseline, looks });
    for (const [name, chart] of Object.entries(this.#charts)) this.#draw(name, chart, against[name], epoch);
    notices(this.#part("cards"), shown ? against.cards : this.#payload.alone, () => this.command({ replicas: true }));
    settings(this.#part("settings"), against.settings, groups);
    this.#steer(against);
    this.#addressing ??= setTimeout(() => this.#address(), ADDRESS_MS);
    this.#wake();
  }

  #say(against, players, how) {
    const { difference, landing } = against;
    const sentences = {
      ...{ finding: against.finding, measure: against.measure },
      ...{ difference_title: difference?.title, difference_told: difference?.told },
      ...{ landing_title: landing?.title, landing_told: landing?.told },
      ...{ how_view: [how[this.#view]], how_difference: [how.difference], how_landing: [how.landing] },
    };
    for (const line of this.#root.querySelectorAll("[data-say]")) say(line, sentences[line.dataset.say], players);
    for (const radio of this.#root.querySelectorAll('input[name="cmp-view"]')) radio.checked = radio.value === this.#view;
  }

  #draw(name, chart, figure, epoch) {
    this.#root.querySelector(`[data-card="${name}"]`).hidden = !figure;
    if (figure) chart.show(figure.scene, epoch);
    else chart.clear();
  }

  /** Invite to the recorded runs where nothing is chosen, and to a second group where only one is. */
  #invite() {
    const { groups } = this.#payload;
    const { recorded } = this.#told;
    this.#part("empty").hidden = groups.length > 0;
    this.#part("begin").hidden = !recorded.length;
    this.#part("invitation").textContent = recorded.length
      ? "Three runs come with shapviz: the same network, trained jointly, in turns, and each modality alone."
      : "Choose two runs with Add run, or train some first.";
  }

  #steer({ marks, finding }) {
    const { epoch, newest, playing, speed } = this.#player;
    this.#transport.offer({ marks, stops: [], planned: newest, speed, until: "" });
    const words = plain(finding);
    this.#transport.show({ epoch, newest, planned: newest, finding: words, live: false, running: playing, asked: null });
    this.#transport.offerFork([], null, epoch);
  }

  #address() {
    this.#addressing = null;
    const { epoch, newest } = this.#player;
    const usual = this.#baseline === this.#told.baseline && !read().baseline;
    write({ view: this.#view, baseline: usual ? null : this.#baseline, epoch: epoch === newest ? null : epoch });
  }
}
