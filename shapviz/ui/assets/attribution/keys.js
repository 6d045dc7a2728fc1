// The keys of the page: left and right go through the samples. They rest while somebody types, chooses or walks a grid.

const BUSY = "input, textarea, select, [contenteditable], dialog, [role=dialog], [role=grid], [role=listbox], [popover], [tabindex][role=region]";
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Return by how many samples a key press goes on, null where it is not ours. */
export function stepOf(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  return event.target.closest?.(BUSY) ? null : STEPS[event.key] ?? null;
}
