/** The example server, as a user starts it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { environment, ROOT } from "../support.ts";
import { events, json, question } from "./http.ts";
import { tokensOf } from "./scripted-backend.ts";

/** Stands in for vLLM. */
async function startEngine(): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request.setEncoding("utf8")) body += piece;
    bodies.push(body);
    const token_ids = [...tokensOf("<|channel|>final<|message|>It is noon.<|return|>")];
    const chunk = { choices: [{ index: 0, text: "", token_ids, finish_reason: "stop" }] };
    response.end(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

/** Starts the example, and returns its URL and a function that ends it. */
async function startExample(env: Record<string, string>) {
  const child = spawn(process.execPath, [join(ROOT, "examples", "gateway.mjs")], {
    env: { ...environment(), PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  await expect.poll(() => output).toMatch(/Listening on http:\/\/127\.0\.0\.1:\d+\n/);
  const url = /http:\S+/.exec(output)?.[0] as string;
  const end = async () => {
    child.kill("SIGTERM");
    return [...(await once(child, "exit")), output.replace(/^Listening.*\n/, "")];
  };
  return { url, end };
}

test("it serves both APIs in front of the engine that it is told of, and ends when it is asked to", async () => {
  const engine = await startEngine();
  const env = { ENGINE_URL: engine.url, ENGINE_MODEL: "own", MODELS: "a, b", API_KEYS: "sk-1" };
  const { url, end } = await startExample(env);
  const headers = { authorization: "Bearer sk-1" };
  const post = (path: string, body: object) =>
    fetch(url + path, { method: "POST", body: JSON.stringify({ model: "a", ...body }), headers });

  const { data } = await json(fetch(`${url}/v1/models`, { headers }));
  expect(data.map(({ id }: { id: string }) => id)).toEqual(["a", "b"]);
  expect((await fetch(`${url}/v1/models`)).status).toBe(401);
  const chunks = await events(post("/v1/chat/completions", { ...question, stream: true }));
  expect(chunks.map((chunk) => chunk.choices?.[0].delta.content ?? "").join("")).toBe("It is noon.");
  const first = await json(post("/v1/responses", { input: "What time is it?" }));
  expect(first.output_text).toBe("It is noon.");
  const second = await json(post("/v1/responses", { input: "Really?", previous_response_id: first.id }));
  expect(second.usage.input_tokens).toBeGreaterThan(first.usage.input_tokens);
  expect(engine.bodies.filter((body) => body.includes('"prompt":[')).length).toBe(3);
  expect(JSON.parse(engine.bodies.at(-1) as string).model).toBe("own");
  expect(await end()).toEqual([0, null, ""]);
});

test("an engine that it does not know is an error that names those that it does", async () => {
  const { handlerFrom } = await import("../../examples/gateway.mjs");
  expect(() => handlerFrom({ ENGINE: "abacus" })).toThrow(
    "ENGINE is one of vllm, sglang, llama.cpp, text-completions",
  );
  for (const ENGINE of ["vllm", "sglang", "text-completions"])
    expect(handlerFrom({ ENGINE })).toBeTypeOf("function");
});
