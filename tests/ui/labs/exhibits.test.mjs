import assert from "node:assert/strict";
import { test } from "node:test";

import { alt, bar, points, spoken } from "../../../shapviz/ui/assets/labs/exhibits.js";

const picture = { kind: "image", gone: false, told: "pixels differ by 0.20 of 1 on average" };

test("the text of a figure says what changed, and by how much", () => {
  assert.equal(alt("noto", picture, "before"), "noto, picture before");
  assert.equal(alt("noto", picture, "after"), "noto, picture after, pixels differ by 0.20 of 1 on average");
  const gone = { kind: "audio", gone: true, told: "missing altogether" };
  assert.equal(alt("voice", gone, "after"), "voice, spectrogram after, missing altogether");
  assert.equal(alt("voice", gone, "before"), "voice, spectrogram before");
});

test("a modality that is absent is said to be, though what it was like before can still be seen", () => {
  assert.equal(alt("noto", picture, "after", false), "noto is absent");
  assert.equal(alt("noto", picture, "before", false), "noto, picture before");
});

test("words are read out with what has become of them", () => {
  const words = [
    { state: "kept", before: "cat", after: "cat" },
    { state: "lost", before: "big", after: "" },
    { state: "unknown", before: "tail", after: "…" },
    { state: "replaced", before: "sun", after: "moon" },
    { state: "misspelt", before: "dog", after: "dig" },
    { state: "moved", before: "a", after: "b" },
    { state: "added", before: "", after: "c" },
  ];
  const said = "cat, big lost, tail unknown, sun replaced by moon, dog misspelt as dig, b in place of a, c added";
  assert.equal(spoken(words), said);
  const text = { kind: "text", gone: false, told: "5 of 7 words changed", words };
  assert.equal(alt("words", text, "both"), `words before and after, 5 of 7 words changed: ${said}`);
});

test("a channel fills its lane from the least to the greatest value", () => {
  assert.equal(points([0, 1, 0.5], { low: 0, high: 1, lane: 0, lanes: 1 }), "0,100 50,0 100,50");
  assert.equal(points([0, 1], { low: 0, high: 1, lane: 1, lanes: 2 }), "0,100 100,50");
  assert.equal(points([3, 3], { low: 3, high: 3, lane: 0, lanes: 1 }), "0,50 100,50");
  assert.equal(points([2], { low: 0, high: 4, lane: 0, lanes: 1 }), "0,50");
});

test("a bar stands on zero or hangs from it", () => {
  assert.deepEqual(bar(1, { low: -1, high: 3 }), { y: 50, height: 25 });
  assert.deepEqual(bar(-1, { low: -1, high: 3 }), { y: 75, height: 25 });
  assert.deepEqual(bar(0, { low: 0, high: 0 }), { y: 0, height: 0 });
});
