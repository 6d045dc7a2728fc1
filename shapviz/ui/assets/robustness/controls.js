// The left column: who is present, what stands in, what is done to whom. It shows a choice and reports wishes.

import { element } from "../stage/words.js";
import { focusOf } from "./choice.js";
import { mark } from "../labs/mark.js";
import { titled } from "./offered.js";

const STEP = 0.25; // as in shapviz/ui/robustness/state.py
const WORST = 5;

export class Controls {
  #root;
  #wish;
  #built = "";

  /** `wish` has `toggle(name)`, `corrupt(name, {corruption} or {severity})`, `stand(name)`, `draw(number)` and `clean()`. */
  constructor(root, wish) {
    this.#root = root;
    this.#wish = wish;
    this.#part("clean").addEventListener("click", () => wish.clean());
    this.#part("draw").addEventListener("change", ({ target }) => wish.draw(Math.min(target.max, Math.max(0, Math.trunc(target.valueAsNumber) || 0))));
  }

  /** Show a choice. `offered`: {stand-in: null or why it is not offered}; null while that is not known. */
  show(choice, { players, fitting, stand_ins, last_draw }, offered) {
    this.#build(players, fitting, stand_ins);
    const focus = focusOf(choice, players);
    players.forEach((player, place) => {
      this.#showPlayer(choice, player, place, fitting[player.kind]);
      this.#part("sliders").children[place].classList.toggle("rob-focus", player.name === focus);
    });
    for (const radio of this.#part("stand").querySelectorAll("input")) {
      radio.checked = radio.value === choice.stand;
      radio.disabled = !radio.checked && (!offered || Boolean(offered[radio.value]));
      radio.closest("label").title = offered?.[radio.value] ?? "";
    }
    const refused = stand_ins.filter(({ name }) => offered?.[name]);
    const why = refused.map(({ name, title }) => `${title}: ${offered[name]}`).join(" ");
    this.#part("why").textContent = titled(why, stand_ins);
    this.#part("draw").max = last_draw;
    if (document.activeElement !== this.#part("draw")) this.#part("draw").value = choice.draw;
    this.#part("clean").disabled = Object.values(choice.corrupted).every(({ severity }) => !severity);
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  /** Make tiles and sliders for these modalities, unless they are there. */
  #build(players, fitting, standIns) {
    const told = JSON.stringify(players);
    if (told === this.#built) return;
    this.#built = told;
    this.#part("tiles").dataset.many = players.length > 4;
    this.#part("tiles").replaceChildren(...players.map((player, place) => this.#tile(player, place)));
    this.#part("sliders").dataset.many = players.length > 4;
    this.#part("sliders").replaceChildren(...players.map((player) => this.#slider(player, fitting[player.kind])));
    this.#part("stand").replaceChildren(element("legend", "", "What stands in"), ...standIns.map((one) => this.#standIn(one)));
  }

  #tile({ name, about, glyph, fill, text }, place) {
    const tile = element("button", "rob-tile", "");
    tile.type = "button";
    tile.style.setProperty("--fill", fill);
    tile.style.setProperty("--ink", text);
    tile.title = place < 9 ? `${about} (key ${place + 1})` : about;
    const words = element("span", "rob-tile-words", "");
    words.append(element("b", "", name), element("small", "", about));
    tile.append(mark(glyph), words, mark("", "rob-switch"));
    tile.addEventListener("click", () => this.#wish.toggle(name));
    return tile;
  }

  #slider({ name, glyph, fill }, fitting) {
    const box = element("div", "rob-slider", "");
    box.style.setProperty("--fill", fill);
    const title = element("label", "", "");
    title.append(mark(glyph), name);
    const input = Object.assign(element("input", "", ""), { type: "range", min: 0, max: WORST, step: STEP });
    title.htmlFor = input.id = `rob-severity-${name}`;
    input.addEventListener("input", () => this.#wish.corrupt(name, { severity: input.valueAsNumber }));
    const select = element("select", "", "");
    select.ariaLabel = `What is done to ${name}`;
    select.append(...fitting.map((one) => Object.assign(new Option(one.title, one.name), { title: one.about })));
    select.addEventListener("change", () => this.#wish.corrupt(name, { corruption: select.value }));
    const deed = element("div", "rob-deed", "");
    deed.append(select, element("span", "rob-level", ""));
    box.append(title, input, element("output", "", ""), deed);
    box.querySelector("output").htmlFor = input.id;
    return box;
  }

  #standIn({ name, title }) {
    const label = element("label", "", "");
    const radio = Object.assign(element("input", "", ""), { type: "radio", name: "rob-stand", value: name });
    radio.addEventListener("change", () => this.#wish.stand(name));
    label.append(radio, element("span", "", title));
    return label;
  }

  #showPlayer(choice, { name }, place, fitting) {
    const box = this.#part("sliders").children[place];
    const { corruption, severity } = choice.corrupted[name];
    const level = fitting.find((one) => one.name === corruption).told[Math.round(severity / STEP)];
    const absent = choice.absent.includes(name);
    const input = box.querySelector("input");
    input.value = severity;
    input.style.setProperty("--at", severity / WORST);
    const said = severity ? `severity ${severity} of ${WORST}: ${level}` : "clean";
    input.setAttribute("aria-valuetext", absent ? `${said}, but absent` : said);
    box.querySelector("output").textContent = absent ? "absent" : severity || "clean";
    box.querySelector("select").value = corruption;
    box.querySelector(".rob-level").textContent = severity ? level : "";
    box.classList.toggle("rob-done", severity > 0);
    box.classList.toggle("rob-out", absent);
    this.#part("tiles").children[place].ariaPressed = !absent;
  }
}
