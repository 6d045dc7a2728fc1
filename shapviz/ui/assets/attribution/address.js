// What the lab keeps in the address. `Choice.query` of shapviz/ui/attribution/state.py says the same.

import { SHORT } from "../stage/address.js";

const USUAL = { payoff: "probability", target: "true", baseline: "own", calls: 256, bars: "shares", scope: "all", others: "averaged" };

/** Return what an address has to say; defaults are left out. The run goes unsaid only where nothing else is said. */
export function told({ epoch, row, question, filter, inside, ...choice }, { run, usual }) {
  const shown = { ...question, ...choice };
  const said = {
    ...{ epoch, row, inside },
    ...Object.fromEntries(Object.entries(USUAL).map(([key, value]) => [key, shown[key] === value ? null : shown[key]])),
    filter: ["wrong", "disagreeing"].filter((name) => filter[name]).join(","),
    led: filter.led.join(","),
    class: filter.class,
  };
  const anything = Object.values(said).some((value) => (value ?? "") !== "");
  return { run: usual && !anything ? null : run.slice(0, SHORT), ...said };
}

/** Return the command that asks the same; `methods`: some names, null for all. As `shapviz attribute` reads it. */
export function commandFor(command, asked, methods) {
  const options = ["payoff", "target", "baseline", "calls"].filter((key) => asked[key] !== USUAL[key]).map((key) => `--${key} ${quoted(asked[key])}`);
  return [command, ...(methods ? [`--methods ${methods.join(",")}`] : []), ...options].join(" ");
}

function quoted(value) {
  return /^[\w.:,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
