import assert from "node:assert/strict";
import { test } from "node:test";

import { beside, empty, held, kept, pointed, rowOf, scopeOf, stepped, wished } from "../../../shapviz/ui/assets/attribution/choice.js";
import { EVERYTHING } from "../../../shapviz/ui/assets/attribution/filters.js";

const GALLERY = {
  ...{ rows: [10, 20, 30, 40], truth: [0, 1, 0, 1], predicted: [0, 0, 0, 1], led: [0, 0, 1, 1], led_one_out: [0, 0, 1, 1] },
  ...{ players: ["noto", "words"], classes: ["Food", "Travel"], opening: 30 },
};
const CHOICE = { row: null, question: { payoff: "probability", target: "true", baseline: "own" }, filter: EVERYTHING, inside: null };

test("a row that is no test sample gives way to the one that a gallery opens with", () => {
  assert.equal(rowOf(CHOICE, GALLERY), 30);
  assert.equal(rowOf({ ...CHOICE, row: 11 }, GALLERY), 30);
  assert.equal(rowOf({ ...CHOICE, row: 20 }, GALLERY), 20);
  assert.equal(rowOf({ ...CHOICE, row: 20 }, undefined), 20);
});

test("the sample in view stays there when another question opens with another", () => {
  const next = { ...GALLERY, opening: 10 };
  assert.equal(rowOf(held(CHOICE, GALLERY), next), 30);
  assert.equal(rowOf(held({ ...CHOICE, row: 20 }, GALLERY), next), 20);
  assert.equal(held(CHOICE, undefined).row, null);
});

test("steps stay in the film, which shows what passes the filter", () => {
  assert.equal(stepped(CHOICE, GALLERY, 1), 40);
  assert.equal(stepped({ ...CHOICE, row: 40 }, GALLERY, 1), 40);
  const food = { ...CHOICE, filter: { ...EVERYTHING, class: "Food" } };
  assert.equal(stepped(food, GALLERY, -1), 10);
  assert.deepEqual(beside(food, GALLERY), [10]);
});

test("a filter that hides the sample in view shows the first that passes, and one that hides all leaves it there", () => {
  const wrong = { ...CHOICE, filter: { ...EVERYTHING, wrong: true } };
  assert.equal(rowOf(kept(wrong, GALLERY), GALLERY), 20);
  assert.equal(kept({ ...wrong, row: 40 }, GALLERY).row, 20);
  const nobody = { ...CHOICE, filter: { ...EVERYTHING, wrong: true, led: ["words"] } };
  assert.equal(kept(nobody, GALLERY), nobody);
});

test("where no sample passes none is in view, and the one that was chosen comes back with the others", () => {
  const nobody = { ...CHOICE, row: 20, scope: "sample", filter: { ...EVERYTHING, wrong: true, led: ["words"] } };
  assert.equal(rowOf(nobody, GALLERY), null);
  assert.deepEqual([empty(nobody, GALLERY), empty(nobody, undefined), empty(CHOICE, GALLERY)], [true, false, false]);
  assert.deepEqual([scopeOf(nobody, GALLERY), scopeOf({ ...nobody, filter: EVERYTHING }, GALLERY)], ["all", "sample"]);
  for (const next of [held(nobody, GALLERY), { ...nobody, row: stepped(nobody, GALLERY, 1) }]) {
    assert.equal(rowOf({ ...next, filter: EVERYTHING }, GALLERY), 20);
  }
});

test("a sample that is pointed at is shown, also where the filter would hide it", () => {
  const food = { ...CHOICE, filter: { ...EVERYTHING, class: "Food" } };
  assert.deepEqual(pointed(food, GALLERY, 10), { ...food, row: 10 });
  assert.deepEqual(pointed(food, GALLERY, 20), { ...food, row: 20, filter: EVERYTHING });
});

test("a wish for another class is a question, all else is a choice", () => {
  const next = wished(CHOICE, { target: "class:Food" });
  assert.deepEqual(next.question, { payoff: "probability", target: "class:Food", baseline: "own" });
  assert.equal(wished(CHOICE, { method: "captum.occlusion" }).inside, "captum.occlusion");
  assert.deepEqual(wished(CHOICE, { row: 10 }), { ...CHOICE, row: 10 });
});
