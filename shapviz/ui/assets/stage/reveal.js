// A scene as of an epoch: the browser's side of the contract in shapviz/figures/scene.py, and equal to its `still`.

const SLICED = ["x", "y", "text", "customdata", "base", "width", "marker.color", "marker.opacity"];
const TOLERANCE = 1e-6; // bars end at sums of fractions

/** Return the epoch among the keys of `frames` that holds at `epoch`: the newest known one. */
export function cursorOf(frames, epoch) {
  const known = Object.keys(frames).map(Number);
  const past = known.filter((key) => key <= epoch);
  return past.length ? Math.max(...past) : Math.min(...known);
}

/** Return `{data, layout}` as Plotly takes it. The scene is left as it was; what does not change is shared with it. */
export function still(scene, epoch) {
  const cursor = cursorOf(scene.frames, epoch);
  const frame = scene.frames[cursor];
  const data = scene.data.map((trace, index) => restyled(revealed(trace, cursor), frame.restyle[index]));
  const layout = structuredClone(scene.layout); // Plotly writes ranges into the layout that it is given
  for (const part of ["annotations", "shapes"]) layout[part] = [...(layout[part] ?? []), ...frame[part]];
  return { data, layout };
}

function revealed(trace, cursor) {
  const reveal = trace.meta?.reveal;
  if (!reveal) return trace;
  const keep = positions(trace).map((position) => shows(reveal, position, cursor));
  const whole = (value) => Array.isArray(value) && value.length === keep.length;
  return SLICED.filter((path) => whole(get(trace, path))).reduce(
    (shown, path) => put(shown, path, get(trace, path).filter((_, point) => keep[point])),
    trace,
  );
}

function restyled(trace, changes = {}) {
  return Object.entries(changes).reduce((shown, [path, value]) => put(shown, path, value), trace);
}

function positions(trace) {
  return trace.type === "bar" ? trace.base.map((base, bar) => base + trace.x[bar]) : trace.x;
}

function shows(reveal, position, cursor) {
  return reveal === "upto" ? position <= cursor + TOLERANCE : position >= cursor - TOLERANCE;
}

function get(trace, path) {
  return path.split(".").reduce((part, key) => part?.[key], trace);
}

/** Return a copy of `trace` with another value at `path`; only what lies on the path is copied. */
function put(trace, path, value) {
  const [key, ...rest] = path.split(".");
  return { ...trace, [key]: rest.length ? put(trace[key] ?? {}, rest.join("."), value) : value };
}
