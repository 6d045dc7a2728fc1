// Every coalition at every severity, as a table with a number in each cell. A cell is a button: pressing it shows that
// coalition at that severity. One of them is in the tab order, arrows lead to the others.

import { element } from "../stage/words.js";
import { mark } from "../labs/mark.js";

const MOVES = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };

export class Grid {
  #table;
  #shown = null;
  #place = [0, 0]; // of the cell in the tab order

  /** `wish(mask, severity)` is called for the cell that a person chooses. */
  constructor(table, wish) {
    this.#table = table;
    table.setAttribute("role", "grid");
    table.addEventListener("keydown", (event) => this.#press(event));
    table.addEventListener("click", ({ target }) => {
      const { mask, severity } = target.closest("button")?.dataset ?? {};
      if (mask !== undefined) wish(Number(mask), Number(severity));
    });
  }

  show(grid, players) {
    if (grid === this.#shown) return;
    this.#shown = grid;
    const held = this.#table.contains(document.activeElement);
    this.#table.ariaLabel = grid.alt;
    const body = element("tbody", "", "");
    body.append(...grid.rows.map((row) => line(row, grid.columns, players)));
    this.#table.replaceChildren(heading(grid.columns), body);
    const now = grid.rows.findIndex((row) => row.now);
    const column = grid.columns.findIndex(({ place }) => place === "now");
    this.#hold(held ? this.#place : [Math.max(now, 0), Math.max(column, 0)], held);
    if (!held) requestAnimationFrame(() => this.#reveal(now)); // asked right away, sizes would cost a layout of their own
  }

  /** Bring a row into sight in the box that scrolls; the page itself stays where it is. */
  #reveal(place) {
    const [row, box] = [this.#table.tBodies[0]?.rows[place], this.#table.parentElement];
    if (!row || box.scrollHeight <= box.clientHeight) return;
    const above = row.offsetTop - this.#table.tHead.offsetHeight;
    const below = row.offsetTop + row.offsetHeight - box.clientHeight;
    box.scrollTop = Math.max(below, Math.min(above, box.scrollTop));
  }

  #press(event) {
    const move = MOVES[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    this.#hold([this.#place[0] + move[0], this.#place[1] + move[1]], true);
  }

  /** Put a cell into the tab order, and all others out of it. */
  #hold([row, column], focus) {
    const { rows, columns } = this.#shown;
    this.#place = [Math.min(Math.max(row, 0), rows.length - 1), Math.min(Math.max(column, 0), columns.length - 1)];
    for (const button of this.#table.querySelectorAll("button")) button.tabIndex = -1;
    const chosen = this.#table.tBodies[0].rows[this.#place[0]]?.querySelectorAll("button")[this.#place[1]];
    if (!chosen) return;
    chosen.tabIndex = 0;
    if (focus) chosen.focus();
  }
}

function heading(columns) {
  const head = element("thead", "", "");
  const row = element("tr", "", "");
  const corner = element("th", "", "");
  corner.append(element("span", "lab-unseen", "present"));
  row.append(Object.assign(corner, { scope: "col" }));
  for (const { text, place } of columns) {
    row.append(Object.assign(element("th", place && `rob-${place}`, text), { scope: "col" }));
  }
  head.append(row);
  return head;
}

function line({ mask, label, members, now, cells }, columns, players) {
  const row = element("tr", now ? "rob-row-now" : "", "");
  const head = Object.assign(element("th", "", ""), { scope: "row", title: label });
  head.append(element("span", "lab-unseen", label), ...members.map((member, place) => sign(member, players[place])));
  row.append(head, ...cells.map((cell, place) => field(cell, mask, columns[place])));
  return row;
}

function sign(member, { glyph, fill }) {
  const made = mark(member ? glyph : "·", "rob-member");
  if (member) made.style.color = fill;
  return made;
}

function field({ text, background, colour, now, label }, mask, { severity, place }) {
  const cell = element("td", [now && "rob-cell-now", place && `rob-${place}`].filter(Boolean).join(" "), "");
  const button = Object.assign(element("button", "", text), { type: "button", ariaLabel: label });
  Object.assign(button.dataset, { mask, severity });
  Object.assign(button.style, { background, color: colour });
  cell.append(button);
  return cell;
}
