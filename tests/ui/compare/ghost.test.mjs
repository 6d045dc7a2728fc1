import assert from "node:assert/strict";
import { test } from "node:test";

import { ghosted } from "../../../shapviz/ui/assets/compare/ghost.js";

const scene = { data: [{ line: { color: "black", width: 3 } }, { line: { color: "black", width: 3 } }], layout: {} };

test("the line of the baseline looks as it is told to, and no other", () => {
  const { data, layout } = ghosted(scene, { 1: { "line.color": "grey", "line.dash": "2px" } });
  assert.deepEqual(data, [scene.data[0], { line: { color: "grey", width: 3, dash: "2px" } }]);
  assert.equal(layout, scene.layout);
  assert.equal(scene.data[1].line.color, "black");
});

test("the same looks give the same scene, so that nothing is drawn twice", () => {
  const looks = { 0: { "line.color": "grey" } };
  assert.equal(ghosted(scene, looks), ghosted(scene, looks));
  assert.equal(ghosted(scene, undefined), scene);
});
