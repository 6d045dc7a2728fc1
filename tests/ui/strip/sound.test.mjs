import assert from "node:assert/strict";
import { test } from "node:test";

import { Speaker, UNHEARD, UNREACHED } from "../../../shapviz/ui/assets/robustness/sound.js";

/** A speaker with an audio element that remembers what it was told; `refused` is what playing fails with. */
function speaking({ refused = null, answer = null } = {}) {
  const told = { began: [], silenced: 0, sentences: [], made: 0, listeners: {} };
  const audio = {
    play: async () => {
      if (refused) throw new Error(refused);
      told.began.push(audio.src);
    },
    pause: () => (told.silenced += 1),
    addEventListener: (name, listener) => (told.listeners[name] = listener),
  };
  globalThis.fetch = async () => answer ?? Promise.reject(new TypeError("no network"));
  const make = () => {
    told.made += 1;
    return audio;
  };
  told.changes = [];
  const speaker = new Speaker(() => told.changes.push(speaker.playing), (sentence) => told.sentences.push(sentence), make);
  return { speaker, told };
}

test("nothing is fetched before somebody wants to hear it, and one element plays everything", async () => {
  const { speaker, told } = speaking();
  assert.equal(told.made, 0);
  await speaker.toggle("/a");
  await speaker.toggle("/b");
  assert.equal(told.made, 1);
  assert.deepEqual(told.began, ["/a", "/b"]);
  assert.deepEqual(told.changes, ["/a", null, "/b"]);
});

test("pressing again stops it, and so does its end", async () => {
  const { speaker, told } = speaking();
  await speaker.toggle("/a");
  await speaker.toggle("/a");
  assert.equal(speaker.playing, null);
  assert.ok(told.silenced > 0);
  await speaker.toggle("/a");
  told.listeners.ended();
  assert.equal(speaker.playing, null);
  assert.ok(!told.sentences.some(Boolean));
});

test("a browser that cannot play says so in a sentence, and is asked again the next time", async () => {
  const { speaker, told } = speaking({ refused: "NotSupportedError", answer: { ok: true } });
  await speaker.toggle("/a");
  assert.equal(told.sentences.at(-1), UNHEARD);
  assert.equal(speaker.playing, null);
  await speaker.toggle("/a");
  assert.deepEqual(told.sentences, ["", UNHEARD, "", UNHEARD]);
});

test("a sound that breaks off is told once", async () => {
  const { speaker, told } = speaking({ answer: { ok: true } });
  await speaker.toggle("/a");
  await Promise.all([told.listeners.error(), told.listeners.error()]);
  assert.deepEqual(told.sentences, ["", UNHEARD]);
});

test("what the server says about a sound that it refuses is passed on", async () => {
  const error = { problem: "The run is gone.", remedy: "Choose another." };
  const { speaker, told } = speaking({ refused: "x", answer: { ok: false, json: async () => ({ error }) } });
  await speaker.toggle("/a");
  assert.equal(told.sentences.at(-1), "The run is gone. Choose another.");
});

test("a server that cannot be reached is told apart from a browser that cannot play", async () => {
  const { speaker, told } = speaking({ refused: "x" });
  await speaker.toggle("/a");
  assert.equal(told.sentences.at(-1), UNREACHED);
});

test("whoever stops a sound while it is fetched hears no complaint", async () => {
  const { speaker, told } = speaking({ refused: "AbortError", answer: { ok: true } });
  const begun = speaker.toggle("/a");
  speaker.stop();
  await begun;
  assert.deepEqual(told.sentences, [""]);
});
