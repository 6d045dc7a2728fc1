// Which stand-ins may be chosen: those that every network on screen offers.

/** Return {stand-in: null or why it is not offered} of several runs; a reason that is not everybody's names its run. */
export function offeredByAll(runs, facts) {
  const names = Object.keys(facts[0].stand_ins);
  return Object.fromEntries(names.map((name) => [name, reason(runs, facts.map(({ stand_ins }) => stand_ins[name]))]));
}

function reason(runs, reasons) {
  if (new Set(reasons).size === 1) return reasons[0];
  const told = runs.map(({ name }, place) => reasons[place] && `In ${name}: ${reasons[place]}`);
  return told.filter(Boolean).join(" ");
}

/** Return a reason with stand-ins called what the page calls them. */
export function titled(reason, standIns) {
  return standIns.reduce((text, { name, title }) => text.replaceAll(`'${name}'`, `“${title}”`), reason);
}
