// Columns as bars to the right, for the class, and to the left, against it: those that speak loudest first.

import { element } from "../stage/words.js";
import { decimals, precise, signed } from "./numbers.js";
import { pole } from "./scale.js";

/** Return a list of columns, in a list: `first` of them at once, and the rest of a long one where `unfolded` is open. */
export function columnsOf(inside, limit, { first, unfolded }) {
  const box = element("div", "in-columns", "");
  const order = loudest(inside.values);
  const shown = order.length === first + 1 ? order.length : first; // a fold takes as much room as one column
  box.append(listOf(inside, order.slice(0, shown), limit));
  if (order.length > shown) box.append(rest(inside, order.slice(shown), limit, unfolded));
  return [box];
}

/** Return the places of values, that of the greatest amount first. */
export function loudest(values) {
  return [...values.keys()].sort((one, other) => Math.abs(values[other]) - Math.abs(values[one]) || one - other);
}

function rest(inside, places, limit, unfolded) {
  const details = Object.assign(element("details", "in-rest", ""), { open: unfolded.open });
  const sum = places.reduce((total, place) => total + inside.values[place], 0);
  details.append(element("summary", "", `${places.length} more, together ${precise(sum, inside.measure.digits)}`), listOf(inside, places, limit));
  details.addEventListener("toggle", () => (unfolded.open = details.open));
  return details;
}

function listOf({ elements, values, measure }, places, limit) {
  const list = element("ul", "", "");
  list.role = "list";
  list.append(...places.map((place) => columnOf(elements[place], values[place], { limit, measure })));
  return list;
}

function columnOf(name, value, { limit, measure }) {
  const item = element("li", "", "");
  const lane = element("span", "in-lane", "");
  const bar = element("i", "", "");
  bar.style.width = `${limit > 0 ? (50 * Math.abs(value)) / limit : 0}%`;
  bar.style[value < 0 ? "right" : "left"] = "50%";
  bar.style.background = pole(value);
  lane.append(bar);
  item.append(element("span", "", name), lane, element("b", "", signed(value, decimals(limit, measure.digits))));
  return item;
}
