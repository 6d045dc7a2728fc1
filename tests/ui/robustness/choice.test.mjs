import assert from "node:assert/strict";
import { test } from "node:test";

import * as choosing from "../../../shapviz/ui/assets/robustness/choice.js";
import { asked, fitting, players } from "./lab.mjs";

const clean = choosing.opened({ players, fitting, asked });

test("every modality begins with the first corruption that fits it, undone", () => {
  assert.deepEqual(choosing.chosenOf(clean), { noto: "noise", words: "drop_words" });
  assert.deepEqual(choosing.conditionsOf(clean), { corrupted: {}, stand_in: "own", draw: 0 });
});

test("who is taken out twice is back, and nobody else has moved", () => {
  const without = choosing.toggled(clean, "noto");
  assert.equal(choosing.maskOf(clean, players), 0b11);
  assert.equal(choosing.maskOf(without, players), 0b10);
  assert.deepEqual(choosing.toggled(without, "noto"), clean);
});

test("a coalition is asked for with all that are one toggle away", () => {
  assert.deepEqual(choosing.around(0b10, players), [0b10, 0b11, 0b00]);
});

test("what is corrupted is what the page looks at, and cleaning keeps what was chosen", () => {
  const blurred = choosing.corrupted(choosing.corrupted(clean, "noto", { corruption: "blur" }), "noto", { severity: 2 });
  assert.deepEqual(choosing.conditionsOf(blurred).corrupted, { noto: { corruption: "blur", severity: 2 } });
  assert.equal(choosing.focusOf(blurred, players), "noto");
  assert.deepEqual(choosing.conditionsOf(choosing.cleaned(blurred)).corrupted, {});
  assert.equal(choosing.chosenOf(choosing.cleaned(blurred)).noto, "blur");
});

test("without a word about it the page looks at whoever is corrupted, else at the first", () => {
  assert.equal(choosing.focusOf(clean, players), "noto");
  const hit = choosing.corrupted(clean, "words", { severity: 1 });
  assert.equal(choosing.focusOf({ ...hit, focus: null }, players), "words");
});
