import assert from "node:assert/strict";
import { test } from "node:test";

import { Player } from "../../../shapviz/ui/assets/stage/player.js";

function opened(options) {
  const player = new Player();
  player.open({ epoch: null, newest: 10, live: false, ...options });
  return player;
}

/** Tick every 10 ms until `until`, and return the epochs that were shown. */
function played(player, until) {
  const shown = [];
  for (let now = 0; now <= until; now += 10) if (player.tick(now)) shown.push(player.epoch);
  return shown;
}

test("a finished run opens at its end and rests", () => {
  const player = opened();
  assert.equal(player.epoch, 10);
  assert.deepEqual(played(player, 5000), []);
});

test("a finished run is played from the start when it stands at its end", () => {
  const player = opened();
  player.pace("one");
  player.play();
  assert.equal(player.epoch, 0);
  assert.deepEqual(played(player, 3500), [1, 2, 3]);
});

test("playing ends at the last epoch", () => {
  const player = opened({ epoch: 7 });
  player.pace("four");
  player.play();
  assert.deepEqual(played(player, 5000), [8, 9, 10]);
  assert.equal(player.playing, false);
});

test("a live run is followed to its newest epoch at once", () => {
  const player = opened({ live: true, newest: 4 });
  player.extend({ newest: 7, live: true });
  assert.deepEqual(played(player, 100), [7]);
  assert.equal(player.playing, true);
});

test("a live run at 1× is walked through even where the job is ahead, and the edge is waited at", () => {
  const player = opened({ live: true, epoch: 0, newest: 2 });
  player.pace("one");
  player.play();
  assert.deepEqual(played(player, 5000), [1, 2]);
  assert.equal(player.playing, true);
  player.extend({ newest: 3, live: true });
  assert.deepEqual(played(player, 1500), [3]);
});

test("a live run that ends while it is walked through is played to its end", () => {
  const player = opened({ live: true, epoch: 0, newest: 2 });
  player.pace("four");
  player.play();
  player.extend({ newest: 3, live: false });
  assert.deepEqual(played(player, 5000), [1, 2, 3]);
  assert.equal(player.playing, false);
});

test("a cursor moved by hand stays where it was put while the run goes on", () => {
  const player = opened({ live: true, newest: 6 });
  player.seek(2);
  player.extend({ newest: 7, live: true });
  assert.deepEqual(played(player, 5000), []);
  assert.equal(player.epoch, 2);
});

test("a cursor put on the newest epoch of a live run follows it again", () => {
  const player = opened({ live: true, newest: 6 });
  player.seek(2);
  player.seek(6);
  player.extend({ newest: 7, live: true });
  assert.deepEqual(played(player, 50), [7]);
});

test("a cursor cannot leave what is there", () => {
  const player = opened();
  player.seek(99);
  assert.equal(player.epoch, 10);
  player.seek(-3);
  assert.equal(player.epoch, 0);
});

test("an epoch of the address that the run has not reached is clamped", () => {
  assert.equal(opened({ epoch: 99 }).epoch, 10);
});

test("playing stops at the epoch chosen under until, and goes on beyond it when asked again", () => {
  const player = opened({ epoch: 0 });
  player.pace("max");
  player.stop = 4;
  player.play();
  assert.deepEqual(played(player, 5000), [1, 2, 3, 4]);
  assert.equal(player.playing, false);
  player.play();
  assert.deepEqual(played(player, 5000), [5, 6, 7, 8, 9, 10]);
});

test("a recorded run at max is still seen epoch by epoch", () => {
  const player = opened({ epoch: 0, newest: 3 });
  player.play();
  assert.deepEqual(played(player, 5000), [1, 2, 3]);
});

test("another speed counts from now", () => {
  const player = opened({ epoch: 0 });
  player.pace("half");
  player.play();
  assert.deepEqual(played(player, 500), []);
  player.pace("four");
  assert.deepEqual(played(player, 300), [1]);
});
