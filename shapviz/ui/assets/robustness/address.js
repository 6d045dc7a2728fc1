// The choice in the address, so that a reload or a link shows the same. It is put there without Streamlit, which would
// run the page again for every step of a slider. `Choice.query` of shapviz/ui/robustness/state.py says the same.

const SHORT = 12; // digits of a run's id

/** Return what an address has to say; defaults are left out. The run goes unsaid only where nothing else is said. */
export function told(choice, { run, beside, players, fitting, usual, stand }) {
  const said = {
    beside: beside?.slice(0, SHORT),
    absent: players.filter(({ name }) => choice.absent.includes(name)).map(({ name }) => name).join(","),
    stand: choice.stand === stand ? null : choice.stand,
    corrupt: players.filter((player) => done(choice, player, fitting)).map(({ name }) => deed(name, choice)).join(","),
    focus: choice.focus,
    draw: choice.draw || null,
  };
  const anything = Object.values(said).some(Boolean);
  return { run: usual && !anything ? null : run.slice(0, SHORT), ...said };
}

/** Make the address say so. All else in it, and the history, are left alone. */
export function write(query) {
  const address = new URL(location.href);
  for (const [key, value] of Object.entries(query)) {
    if (value) address.searchParams.set(key, value);
    else address.searchParams.delete(key);
  }
  address.search = address.search.replaceAll("%2C", ",").replaceAll("%3A", ":");
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

/** Whether something is done to a modality, or another corruption than the first was chosen for it. */
function done({ corrupted }, { name, kind }, fitting) {
  const { corruption, severity } = corrupted[name];
  return severity > 0 || corruption !== fitting[kind][0].name;
}

function deed(name, { corrupted }) {
  return `${name}:${corrupted[name].corruption}:${corrupted[name].severity}`;
}
