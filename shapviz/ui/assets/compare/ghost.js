// How the baseline's line looks among the others. A scene is drawn for all baselines; what differs is put in here.

const known = new WeakMap(); // so that the same scene with the same looks stays the same object, and is not drawn again

/** Return `scene` with the attributes of some of its traces replaced: `{trace index: {dotted path: value}}`. */
export function ghosted(scene, looks) {
  if (!looks) return scene;
  if (!known.has(scene)) known.set(scene, new Map());
  const versions = known.get(scene);
  if (!versions.has(looks)) versions.set(looks, { ...scene, data: scene.data.map((trace, place) => put(trace, looks[place])) });
  return versions.get(looks);
}

function put(trace, changes = {}) {
  const line = { ...trace.line };
  for (const [path, value] of Object.entries(changes)) line[path.replace("line.", "")] = value;
  return { ...trace, line };
}
