// Words, each underlined as heavily as it speaks for the class or against it.

import { element } from "../stage/words.js";
import { decimals, signed } from "./numbers.js";
import { pole, strength } from "./scale.js";

const THIN = 2;
const HEAVY = 11; // px of the line under a word

const STRANGE = "Dotted: words that the network does not know. It gets the same for each of them.";

/** Return a list of words with their values, and what is to be known of words that the network does not know. */
export function wordsOf({ elements, values, unknown, measure }, limit) {
  const list = element("ul", "in-words", "");
  list.role = "list";
  list.append(...elements.map((word, place) => wordOf(word, values[place], { limit, measure, strange: unknown.includes(place) })));
  return unknown.length ? [list, element("p", "in-strange", STRANGE)] : [list];
}

function wordOf(word, value, { limit, measure, strange }) {
  const item = element("li", strange ? "in-unknown" : "", "");
  const line = element("i", "", "");
  line.style.height = `${THIN + (HEAVY - THIN) * strength(value, limit)}px`;
  line.style.background = pole(value);
  item.append(element("small", "", signed(value, decimals(limit, measure.digits))), element("b", "", word), line);
  return item;
}
