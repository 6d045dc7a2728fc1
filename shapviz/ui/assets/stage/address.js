// What the browser changes by itself and keeps in the address, so that a reload or a link shows the same. It is put
// there without Streamlit, which would run the page again for every epoch and every step of a slider.

export const SHORT = 12; // digits of a run's id: enough to find it among millions; as in shapviz/ui/state.py
export const ADDRESS_MS = 300; // browsers refuse more than a few hundred changes of the address in half a minute

/** Make the address say so; null and "" need not be said. All else in it, and the history, are left alone. */
export function write(said) {
  const address = new URL(location.href);
  for (const [key, value] of Object.entries(said)) {
    if ((value ?? "") === "") address.searchParams.delete(key);
    else address.searchParams.set(key, value);
  }
  address.search = address.search.replaceAll("%2C", ",").replaceAll("%3A", ":");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

/** Return the epoch that the address names, null where it names none. */
export function epochInAddress() {
  const told = parameters().get("epoch");
  return /^\d{1,6}$/.test(told ?? "") ? Number(told) : null;
}

/**
 * Make the address name `epoch`, or none if null; everything else in it, and the page's history, are left alone.
 *
 * An address that has gone on to another run than `run` is not touched: its data are still on their way.
 */
export function writeEpoch(run, epoch) {
  const told = parameters().get("run") ?? run;
  if (told === run && epochInAddress() !== epoch) write({ epoch });
}

function parameters() {
  return new URLSearchParams(location.search);
}
