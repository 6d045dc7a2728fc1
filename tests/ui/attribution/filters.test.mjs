import assert from "node:assert/strict";
import { test } from "node:test";

import { EVERYTHING, counted, opening, passing, toggledLeader } from "../../../shapviz/ui/assets/attribution/filters.js";

const players = ["noto", "words"];
const classes = ["Food", "Travel", "Objects"];

/** A gallery in which every combination of what filters ask for occurs, some of them more than once. */
const combinations = [-1, 0, 1].flatMap((led) => [-1, 0, 1].flatMap((other) => [0, 1, 2].flatMap((truth) => [0, 1].map((guess) => ({ led, other, truth, guess })))));
const gallery = {
  players,
  classes,
  rows: combinations.map((_, place) => 100 + place),
  truth: combinations.map(({ truth }) => truth),
  predicted: combinations.map(({ guess }) => guess),
  led: combinations.map(({ led }) => led),
  led_one_out: combinations.map(({ other }) => other),
};
const filtered = (change) => passing(gallery, { ...EVERYTHING, ...change });
const all = filtered({});

test("no filter leaves everything, in order", () => {
  assert.deepEqual(all, [...gallery.rows.keys()]);
});

test("classes share out the samples, and so do leaders with those that nobody leads", () => {
  const byClass = classes.map((name) => counted(gallery, { ...EVERYTHING, class: name }));
  assert.equal(byClass.reduce((sum, count) => sum + count), all.length);
  const led = players.map((name) => filtered({ led: [name] }));
  const nobody = all.filter((place) => gallery.led[place] === -1);
  assert.deepEqual([...led.flat(), ...nobody].sort((one, other) => one - other), all);
  assert.deepEqual(filtered({ led: players }), all.filter((place) => !nobody.includes(place)));
});

test("filters narrow each other down, whatever they are", () => {
  const changes = [{ wrong: true }, { disagreeing: true }, { led: ["words"] }, { class: "Travel" }];
  for (const one of changes) {
    for (const other of changes) {
      const both = filtered(one).filter((place) => filtered(other).includes(place));
      assert.deepEqual(filtered({ ...one, ...other }), both);
    }
  }
});

test("wrong and disagreeing samples are what they are called", () => {
  for (const place of filtered({ wrong: true })) assert.notEqual(gallery.truth[place], gallery.predicted[place]);
  for (const place of filtered({ disagreeing: true })) assert.notEqual(gallery.led[place], gallery.led_one_out[place]);
});

test("a leader that is asked for twice is not asked for", () => {
  const once = toggledLeader(EVERYTHING, "noto");
  assert.deepEqual(toggledLeader(once, "words").led, ["noto", "words"]);
  assert.deepEqual(toggledLeader(once, "noto"), EVERYTHING);
});

test("one begins with the gallery's own sample, or with the first that passes", () => {
  const right = gallery.rows[all.find((place) => gallery.truth[place] === gallery.predicted[place])];
  const begun = { ...gallery, opening: right };
  assert.equal(opening(begun, EVERYTHING), right);
  const wrong = { ...EVERYTHING, wrong: true };
  assert.equal(opening(begun, wrong), gallery.rows[filtered({ wrong: true })[0]]);
  assert.equal(opening({ ...begun, led: begun.led.map(() => 0) }, { ...wrong, led: ["words"] }), right, "nobody passes");
});
