// What is inside a modality adds up to what the modality itself is given: the parts, in words and as a table.

import { loudest } from "./columns.js";
import { addingUp, decimals, placesOf, precise, signed } from "./numbers.js";

const NAMES = ["inside", "being there", "unexplained"];
const LISTED = 24; // elements in a table: the rest are one line

/** Return what the elements come to, and what the method leaves unexplained. */
export function parts({ values, whole, presence }) {
  const inside = values.reduce((sum, value) => sum + value, 0);
  return { inside, presence, missing: whole - presence - inside };
}

/** Return how the parts add up to the whole as it is written, as a phrase; empty where the elements are all there is. */
export function addedUp(inside) {
  const { inside: within, presence, missing } = parts(inside);
  const places = placesOf(inside.whole, inside.measure.digits);
  const [first, ...others] = addingUp([within, presence, missing], places).map((value, at) => [NAMES[at], value]);
  const seen = others.filter(([, value]) => value !== 0);
  if (!seen.length) return "";
  const told = [first, ...seen].map(([name, value]) => `${name} ${signed(value, places)}`.replaceAll(" ", "\u00a0"));
  return told.join("\u00a0· "); // it breaks between parts only
}

/** Return an attribution in words: which element speaks most for the class, and which most against it. */
export function alt({ modality, elements, values, measure }, target) {
  const [most] = loudest(values.map((value) => Math.max(value, 0)));
  const [least] = loudest(values.map((value) => Math.min(value, 0)));
  const [loud, against] = [values[most] > 0, values[least] < 0];
  const said = [
    loud && `${elements[most]} speaks most for ${target}, ${precise(values[most], measure.digits)} ${measure.name}`,
    against && `${elements[least]} ${loud ? "most against" : `speaks most against ${target}`}, ${precise(values[least], measure.digits)} ${measure.name}`,
  ].filter(Boolean);
  return `${modality}, attribution: ${said.join("; ") || `no element makes any difference to ${target}`}`;
}

/** Return the numbers of an attribution as a table, the loudest elements first; all to as many decimals, and they add up. */
export function tableOf(inside, target) {
  const { values, elements, measure } = inside;
  const order = loudest(values);
  const rest = order.slice(LISTED);
  const { presence, missing } = parts(inside);
  const told = [
    ...order.slice(0, LISTED).map((place) => [elements[place], values[place]]),
    ...(rest.length ? [[`${rest.length} others`, rest.reduce((total, place) => total + values[place], 0)]] : []),
    ...[["being there", presence], ["unexplained", missing]],
  ];
  const places = 1 + decimals(Math.max(...told.map(([, value]) => Math.abs(value))), measure.digits);
  const shown = addingUp(told.map(([, value]) => value), places);
  return {
    caption: `${inside.modality} for ${target}; out means: ${inside.baseline}`,
    columns: ["element", measure.name],
    rows: [...told.map(([name], at) => [name, signed(shown[at], places)]), ["all", signed(inside.whole, places)]],
  };
}
