/** `POST /v1/responses` and what can be done with responses that are kept. */
import fc from "fast-check";
import {
  createHandler,
  type GatewayOptions,
  ReasoningStore,
  ResponseStore,
  type StoredResponse,
} from "openai-harmony-node/gateway";
import { toResponse } from "openai-harmony-node/responses";
import { describe, expect, test } from "vitest";
import { CALL, events, get, HELLO, json, post, WEATHER } from "./http.ts";
import { encoding, type Script, ScriptedBackend, tokensOf } from "./scripted-backend.ts";

const PATH = "/v1/responses";
const tools = [{ type: "function", ...WEATHER.function, strict: false }];

function setUp(script: Script | string = HELLO, options: Partial<GatewayOptions> = {}, seed?: number) {
  const backend = new ScriptedBackend(script, seed);
  const errors: unknown[] = [];
  return {
    handler: createHandler({ backend, onError: (error) => errors.push(error), ...options }),
    backend,
    errors,
  };
}

/** What is different each time. */
const withoutIds = (value: object) =>
  JSON.parse(
    JSON.stringify(value)
      .replace(/"(resp|rs|msg|fc|call)_\w+"/g, '"$1"')
      .replace(/"created_at":\d+/g, '"created_at":0'),
  );

test("a whole response", async () => {
  const { handler, backend } = setUp();
  const response = await json(
    post(handler, PATH, {
      input: "Hello.",
      model: "m",
      metadata: { a: "b" },
      user: "u",
      parallel_tool_calls: false,
    }),
  );
  expect(response).toMatchObject({
    object: "response",
    status: "completed",
    model: "m",
    metadata: { a: "b" },
    parallel_tool_calls: false,
    user: "u",
    store: false,
    output_text: "Hello, world!",
    output: [
      { type: "reasoning", content: [{ type: "reasoning_text", text: "A greeting." }] },
      { type: "message", role: "assistant", content: [{ type: "output_text", text: "Hello, world!" }] },
    ],
    usage: { input_tokens: backend.request.tokens.length, output_tokens_details: { reasoning_tokens: 3 } },
  });
  expect([backend.open, backend.aborted]).toEqual([0, 0]);
});

const COMPLETIONS = [HELLO, CALL, "no markup", "<|channel|>final", "<|start|><|message|>", ""];

test.each(COMPLETIONS)(
  "of %j, the stream ends with the whole response, which is what the converter makes of it",
  async (completions) => {
    const script = fc.record({
      as: fc.constantFrom("tokens" as const, "text" as const),
      maxPart: fc.integer({ min: 1, max: 20 }),
      finishReason: fc.constantFrom("stop" as const, "length" as const),
      delayMs: fc.constantFrom(undefined, 0),
    });
    await fc.assert(
      fc.asyncProperty(script, fc.nat(), async (given, seed) => {
        const { handler, backend, errors } = setUp({ completions, ...given }, {}, seed);
        const body = { input: "Hello.", tools };
        const whole = await json(post(handler, PATH, body));
        const streamed = await events(post(handler, PATH, { ...body, stream: true }));
        expect(streamed.map(({ sequence_number }) => sequence_number)).toEqual(streamed.map((_, i) => i));
        expect(streamed[0].type).toBe("response.created");
        expect(withoutIds(streamed.at(-1).response)).toEqual(withoutIds(whole));
        const converted = toResponse(
          encoding,
          { tokens: tokensOf(completions), finishReason: given.finishReason },
          { request: { ...body, store: false }, promptTokens: backend.request.tokens.length },
        );
        expect(withoutIds(whole)).toEqual(withoutIds(converted));
        expect([backend.open, errors]).toEqual([0, []]);
      }),
      { numRuns: 20 },
    );
  },
);

test("events have their names on lines of their own", async () => {
  const text = await (await post(setUp().handler, PATH, { input: "x", stream: true })).text();
  for (const block of text.split("\n\n").filter((each) => each !== "")) {
    const [, name, data] = /^event: (.+)\ndata: (.+)$/.exec(block) ?? [];
    expect(JSON.parse(data ?? "{}").type).toBe(name);
  }
});

