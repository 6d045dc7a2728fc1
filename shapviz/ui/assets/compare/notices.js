// Cards about a comparison: what is not subtracted and why, what may be luck, what is missing.

import { element } from "../stage/words.js";

/** Show the cards in `place`; `more` is called when somebody asks for more seeds. */
export function notices(place, cards, more) {
  const told = JSON.stringify(cards);
  if (place.dataset.told === told) return;
  place.dataset.told = told;
  place.replaceChildren(...cards.map((card) => notice(card, more)));
}

function notice({ kind, title, text, button, runs }, more) {
  const card = element("section", `cmp-notice cmp-${kind}`, "");
  card.setAttribute("role", "note");
  const words = element("p", "", "");
  words.append(element("strong", "", title), ` ${text}`);
  card.append(words);
  if (button) {
    const ask = element("button", "stage-button", `${button} (${runs} run${runs === 1 ? "" : "s"})`);
    ask.type = "button";
    ask.onclick = () => {
      ask.disabled = true;
      more();
    };
    card.append(ask);
  }
  return card;
}
