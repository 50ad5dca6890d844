/** What goes wrong while an answer is made: at the backend, on the way, at the client, and by time. */
import { BackendError, createHandler, type GatewayOptions } from "openai-harmony-node/gateway";
import { describe, expect, test, vi } from "vitest";
import { events, HELLO, json, post, question } from "./http.ts";
import { type Script, ScriptedBackend } from "./scripted-backend.ts";

const APIS = [
  { path: "/v1/chat/completions", body: question },
  { path: "/v1/responses", body: { input: "Hello." } },
];
const CALLS = APIS.flatMap((api) => [
  { ...api, stream: false },
  { ...api, stream: true },
]);

function setUp(script: Script | string, options: Partial<GatewayOptions> = {}) {
  const backend = new ScriptedBackend(script);
  const errors: unknown[] = [];
  return {
    handler: createHandler({ backend, onError: (error) => errors.push(error), ...options }),
    backend,
    errors,
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.each(CALLS)("$path, stream: $stream", ({ path, body, stream }) => {
  test.each([
    {
      error: new BackendError("Slow down.", { status: 429, retryAfter: "7" }),
      status: 429,
      type: "rate_limit_error",
      code: null,
      retryAfter: "7",
    },
    {
      error: new BackendError("Too long.", { status: 400, code: "context_length_exceeded" }),
      status: 400,
      type: "invalid_request_error",
      code: "context_length_exceeded",
    },
    { error: new BackendError("Down.", { status: 502 }), status: 502, type: "server_error", code: null },
    {
      error: new BackendError("Loading.", { status: 503, retryAfter: "5" }),
      status: 503,
      type: "server_error",
      code: null,
      retryAfter: "5",
    },
    { error: new BackendError("Slow.", { status: 504 }), status: 504, type: "server_error", code: null },
  ])(
    "a backend that fails at once gives a status: $status",
    async ({ error, status, type, code, retryAfter = null }) => {
      const { handler, backend, errors } = setUp({ completions: HELLO, failAfter: 0, error });
      const response = await post(handler, path, { ...body, stream });
      expect([response.status, response.headers.get("retry-after")]).toEqual([status, retryAfter]);
      expect(await response.json()).toEqual({ error: { message: error.message, type, param: null, code } });
      expect(errors).toEqual(status >= 500 ? [error] : []);
      expect(backend.open).toBe(0);
    },
  );

  test("an error of its code is a 500 that says nothing of it", async () => {
    const error = new TypeError("secret is not a function");
    const { handler, errors } = setUp({ completions: HELLO, failAfter: 0, error });
    const response = await post(handler, path, { ...body, stream });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
    expect(errors).toEqual([error]);
  });

  test.each([
    ["tokens and text", [{ tokens: [1], text: "x" }]],
    ["no token ids", [{ tokens: [1.5] }]],
    ["a completion that nobody has asked for", [{ index: 1, tokens: [1] }]],
    ["tokens after text", [{ text: "x" }, { tokens: [1], finishReason: "stop" as const }]],
    ["another end than there is", [{ tokens: [1], finishReason: "abort" as never }]],
  ])("%s is no completion: 502", async (_, parts) => {
    const { handler, backend } = setUp("");
    backend.generate = async function* () {
      yield* parts;
    };
    const response = await post(handler, path, { ...body, stream });
    const text = await response.text();
    if (response.status === 200)
      expect(text).toContain("The model server sent something that is no completion.");
    else expect([response.status, JSON.parse(text).error.type]).toEqual([502, "server_error"]);
    if (!stream) expect(response.status).toBe(502);
  });

  test("a client that has gone away already gets 499, and nothing is sampled", async () => {
    const { handler, backend, errors } = setUp(HELLO);
    const response = await post(handler, path, { ...body, stream }, { signal: AbortSignal.abort() });
    expect(response.status).toBe(499);
    expect([backend.opened, errors]).toEqual([0, []]);
  });

  test("a client that goes away while nothing has come gets 499, and the backend is told at once", async () => {
    const { handler, backend, errors } = setUp({ completions: HELLO, silentAfter: 0 });
    const client = new AbortController();
    const response = post(handler, path, { ...body, stream }, { signal: client.signal });
    await expect.poll(() => backend.open).toBe(1);
    client.abort();
    expect((await response).status).toBe(499);
    expect(await json(response)).toMatchObject({ error: { type: "invalid_request_error" } });
    await expect.poll(() => backend.open).toBe(0);
    expect([backend.aborted, errors]).toEqual([1, []]);
  });

  test("a backend that is silent is given up: 504", async () => {
    const { handler, backend, errors } = setUp({ completions: HELLO, silentAfter: 0 }, { idleTimeoutMs: 30 });
    const response = await post(handler, path, { ...body, stream });
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ error: { type: "server_error", code: "timeout" } });
    await expect.poll(() => backend.open).toBe(0);
    expect([backend.aborted, errors.length]).toEqual([1, 1]);
  });

  test("a backend that takes no notice of its signal holds nobody", async () => {
    const { handler, backend } = setUp("", { idleTimeoutMs: 30 });
    backend.generate = async function* () {
      await new Promise(() => {});
      yield {};
    };
    expect((await post(handler, path, { ...body, stream })).status).toBe(504);
  });
});

