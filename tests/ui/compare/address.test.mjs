import assert from "node:assert/strict";
import { test } from "node:test";

import { read, write } from "../../../shapviz/ui/assets/compare/address.js";

/** Put the page at `address`, and return a function that tells where it is. */
function at(address) {
  const go = (url) => (globalThis.location = new URL(url, "http://localhost/"));
  globalThis.history = { state: null, replaceState: (_state, _title, url) => go(url) };
  go(address);
  return () => location.pathname + location.search;
}

test("what could not be is read as nothing", () => {
  at("/compare?view=pie&epoch=-1");
  assert.deepEqual(read(), { view: "share", baseline: null, epoch: null });
});

test("what is written is read again, and the runs are left alone", () => {
  const now = at("/compare?runs=a,b");
  write({ view: "signed", baseline: "0123456789abcdef", epoch: 7 });
  assert.equal(now(), "/compare?runs=a,b&view=signed&baseline=0123456789ab&epoch=7");
  assert.deepEqual(read(), { view: "signed", baseline: "0123456789ab", epoch: 7 });
});

test("defaults are not said", () => {
  const now = at("/compare?runs=a,b&view=signed&baseline=a&epoch=7");
  write({ view: "share", baseline: null, epoch: null });
  assert.equal(now(), "/compare?runs=a,b");
});

test("epoch 0 is said", () => {
  const now = at("/compare?runs=a,b");
  write({ view: "share", baseline: null, epoch: 0 });
  assert.equal(now(), "/compare?runs=a,b&epoch=0");
});
