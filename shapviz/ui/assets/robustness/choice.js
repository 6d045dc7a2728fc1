// What is chosen on the page: who is absent, what is done to whom, what stands in. A choice is a plain value; every
// change gives a new one.

/** Return the choice that a visit begins with; every modality gets the first corruption that fits it. */
export function opened({ players, fitting, asked }) {
  const done = ({ name, kind }) => asked.corrupted[name] ?? { corruption: fitting[kind][0].name, severity: 0 };
  return { ...asked, corrupted: Object.fromEntries(players.map((player) => [player.name, done(player)])) };
}

export function toggled(choice, name) {
  const absent = choice.absent.includes(name) ? choice.absent.filter((other) => other !== name) : [...choice.absent, name];
  return { ...choice, absent };
}

/** Corrupt a modality by so much, or otherwise; it is then the one that the page looks at. */
export function corrupted(choice, name, change) {
  const done = { ...choice.corrupted[name], ...change };
  return { ...choice, focus: name, corrupted: { ...choice.corrupted, [name]: done } };
}

/** Undo every corruption; which ones were chosen is kept. */
export function cleaned(choice) {
  const clean = ([name, done]) => [name, { ...done, severity: 0 }];
  return { ...choice, corrupted: Object.fromEntries(Object.entries(choice.corrupted).map(clean)) };
}

/** Return the coalition of who is present: bit i stands for the i-th of `players`. */
export function maskOf({ absent }, players) {
  return players.reduce((mask, { name }, place) => (absent.includes(name) ? mask : mask | (1 << place)), 0);
}

/** Return that coalition and those one modality away, to be asked for together. */
export function around(mask, players) {
  return [mask, ...players.map((_, place) => mask ^ (1 << place))];
}

/** Return whose corruption the grid shows: the one that was last touched, else one that is corrupted, else the first. */
export function focusOf({ focus, corrupted }, players) {
  return focus ?? players.find(({ name }) => corrupted[name].severity > 0)?.name ?? players[0].name;
}

/** Return what the routes call conditions: what is really done, and what stands in. */
export function conditionsOf({ corrupted, stand, draw }) {
  const done = Object.entries(corrupted).filter(([, { severity }]) => severity > 0);
  return { corrupted: Object.fromEntries(done), stand_in: stand, draw };
}

/** Return the corruption chosen for each modality, also where its severity is 0. */
export function chosenOf({ corrupted }) {
  return Object.fromEntries(Object.entries(corrupted).map(([name, { corruption }]) => [name, corruption]));
}
