// Between two epochs the cursor glides instead of jumping. Plotly has drawn the later one already; the browser then
// lets what stands at the cursor arrive from where it stood before, and uncovers what is new behind it. Nothing is
// drawn again, so this runs at the display's own rate.

const EASE = "cubic-bezier(.3, 0, .2, 1)";
const AROUND = "-20px"; // room for strokes and markers at the edges of what is uncovered

/**
 * Animate a figure that has been drawn as of the epoch `to` from where its cursor stood at `from`.
 *
 * `still` counts the annotations and shapes that do not belong to the cursor; they come first.
 */
export function glide(element, { from, to, still, duration }) {
  const axis = element._fullLayout.xaxis;
  const way = axis.d2p(to) - axis.d2p(from);
  const arrive = [{ transform: `translateX(${-way}px)` }, { transform: "none" }];
  const uncover = [
    { clipPath: `inset(${AROUND} ${way}px ${AROUND} ${AROUND})` },
    { clipPath: `inset(${AROUND})` },
  ];
  const timing = { duration, easing: EASE };
  for (const node of movers(element, to, still)) node.animate(arrive, timing);
  for (const { node, trace } of traces(element)) {
    if (trace.meta?.reveal === "upto" && way > 0) node.animate(uncover, timing);
    else if (trace.x.length && trace.x.every((x) => x === to)) node.animate(arrive, timing);
  }
}

/** Return the annotations and shapes that stand at the cursor. */
function movers(element, cursor, still) {
  const { annotations, shapes } = element.layout;
  const at = (nodes, items, first, stands) =>
    [...nodes].filter(({ dataset: { index } }) => index >= first && stands(items[index]));
  return [
    ...at(element.querySelectorAll(".annotation"), annotations, still.annotations, ({ x }) => x === cursor),
    ...at(element.querySelectorAll(".shapelayer path"), shapes, still.shapes, ({ x0, x1 }) => x0 === cursor && x1 === x0),
  ];
}

/** Return every trace on the page with its element; Plotly keeps both together. */
function traces(element) {
  const nodes = [...element.querySelectorAll(".scatterlayer > .trace, .barlayer > .trace")];
  return nodes.map((node) => ({ node, trace: element.data[node.__data__[0].trace.index] }));
}
