// One modality of one sample as a small figure: pixels, a spectrogram, words, traces or bars. A figure that is drawn
// again keeps its elements, so that nothing flickers while a slider is moved.

import { element } from "../stage/words.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST_WORDS = 8;
const BAR = 4; // width of a column and its gap, in units of the figure
const LEAST_BARS = 10; // room for as many: two columns do not become two blocks
const WHAT = { image: "picture", audio: "spectrogram", series: "traces", features: "columns", text: "words" };

/** Whether before and after share one figure: there is no room for two beside each other. */
export const together = (kind) => kind === "text" || kind === "features";

/** Whether a side shows a sample to which nothing was done. */
const untouched = (side) => side === "before" || side === "only";

/** Return the text of a figure; `side` is "before", "after" or "both", or "only" where there is no other. */
export function alt(name, exhibit, side, present = true) {
  if (!present && !untouched(side)) return `${name} is absent`;
  const what = name === WHAT[exhibit.kind] ? name : `${name}, ${WHAT[exhibit.kind]}`;
  if (side === "only") return what;
  if (side === "before") return `${what} before`;
  const words = exhibit.kind === "text" && !exhibit.gone ? `: ${spoken(exhibit.words)}` : "";
  return `${what} ${side === "both" ? "before and after" : "after"}, ${exhibit.told}${words}`;
}

const FATES = {
  kept: ({ before }) => before,
  lost: ({ before }) => `${before} lost`,
  added: ({ after }) => `${after} added`,
  unknown: ({ before }) => `${before} unknown`,
  misspelt: ({ before, after }) => `${before} misspelt as ${after}`,
  moved: ({ before, after }) => `${after} in place of ${before}`,
  replaced: ({ before, after }) => `${before} replaced by ${after}`,
};

/** Return the words of a text with what has become of them, to be read out. */
export function spoken(words) {
  return words.map((word) => FATES[word.state](word)).join(", ");
}

/** Return the points of a polyline in a square of 100: channel `lane` of `lanes`, from the top. */
export function points(values, { low, high, lane, lanes }) {
  const across = 100 / Math.max(values.length - 1, 1);
  const height = 100 / lanes;
  const up = (value) => (high > low ? (value - low) / (high - low) : 0.5);
  return values.map((value, at) => `${short(at * across)},${short(height * (lane + 1 - up(value)))}`).join(" ");
}

/** Return top and height of a bar from zero to `value`, in a figure 100 high. */
export function bar(value, { low, high }) {
  const scale = 100 / (high - low || 1);
  return { y: short((high - Math.max(value, 0)) * scale), height: short(Math.abs(value) * scale) };
}

/** Draw an exhibit into `place`, or what stands there if there is none. */
export function draw(place, name, exhibit, { side, present }) {
  const text = exhibit ? alt(name, exhibit, side, present) : `${name}, on its way`;
  const gone = !present || (exhibit?.gone && !untouched(side));
  place.dataset.kind = exhibit?.kind ?? "none";
  place.dataset.gone = gone ? (present ? "missing" : "absent") : "";
  if (!exhibit) return place.replaceChildren();
  DRAWN[exhibit.kind](place, exhibit, { side, text, gone });
}

const DRAWN = { image: picture, audio: picture, text: words, series: traces, features: bars };

function picture(place, { before, after }, { side, text, gone }) {
  const image = kept(place, "img", () => Object.assign(new Image(), { draggable: false }));
  const source = untouched(side) || gone ? before : (after ?? before);
  if (image.getAttribute("src") !== source) image.src = source;
  image.alt = text;
}

function words(place, exhibit, { side, text, gone }) {
  const line = kept(place, "p", () => element("p", "", ""));
  const shown = exhibit.words.slice(0, MOST_WORDS).map((word) => said(word, gone));
  const more = exhibit.words.length - MOST_WORDS;
  if (more > 0) shown.push(element("span", "", `and ${more} more`));
  if (!exhibit.words.length) shown.push(element("span", "", "no words"));
  line.replaceChildren(...shown.flatMap((word) => [word, " "]), element("span", "lab-unseen", untouched(side) ? "" : text));
}

/** Return a word: what is lost is struck through, what has come stands behind it. */
function said({ state, before, after }, gone) {
  const word = element("span", "", "");
  word.dataset.state = gone ? "kept" : state;
  if (gone || state === "kept") word.textContent = before;
  else word.append(...(before ? [element("s", "", before)] : []), ...(after ? [element("b", "", after)] : []));
  word.ariaHidden = "true"; // the sentence behind them says all of it
  return word;
}

function traces(place, { before, after, low, high }, { side, text, gone }) {
  const lanes = untouched(side) || gone ? before : (after ?? before);
  const svg = sketch(place, "0 0 100 100", text);
  fill(svg, lanes.length, "polyline");
  lanes.forEach((values, lane) => {
    svg.children[lane].setAttribute("points", points(values, { low, high, lane, lanes: lanes.length }));
  });
}

/** Every column before, open, and after, filled. */
function bars(place, { columns, low, high }, { text, gone }) {
  const width = Math.max(columns.length, LEAST_BARS) * BAR;
  const svg = sketch(place, `0 0 ${width} 100`, text);
  fill(svg, columns.length * 2, "rect");
  columns.forEach(({ before, after }, at) => {
    const x = (width - columns.length * BAR) / 2 + at * BAR + 0.5;
    shape(svg.children[at * 2], { x, width: BAR - 1, ...bar(gone ? 0 : after, { low, high }), class: "lab-now" });
    shape(svg.children[at * 2 + 1], { x, width: BAR - 1, ...bar(before, { low, high }), class: "lab-then" });
  });
}

function sketch(place, box, text) {
  const svg = kept(place, "svg", () => document.createElementNS(SVG, "svg"));
  shape(svg, { viewBox: box, preserveAspectRatio: "none", role: "img", "aria-label": text });
  return svg;
}

/** Return the one child of that name, made if something else stands there. */
function kept(place, name, make) {
  if (place.firstElementChild?.localName !== name) place.replaceChildren(make());
  return place.firstElementChild;
}

function fill(svg, count, name) {
  if (svg.childElementCount === count && svg.firstElementChild?.localName === name) return;
  svg.replaceChildren(...Array.from({ length: count }, () => document.createElementNS(SVG, name)));
}

function shape(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}

function short(value) {
  return Math.round(value * 10) / 10;
}
