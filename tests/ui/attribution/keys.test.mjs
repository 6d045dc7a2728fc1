import assert from "node:assert/strict";
import { test } from "node:test";

import { stepOf } from "../../../shapviz/ui/assets/attribution/keys.js";

const press = (key, { busy = false, ...more } = {}) => stepOf({ key, target: { closest: () => (busy ? {} : null) }, ...more });

test("left and right go through the samples, other keys are not ours", () => {
  assert.equal(press("ArrowRight"), 1);
  assert.equal(press("ArrowLeft"), -1);
  for (const key of ["ArrowUp", "1", " ", "a"]) assert.equal(press(key), null);
});

test("keys rest while somebody types or walks a grid, or means the browser", () => {
  assert.equal(press("ArrowRight", { busy: true }), null);
  for (const held of ["ctrlKey", "metaKey", "altKey", "shiftKey", "defaultPrevented"]) assert.equal(press("ArrowRight", { [held]: true }), null);
});
