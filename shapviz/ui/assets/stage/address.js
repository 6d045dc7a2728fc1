// The cursor in the address, so that a reload or a link shows the same epoch. It is put there without Streamlit, which
// would run the page again for every epoch.

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
  if (told !== run || epochInAddress() === epoch) return;
  const address = new URL(location.href);
  if (epoch === null) address.searchParams.delete("epoch");
  else address.searchParams.set("epoch", epoch);
  history.replaceState(history.state, "", address);
}

function parameters() {
  return new URLSearchParams(location.search);
}
