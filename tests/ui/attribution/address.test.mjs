import assert from "node:assert/strict";
import { test } from "node:test";

import { commandFor } from "../../../shapviz/ui/assets/attribution/address.js";

const USUAL = { payoff: "probability", target: "true", baseline: "own", calls: 256 };

test("a command says what is not at its default, and says it to a shell", () => {
  assert.equal(commandFor("shapviz attribute fox", USUAL, null), "shapviz attribute fox");
  assert.equal(commandFor("shapviz attribute fox", { ...USUAL, calls: 64 }, ["exact", "shap.kernel"]), "shapviz attribute fox --methods exact,shap.kernel --calls 64");
  assert.equal(commandFor("x", { ...USUAL, target: "class:Food & Drink" }, null), "x --target 'class:Food & Drink'");
  assert.equal(commandFor("x", { ...USUAL, target: "class:Chef's" }, null), "x --target 'class:Chef'\\''s'");
});
