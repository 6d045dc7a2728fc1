import assert from "node:assert/strict";
import { test } from "node:test";

import { Insides, Shelf } from "../../../shapviz/ui/assets/attribution/answers.js";
import { classOf, targets, usual } from "../../../shapviz/ui/assets/attribution/asking.js";
import { frames } from "../../../shapviz/ui/assets/attribution/film.js";
import { addingUp, measured, placesOf, precise, signed } from "../../../shapviz/ui/assets/attribution/numbers.js";
import { AGAINST, FOR, limits, strength, unit } from "../../../shapviz/ui/assets/attribution/scale.js";
import { addedUp, alt, tableOf } from "../../../shapviz/ui/assets/attribution/sums.js";

const UNITS = { probability: { name: "points", short: "pts", factor: 100, digits: 0 } };
const turn = () => new Promise((resolve) => setImmediate(resolve));
const given = (change) => ({
  ...{ row: 7, modality: "words", kind: "text", elements: ["circus", "carnival", "top"], values: [0.02, 0.31, -0.34] },
  ...{ grid: null, unknown: [], whole: 0.1, presence: 0.06, baseline: "a word that says nothing", question: { payoff: "probability" }, ...change },
});

const inside = (change) => measured(given(change), UNITS.probability);

test("numbers carry their sign, but for those that round to nothing", () => {
  assert.deepEqual([0.314, -0.06, 0.001, -0.001, 0].map((value) => signed(value, 2)), ["+0.31", "\u22120.06", "0.00", "0.00", "0.00"]);
  assert.deepEqual([0.314, 12.3, -0.0312, 0.00052, 1e-9, 0].map((value) => precise(value, 2)), ["+0.31", "+12.30", "\u22120.031", "+0.00052", "0.00", "0.00"]);
  assert.deepEqual([31.4, 3.14, -0.66, 0.0066, 0.0002, 0].map((value) => precise(value, 0)), ["+31", "+3.1", "\u22120.66", "+0.007", "0", "0"]);
  assert.deepEqual([41.2, 0.4, 0.04, 0].map((value) => placesOf(value, 0)), [0, 1, 0, 0], "as the table of methods has it");
});

test("amounts are rounded so that they add up, each to one of its neighbours", () => {
  for (const [amounts, places] of [[[86.4, -45.4, 0.4], 0], [[0.333, 0.333, 0.334], 2], [[-0.05, 0.07, -1.449], 1], [[3, 0, 1e-17], 0]]) {
    const shown = addingUp(amounts, places);
    const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
    assert.equal(sum(shown).toFixed(places), sum(amounts).toFixed(places));
    amounts.forEach((amount, at) => assert.ok(Math.abs(amount - shown[at]) < 10 ** -places));
  }
});

