// The command line that gives the same once more.

import { element } from "./words.js";

/** Return the command with a button that copies it. */
export function commandOf(text) {
  if (!text) return [element("p", "", "The run that this one was forked from is gone, so no command gives it again.")];
  const code = element("pre", "stage-command", text);
  code.tabIndex = 0;
  const button = Object.assign(element("button", "stage-small", "Copy"), { type: "button" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code); // a browser gives the clipboard to secure addresses only
    }
  });
  const said = "Says what is not at its default. On the same machine and version it gives the same numbers.";
  return [code, button, element("p", "stage-sub stage-note", said)];
}
