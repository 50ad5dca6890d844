/**
 * Worker threads: they give the tokens that the main thread gives, throw errors of their own, and can be ended in
 * mid-work. The last line is `done`.
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { loadHarmonyEncoding } from "openai-harmony-node";
import { results } from "./results.mjs";

function start(work) {
  return new Worker(new URL("worker.mjs", import.meta.url), { workerData: work });
}

const workers = [0, 1, 2].map(() => start("results"));
const answers = await Promise.all(workers.map(async (worker) => (await once(worker, "message"))[0]));
for (const answer of answers) assert.equal(answer, results());

for (let round = 0; round < 2; round++) {
  const endless = [0, 1, 2].map(() => start("endless"));
  await Promise.all(endless.map((worker) => once(worker, "message")));
  await Promise.all(endless.map((worker) => worker.terminate()));
}
assert.equal(loadHarmonyEncoding().decode([13225]), "Hello");
console.log("done");