test("sampling parameters reach the backend", async () => {
  const { handler, backend } = setUp();
  const include = ["message.output_text.logprobs"];
  await post(handler, PATH, {
    input: "x",
    max_output_tokens: 5,
    temperature: 0.1,
    top_p: 0.2,
    top_logprobs: 3,
    include,
  });
  expect(backend.request).toMatchObject({ maxTokens: 5, temperature: 0.1, topP: 0.2, logprobs: 3, n: 1 });
  await post(handler, PATH, { input: "x", top_logprobs: 3 });
  expect(backend.request).toMatchObject({ maxTokens: null, logprobs: null });
});

test("an answer that the engine has cut off is incomplete", async () => {
  const { handler } = setUp({ completions: HELLO.slice(0, -18), finishReason: "length" });
  expect(await json(post(handler, PATH, { input: "x" }))).toMatchObject({
    status: "incomplete",
    incomplete_details: { reason: "max_output_tokens" },
  });
});

describe("input tokens", () => {
  test("are those of the prompt", async () => {
    const { handler, backend } = setUp();
    const body = { input: "Hello.", instructions: "Be brief.", tools };
    const counted = await json(post(handler, `${PATH}/input_tokens`, body));
    expect(backend.opened).toBe(0);
    const { usage } = await json(post(handler, PATH, body));
    expect(counted).toEqual({ object: "response.input_tokens", input_tokens: usage.input_tokens });
  });
});