test("colours are as strong as the amount, for and against alike, and have 3:1 on light and dark", () => {
  assert.deepEqual([0, 0.1, -0.1, 0.2, 5].map((value) => strength(value, 0.2)), [0, 0.5 ** 0.8, 0.5 ** 0.8, 1, 1]);
  assert.equal(strength(0, 0), 0);
  const luminance = (colour) => {
    const [red, green, blue] = colour.map((channel) => channel / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  for (const pole of [FOR, AGAINST].map(luminance)) {
    for (const background of [[255, 255, 255], [14, 17, 23]].map(luminance)) assert.ok(contrast(pole, background) >= 3);
  }
});

test("elements of one size have one scale, whichever method and modality they are of", () => {
  const pixels = (values, elements) => inside({ kind: "image", elements, values });
  const known = [
    pixels([0.1, -0.3], ["row 1, column 1", "row 1, column 2"]),
    pixels([0.2, 0.1], ["row 1, column 1", "row 1, column 2"]),
    pixels([0.5], ["rows 1-4, columns 1-4"]),
    inside({}),
  ];
  assert.deepEqual(limits(known), { pixel: 30, patch: 50, word: 34 });
  assert.equal(unit(inside({ kind: "text", elements: ["1-2"] })), "word");
  assert.equal(unit(inside({ kind: "audio", elements: Array(64).fill("0-20 Hz, 0.00-0.10 s") })), "block");
});

test("what elements do not account for is said where it can be seen", () => {
  assert.equal(addedUp(inside({})), "inside \u22121\u00a0· being\u00a0there +6\u00a0· unexplained +5".replaceAll("inside ", "inside\u00a0").replaceAll(" +", "\u00a0+"));
  assert.equal(addedUp(inside({ whole: -0.01, presence: 0.001 })), "");
});

test("the table holds all of it, and adds up", () => {
  const values = Array.from({ length: 40 }, (_, at) => (at % 2 ? 1 : -1) * 0.01 * at);
  const { rows } = tableOf(inside({ values, elements: values.map((_, at) => `column ${at + 1}`), whole: 0.5 }), "Travel");
  assert.deepEqual(rows[0], ["column 40", "+39.0"]);
  const shown = rows.map(([, cell]) => Number(cell.replace("\u2212", "-")));
  const whole = shown.pop();
  assert.ok(Math.abs(shown.reduce((total, value) => total + value) - whole) < 1e-9);
  assert.equal(rows.length, 24 + 1 + 3);
});

test("a picture is told by what speaks most, for and against", () => {
  assert.equal(alt(inside({}), "Travel"), "words, attribution: carnival speaks most for Travel, +31 points; top most against, \u221234 points");
  assert.equal(alt(inside({ values: [0, -0.2, 0] }), "Travel"), "words, attribution: carnival speaks most against Travel, \u221220 points");
  assert.equal(alt(inside({ values: [0, 0, 0] }), "Travel"), "words, attribution: no element makes any difference to Travel");
});

test("the strip shows seven samples around the one in view, and as many at either end", () => {
  const list = [...Array(20).keys()];
  assert.deepEqual(frames(list, 10), [7, 8, 9, 10, 11, 12, 13]);
  assert.deepEqual(frames(list, 0), frames(list, 3));
  assert.deepEqual(frames(list, 19), [13, 14, 15, 16, 17, 18, 19]);
  assert.deepEqual(frames([4, 5], 1), [4, 5]);
  assert.deepEqual(frames(list, -1), frames(list, 0), "the sample in view need not be among them");
});

test("classes worth asking about are named once, the true one first", () => {
  const gallery = { classes: ["Food", "Travel", "Objects"], truth: [0, 1], predicted: [0, 2], runner_up: [2, 1] };
  assert.deepEqual(targets(gallery, 0), [["Food", "true"], ["Objects", "class:Objects"]]);
  assert.deepEqual(targets(gallery, 1), [["Travel", "true"], ["Objects", "predicted"]]);
  assert.deepEqual(["true", "predicted", "class:Food"].map((target) => classOf(target, gallery, 1)), ["Travel", "Objects", "Food"]);
});

test("one looks inside by what is offered", () => {
  const methods = ["exact", "sampled", "captum.occlusion"].map((name) => ({ name, refused: null }));
  assert.equal(usual(methods), "captum.occlusion");
  assert.equal(usual(methods.map((method) => ({ ...method, refused: method.name === "exact" ? null : { problem: "no", remedy: "no" } }))), "exact");
  assert.equal(usual([]), null);
});

test("samples of the strip are asked for before those that come next, and none twice", async () => {
  const asked = [];
  const ask = async (kind, { rows }) => {
    asked.push(rows);
    return rows.map((row) => ({ row, exhibits: { row } }));
  };
  const shelf = new Shelf(ask, () => {});
  await shelf.want([1, 2], [1, 2, 3]);
  await shelf.want([1, 2], [1, 2, 3]);
  await shelf.want([1, 2], [1, 2, 3]);
  assert.deepEqual(asked, [[1, 2], [3]]);
  assert.deepEqual(shelf.get(3), { row: 3 });
});

test("a tree is asked for once, and answers for all modalities", async () => {
  const asked = [];
  const answer = { words: given({}), noto: given({ modality: "noto", whole: 0.2 }) };
  const insides = new Insides(async (...told) => asked.push(told) && answer, () => {}, UNITS);
  const [words, noto] = ["words", "noto"].map((modality) => ({ row: 7, modality, method: "shap.partition", others: "tree", question: {} }));
  await Promise.all([insides.want(words), insides.want(noto)]);
  assert.deepEqual(asked, [["through", { row: 7, question: {} }, "through"]]);
  assert.deepEqual([words, noto].map((question) => insides.get(question).inside.whole), [10, 20]);
});

test("an answer is kept, a refusal too, and what a newer question overtook is asked for again", async () => {
  const answers = [Promise.resolve(null), Promise.resolve(given({})), Promise.reject(new Error("No such method. Choose another."))];
  const lanes = [];
  const insides = new Insides((kind, question, lane) => lanes.push(lane) && answers.shift(), () => {}, UNITS);
  const [question, other] = ["words", "noto"].map((modality) => ({ row: 7, modality }));
  await insides.want(question);
  assert.equal(insides.get(question), undefined);
  await insides.want(question);
  await insides.want(question);
  await insides.want(other);
  await turn();
  assert.equal(insides.get(question).inside.whole, 10);
  assert.deepEqual(insides.get(other), { refusal: "No such method. Choose another." });
  assert.deepEqual(lanes, ["inside words", "inside words", "inside noto"]);
  assert.equal(insides.of(7, "probability").length, 1);
  insides.forget(other);
  assert.equal(insides.get(other), undefined);
});
