// The colours of attributions: orange for the class, purple against it, nothing at zero. Both are as dark as each other,
// and have 3:1 on light and on dark backgrounds, so that they mean the same everywhere (PuOr of ColorBrewer, poles).

export const FOR = [179, 88, 6];
export const AGAINST = [111, 85, 168];
const BEND = 0.8; // so that small values can be seen beside a great one

/** Return how strong a value is in [0, 1]: 1 at the limit, and beyond it. */
export function strength(value, limit) {
  return limit > 0 ? Math.min(Math.abs(value) / limit, 1) ** BEND : 0;
}

/** Return the colour of a value's sign as CSS, at full strength. */
export function pole(value) {
  return `rgb(${value < 0 ? AGAINST : FOR})`;
}

const FINE = { image: "pixel", audio: "cell", series: "value", text: "word", features: "column" };
const COARSE = { image: "patch", audio: "block", series: "span", features: "bundle" };
const FEW = 64; // cells of a spectrogram that a method which asks for coalitions makes of it, at most

/** Return what an element of an attribution is called: there is one scale for all that have the same name. */
export function unit({ kind, elements }) {
  const several = kind === "audio" ? elements.length <= FEW : kind !== "text" && /\d-\d/.test(elements[0]);
  return (several ? COARSE : FINE)[kind];
}

/** Return the greatest amount by unit: over all that is known of a sample, so that a method shown later changes little. */
export function limits(insides) {
  const found = {};
  for (const inside of insides) {
    const most = inside.values.reduce((least, value) => Math.max(least, Math.abs(value)), 0);
    found[unit(inside)] = Math.max(found[unit(inside)] ?? 0, most);
  }
  return found;
}
