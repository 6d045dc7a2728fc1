import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf } from "../../../shapviz/ui/assets/stage/keys.js";

/** A key press on an element that only the selectors naming `name` find around themselves. */
function press(key, name, more = {}) {
  const closest = (selector) => (selector.split(", ").includes(name) ? {} : null);
  return actionOf({ key, target: { closest }, defaultPrevented: false, ...more });
}

test("keys on the page itself move the cursor and play", () => {
  assert.equal(press(" ", "body"), "toggle");
  assert.equal(press("ArrowRight", "body"), "forward");
  assert.equal(press("ArrowLeft", "body"), "back");
  assert.equal(press("Home", "body"), "first");
  assert.equal(press("End", "body"), "last");
  assert.equal(press("x", "body"), null);
});

test("keys rest while somebody types", () => {
  for (const key of [" ", "ArrowRight", "Home"]) {
    assert.equal(press(key, "input:not([type=range])"), null);
    assert.equal(press(key, "textarea"), null);
    assert.equal(press(key, "dialog"), null);
  }
});

test("space on a focused button presses the button alone", () => {
  assert.equal(press(" ", "button"), null);
  assert.equal(press("ArrowRight", "button"), "forward");
});

test("arrows on a slider move the slider alone", () => {
  assert.equal(press("ArrowRight", "input"), null);
  assert.equal(press(" ", "input"), "toggle");
});

test("shortcuts of the browser are left to it", () => {
  assert.equal(press("ArrowLeft", "body", { altKey: true }), null);
  assert.equal(press("Home", "body", { ctrlKey: true }), null);
  assert.equal(press(" ", "body", { defaultPrevented: true }), null);
});
