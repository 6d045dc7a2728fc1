// The playhead: which epoch is on screen, and when the next one is due. It knows neither the page nor the clock:
// whoever owns it calls `tick` with the time and looks at `epoch`. A live run and a recorded one are played alike; a
// live one merely has a `newest` that grows.

/** Epochs per second. At "max" a live run is shown as far as it has come, at once. */
export const SPEEDS = { half: 0.5, one: 1, four: 4, max: Infinity };

/** A recorded run at "max" still takes this long for an epoch, or it would be over before it was seen. */
const SHORTEST_MS = 90;

const GLIDE_MS = 400; // the longest movement between two epochs
const NUDGE_MS = 120; // moved by hand, the cursor should be there at once

export class Player {
  epoch = 0;
  newest = 0;
  playing = false;
  live = false;
  speed = "max";
  stop = null; // the epoch chosen under "until"
  #due = null;

  /** Begin with another run. No epoch means the newest one, which is followed while the run is live. */
  open({ epoch, newest, live }) {
    this.newest = newest;
    this.live = live;
    this.stop = null;
    this.epoch = Math.min(epoch ?? newest, newest);
    this.#run(live && epoch === null);
  }

  /** Take note of how far the run has come. */
  extend({ newest, live }) {
    this.newest = newest;
    this.live = live;
    this.epoch = Math.min(this.epoch, newest);
  }

  play() {
    if (!this.live && this.epoch >= this.newest) this.epoch = 0;
    this.#run(true);
  }

  pause() {
    this.#run(false);
  }

  /** Put the cursor on an epoch by hand. On the newest epoch of a live run, that is to follow it. */
  seek(epoch) {
    this.epoch = Math.max(0, Math.min(Math.round(epoch), this.newest));
    this.#run(this.live && this.epoch === this.newest);
  }

  pace(speed) {
    this.speed = speed;
    this.#due = null;
  }

  /** Move on if an epoch is due at `now`, in milliseconds. Returns whether the cursor moved. */
  tick(now) {
    if (!this.playing) return false;
    if (this.epoch >= this.#limit()) return this.#wait();
    if (this.live && this.speed === "max") return this.#move(this.#limit());
    this.#due ??= now + this.#interval();
    if (now < this.#due) return false;
    this.#due = now + this.#interval();
    return this.#move(this.epoch + 1);
  }

  /** How long the cursor may take from one epoch to the next, in milliseconds, so that it never lags behind. */
  get stride() {
    if (!this.playing) return NUDGE_MS;
    return this.live && this.speed === "max" ? GLIDE_MS : Math.min(GLIDE_MS, 0.9 * this.#interval());
  }

  #run(playing) {
    this.playing = playing;
    this.#due = null;
  }

  #limit() {
    const ahead = this.stop !== null && this.stop > this.epoch;
    return ahead ? Math.min(this.stop, this.newest) : this.newest;
  }

  #interval() {
    return Math.max(SHORTEST_MS, 1000 / SPEEDS[this.speed]);
  }

  #move(epoch) {
    this.epoch = epoch;
    if (epoch === this.stop) this.pause();
    return true;
  }

  /** A recorded run has been played when its end is reached; a live one will go on. */
  #wait() {
    this.#due = null;
    this.playing = this.live;
    return false;
  }
}
