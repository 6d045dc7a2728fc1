// A run's validation accuracy over its epochs, drawn small. All have the same scale: 0 to 100 %, first to last epoch.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 96;
const HEIGHT = 28;
const EDGE = 3; // px, so that the dot at the end is not cut off

/** Return the drawing of a run, in words for those who do not see it. */
export function spark({ course, epochs }) {
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: "img" });
  svg.setAttribute("aria-label", words(course));
  const places = course.map(([epoch, accuracy]) => [
    EDGE + (epoch / epochs) * (WIDTH - 2 * EDGE),
    HEIGHT - EDGE - accuracy * (HEIGHT - 2 * EDGE),
  ]);
  svg.append(shape("path", { class: "sv-floor", d: `M${EDGE} ${HEIGHT - EDGE}H${WIDTH - EDGE}` }));
  if (!places.length) return svg;
  const line = places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
  const [x, y] = places.at(-1);
  svg.append(shape("path", { class: "sv-line", d: `M${line}` }), shape("circle", { cx: x, cy: y, r: 2.4 }));
  return svg;
}

function words(course) {
  if (!course.length) return "No accuracy measured yet";
  const [[, first], [epoch, last]] = [course[0], course.at(-1)];
  return `Validation accuracy ${percent(first)} → ${percent(last)} by epoch ${epoch}`;
}

function percent(value) {
  return `${Math.round(100 * value)} %`;
}

function shape(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
