/** The gateway in Bun's and Deno's own servers, with the packages installed: answers, streams, and a client that goes away. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { bunExecutable, installedProject, run, tool, writeFiles } from "./support.ts";

/** Serves, asks itself, and prints what came out. */
const program = (serve: string) => `
import { createHandler, openReasoning, sealReasoning } from "openai-harmony-node/gateway";

let closed = 0;
const backend = {
  async *generate({ text }, signal) {
    try {
      yield { text: "<|channel|>final<|message|>It is " };
      if (text.includes("Wait")) {
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      }
      yield { text: "noon.<|return|>", finishReason: "stop" };
    } finally {
      closed++;
    }
  },
  async health() {
    return true;
  },
};
const handler = createHandler({ backend, apiKeys: ["sk"] });
${serve}

const ask = (body, init) =>
  fetch(url + "/v1/chat/completions", {
    method: "POST",
    body: JSON.stringify(body),
    headers: { authorization: "Bearer sk", "content-type": "application/json" },
    ...init,
  });
const messages = [{ role: "user", content: "What time is it?" }];

console.log((await fetch(url + "/v1/models")).status, (await fetch(url + "/health")).status);
const whole = await (await ask({ messages })).json();
console.log(whole.choices[0].message.content);
const stream = await (await ask({ messages, stream: true })).text();
console.log([...stream.matchAll(/"content":"([^"]*)"/g)].map(([, text]) => text).join(""), stream.endsWith("[DONE]\\n\\n"));

const client = new AbortController();
const waiting = await ask({ messages: [{ role: "user", content: "Wait." }], stream: true }, { signal: client.signal });
await waiting.body.getReader().read();
const before = closed;
client.abort();
for (let i = 0; i < 1000 && closed === before; i++) await new Promise((resolve) => setTimeout(resolve, 20));
console.log(closed - before);

const key = new Uint8Array(32).fill(1);
console.log(openReasoning(sealReasoning("sealed", key), key));
await stop();
`;

const OUTPUT = "401 200\nIt is noon.\nIt is noon. true\n1\nsealed\n";

test("Bun.serve", async () => {
  const project = installedProject();
  const serve = `
const server = Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 0, fetch: handler });
const url = "http://127.0.0.1:" + server.port;
const stop = () => server.stop(true);`;
  writeFiles(project, { "gateway.mjs": program(serve) });
  const ended = await run(bunExecutable(), [join(project, "gateway.mjs")], { cwd: project });
  expect(ended).toEqual({ code: 0, signal: null, stdout: OUTPUT, stderr: "" });
});

test("Deno.serve, with the permissions it needs", async () => {
  const project = installedProject();
  const serve = `
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
const url = "http://127.0.0.1:" + server.addr.port;
const stop = () => server.shutdown();`;
  writeFiles(project, { "gateway.mjs": program(serve) });
  const args = [
    "run",
    "--no-prompt",
    "--allow-ffi",
    "--allow-read",
    "--allow-net=127.0.0.1",
    "--unstable-no-legacy-abort",
  ];
  const ended = await run(process.execPath, [tool("deno/bin.cjs"), ...args, join(project, "gateway.mjs")], {
    cwd: project,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", DENO_DIR: join(project, ".deno") },
  });
  expect(ended).toEqual({ code: 0, signal: null, stdout: OUTPUT, stderr: "" });
});
