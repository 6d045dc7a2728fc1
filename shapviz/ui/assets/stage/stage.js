// The stage: one cursor through every chart and every sentence about a run. Data come in by `receive`, wishes come in
// from buttons and keys, and one loop of animation frames draws what is due: a chart a frame, the story first.

import { ADDRESS_MS, epochInAddress, writeEpoch } from "./address.js";
import { Chart, loadPlotly } from "./chart.js";
import { furnish, open } from "./extras.js";
import { actionOf } from "./keys.js";
import { Lab } from "./lab.js";
import { Player } from "./player.js";
import { cursorOf } from "./reveal.js";
import { Transport } from "./transport.js";
import { Verdict } from "./verdict.js";
import { plain, say } from "./words.js";

const CHARTS = ["story", "accuracy", "lattice"];
const LABS = ["robustness", "attribution"]; // pages that open the network of a run
const LIVE = ["queued", "running", "paused"];
const narrow = matchMedia("(max-width: 640px)");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Stage {
  command = () => {};
  #root;
  #player = new Player();
  #payload = {};
  #text = ""; // the payload as it came, to tell whether it is new
  #job = {}; // status, words about it, progress
  #asked = null; // the status that a command is to bring about, until it does
  #speed = null; // as chosen by hand
  #until = ""; // the value of a stop; empty for the end
  #charts;
  #transport;
  #verdict;
  #lab;
  #plotly = null;
  #frame = null;
  #addressing = null;
  #leaving = new AbortController();

  constructor(root, plotly) {
    this.#root = root;
    this.#charts = new Map(CHARTS.map((name) => [name, new Chart(this.#part(name), () => this.#wake())]));
    this.#transport = new Transport(root, (action, value) => this.#act(action, value));
    this.#verdict = new Verdict(root, {
      wish: (value) => this.command(value),
      table: () => open(root.querySelector("dialog"), this.#payload.tables.verdict),
    });
    this.#lab = new Lab(root, (lab) => this.command({ lab }));
    for (const page of LABS) this.#part(page).addEventListener("click", () => this.command({ page }));
    this.#listen(this.#leaving.signal);
    loadPlotly(plotly).then((library) => {
      this.#plotly = library;
      this.#wake();
    });
  }

  /** Take in what Python knows now. */
  receive({ payload, job, level }) {
    this.#root.dataset.level = level;
    this.#verdict.level(level);
    const before = this.#payload;
    if (payload !== this.#text) this.#payload = JSON.parse(payload);
    this.#text = payload;
    if (job.status !== this.#job.status) this.#asked = null;
    this.#job = job;
    const there = { newest: Math.max(this.#payload.newest, 0), live: this.#live };
    if (this.#payload.run === before.run) this.#player.extend(there);
    else this.#open(there);
    this.#aim();
    this.#measure();
    this.#player.tick(performance.now()); // or every chart would first be drawn once more where the cursor stood
    this.#show();
  }

  dispose() {
    this.#leaving.abort();
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#addressing);
    this.#transport.dispose();
    this.#charts.forEach((chart) => chart.dispose());
  }

  get #live() {
    return LIVE.includes(this.#job.status);
  }

  get #stale() {
    return [...this.#charts.values()].find((chart) => chart.stale);
  }

  /** Whether every chart has come to the cursor. It waits for them, or on a slow machine only the first would move. */
  get #settled() {
    return this.#plotly && !this.#stale;
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  #listen(signal) {
    document.addEventListener("keydown", (event) => this.#press(event), { signal });
    narrow.addEventListener("change", () => this.#measure(), { signal });
    for (const radio of this.#root.querySelectorAll('input[name="stage-view"]')) {
      radio.addEventListener("change", () => this.command({ view: radio.value, epoch: this.#told() }), { signal });
    }
    furnish(this.#root, {
      tables: () => this.#payload.tables,
      filename: (chart) => `${this.#payload.name}-${chart}-epoch-${this.#player.epoch}`,
      save: (chart, format, filename) => this.#charts.get(chart).save(this.#plotly, format, filename),
    });
  }

  /** Begin with another run: at the epoch of the address, or as the first-time visitor's introduction. */
  #open(there) {
    this.#until = ""; // the value of a stop; empty for the end
    this.#player.pace(this.#speed ?? (there.live ? "max" : "four"));
    this.#player.open({ ...there, epoch: epochInAddress() });
    this.#introduce(this.#payload.intro && !calm.matches && epochInAddress() === null && there.newest > 0);
  }

  /** Play a recorded run once for a visitor who has not chosen anything yet, and only on their first visit. */
  #introduce(first) {
    const fresh = first && sessionStorage.getItem("shapviz.introduced") === null;
    this.#root.classList.toggle("stage-intro", fresh);
    if (!fresh) return;
    sessionStorage.setItem("shapviz.introduced", "yes");
    this.#player.play();
  }

  /** Say which epoch "until" means, as far as it has come to pass. */
  #aim() {
    const stop = this.#payload.stops.find(({ value }) => value === this.#until);
    this.#player.stop = stop?.epoch ?? null;
  }

  /** Ask for scenes of the other width if these do not fit. */
  #measure() {
    if (this.#payload.compact !== narrow.matches) this.command({ compact: narrow.matches });
  }

  #press(event) {
    const action = actionOf(event);
    if (!action) return;
    event.preventDefault();
    this.#act(action);
  }

  #act(action, value) {
    this.#root.classList.remove("stage-intro");
    const player = this.#player;
    const deeds = {
      toggle: () => this.#toggle(),
      forward: () => player.seek(player.epoch + 1),
      back: () => player.seek(player.epoch - 1),
      first: () => player.seek(0),
      last: () => player.seek(player.newest),
      seek: () => player.seek(value),
      speed: () => player.pace((this.#speed = value)),
      until: () => this.#wait(value),
      stop: () => this.#ask("stop", "stopped"),
      fork: () => this.command({ fork: player.epoch }),
    };
    deeds[action]();
    this.#show();
  }

  /** Play and pause mean the job itself while there is one, and the recording afterwards. */
  #toggle() {
    const held = this.#live ? this.#job.status === "paused" : !this.#player.playing;
    if (held) this.#player.play();
    else this.#player.pause();
    if (this.#live) this.#ask(held ? "resume" : "pause", held ? "running" : "paused");
  }

  #ask(job, status) {
    this.#asked = status;
    this.command({ job });
  }

  #wait(until) {
    this.#until = until;
    this.#aim();
    if (this.#live) this.command({ until });
  }

  /** Run the loop until nothing is due. */
  #wake() {
    this.#frame ??= requestAnimationFrame((now) => this.#turn(now));
  }

  #turn(now) {
    this.#frame = null;
    if (this.#settled && this.#player.tick(now)) this.#show();
    if (!this.#player.playing) this.#root.classList.remove("stage-intro");
    const due = this.#plotly && this.#stale;
    due?.draw(this.#plotly, calm.matches ? 0 : this.#player.stride);
    const walking = this.#player.playing && this.#player.epoch < this.#player.newest;
    if (due || walking) this.#wake();
  }

  /** Bring everything on screen to the cursor. Charts are only told; the loop draws them. */
  #show() {
    const { scenes, words, lines, players, verdict, ask } = this.#payload;
    const { epoch, newest } = this.#player;
    const ended = epoch === newest; // a verdict is one on the end
    Object.assign(this.#root.dataset, { run: this.#payload.run, status: this.#job.status, epoch });
    this.#root.classList.toggle("stage-empty", !scenes);
    this.#root.classList.toggle("stage-none", !this.#payload.run);
    this.#root.classList.toggle("stage-unsampled", !this.#payload.sampled);
    const said = words[cursorOf(words, epoch)];
    const sentences = { ...lines, ...said, ...(ended && verdict?.sentences), ...this.#job };
    for (const line of this.#root.querySelectorAll("[data-say]")) say(line, sentences[line.dataset.say], players);
    for (const radio of this.#root.querySelectorAll('input[name="stage-view"]')) {
      radio.checked = radio.value === this.#payload.view;
    }
    this.#verdict.show({ verdict, ask, ended, players, asked: this.#job.asked, status: this.#job.status });
    for (const page of LABS) this.#part(page).hidden = !this.#job.openable;
    this.#lab.show({ lab: this.#job.lab, command: this.#payload.command, players });
    this.#charts.forEach((chart, name) => (scenes ? chart.show(scenes[name], epoch) : chart.clear()));
    this.#steer(plain(sentences.finding));
    this.#addressing ??= setTimeout(() => this.#address(), ADDRESS_MS);
    this.#wake();
  }

  #steer(finding) {
    const { epoch, newest, playing, speed } = this.#player;
    const { marks, stops, planned } = this.#payload;
    this.#transport.offer({ marks, stops, planned, speed, until: this.#until });
    this.#transport.show({
      ...{ epoch, newest, planned, finding },
      live: this.#live,
      running: this.#live ? this.#job.status !== "paused" : playing,
      asked: this.#asked,
    });
    this.#transport.offerFork(this.#payload.kept, this.#job.fork, epoch);
  }

  /** What the address says of the cursor: nothing while it stands at the newest epoch, or follows it. */
  #told() {
    const { epoch, newest, playing } = this.#player;
    return epoch === newest || (playing && this.#live) ? null : epoch;
  }

  #address() {
    this.#addressing = null;
    writeEpoch(this.#payload.run, this.#told());
  }
}
