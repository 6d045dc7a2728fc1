// What the lab keeps in the address. `Choice.query` of shapviz/ui/robustness/state.py says the same.

import { SHORT } from "../stage/address.js";

/** Return what an address has to say: the run also where nobody asked for it, since tomorrow's may be another. */
export function told(choice, { run, beside, players, fitting, stand }) {
  return {
    run: run.slice(0, SHORT),
    beside: beside?.slice(0, SHORT),
    absent: players.filter(({ name }) => choice.absent.includes(name)).map(({ name }) => name).join(","),
    stand: choice.stand === stand ? null : choice.stand,
    corrupt: players.filter((player) => done(choice, player, fitting)).map(({ name }) => deed(name, choice)).join(","),
    focus: choice.focus,
    draw: choice.draw || null,
  };
}

/** Whether something is done to a modality, or another corruption than the first was chosen for it. */
function done({ corrupted }, { name, kind }, fitting) {
  const { corruption, severity } = corrupted[name];
  return severity > 0 || corruption !== fitting[kind][0].name;
}

function deed(name, { corrupted }) {
  return `${name}:${corrupted[name].corruption}:${corrupted[name].severity}`;
}
