// The table of methods: what each gives to whom, what it leaves unexplained and what it costs. Rows stay in place; what was
// refused says why when it is unfolded, and what was not asked yet can be.

import { mark } from "../labs/mark.js";
import { element } from "../stage/words.js";

const COLUMNS = [["Method", ""], ["", "att-bar"], ["Missing from total", "att-number att-missing"], ["Calls a sample", "att-number att-calls"], ["Time, all samples", "att-number"]];

export class Table {
  #table;
  #wish;
  #told = "";

  /** `wish` has `ask(method)` and `cancel(job)`. */
  constructor(table, wish) {
    this.#table = table;
    this.#wish = wish;
  }

  /**
   * @param methods of the view
   * @param look {scope, bars, players: {name: player}, rows: names of methods that are shown, jobs: {method: {say, done, run,
   *   failed}}, asking: the name of the method that is being asked, refusal: why no job can be started}
   */
  show(methods, look) {
    const rows = methods.rows.filter(({ method }) => !look.rows || look.rows.includes(method));
    const told = JSON.stringify([methods.alt, rows, methods.zero, look]);
    if (told === this.#told) return;
    this.#told = told;
    const held = this.#table.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const open = new Set([...this.#table.querySelectorAll("details[open]")].map(({ dataset }) => dataset.key));
    const body = element("tbody", "", "");
    body.append(...rows.flatMap((row) => this.#row(row, methods, look)));
    this.#table.replaceChildren(element("caption", "lab-unseen", captionOf(methods, look)), heading(methods, look), body);
    for (const details of this.#table.querySelectorAll("details")) details.open = open.has(details.dataset.key);
    if (held) this.#table.querySelector(`[data-key="${CSS.escape(held)}"]`)?.focus();
  }

  /** Return the lines of a method: one, or two. */
  #row(row, methods, look) {
    const line = element("tr", row.main ? "att-main" : "", "");
    Object.assign(line.dataset, { method: row.method, state: row.state });
    line.append(name(row));
    const bars = row.bars?.[look.scope];
    if (row.state !== "known" || !bars) line.append(this.#unknown(row, look));
    else line.append(...known(row, bars, methods, look));
    return row.said && bars ? [line, this.#rest(line, row, look)] : [line];
  }

  /** Return a second line for a method that was asked about some samples only: what it would take to ask it about all. */
  #rest(line, row, look) {
    line.cells[0].rowSpan = 2;
    const rest = element("tr", "", "");
    rest.append(this.#unknown(row, look));
    return rest;
  }

  /** Return a cell across all columns: why there is nothing, and what can be done. */
  #unknown(row, look) {
    const cell = Object.assign(element("td", "att-unknown", ""), { colSpan: 4 });
    cell.append(...(row.state === "refused" ? [refused(row)] : this.#standing(row, look)));
    return cell;
  }

  /** Return how it stands with what a method has not been asked: a job that asks it, or a button that has it asked. */
  #standing({ method, title, said }, { jobs, asking, refusal }) {
    if (jobs[method]) return this.#job(jobs[method], { title, method });
    if (asking.includes(method)) return [element("span", "att-said", "being asked…")];
    const cost = element("span", "att-said", said);
    if (refusal) return [cost, element("span", "att-said", refusal)];
    return [this.#button("Run", `Run ${title}`, `run ${method}`, () => this.#wish.ask(method)), cost]; // the words flow around it
  }

  #job({ say, done, run, failed }, { title, method }) {
    if (failed) return [element("span", "att-said", say), this.#button("Try again", `Try ${title} again`, `run ${method}`, () => this.#wish.ask(method))];
    const bar = Object.assign(element("progress", "", ""), { max: 1, value: done, ariaLabel: `${title}: ${say}` });
    return [bar, element("span", "att-said", say), this.#button("Cancel", `Cancel ${title}`, `cancel ${method}`, () => this.#wish.cancel(run))];
  }

  #button(text, label, key, deed) {
    const button = Object.assign(element("button", "stage-small", text), { type: "button", ariaLabel: label });
    button.dataset.key = key;
    button.addEventListener("click", () => {
      button.disabled = true;
      deed();
    });
    return button;
  }
}

function captionOf({ alt, subtitle, signed_subtitle: signed }, { bars, scope }) {
  return `${(bars === "signed" ? signed : subtitle)[scope]}. ${alt}`;
}

function heading({ unit }, { bars }) {
  const head = element("thead", "", "");
  const row = element("tr", "", "");
  const cells = COLUMNS.map(([text, name]) => Object.assign(element("th", name, text), { scope: "col" }));
  cells[1].textContent = bars === "signed" ? `φ, ${unit}` : "Share of |φ|, %";
  row.append(...cells);
  head.append(row);
  return head;
}

function name({ title, library, about, samples, sampled_baseline: sampled, baseline }) {
  const cell = Object.assign(element("th", "", ""), { scope: "row", title: about });
  const source = element("small", "", [library, samples].filter(Boolean).join(" · "));
  cell.append(element("b", "", title), source);
  if (sampled) source.append(Object.assign(element("i", "att-sampled", "sampled"), { title: `Its baseline: ${baseline}. Not the same question.` }));
  return cell;
}

function known({ calls, time }, bars, { zero }, { scope, bars: kind, players }) {
  const cell = element("td", "att-bar", "");
  const segments = kind === "signed" ? bars.signed : bars.shares;
  const bar = Object.assign(element("div", `att-${kind}`, ""), { role: "img", ariaLabel: bars.alt });
  bar.append(...segments.map((segment) => piece(segment, players[segment.player])));
  if (kind === "signed") {
    bar.style.setProperty("--zero", zero[scope]);
    cell.append(bar, amounts(bars, players));
  } else {
    cell.append(bar);
    if (bars.cancels) cell.append(element("small", "att-cancels", bars.cancels));
  }
  const missing = element("td", bars.leaves ? "att-number att-leaves" : "att-number", bars.missing);
  const spread = bars.give && element("small", "", `φ ${bars.give}`);
  if (spread) missing.append(Object.assign(spread, { title: "Half the width of its widest 95 % interval over what it draws" }));
  return [cell, missing, element("td", "att-number", calls), element("td", "att-number", time)];
}

function piece({ left, width, text, glyph, label }, { fill, text: ink, glyph: sign }) {
  const made = element("span", "", "");
  Object.assign(made.style, { left: `${100 * left}%`, width: `${100 * width}%`, background: fill, color: ink });
  made.title = label;
  if (glyph) made.append(mark(sign));
  made.append(text);
  return made;
}

/** What everybody gets, with intervals, beneath a signed bar. */
function amounts({ amounts }, players) {
  const line = element("small", "att-amounts", "");
  const each = amounts.map(({ player, text, interval }) => {
    const said = element("span", "", "");
    const sign = mark(players[player].glyph);
    sign.style.color = players[player].fill;
    said.title = `${player}: ${text} ${interval}`;
    said.append(sign, `${text} ${interval}`);
    return said;
  });
  line.append(...each);
  return line;
}

function refused({ method, said, remedy }) {
  const details = element("details", "att-refused", "");
  details.dataset.key = `refused ${method}`;
  details.append(element("summary", "", "not offered here"), element("p", "", `${said} ${remedy}`));
  return details;
}
