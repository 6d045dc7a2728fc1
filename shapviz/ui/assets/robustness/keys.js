// The keys of the page: a digit takes a modality out or puts it back, 0 undoes every corruption. They rest while somebody
// types or chooses.

const BUSY = "input:not([type=range]):not([type=radio]), textarea, select, [contenteditable], dialog, [role=dialog], [popover]";

/** Return the digit that a key press means, null where it is not ours. */
export function digitOf(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return null;
  if (!/^\d$/.test(event.key) || event.target.closest?.(BUSY)) return null;
  return Number(event.key);
}
