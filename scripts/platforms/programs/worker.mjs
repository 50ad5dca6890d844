/** A thread that either computes once or never ends. See workers.mjs. */
import { parentPort, workerData } from "node:worker_threads";
import { loadHarmonyEncoding } from "openai-harmony-node";
import { results } from "./results.mjs";

if (workerData === "results") {
  parentPort.postMessage(results());
  parentPort.close();
} else {
  const encoding = loadHarmonyEncoding();
  const text = "the quick brown fox ".repeat(500);
  parentPort.postMessage("working");
  for (;;) encoding.decode(encoding.encode(text));
}
