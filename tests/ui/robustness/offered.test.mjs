import assert from "node:assert/strict";
import { test } from "node:test";

import { offeredByAll } from "../../../shapviz/ui/assets/robustness/offered.js";

const runs = [{ name: "calm-otter" }, { name: "plain-heron" }];
const offered = (...standIns) => offeredByAll(runs.slice(0, standIns.length), standIns.map((stand_ins) => ({ stand_ins })));

test("of one run all is offered that it offers", () => {
  assert.deepEqual(offered({ own: null, zero: "It has gates." }), { own: null, zero: "It has gates." });
});

test("what one of two runs does not offer is not offered, and the reason names that run", () => {
  const found = offered({ own: null, zero: null }, { own: null, zero: "It has gates." });
  assert.deepEqual(found, { own: null, zero: "In plain-heron: It has gates." });
});

test("reasons that differ are all told, and one that both share is told once", () => {
  const found = offered({ own: null, zero: "It has gates.", mean: "No means." }, { own: null, zero: "No zeros.", mean: "No means." });
  assert.deepEqual(found, {
    own: null,
    zero: "In calm-otter: It has gates. In plain-heron: No zeros.",
    mean: "No means.",
  });
});
