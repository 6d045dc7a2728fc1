// The keys of the page. They rest while somebody types, and leave to a focused control what it does by itself.

const ACTIONS = { " ": "toggle", ArrowRight: "forward", ArrowLeft: "back", Home: "first", End: "last" };
const TYPING = "input:not([type=range]), textarea, select, [contenteditable=''], [contenteditable=true]";
const PRESSED_BY_SPACE = "button, summary, a[href], [role=button], [role=tab], [role=checkbox], [role=switch]";
const MOVED_BY_ARROWS = "input, [role=radio], [role=slider], [role=option], [role=tab], [role=grid], [role=combobox]";

/** Return what a key press asks for, null where it is not ours. */
export function actionOf(event) {
  const action = ACTIONS[event.key];
  if (!action || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
  const within = (selector) => event.target.closest?.(selector);
  if (within(TYPING) || within("dialog, [role=dialog]")) return null;
  return within(action === "toggle" ? PRESSED_BY_SPACE : MOVED_BY_ARROWS) ? null : action;
}
