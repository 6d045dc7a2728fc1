// What the browser changes by itself and keeps in the address, so that a reload or a link shows the same. It is put
// there without Streamlit, which would run the page again for every epoch.

const VIEWS = ["share", "accuracy", "signed"];
const SHORT = 12; // digits of a run's id, as in shapviz/ui/compare/choice.py

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

/** Make the address say so; null stands for what need not be said. All else in it, and the history, are left alone. */
export function write({ view, baseline, epoch }) {
  const address = new URL(location.href);
  const told = { view: view === VIEWS[0] ? null : view, baseline: baseline?.slice(0, SHORT), epoch };
  for (const [key, value] of Object.entries(told)) {
    if (value === null || value === undefined) address.searchParams.delete(key);
    else address.searchParams.set(key, value);
  }
  address.search = address.search.replaceAll("%2C", ",");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}
