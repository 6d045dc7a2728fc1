// Which rows are shown, in which order: what somebody has typed and chosen stands in the address, and a reload shows the same.

const ORDERS = {
  newest: { label: "Newest first", of: (row) => -Date.parse(row.created) },
  accuracy: { label: "Most accurate first", of: (row) => -(row.accuracy?.value ?? -1) },
  edm: { label: "Smallest EDM first", of: (row) => row.edm?.value ?? 2 },
  name: { label: "By name", of: (row) => row.name.toLowerCase() },
};

/** Return the orders that there are, as pairs of a key and its name. */
export function orders() {
  return Object.entries(ORDERS).map(([key, { label }]) => [key, label]);
}

/** Return what the address says of search and order. */
export function read() {
  const told = new URLSearchParams(location.search);
  return { words: (told.get("q") ?? "").slice(0, 200), order: told.get("sort") in ORDERS ? told.get("sort") : "newest" };
}

/** Make the address say it, without Streamlit, which would run the page again for every letter. */
export function write({ words, order }) {
  const address = new URL(location.href);
  set(address.searchParams, "q", words.trim());
  set(address.searchParams, "sort", order === "newest" ? "" : order);
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

function set(parameters, key, value) {
  if (value) parameters.set(key, value);
  else parameters.delete(key);
}

/** Return the rows in which every word occurs, in the order that is asked for, starred ones first. */
export function found(rows, { words, order }) {
  const { of } = ORDERS[order];
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = rows.filter((row) => wanted.every((word) => text(row).includes(word)));
  const keyed = hits.map((row) => ({ row, star: row.starred ? 0 : 1, key: of(row) }));
  keyed.sort((a, b) => a.star - b.star || (a.key > b.key) - (a.key < b.key));
  return keyed.map(({ row }) => row);
}

function text(row) {
  const { name, dataset = "", strategy = "", note = "", origin = "", status = "", seed = "", strange = "", about = "", words = "" } = row;
  return `${name} ${dataset} ${strategy} seed ${seed} ${status} ${origin} ${note} ${strange} ${about} ${words}`.toLowerCase();
}
