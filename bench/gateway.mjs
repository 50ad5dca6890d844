/**
 * How many requests a second the gateway serves on one core, in front of an engine that costs nothing:
 * `node bench/gateway.mjs [SECONDS]`. Each is a chat request whose answer of 200 tokens is streamed, and read to its end; the
 * handler is called as a server calls it, without a network. The time is that of all threads of the process. Memory is looked
 * at after every fifth of it, and as it is: a collection that is forced while no request is under way makes V8 drop the
 * compiled code with the objects that it was made for, and compiling it again takes a quarter of the time that follows.
 */
import { setImmediate as turn } from "node:timers/promises";
import { loadHarmonyEncoding } from "openai-harmony-node";
import { createHandler } from "openai-harmony-node/gateway";
import { corpora } from "./corpora.mjs";

const CONCURRENT = 32;
const seconds = Number(process.argv[2] ?? 10);
const encoding = loadHarmonyEncoding();

const words = corpora.prose().split(/\s+/);
const text = `<|channel|>analysis<|message|>${words.slice(0, 60).join(" ")}<|end|><|start|>assistant<|channel|>final<|message|>${words.slice(60, 250).join(" ")}`;
const tokens = encoding.encode(text, { allowedSpecial: "all" }).slice(0, 200);

const BODY = JSON.stringify({
  model: "gpt-oss-20b",
  stream: true,
  messages: [
    { role: "system", content: "Be brief." },
    { role: "user", content: words.slice(0, 50).join(" ") },
  ],
});

/** Gives the tokens one by one, or so many at a time. */
function backend(size) {
  const parts = Array.from({ length: tokens.length / size }, (_, i) =>
    tokens.slice(i * size, (i + 1) * size),
  );
  return {
    async *generate() {
      for (const part of parts) yield { tokens: part };
      yield { finishReason: "stop" };
    },
    health: async () => true,
  };
}

async function ask(handler) {
  const headers = { "content-type": "application/json" };
  const request = new Request("http://127.0.0.1/v1/chat/completions", {
    method: "POST",
    headers,
    body: BODY,
  });
  const response = await handler(request);
  let bytes = 0;
  for await (const part of response.body) bytes += part.length;
  if (response.status !== 200 || bytes < 1000) throw new Error(`status ${response.status}, ${bytes} bytes`);
}

/** Serves for a time, and returns how many requests that were in a second of a core's time. */
async function serve(handler, milliseconds) {
  const started = performance.now();
  const before = process.cpuUsage();
  let served = 0;
  const client = async () => {
    while (performance.now() - started < milliseconds) {
      await ask(handler);
      served++;
      // As between two requests from a network. Without it, the event loop would never turn.
      await turn();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENT }, client));
  const { user, system } = process.cpuUsage(before);
  return (served / (user + system)) * 1e6;
}

for (const size of [1, 8, 200]) {
  const handler = createHandler({ backend: backend(size) });
  await serve(handler, 1000);
  const rates = [];
  const memory = [];
  for (let i = 0; i < 5; i++) {
    rates.push(await serve(handler, seconds * 200));
    memory.push(process.memoryUsage.rss() / 1e6);
  }
  const rate = rates.toSorted((a, b) => a - b)[2];
  console.log(
    `${size} tokens a part: ${rate.toFixed(0)} requests a second, ${memory.map((mb) => mb.toFixed(0)).join(" ")} MB`,
  );
}
