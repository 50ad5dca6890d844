/**
 * Renders many conversations on all processors, in a pool of worker threads:
 *
 *     node examples/worker-pool.mjs [conversations] [workers]
 *
 * Each worker loads the encoding for itself. That takes next to no memory: the tables belong to the process. A message to a
 * worker takes longer than rendering a short conversation, so that conversations and tokens travel in batches.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { loadHarmonyEncoding, Role } from "openai-harmony-node";

const CONVERSATIONS = new URL("data/conversations.jsonl", import.meta.url);
const BATCH = 200;

/** Worker threads that take turns. */
class Pool {
  #workers;
  #turn = 0;
  /** What waits for an answer, by the id of its request. */
  #waiting = new Map();
  #lastId = 0;

  constructor(size) {
    this.#workers = Array.from({ length: size }, () => new Worker(fileURLToPath(import.meta.url)));
    for (const worker of this.#workers) {
      worker.on("message", ({ id, prompts, error }) => this.#settle(id, prompts, error));
      // A worker that fails takes its requests with it.
      worker.on("error", (error) => {
        for (const [id, request] of this.#waiting)
          if (request.worker === worker) this.#settle(id, null, error);
      });
    }
  }

  /** Renders conversations, as canonical JSON texts, for the assistant to go on. Resolves to the tokens of each. */
  render(conversations) {
    const worker = this.#workers[this.#turn++ % this.#workers.length];
    const id = ++this.#lastId;
    worker.postMessage({ id, conversations });
    return new Promise((resolve, reject) => this.#waiting.set(id, { worker, resolve, reject }));
  }

  /** Lets the workers answer what they were asked, and end. */
  async close() {
    const exits = this.#workers.map((worker) => once(worker, "exit"));
    for (const worker of this.#workers) worker.postMessage(null);
    await Promise.all(exits);
  }

  #settle(id, prompts, error) {
    const { resolve, reject } = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error === undefined) resolve(prompts);
    else reject(error);
  }
}

/** What a worker does. */
function answer(port) {
  const encoding = loadHarmonyEncoding();
  port.on("message", (request) => {
    if (request === null) return port.close();
    const { id, conversations } = request;
    try {
      const prompts = conversations.map((each) =>
        encoding.renderConversationForCompletion(each, Role.ASSISTANT),
      );
      port.postMessage(
        { id, prompts },
        prompts.map(({ buffer }) => buffer),
      );
    } catch (error) {
      port.postMessage({ id, error });
    }
  });
}

/** Renders the conversations of the file, again and again, and says how many tokens that made. */
async function main(count = 100_000, size = availableParallelism()) {
  const lines = readFileSync(CONVERSATIONS, "utf8").trim().split("\n");
  const conversations = Array.from({ length: count }, (_, i) => lines[i % lines.length]);
  const pool = new Pool(size);
  const started = performance.now();
  const batches = [];
  for (let at = 0; at < count; at += BATCH) batches.push(pool.render(conversations.slice(at, at + BATCH)));
  const prompts = (await Promise.all(batches)).flat();
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  const tokens = prompts.reduce((sum, prompt) => sum + prompt.length, 0);
  console.log(`${count} conversations, ${tokens} tokens, ${size} workers, ${seconds.toFixed(2)} s`);
}

if (isMainThread) await main(...argv.slice(2).map(Number));
else answer(parentPort);
