import assert from "node:assert/strict";
import { test } from "node:test";

import { corrupted, opened } from "../../../shapviz/ui/assets/robustness/choice.js";
import { between, estimated } from "../../../shapviz/ui/assets/robustness/number.js";
import { asked, fitting, players } from "./lab.mjs";

const clean = opened({ players, fitting, asked });
const view = { estimates: [{ noto: [[0, 0.8], [1, 0.6], [2, 0.1]] }] };

test("between two severities the number lies between theirs", () => {
  const points = [[0, 0.8], [1, 0.6], [2, 0.1]];
  assert.equal(between(points, 0), 0.8);
  assert.equal(between(points, 2), 0.1);
  assert.ok(Math.abs(between(points, 1.5) - 0.35) < 1e-12);
  assert.equal(between(points, 3), null);
  assert.equal(between([], 1), null);
});

test("what is to be expected is known where one modality is corrupted whose curve is", () => {
  assert.deepEqual(estimated(view, corrupted(clean, "noto", { severity: 1 })), [0.6]);
  assert.equal(estimated(view, corrupted(clean, "words", { severity: 1 })), null);
  assert.equal(estimated(view, corrupted(corrupted(clean, "noto", { severity: 1 }), "words", { severity: 1 })), null);
  assert.equal(estimated(null, corrupted(clean, "noto", { severity: 1 })), null);
});

test("where a slider comes back to the beginning nothing is corrupted", () => {
  assert.deepEqual(estimated(view, corrupted(clean, "noto", { severity: 0 })), [0.8]);
});
