import assert from "node:assert/strict";
import { test } from "node:test";

import { csv } from "../../../shapviz/ui/assets/stage/extras.js";

test("a table becomes CSV with every digit, and nothing where nothing is known", () => {
  const table = { columns: ["epoch", "EDM"], rows: [[0, null], [1, 0.123456789]] };
  assert.equal(csv(table), "epoch,EDM\r\n0,\r\n1,0.123456789\r\n");
});

test("text with commas, quotes and line ends is quoted", () => {
  const table = { columns: ["φ, low"], rows: [['he said "a"'], ["two\nlines"]] };
  assert.equal(csv(table), '"φ, low"\r\n"he said ""a"""\r\n"two\nlines"\r\n');
});