describe("responses that are kept", () => {
  test.each([true, false])("can be asked for and deleted: stream %s", async (stream) => {
    const { handler } = setUp(HELLO, { responseStore: new ResponseStore() });
    const answer = await post(handler, PATH, { input: "Hello.", stream });
    const response = stream ? (await events(answer)).at(-1).response : await answer.json();
    expect(response.store).toBe(true);
    const path = `${PATH}/${response.id}`;
    expect(await json(get(handler, path))).toEqual(response);
    expect(await json(get(handler, path, { method: "DELETE" }))).toEqual({
      id: response.id,
      object: "response",
      deleted: true,
    });
    for (const method of ["GET", "DELETE"]) {
      const gone = await get(handler, path, { method });
      expect(gone.status).toBe(404);
      expect((await json(gone)).error).toMatchObject({
        type: "invalid_request_error",
        code: "response_not_found",
      });
    }
  });

  test("are gone on with", async () => {
    const { handler, backend } = setUp(HELLO, { responseStore: new ResponseStore() });
    const first = await json(post(handler, PATH, { input: "One.", instructions: "Be brief." }));
    const second = await json(post(handler, PATH, { input: "Two.", previous_response_id: first.id }));
    expect(second.previous_response_id).toBe(first.id);
    await post(handler, PATH, {
      input: [{ role: "user", content: "Three." }],
      previous_response_id: second.id,
    });
    const { text } = backend.request;
    expect(text).toMatch(/One\..*Hello, world!.*Two\..*Hello, world!.*Three\./s);
    // Neither instructions nor reasoning of earlier turns are inherited.
    expect(text).not.toContain("Be brief.");
    expect(text).not.toContain("A greeting.");
    // Those that were gone on from can be deleted.
    await get(handler, `${PATH}/${first.id}`, { method: "DELETE" });
    const again = await post(handler, PATH, { input: "Four.", previous_response_id: second.id });
    expect(again.status).toBe(200);
    expect(backend.request.text).toContain("One.");
  });

  test("are gone on with in the loop of a tool, with the reasoning", async () => {
    const { handler, backend } = setUp(CALL, { responseStore: new ResponseStore() });
    const first = await json(post(handler, PATH, { input: "Weather?", tools }));
    const { call_id } = first.output.find(({ type }: { type: string }) => type === "function_call");
    const input = [{ type: "function_call_output", call_id, output: "Rain." }];
    await post(handler, PATH, { input, tools, previous_response_id: first.id });
    expect(backend.request.text).toMatch(/Weather\.<\|end\|>.*to=functions.get_weather.*Rain\./s);
  });

  test("an unknown one is an error with the path", async () => {
    const { handler } = setUp(HELLO, { responseStore: new ResponseStore() });
    for (const path of [PATH, `${PATH}/input_tokens`]) {
      const response = await post(handler, path, { input: "x", previous_response_id: "resp_x" });
      expect(response.status).toBe(400);
      expect((await json(response)).error).toMatchObject({
        param: "previous_response_id",
        code: "previous_response_not_found",
      });
    }
  });

  test("not where the request says no", async () => {
    const responseStore = new ResponseStore();
    const { handler } = setUp(HELLO, { responseStore });
    const { id, store } = await json(post(handler, PATH, { input: "x", store: false }));
    expect([store, responseStore.size]).toEqual([false, 0]);
    expect((await get(handler, `${PATH}/${id}`)).status).toBe(404);
  });

  test("not where there is no store", async () => {
    const { handler } = setUp();
    const { id } = await json(post(handler, PATH, { input: "x" }));
    for (const method of ["GET", "DELETE"])
      expect((await get(handler, `${PATH}/${id}`, { method })).status).toBe(404);
  });

  test("their items can be referred to", async () => {
    const { handler, backend } = setUp(CALL, { responseStore: new ResponseStore() });
    const first = await json(post(handler, PATH, { input: "Weather?", tools }));
    const [reasoning, call] = first.output;
    const input = [
      { role: "user", content: "Weather?" },
      { type: "item_reference", id: reasoning.id },
      { id: call.id },
      { type: "function_call_output", call_id: call.call_id, output: "Rain." },
    ];
    const second = await json(post(handler, PATH, { input, tools }));
    expect(backend.request.text).toMatch(/Weather\.<\|end\|>.*to=functions.get_weather.*Rain\./s);
    // What it referred to is kept with it.
    await get(handler, `${PATH}/${first.id}`, { method: "DELETE" });
    await post(handler, PATH, { input: "And?", tools, previous_response_id: second.id });
    expect(backend.request.text).toMatch(/to=functions.get_weather.*Rain\./s);
    const unknown = await post(handler, PATH, { input });
    expect(unknown.status).toBe(400);
    expect((await json(unknown)).error.param).toBe("input[1]");
  });

  test("may be in a store of one's own, and are kept before the client has them", async () => {
    const kept = new Map<string, StoredResponse>();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
    const responseStore = {
      async get(id: string) {
        await pause();
        return kept.get(id) ?? null;
      },
      async getItem() {
        await pause();
        return null;
      },
      async set(id: string, stored: StoredResponse) {
        await pause();
        kept.set(id, JSON.parse(JSON.stringify(stored)));
      },
      async delete(id: string) {
        await pause();
        return kept.delete(id);
      },
    };
    const { handler, backend } = setUp(HELLO, { responseStore });
    const { response } = (await events(post(handler, PATH, { input: "One.", stream: true }))).at(-1);
    expect(kept.has(response.id)).toBe(true);
    await post(handler, PATH, { input: "Two.", previous_response_id: response.id });
    expect(backend.request.text).toContain("One.");
    expect((await get(handler, `${PATH}/${response.id}`, { method: "DELETE" })).status).toBe(200);
  });

  test("a store that fails is a 500, told in the stream too", async () => {
    const fail = async () => {
      throw new Error("secret");
    };
    const responseStore = { get: fail, getItem: fail, set: fail, delete: fail };
    const { handler, errors, backend } = setUp(HELLO, { responseStore });
    const whole = await post(handler, PATH, { input: "x" });
    expect(whole.status).toBe(500);
    expect(await whole.text()).not.toContain("secret");
    const last = (await events(post(handler, PATH, { input: "x", stream: true }))).at(-1);
    expect(last).toMatchObject({ type: "error", code: "server_error" });
    expect((await get(handler, `${PATH}/resp_1`)).status).toBe(500);
    expect(errors.length).toBe(3);
    await expect.poll(() => backend.open).toBe(0);
  });
});

