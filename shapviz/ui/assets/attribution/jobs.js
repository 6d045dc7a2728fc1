// How the methods stand that were asked by jobs.

import { questionOf } from "./choice.js";

/**
 * Return by method how the jobs stand that ask the present question, {say, done, run, failed}; what the lab could not ask
 * counts among them.
 *
 * @param jobs as Python tells of them, the newest first
 * @param failed {method: why the lab could not ask it}
 */
export function jobsOf(choice, jobs, failed) {
  const question = JSON.stringify(questionOf(choice));
  const ours = jobs.filter((job) => job.checks === "none" && JSON.stringify(questionOf(job)) === question);
  const refused = Object.entries(failed).map(([method, say]) => [method, { say, failed: true }]);
  return Object.fromEntries([...refused, ...ours.toReversed().flatMap((job) => job.methods.map((method) => [method, job]))]);
}
