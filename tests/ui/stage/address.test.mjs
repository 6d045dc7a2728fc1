import assert from "node:assert/strict";
import { test } from "node:test";

import { epochInAddress, writeEpoch } from "../../../shapviz/ui/assets/stage/address.js";

/** Put the page at `address`, and return a function that tells where it is. */
function at(address) {
  const go = (url) => (globalThis.location = new URL(url, "http://localhost/"));
  globalThis.history = { state: null, replaceState: (_state, _title, url) => go(url) };
  go(address);
  return () => location.pathname + location.search;
}

test("an epoch is read only where it is a number", () => {
  at("/train?epoch=12");
  assert.equal(epochInAddress(), 12);
  for (const query of ["", "?epoch=", "?epoch=-1", "?epoch=1e3", "?epoch=99999999", "?epoch=two"]) {
    at(`/train${query}`);
    assert.equal(epochInAddress(), null);
  }
});

test("an epoch is written beside what stands there, and taken away again", () => {
  const now = at("/train?run=a&view=signed");
  writeEpoch("a", 3);
  assert.equal(now(), "/train?run=a&view=signed&epoch=3");
  writeEpoch("a", null);
  assert.equal(now(), "/train?run=a&view=signed");
});

test("a page that shows a run of its own choice can still say the epoch", () => {
  const now = at("/train");
  writeEpoch("a", 3);
  assert.equal(now(), "/train?epoch=3");
});

test("the address of another run is left alone", () => {
  const now = at("/train?run=b");
  writeEpoch("a", 3);
  assert.equal(now(), "/train?run=b");
});
