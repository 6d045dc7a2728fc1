// What Compare keeps in the address. `Choice.query` of shapviz/ui/compare/choice.py says the same.

import { SHORT, write as say } from "../stage/address.js";

const VIEWS = ["share", "accuracy", "signed"];

/** Return view, baseline and epoch of the address; null where it names none that could be. */
export function read() {
  const told = new URLSearchParams(location.search);
  const epoch = told.get("epoch") ?? "";
  const view = told.get("view");
  return {
    view: VIEWS.includes(view) ? view : VIEWS[0],
    baseline: told.get("baseline"),
    epoch: /^\d{1,6}$/.test(epoch) ? Number(epoch) : null,
  };
}

/** Make the address say so; null stands for what need not be said. */
export function write({ view, baseline, epoch }) {
  say({ view: view === VIEWS[0] ? null : view, baseline: baseline?.slice(0, SHORT), epoch });
}
