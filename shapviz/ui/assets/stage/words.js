// Sentences made of segments: plain text, `{strong}` for what is stressed, `{tag}` for the name of a modality, `{unsure}`
// for a word that says that nothing can be told apart.
// Everything enters the page as text, never as markup.

/** Put a sentence into `element`, unless it already says so. */
export function say(element, segments, players = {}) {
  const told = JSON.stringify(segments ?? []);
  if (element.dataset.told === told) return;
  element.dataset.told = told;
  element.replaceChildren(...(segments ?? []).map((segment) => node(segment, players)));
}

/** Return what a sentence says, without its marks. */
export function plain(segments) {
  return (segments ?? []).map((segment) => segment.tag ?? segment.strong ?? segment.unsure ?? segment).join("");
}

function node(segment, players) {
  if (typeof segment === "string") return document.createTextNode(unbroken(segment));
  if (segment.strong !== undefined) return element("strong", "", unbroken(segment.strong));
  if (segment.unsure !== undefined) return element("span", "sv-unsure", segment.unsure);
  const { glyph, fill, text } = players[segment.tag];
  const tag = element("span", "stage-tag", "");
  tag.style.background = fill;
  tag.style.color = text;
  const mark = element("span", "stage-glyph", glyph);
  mark.ariaHidden = "true";
  tag.append(mark, ` ${segment.tag}`);
  return tag;
}

export function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** A number and its sign stay in one line. */
function unbroken(text) {
  return text.replaceAll(" %", "\u00a0%");
}
