/** Return a new element with properties and children. Text goes in as text: names are whatever people typed. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Set an element's text, leaving the page alone where it is the same already. */
export function say(root, selector, text) {
  const found = root.querySelector(selector);
  if (found.textContent !== text) found.textContent = text;
}

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** Return how long ago a moment was, in words. */
export function ago(iso) {
  const seconds = (Date.parse(iso) - Date.now()) / 1000;
  const [unit, length] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["minute", 60];
  return Math.abs(seconds) < 60 ? "just now" : RELATIVE.format(Math.round(seconds / length), unit);
}

/**
 * Make a list show these rows, each in its item: known ones are updated in place. What has the focus keeps it; where
 * that is gone, the item in its place gets it.
 */
export function reconcile(list, rows, { build, update }, act) {
  const known = new Map([...list.children].map((item) => [item.dataset.run, item]));
  const items = rows.map((row) => {
    const item = known.get(row.id) ?? build(row, act);
    item.dataset.run = row.id;
    update(item, row, act);
    return item;
  });
  if (items.length === list.children.length && items.every((item, place) => list.children[place] === item)) return;
  const place = [...list.children].findIndex((item) => item.contains(document.activeElement));
  const focused = place < 0 ? null : document.activeElement;
  list.replaceChildren(...items);
  if (!focused) return;
  const next = list.children[Math.min(place, items.length - 1)];
  const to = focused.isConnected ? focused : next?.querySelector("a[href]");
  to?.focus({ preventScroll: true }); // what is taken out and put in elsewhere loses it
}

/** Let a link act within the app, and as a link where somebody wants a new tab or window. */
export function follow(link, href, go) {
  link.href = href;
  link.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go();
  };
}
