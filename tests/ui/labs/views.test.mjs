import assert from "node:assert/strict";
import { test } from "node:test";

import { Views } from "../../../shapviz/ui/assets/labs/views.js";

test("what was said is kept by conditions and coalition", () => {
  const views = new Views();
  views.take("clean", { views: { 3: "all", 1: "one" }, pending: [] });
  assert.equal(views.get("clean", 3), "all");
  assert.equal(views.get("noisy", 3), undefined);
  assert.deepEqual(views.missing("clean", [3, 1, 2]), [2]);
});

test("what waited for measurements is asked for again once some have come, and shown until then", () => {
  const views = new Views();
  views.take("clean", { views: { 3: "without curves" }, pending: [["run", "noto"]] });
  assert.deepEqual(views.missing("clean", [3]), []);
  views.age();
  assert.deepEqual(views.missing("clean", [3]), [3]);
  assert.equal(views.get("clean", 3), "without curves");
  views.take("clean", { views: { 3: "whole" }, pending: [] });
  views.age();
  assert.deepEqual(views.missing("clean", [3]), []);
});

test("of many conditions those are forgotten that were not asked about for longest", () => {
  const views = new Views();
  for (let step = 0; step < 30; step += 1) views.take(`step ${step}`, { views: { 3: step }, pending: [] });
  assert.equal(views.get("step 0", 3), undefined);
  assert.equal(views.get("step 29", 3), 29);
});

test("of many samples under the same conditions those are forgotten that were told of first", () => {
  const views = new Views();
  for (let row = 0; row < 200; row += 1) views.take("clean", { views: { [row]: `of ${row}` }, pending: [] });
  assert.equal(views.get("clean", 0), undefined);
  assert.equal(views.get("clean", 199), "of 199");
});
