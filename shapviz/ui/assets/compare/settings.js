// The one line that says in which settings the groups differ.

import { element } from "../stage/words.js";

/** Fill `place`: a term for each setting, and the value of each group beside the group's mark. */
export function settings(place, columns, groups) {
  const told = JSON.stringify([columns, groups.map(({ glyph }) => glyph)]);
  if (place.dataset.told === told) return;
  place.dataset.told = told;
  place.hidden = !columns.length;
  const list = element("dl", "", "");
  list.append(...columns.map((column) => entry(column, groups)));
  place.replaceChildren(element("h2", "", "Only these settings differ"), list);
}

function entry({ title, values }, groups) {
  const box = element("div", "", "");
  box.append(element("dt", "", title));
  values.forEach(({ text, same }, place) => {
    const value = element("dd", same ? "" : "cmp-differs", "");
    const mark = element("span", "", groups[place].glyph);
    mark.title = groups[place].title;
    value.append(mark, ` ${text}`);
    box.append(value);
  });
  return box;
}
