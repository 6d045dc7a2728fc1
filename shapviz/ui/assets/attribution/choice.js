// What is chosen on the page. A choice is a plain value as `asked` of the payload has it; every change gives a new one.

import { EVERYTHING, counted, opening, passing } from "./filters.js";

const TARGETS = { true: "the true class", predicted: "the predicted class" };

/** Return what the network is asked; equal questions are written alike. */
export function questionOf({ question: { payoff, target, baseline } }) {
  return { payoff, target, baseline };
}

export function asking(choice, change) {
  return { ...choice, question: { ...choice.question, ...change } };
}

/** Take in a wish of the left column: keys of a choice, but for the class, which belongs to the question. */
export function wished(choice, { target, method, ...change }) {
  const inside = method === undefined ? {} : { inside: method };
  const next = { ...choice, ...inside, ...change };
  return target === undefined ? next : asking(next, { target });
}

/**
 * Return the row in view: the one that was chosen, if it is a test sample, else the one to begin with; null where no sample
 * passes the filter.
 */
export function rowOf({ row, filter }, gallery) {
  if (!gallery) return row;
  if (!counted(gallery, filter)) return null;
  return gallery.rows.includes(row) ? row : opening(gallery, filter);
}

/** Whether the filter is known to leave no sample. */
export function empty({ filter }, gallery) {
  return Boolean(gallery) && !counted(gallery, filter);
}

/** Return whose values are shown: where no sample is left, those of all. */
export function scopeOf(choice, gallery) {
  return empty(choice, gallery) ? "all" : choice.scope;
}

/** Keep the sample in view, whatever is asked next: by another question or epoch a gallery opens with another. */
export function held(choice, gallery) {
  return { ...choice, row: rowOf(choice, gallery) ?? choice.row };
}

/** Show a sample that somebody points at, whatever the filter: one that would hide it no longer holds. */
export function pointed(choice, gallery, row) {
  const next = { ...choice, row };
  return rowsOf(choice, gallery).includes(row) ? next : { ...next, filter: EVERYTHING };
}

/** Keep to the filter: where it hides the sample in view, the first that passes takes its place. */
export function kept(choice, gallery) {
  const rows = rowsOf(choice, gallery);
  return rows.length && !rows.includes(rowOf(choice, gallery)) ? { ...choice, row: rows[0] } : choice;
}

/** Return the rows of the film, those that pass the filter. */
export function rowsOf({ filter }, gallery) {
  return gallery ? passing(gallery, filter).map((place) => gallery.rows[place]) : [];
}

/** Return the rows next to the one in view, which will be wanted soon. */
export function beside(choice, gallery) {
  const rows = rowsOf(choice, gallery);
  const at = rows.indexOf(rowOf(choice, gallery));
  return [rows[at + 1], rows[at - 1]].filter((row) => at >= 0 && row !== undefined);
}

/** Return the row `by` steps away in the film; the one that was chosen where there is none. */
export function stepped(choice, gallery, by) {
  const rows = rowsOf(choice, gallery);
  const at = rows.indexOf(rowOf(choice, gallery));
  return rows[Math.min(Math.max(at + by, 0), rows.length - 1)] ?? choice.row;
}

/** Return what is attributed, in words; `offered` has the titles of payoffs. */
export function toldOf({ question: { payoff, target } }, offered) {
  const of = TARGETS[target] ?? target.replace(/^class:/, "");
  return `${offered.payoff.find(({ value }) => value === payoff).title.toLowerCase()} of ${of}`;
}