describe("reasoning", () => {
  const followUp = (call: { call_id: string }) => ({
    tools,
    input: [
      { role: "user", content: "Weather?" },
      { ...call, type: "function_call" },
      { type: "function_call_output", call_id: call.call_id, output: "Rain." },
    ],
  });
  const ANALYSIS = "<|channel|>analysis<|message|>Weather.<|end|>";

  test("is remembered by the call, and by its item", async () => {
    const { handler, backend } = setUp(CALL, { reasoningStore: new ReasoningStore() });
    const [reasoning, call] = (await json(post(handler, PATH, { input: "Weather?", tools }))).output;
    await post(handler, PATH, followUp(call));
    expect(backend.request.text).toContain(ANALYSIS);
    const body = followUp(call);
    body.input.splice(1, 0, { type: "item_reference", id: reasoning.id } as never);
    await post(handler, PATH, body);
    expect(backend.request.text.split(ANALYSIS).length).toBe(2);
  });

  const key = Buffer.alloc(32, 1).toString("base64");
  const include = ["reasoning.encrypted_content"];

  test.each([true, false])("is sealed where it is asked for, and opened again: stream %s", async (stream) => {
    const { handler, backend } = setUp(CALL, { reasoningKeys: key });
    const answer = await post(handler, PATH, { input: "Weather?", tools, include, store: false, stream });
    const { output } = stream ? (await events(answer)).at(-1).response : await answer.json();
    const [{ id, encrypted_content }, call] = output;
    expect(encrypted_content).toMatch(/^[\w-]{20,}$/);
    const body = followUp(call);
    body.input.splice(1, 0, { type: "reasoning", id, summary: [], encrypted_content } as never);
    await post(handler, PATH, body);
    expect(backend.request.text).toContain(ANALYSIS);
    // With a new key in front, the old one still opens.
    const rotated = setUp(CALL, { reasoningKeys: [Buffer.alloc(32, 2), key] });
    await post(rotated.handler, PATH, body);
    expect(rotated.backend.request.text).toContain(ANALYSIS);
    const foreign = setUp(CALL, { reasoningKeys: Buffer.alloc(32, 2) });
    await post(foreign.handler, PATH, body);
    expect(foreign.backend.request.text).not.toContain(ANALYSIS);
  });

  test("is not sealed where it is not asked for, or there is no key", async () => {
    const input = "Weather?";
    const asked = await json(post(setUp(CALL).handler, PATH, { input, tools, include }));
    const unasked = await json(post(setUp(CALL, { reasoningKeys: key }).handler, PATH, { input, tools }));
    for (const { output } of [asked, unasked]) expect(output[0]).not.toHaveProperty("encrypted_content");
  });

  test("comes as summaries if the option says so", async () => {
    const { handler } = setUp(HELLO, { reasoningEvents: "summary" });
    const streamed = await events(post(handler, PATH, { input: "x", stream: true }));
    expect(streamed.some(({ type }) => type === "response.reasoning_summary_text.delta")).toBe(true);
    expect(streamed.at(-1).response.output[0].summary).toEqual([
      { type: "summary_text", text: "A greeting." },
    ]);
  });
});

describe("ResponseStore", () => {
  const stored = (id: string, text = ""): StoredResponse => ({
    response: { id, output: [{ id: `msg_${id}`, text }] },
    input: [{ role: "user", content: "x" }],
  });

  test("gives copies", () => {
    const store = new ResponseStore();
    const given = stored("a");
    store.set("a", given);
    given.input.push("more");
    const got = store.get("a") as StoredResponse;
    got.response.output.push("more");
    expect(store.get("a")).toEqual(stored("a"));
  });

  test("forgets what has not been used for longest, with its items", () => {
    const store = new ResponseStore({ maxEntries: 2 });
    for (const id of ["a", "b"]) store.set(id, stored(id));
    store.getItem("msg_a");
    store.set("c", stored("c"));
    expect([store.get("b"), store.getItem("msg_b")]).toEqual([null, null]);
    expect(store.getItem("msg_a")).toEqual({ id: "msg_a", text: "" });
    expect(store.size).toBe(2);
  });

  test("is bounded in bytes", () => {
    const store = new ResponseStore({ maxBytes: 2_000 });
    store.set("large", stored("large", "x".repeat(1_000)));
    expect([store.get("large"), store.getItem("msg_large")]).toEqual([null, null]);
    for (let i = 0; i < 100; i++) store.set(`${i}`, stored(`${i}`, "x".repeat(100)));
    expect(store.size).toBeGreaterThan(1);
    expect(store.size).toBeLessThan(8);
    expect(store.get("99")).not.toBeNull();
  });

  test("replaces, and deletes once", () => {
    const store = new ResponseStore();
    store.set("a", stored("a", "old"));
    store.set("a", stored("a", "new"));
    expect(store.getItem("msg_a")).toEqual({ id: "msg_a", text: "new" });
    expect([store.delete("a"), store.delete("a"), store.getItem("msg_a")]).toEqual([true, false, null]);
  });
});
