/**
 * How long a batch of 1,000 texts of 2 KB takes on libuv's pool, beside the same batch at once:
 * `node bench/batch.mjs`. Both are measured in turn. The pool is measured after an event loop that has waited, and after
 * one that has been busy: some systems then leave both threads on one processor for some milliseconds.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { loadHarmonyEncoding } from "openai-harmony-node";
import { corpora } from "./corpora.mjs";

const ROUNDS = 100;
const LENGTH = 2048;
const encoding = loadHarmonyEncoding();
const source = `${corpora.prose()}\n${corpora.code()}`;
const texts = Array.from({ length: 1000 }, (_, i) => {
  const start = (i * 997) % (source.length - LENGTH);
  // A string of its own: a part of another one would be copied more slowly.
  return Buffer.from(source.slice(start, start + LENGTH)).toString();
});

/** The last results, which the program holds on to as a server would. */
let _results = [];

async function measure(work) {
  const started = performance.now();
  _results = await work();
  return performance.now() - started;
}

const samples = { sync: [], rested: [], busy: [] };
for (let round = 0; round < ROUNDS; round++) {
  samples.sync.push(await measure(() => encoding.encodeBatch(texts)));
  samples.busy.push(await measure(() => encoding.encodeBatchAsync(texts)));
  await sleep(10);
  samples.rested.push(await measure(() => encoding.encodeBatchAsync(texts)));
}
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const sync = median(samples.sync);
console.log(`encodeBatch: ${sync.toFixed(2)} ms`);
for (const [what, times] of [
  ["after waiting", samples.rested],
  ["after work", samples.busy],
]) {
  const time = median(times);
  console.log(`encodeBatchAsync ${what}: ${time.toFixed(2)} ms (${(sync / time).toFixed(2)}x)`);
}
