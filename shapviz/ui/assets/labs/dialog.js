// The dialog of a lab that shows the command which gives the same numbers.

import { commandOf } from "../stage/command.js";

export function reproduce(root, title, command) {
  const dialog = root.querySelector(".lab-dialog");
  dialog.querySelector("h2").textContent = title;
  dialog.querySelector("div").replaceChildren(...commandOf(command));
  dialog.showModal();
}
