// Signs that stand beside words which say the same. Style draws them, so that nobody reads them out.

import { element } from "../stage/words.js";

/** Return an element that shows `glyph`. */
export function mark(glyph, name = "lab-glyph") {
  const made = element("span", name, "");
  made.dataset.glyph = glyph;
  made.ariaHidden = "true";
  return made;
}
