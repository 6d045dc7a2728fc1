// The cursor over the epochs whose weights are kept. Wherever it stands, everything is asked of the network as it was then.

export class Epochs {
  #root;
  #kept = [];

  /** `wish(epoch)` is called with the epoch that a person chooses; null is the newest. */
  constructor(root, wish) {
    this.#root = root;
    this.#input.addEventListener("input", () => this.#tell());
    this.#input.addEventListener("change", () => {
      const at = this.#input.valueAsNumber;
      wish(at === this.#kept.length - 1 ? null : this.#kept[at]);
    });
  }

  /** Show the epochs that are kept, in their order, and the one in view; null is the newest. */
  show(kept, epoch) {
    this.#kept = kept;
    this.#root.hidden = kept.length < 2;
    this.#input.max = kept.length - 1;
    this.#input.value = epoch === null ? kept.length - 1 : Math.max(kept.indexOf(epoch), 0);
    this.#tell();
  }

  #tell() {
    const epoch = this.#kept[this.#input.valueAsNumber];
    this.#root.querySelector("output").textContent = epoch ?? "";
    this.#input.setAttribute("aria-valuetext", `epoch ${epoch}`);
  }

  get #input() {
    return this.#root.querySelector("input");
  }
}
