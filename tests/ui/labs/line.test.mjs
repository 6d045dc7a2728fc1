import assert from "node:assert/strict";
import { test } from "node:test";

import { Lines, Trouble } from "../../../shapviz/ui/assets/labs/line.js";

/** Let `fetch` answer when it is told to: `answers[i](status, body)` answers the i-th question, `asked` holds them all. */
function server() {
  const asked = [];
  const answers = [];
  globalThis.fetch = (url, { body }) => {
    asked.push([url, JSON.parse(body)]);
    return new Promise((resolve, reject) => {
      answers.push((status, told) => (status ? resolve({ ok: status < 400, json: async () => told }) : reject(new TypeError())));
    });
  };
  return { asked, answers };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("one question of a kind is under way, and of those that wait the newest takes its turn", async () => {
  const { asked, answers } = server();
  const lines = new Lines("/lab", { a: "secret" });
  const told = [1, 2, 3].map((step) => lines.ask("view", { run: "a", step }));
  const other = lines.ask("strip", { run: "a" });
  answers[0](200, "first");
  await turn();
  answers[2](200, "newest");
  answers[1](200, "strip");
  assert.deepEqual(await Promise.all(told), ["first", null, "newest"]);
  assert.equal(await other, "strip");
  assert.deepEqual(asked[0], ["/lab/view", { token: "secret", run: "a", step: 1 }]);
  assert.equal(asked.length, 3);
});

test("a question about two runs shows the token of each", () => {
  const { asked } = server();
  new Lines("/lab", { a: "first", b: "second" }).ask("view", { run: "a", beside: "b" });
  assert.deepEqual(asked[0][1], { token: "first", beside_token: "second", run: "a", beside: "b" });
});

test("questions of one kind in lanes of their own do not wait for each other", async () => {
  const { asked, answers } = server();
  const lines = new Lines("/lab", {});
  const told = ["noto", "words"].map((modality) => lines.ask("inside", { modality }, `inside ${modality}`));
  answers.forEach((answer, at) => answer(200, at));
  assert.deepEqual(await Promise.all(told), [0, 1]);
  assert.deepEqual(asked.map(([url]) => url), ["/lab/inside", "/lab/inside"]);
});

test("a refusal is told in the server's words, and the next question is asked all the same", async () => {
  const { answers } = server();
  const lines = new Lines("/lab", {});
  const refused = lines.ask("view", { run: "a" });
  const next = lines.ask("view", { run: "a" });
  answers[0](409, { error: { problem: "The network is gone.", remedy: "Train it again." } });
  await assert.rejects(refused, (error) => error instanceof Trouble && error.message === "The network is gone. Train it again.");
  answers[1](200, "well");
  assert.equal(await next, "well");
});

test("a server that is not there is said to be silent", async () => {
  const { answers } = server();
  const asked = new Lines("/lab", {}).ask("facts", { run: "a" });
  answers[0](0);
  await assert.rejects(asked, /The server does not answer/);
});

test("a sound is asked for with what is done to it, if anything is", () => {
  const lines = new Lines("/lab", { a: "secret" });
  const choice = { draw: 2, corrupted: { voice: { corruption: "babble", severity: 3 } } };
  assert.equal(lines.sound("a", 7, "voice", choice), "/lab/sound?token=secret&run=a&row=7&modality=voice&corruption=babble&severity=3&draw=2");
  assert.equal(lines.sound("a", 7, "voice", null), "/lab/sound?token=secret&run=a&row=7&modality=voice");
});
