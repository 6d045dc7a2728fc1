// The bar at the bottom: what moves the cursor, and what holds or ends the job. It shows a state and reports wishes;
// it decides nothing.

import { element } from "./words.js";

const ASKING_MS = 4000;
const CROWDED = 0.16; // of the slider's length
const UNDER_WAY = { paused: "Pausing", running: "Resuming", stopped: "Stopping" };

export class Transport {
  #root;
  #offered = "";
  #asking = null;

  /** `wish(action, value)` is called for whatever a person asks for here. */
  constructor(root, wish) {
    this.#root = root;
    for (const button of root.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => wish(button.dataset.do));
    }
    for (const radio of root.querySelectorAll('input[name="stage-speed"]')) {
      radio.addEventListener("change", () => wish("speed", radio.value));
    }
    this.#part("slider").addEventListener("input", ({ target }) => wish("seek", target.valueAsNumber));
    this.#part("until").addEventListener("change", ({ target }) => wish("until", target.value));
    this.#part("stop").addEventListener("click", () => this.#pressStop(wish));
  }

  /** Show where the cursor stands and what the buttons would do. */
  show({ epoch, newest, planned, finding, live, running, asked }) {
    const slider = this.#part("slider");
    slider.max = planned;
    slider.value = epoch;
    slider.setAttribute("aria-valuetext", `epoch ${epoch} of ${planned}. ${finding}`);
    const scrub = this.#part("scrub");
    scrub.style.setProperty("--at", epoch / planned);
    scrub.style.setProperty("--there", newest / planned);
    this.#part("epoch").textContent = epoch;
    this.#part("planned").textContent = planned;
    this.#part("toggle").classList.toggle("stage-running", running);
    this.#part("toggle-text").textContent = UNDER_WAY[asked] ?? (running ? "Pause" : live ? "Resume" : "Play");
    this.#part("stop").hidden = !live;
    this.#part("newest").hidden = !live || epoch === newest;
    if (!live) this.#ask(false);
  }

  /** Mark what happened on the slider, list what one may wait for, and show what is chosen. */
  offer({ marks, stops, planned, speed, until }) {
    this.#root.querySelector(`input[name="stage-speed"][value="${speed}"]`).checked = true;
    const told = JSON.stringify([marks, stops, planned]);
    if (told !== this.#offered) {
      this.#part("marks").replaceChildren(...marks.map((mark, place) => placed(mark, marks[place + 1], planned)));
      this.#part("until").replaceChildren(...stops.map(({ value, text }) => new Option(text, value)));
    }
    this.#offered = told;
    this.#part("until").value = until;
  }

  /** Say what forking at this epoch would do; where it cannot be, the button says why not. */
  offerFork(kept, fork, epoch) {
    const button = this.#part("fork");
    button.hidden = !kept.length || !fork;
    if (button.hidden) return;
    const short = epoch >= fork.before;
    button.disabled = short || !kept.includes(epoch);
    button.title = short
      ? `The set-up asks for ${fork.before} epochs, so there is nothing left to train; Advanced sets more`
      : button.disabled
        ? `No checkpoint of epoch ${epoch} is kept`
        : `Go on from epoch ${epoch} in the order chosen on the left: ${fork.order}. This run stays as it is`;
    this.#part("fork-order").textContent = `: ${fork.order}`;
  }

  dispose() {
    this.#ask(false);
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  /** Stopping ends the job for good, so the first press only asks; soon after it has been forgotten. */
  #pressStop(wish) {
    const asked = this.#asking !== null;
    this.#ask(!asked);
    if (asked) wish("stop");
  }

  #ask(asking) {
    clearTimeout(this.#asking);
    this.#asking = asking ? setTimeout(() => this.#ask(false), ASKING_MS) : null;
    this.#part("stop").classList.toggle("stage-asking", asking);
    this.#part("stop-text").textContent = asking ? "Stop for good?" : "Stop";
  }
}

/** Return a mark for the slider; its words give way where the next mark is near. */
function placed({ epoch, glyph, text }, next, planned) {
  const crowded = next && next.epoch - epoch < CROWDED * planned;
  const mark = element("span", "stage-mark", crowded ? glyph : `${glyph} ${text}`);
  mark.style.setProperty("--at", epoch / planned);
  return mark;
}