describe.each(APIS)("streams of $path", ({ path, body }) => {
  const stream = { ...body, stream: true };

  test("an error in the middle is the last event, and the backend is closed", async () => {
    const error = new BackendError("Died.", { status: 502 });
    const { handler, backend, errors } = setUp({
      completions: HELLO,
      maxPart: 1,
      delayMs: 1,
      failAfter: 8,
      error,
    });
    const response = await post(handler, path, stream);
    expect(response.status).toBe(200);
    const received = await events(response);
    const told = { message: "Died.", type: "server_error", param: null, code: null };
    expect(received.at(-1)).toEqual(
      path.endsWith("completions")
        ? { error: told }
        : {
            type: "error",
            sequence_number: received.length - 1,
            code: "server_error",
            message: "Died.",
            param: null,
            error: told,
          },
    );
    expect(received.length).toBeGreaterThan(3);
    expect([backend.open, errors]).toEqual([0, [error]]);
  });

  test("a backend that falls silent in the middle is given up", async () => {
    const { handler, backend } = setUp(
      { completions: HELLO, maxPart: 1, silentAfter: 8 },
      { idleTimeoutMs: 40 },
    );
    const received = await events(post(handler, path, stream));
    expect(received.at(-1).error).toMatchObject({ code: "timeout" });
    await expect.poll(() => backend.open).toBe(0);
    expect(backend.aborted).toBe(1);
  });

  test("an answer that takes too long in all is given up, however lively it is", async () => {
    const script = { completions: HELLO.repeat(100), maxPart: 1, delayMs: 2 };
    const { handler, backend } = setUp(script, { timeoutMs: 60, idleTimeoutMs: 50 });
    const received = await events(post(handler, path, stream));
    expect(received.at(-1).error).toMatchObject({ code: "timeout" });
    await expect.poll(() => backend.open).toBe(0);
  });

  test("an answer that takes longer than the silence that is allowed is let go on", async () => {
    const { handler } = setUp({ completions: HELLO, maxPart: 1, delayMs: 15 }, { idleTimeoutMs: 100 });
    expect((await events(post(handler, path, stream))).at(-1)).not.toHaveProperty("error");
  });

  test("a client that reads slowly is no silence of the backend", async () => {
    const completions = `<|channel|>final<|message|>${"many words ".repeat(20_000)}<|return|>`;
    const { handler, backend } = setUp({ completions, maxPart: 1 }, { idleTimeoutMs: 40 });
    const reader = (await post(handler, path, stream)).body?.getReader() as ReadableStreamDefaultReader;
    let text = "";
    for (let i = 0; i < 4; i++) {
      text += new TextDecoder().decode((await reader.read()).value);
      await pause(60);
    }
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += new TextDecoder().decode(read.value);
    }
    expect(text).not.toContain("timeout");
    await expect.poll(() => backend.open).toBe(0);
  });

  test("nothing more is sampled than the client reads, and a little", async () => {
    const completions = `<|channel|>final<|message|>${"many words ".repeat(50_000)}<|return|>`;
    const { handler, backend } = setUp({ completions, maxPart: 1 });
    const reader = (await post(handler, path, stream)).body?.getReader() as ReadableStreamDefaultReader;
    await reader.read();
    await pause(50);
    const sampled = backend.partCount;
    expect(sampled).toBeLessThan(10_000);
    await pause(50);
    expect(backend.partCount).toBe(sampled);
    await reader.cancel();
    await expect.poll(() => backend.open).toBe(0);
    expect(backend.aborted).toBe(1);
  });

  test.each(["cancels the body", "aborts the request"])(
    "a client that %s reaches the backend at once",
    async (how) => {
      const { handler, backend, errors } = setUp({ completions: HELLO, maxPart: 1, silentAfter: 6 });
      const client = new AbortController();
      const response = await post(handler, path, stream, { signal: client.signal });
      const reader = response.body?.getReader() as ReadableStreamDefaultReader;
      await reader.read();
      expect(backend.open).toBe(1);
      if (how === "aborts the request") client.abort();
      else await reader.cancel();
      await expect.poll(() => backend.open).toBe(0);
      expect([backend.aborted, errors]).toEqual([1, []]);
      // Nothing is left that keeps the process or writes to a closed stream.
      await pause(20);
    },
  );

  test("a client that cancels before it has read anything reaches the backend", async () => {
    const { handler, backend } = setUp({ completions: HELLO, maxPart: 1, delayMs: 5 });
    await (await post(handler, path, stream)).body?.cancel();
    await expect.poll(() => backend.open).toBe(0);
  });
});

test("a client that goes away is nobody's error", async () => {
  const { handler, backend, errors } = setUp({ completions: HELLO, maxPart: 1, silentAfter: 6 });
  const client = new AbortController();
  const response = await post(
    handler,
    "/v1/chat/completions",
    { ...question, stream: true },
    { signal: client.signal },
  );
  const read = response.text().catch(() => {});
  await expect.poll(() => backend.partCount).toBe(6);
  client.abort();
  await read;
  expect(errors).toEqual([]);
});

test("no timer is left behind", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { handler } = setUp(HELLO);
    for (const { path, body, stream } of CALLS) await (await post(handler, path, { ...body, stream })).text();
    await (await post(handler, "/v1/responses", {})).text();
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
