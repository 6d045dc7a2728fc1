// One sound at a time. It is fetched when somebody wants to hear it, and whole: some browsers play nothing from a server
// that cannot send a part of a file.

import { element } from "../stage/words.js";

export const UNHEARD = "This browser could not play the sound: the spectrogram shows it.";
export const UNREACHED = "The sound did not arrive: the spectrogram shows it.";
const PLAY = "M7 5v14l12-7z";
const STOP = "M6 6h12v12H6z";

/** Return a button for a sound; `dataset.what` says which, and `dataset.url` where it is. */
export function playButton() {
  const button = Object.assign(element("button", "lab-play", ""), { type: "button" });
  button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${PLAY}"/></svg>`;
  return button;
}

/** Show on a button whether its sound is being played. */
export function sounding(button, on) {
  button.ariaLabel = `${on ? "Stop" : "Play"} ${button.dataset.what}`;
  button.title = on ? "Stop" : "Play";
  button.querySelector("path").setAttribute("d", on ? STOP : PLAY);
}

export class Speaker {
  #make;
  #audio = null;
  #playing = null;
  #changed;
  #failed;

  /**
   * `changed()` is called when something begins or ends to play; `failed(sentence)` when it cannot be played, and with
   * an empty sentence when it is tried again.
   */
  constructor(changed, failed, make = () => new Audio()) {
    this.#changed = changed;
    this.#failed = failed;
    this.#make = make;
  }

  /** The address of what is played; null in silence. */
  get playing() {
    return this.#playing;
  }

  /** Play what is at an address, in place of anything else; if it is played already, stop it. */
  async toggle(url) {
    const again = this.#playing === url;
    this.stop();
    if (again) return;
    this.#failed("");
    this.#turn(url);
    const trouble = await this.#begin(url);
    if (trouble) this.#fail(url, trouble);
  }

  stop() {
    this.#audio?.pause();
    this.#turn(null);
  }

  /** Return why it cannot be played; nothing if it is. */
  async #begin(url) {
    let sound;
    try {
      const answer = await fetch(url);
      if (!answer.ok) return refusal(await answer.json());
      sound = await answer.blob();
    } catch {
      return UNREACHED;
    }
    return this.#playing === url ? this.#play(sound) : "";
  }

  async #play(sound) {
    try {
      this.#audio ??= this.#ready();
      URL.revokeObjectURL(this.#audio.src);
      this.#audio.src = URL.createObjectURL(sound);
      await this.#audio.play();
      return "";
    } catch {
      return UNHEARD;
    }
  }

  #ready() {
    const audio = this.#make();
    audio.addEventListener("ended", () => this.#turn(null));
    audio.addEventListener("error", () => this.#fail(this.#playing, UNHEARD));
    return audio;
  }

  #turn(url) {
    if (this.#playing === url) return;
    this.#playing = url;
    this.#changed();
  }

  /** Say why it is silent, once; whoever has stopped it or asked for something else knows. */
  #fail(url, sentence) {
    if (url === null || this.#playing !== url) return;
    this.#turn(null);
    this.#failed(sentence);
  }
}

/** Return what the server says about a sound that it does not give. */
function refusal({ error }) {
  return `${error.problem} ${error.remedy}`;
}
