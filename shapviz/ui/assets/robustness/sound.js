// One sound at a time. It is fetched when somebody wants to hear it, by whom the browser lets play.

export const UNHEARD = "This browser could not play the sound: the spectrogram shows what changed.";
export const UNREACHED = "The sound did not arrive: the spectrogram shows what changed.";

export class Speaker {
  #make;
  #audio = null;
  #playing = null;
  #changed;
  #failed;

  /** `changed()` is called when something begins or ends to play, `failed(sentence)` when it cannot be played. */
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
    try {
      this.#audio ??= this.#ready();
      this.#audio.src = url;
      await this.#audio.play();
    } catch {
      await this.#fail(url);
    }
  }

  stop() {
    this.#audio?.pause();
    this.#turn(null);
  }

  #ready() {
    const audio = this.#make();
    audio.addEventListener("ended", () => this.#turn(null));
    audio.addEventListener("error", () => this.#fail(this.#playing));
    return audio;
  }

  #turn(url) {
    if (this.#playing === url) return;
    this.#playing = url;
    this.#changed();
  }

  /** Say why it is silent, once; whoever has stopped it or asked for something else knows. */
  async #fail(url) {
    if (url === null || this.#playing !== url) return;
    this.#turn(null);
    this.#failed(await reason(url));
  }
}

/** Return why what is at an address could not be played: what the server says, if it has refused. */
async function reason(url) {
  try {
    const answer = await fetch(url);
    if (answer.ok) return UNHEARD;
    const { error } = await answer.json();
    return `${error.problem} ${error.remedy}`;
  } catch {
    return UNREACHED;
  }
}
