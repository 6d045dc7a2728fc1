import assert from "node:assert/strict";
import { test } from "node:test";

import { digitOf } from "../../../shapviz/ui/assets/robustness/keys.js";

const press = (key, { busy = false, ...more } = {}) => digitOf({ key, target: { closest: () => (busy ? {} : null) }, ...more });

test("digits are ours, other keys are not", () => {
  assert.equal(press("1"), 1);
  assert.equal(press("0"), 0);
  for (const key of ["a", "12", "F1", " ", "ArrowLeft"]) assert.equal(press(key), null);
});

test("keys rest while somebody types, holds a key down or means the browser", () => {
  assert.equal(press("1", { busy: true }), null);
  for (const held of ["ctrlKey", "metaKey", "altKey", "repeat", "defaultPrevented"]) assert.equal(press("1", { [held]: true }), null);
});
