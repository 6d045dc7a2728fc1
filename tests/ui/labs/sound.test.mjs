import assert from "node:assert/strict";
import { test } from "node:test";

import { Speaker, UNHEARD, UNREACHED } from "../../../shapviz/ui/assets/labs/sound.js";

const SOUND = () => new Response(new Blob(["RIFF"]), { headers: { "Content-Type": "audio/wav" } });

/** A speaker whose audio element remembers what it was told; `refused` says why it cannot play. */
function speaking({ refused = null, answer = SOUND } = {}) {
  const told = { fetched: [], began: 0, silenced: 0, made: 0, changes: [], sentences: [], listeners: {} };
  const audio = {
    src: "",
    play: async () => {
      if (refused) throw new Error(refused);
      told.began += 1;
    },
    pause: () => (told.silenced += 1),
    addEventListener: (name, listener) => (told.listeners[name] = listener),
  };
  globalThis.fetch = async (url) => {
    told.fetched.push(url);
    return answer();
  };
  const make = () => {
    told.made += 1;
    return audio;
  };
  const speaker = new Speaker(() => told.changes.push(speaker.playing), (sentence) => told.sentences.push(sentence), make);
  return { speaker, told };
}

test("nothing is fetched before somebody wants to hear it, and one element plays everything", async () => {
  const { speaker, told } = speaking();
  assert.deepEqual([told.made, told.fetched.length], [0, 0]);
  await speaker.toggle("/a");
  await speaker.toggle("/b");
  assert.deepEqual([told.made, told.began, told.fetched], [1, 2, ["/a", "/b"]]);
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

test("a browser that cannot play says so in a sentence, which goes when it is tried again", async () => {
  const { speaker, told } = speaking({ refused: "NotSupportedError" });
  await speaker.toggle("/a");
  assert.equal(speaker.playing, null);
  await speaker.toggle("/a");
  assert.deepEqual(told.sentences, ["", UNHEARD, "", UNHEARD]);
});

test("a browser without sound says the same", async () => {
  const sentences = [];
  globalThis.fetch = async () => SOUND();
  const speaker = new Speaker(() => {}, (sentence) => sentences.push(sentence)); // node has no Audio
  await speaker.toggle("/a");
  assert.equal(sentences.at(-1), UNHEARD);
});

test("a sound that breaks off is told once", async () => {
  const { speaker, told } = speaking();
  await speaker.toggle("/a");
  told.listeners.error();
  told.listeners.error();
  assert.deepEqual(told.sentences, ["", UNHEARD]);
});

test("what the server says about a sound that it refuses is passed on", async () => {
  const error = { problem: "The run is gone.", remedy: "Choose another." };
  const { speaker, told } = speaking({ answer: () => Response.json({ error }, { status: 404 }) });
  await speaker.toggle("/a");
  assert.equal(told.sentences.at(-1), "The run is gone. Choose another.");
  assert.equal(told.made, 0);
});

test("a server that cannot be reached, or says what nobody understands, is told apart from a browser", async () => {
  const gone = () => Promise.reject(new TypeError("no network"));
  const strange = () => new Response("<h1>502</h1>", { status: 502 });
  for (const answer of [gone, strange]) {
    const { speaker, told } = speaking({ answer });
    await speaker.toggle("/a");
    assert.equal(told.sentences.at(-1), UNREACHED);
  }
});

test("what is stopped while it is on its way is neither played nor complained about", async () => {
  for (const answer of [SOUND, () => Promise.reject(new TypeError("no network"))]) {
    const { speaker, told } = speaking({ answer });
    const begun = speaker.toggle("/a");
    speaker.stop();
    await begun;
    assert.deepEqual([told.began, told.sentences, speaker.playing], [0, [""], null]);
  }
});

test("of two that are asked for at once the later is played", async () => {
  const { speaker, told } = speaking();
  await Promise.all([speaker.toggle("/a"), speaker.toggle("/b")]);
  assert.deepEqual([told.began, speaker.playing], [1, "/b"]);
});
