import assert from "node:assert/strict";
import { test } from "node:test";

import { jobsOf } from "../../../shapviz/ui/assets/attribution/jobs.js";

const QUESTION = { payoff: "probability", target: "true", baseline: "own" };
const CHOICE = { question: QUESTION };
const job = (run, methods, change = {}) => ({ run, methods, checks: "none", question: QUESTION, ...change });

test("of several jobs for one method the newest counts, and jobs outweigh what the lab could not ask", () => {
  const told = jobsOf(CHOICE, [job("new", ["shap.kernel"]), job("old", ["shap.kernel", "sampled"])], { "shap.kernel": "No.", exact: "No." });
  assert.equal(told["shap.kernel"].run, "new");
  assert.equal(told.sampled.run, "old");
  assert.deepEqual(told.exact, { say: "No.", failed: true });
});

test("jobs that ask another question, or that check methods, say nothing of this one", () => {
  const others = [job("a", ["exact"], { question: { ...QUESTION, payoff: "logit" } }), job("b", ["exact"], { checks: "retraining" })];
  assert.deepEqual(jobsOf(CHOICE, others, {}), {});
});
