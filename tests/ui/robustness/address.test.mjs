import assert from "node:assert/strict";
import { test } from "node:test";

import { told } from "../../../shapviz/ui/assets/robustness/address.js";
import { corrupted, opened, toggled } from "../../../shapviz/ui/assets/robustness/choice.js";
import { write } from "../../../shapviz/ui/assets/stage/address.js";
import { asked, fitting, players } from "./lab.mjs";

const clean = opened({ players, fitting, asked });
const page = { run: "0123456789abcdef", players, fitting, stand: "own" };

/** Put the page at `address`, and return a function that tells where it is. */
function at(address) {
  const go = (url) => (globalThis.location = new URL(url, "http://localhost/"));
  globalThis.history = { state: null, replaceState: (_state, _title, url) => go(url) };
  go(address);
  return () => location.pathname + location.search;
}

test("a page as it opens says which run it is about, and what it said before is taken back", () => {
  const now = at("/robustness?absent=noto&level=learn");
  write(told(clean, page));
  assert.equal(now(), "/robustness?level=learn&run=0123456789ab");
});

test("whatever is chosen is said with the run that it is about", () => {
  const now = at("/robustness");
  write(told(toggled(corrupted(clean, "noto", { severity: 1.5 }), "words"), page));
  assert.equal(now(), "/robustness?run=0123456789ab&absent=words&corrupt=noto:noise:1.5&focus=noto");
});

test("another corruption than the first is said also where it does nothing yet", () => {
  const query = told(corrupted(clean, "words", { corruption: "typos" }), page);
  assert.equal(query.corrupt, "words:typos:0");
});
