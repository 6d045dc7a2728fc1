// What else can be done with a run: one menu for all rows, laid out beside the button that opened it.

import { element } from "./element.js";

const GAP = 4; // px between the button and its menu
let menu = null;

/** Return a button that opens the menu with what `entries()` returns: `{ text, run }` or `{ text, href }` each. */
export function menuButton(entries) {
  const button = element("button", { type: "button", className: "sv-more-actions", textContent: "⋯" });
  button.setAttribute("aria-haspopup", "true");
  button.onclick = () => open(button, entries());
  return button;
}

function open(button, entries) {
  menu?.remove();
  menu = element("div", { className: "sv-menu", popover: "auto", ariaLabel: button.ariaLabel }, ...entries.map(entry));
  menu.role = "group";
  button.closest(".sv-runs").append(menu);
  menu.showPopover();
  place(menu, button.getBoundingClientRect());
  menu.onkeydown = (event) => step(event);
  menu.firstElementChild.focus();
}

function entry({ text, run, href }) {
  if (href) return element("a", { href, download: "", textContent: text, onclick: () => menu.hidePopover() });
  const choose = () => {
    menu.hidePopover();
    run();
  };
  return element("button", { type: "button", textContent: text, onclick: choose });
}

/** Lay the menu below the button, or above it where there is no room. */
function place(menu, { left, right, top, bottom }) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = bottom + GAP + height <= innerHeight;
  menu.style.left = `${Math.max(GAP, Math.min(right - width, innerWidth - width - GAP, Math.max(left, right - width)))}px`;
  menu.style.top = `${below ? bottom + GAP : Math.max(GAP, top - GAP - height)}px`;
}

function step(event) {
  const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!move) return;
  event.preventDefault();
  const entries = [...menu.children];
  entries.at((entries.indexOf(document.activeElement) + move) % entries.length).focus();
}
