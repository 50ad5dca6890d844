/** The engines' backends: what they send, and what they make of what comes back. */
import {
  type Backend,
  type EngineOptions,
  type Fetch,
  llamaCppBackend,
  sglangBackend,
  textCompletionsBackend,
  vllmBackend,
} from "openai-harmony-node/gateway";
import { toStructuralTag } from "openai-harmony-node/structural-tag";
import { describe, expect, test } from "vitest";
import { collect, type FakeAnswer, FakeEngine, FULL, never, request } from "./fake-engine.ts";

const url = "http://engine.test/base/";
const CONSTRAINT = {
  functions: [],
  calls: "forbidden" as const,
  parallelCalls: false,
  format: { type: "json_object" as const },
};

interface Engine {
  name: string;
  make: (options: EngineOptions) => Backend;
  path: string;
  health: string;
  /** A stream that ends well, and the parts in it. */
  events: readonly unknown[];
  parts: readonly object[];
}

const vllmChunk = (choice: object) => ({
  id: "cmpl-1",
  object: "text_completion",
  choices: [{ text: "", logprobs: null, finish_reason: null, index: 0, ...choice }],
});

const VLLM: Engine = {
  name: "vLLM",
  make: vllmBackend,
  path: "/base/v1/completions",
  health: "/base/health",
  events: [
    vllmChunk({ text: "<|channel|>", token_ids: [200005], prompt_token_ids: [1, 2] }),
    vllmChunk({ text: "final", token_ids: [17196, 200008] }),
    vllmChunk({ text: "", token_ids: [200002], finish_reason: "stop", stop_reason: 200002 }),
    { choices: [], usage: { prompt_tokens: 2, completion_tokens: 4 } },
    "[DONE]",
  ],
  parts: [
    { index: 0, tokens: [200005], finishReason: null },
    { index: 0, tokens: [17196, 200008], finishReason: null },
    { index: 0, tokens: [200002], finishReason: "stop" },
  ],
};

const sglangEvent = (output_ids: number[], finish_reason: object | null = null, more: object = {}) => ({
  text: "",
  output_ids,
  meta_info: { id: "x", finish_reason, prompt_tokens: 2, completion_tokens: output_ids.length, ...more },
});

const SGLANG: Engine = {
  name: "SGLang",
  make: sglangBackend,
  path: "/base/generate",
  health: "/base/health",
  events: [
    sglangEvent([200005]),
    sglangEvent([200005, 17196, 200008]),
    sglangEvent([200005, 17196, 200008, 200002], { type: "stop", matched: 200002 }),
    "[DONE]",
  ],
  parts: [
    { index: 0, tokens: [200005], finishReason: null, logprobs: null },
    { index: 0, tokens: [17196, 200008], finishReason: null, logprobs: null },
    { index: 0, tokens: [200002], finishReason: "stop", logprobs: null },
  ],
};

const llamaChunk = (content: string, tokens: number[], tokens_predicted: number) => ({
  index: 0,
  content,
  tokens,
  stop: false,
  id_slot: -1,
  tokens_predicted,
  tokens_evaluated: 2,
});
const llamaEnd = (stop_type: string, tokens_predicted: number) => ({
  content: "",
  tokens: [],
  tokens_predicted,
  stop: true,
  stop_type,
});

const LLAMA_CPP: Engine = {
  name: "llama.cpp",
  make: llamaCppBackend,
  path: "/base/completion",
  health: "/base/health",
  events: [
    llamaChunk("<|channel|>", [200005], 1),
    llamaChunk("final", [17196], 2),
    llamaChunk("", [200002], 3),
    llamaEnd("eos", 3),
  ],
  parts: [
    { index: 0, tokens: [200005], finishReason: null, logprobs: null },
    { index: 0, tokens: [17196], finishReason: null, logprobs: null },
    { index: 0, tokens: [200002], finishReason: null, logprobs: null },
    { index: 0, tokens: [], finishReason: "stop", logprobs: null },
  ],
};

const TEXT: Engine = {
  name: "text completions",
  make: textCompletionsBackend,
  path: "/base/v1/completions",
  health: "/base/health",
  events: [
    vllmChunk({ text: "<|channel|>fi" }),
    vllmChunk({ text: "nal" }),
    vllmChunk({ finish_reason: "length" }),
    "[DONE]",
  ],
  parts: [
    { index: 0, text: "<|channel|>fi", finishReason: null },
    { index: 0, text: "nal", finishReason: null },
    { index: 0, text: "", finishReason: "length" },
  ],
};

const ENGINES = [VLLM, SGLANG, LLAMA_CPP, TEXT];

function setUp(
  { make, path, events }: Engine,
  answer: FakeAnswer = { events },
  options: Partial<EngineOptions> = {},
) {
  const engine = new FakeEngine({ [path]: answer });
  return { engine, backend: make({ url, fetch: engine.fetch, ...options }) };
}

describe.each(ENGINES)("$name", (each) => {
  test("gives the parts of a stream, and lets it come to its end", async () => {
    const { engine, backend } = setUp(each);
    expect(await collect(backend.generate(request(), never))).toEqual(each.parts);
    expect(engine.calls[0]?.init.signal.aborted).toBe(false);
  });

  test("sends its headers, its key, its model and what the operator adds", async () => {
    const { engine, backend } = setUp(each, undefined, {
      apiKey: "sk-engine",
      headers: { "x-team": "a" },
      model: "own",
      body: { priority: 5, stream: true },
    });
    await collect(backend.generate(request({ model: "asked" }), never));
    expect(engine.calls[0]).toMatchObject({
      url: `http://engine.test${each.path}`,
      init: {
        method: "POST",
        headers: { "content-type": "application/json", authorization: "Bearer sk-engine", "x-team": "a" },
      },
    });
    expect(engine.sent.priority).toBe(5);
    if (each !== SGLANG) expect(engine.sent.model).toBe("own");
  });

  test.each<[string, FakeAnswer, object]>([
    [
      "429",
      { status: 429, headers: { "retry-after": "9" }, body: { error: { message: "Busy." } } },
      { status: 429, retryAfter: "9", message: "Busy." },
    ],
    ["429 without a word", { status: 429 }, { status: 429, retryAfter: null }],
    [
      "a prompt that is too long, in vLLM's words",
      {
        status: 400,
        body: {
          error: {
            message: "This model's maximum context length is 8192 tokens.",
            type: "BadRequestError",
            code: 400,
          },
        },
      },
      { status: 400, code: "context_length_exceeded" },
    ],
    [
      "a prompt that is too long, in llama.cpp's words",
      {
        status: 400,
        body: {
          error: {
            code: 400,
            message: "the request exceeds the available size",
            type: "exceed_context_size_error",
            n_ctx: 5,
          },
        },
      },
      { status: 400, code: "context_length_exceeded" },
    ],
    [
      "a prompt that is too long, in SGLang's words",
      {
        status: 400,
        body: {
          error: {
            message: "The input (9000 tokens) is longer than the model's context length (8192 tokens).",
          },
        },
      },
      { status: 400, code: "context_length_exceeded" },
    ],
    [
      "another refusal",
      { status: 422, body: { detail: "temperature is wrong" } },
      { status: 400, code: null, message: "temperature is wrong" },
    ],
    [
      "a refusal in plain text",
      { status: 400, body: "no" },
      { status: 400, message: "The model server refused the request." },
    ],
    [
      "no access",
      { status: 401, body: { error: "secret" } },
      { status: 502, message: "The model server failed with status 401." },
    ],
    ["nothing there", { status: 404 }, { status: 502 }],
    [
      "an error",
      { status: 500, body: { error: { message: "CUDA secret" } } },
      { status: 502, message: "The model server failed with status 500." },
    ],
    ["loading", { status: 503, headers: { "retry-after": "3" } }, { status: 502, retryAfter: "3" }],
    ["a gateway that waits in vain", { status: 504 }, { status: 504 }],
    [
      "an error in the stream",
      { events: [each.events[0], { error: { message: "bad", code: 400 } }] },
      { status: 400, message: "bad" },
    ],
    [
      "an error of its own in the stream",
      { events: [each.events[0], { error: { message: "oops", type: "InternalServerError", code: 500 } }] },
      { status: 502 },
    ],
    ["an error without a code in the stream", { events: [{ error: "oops" }] }, { status: 502 }],
    [
      "a stream that breaks off",
      { events: each.events.slice(0, 1), ends: "error" },
      { status: 502, message: "The model server broke off its answer." },
    ],
    [
      "a stream that ends too early",
      { events: each.events.slice(0, 1) },
      { status: 502, message: "The model server broke off its answer." },
    ],
    [
      "a stream that says it is done too early",
      { events: [...each.events.slice(0, 1), "[DONE]"] },
      { status: 502 },
    ],
    [
      "a stream of something else",
      { events: ["nonsense"] },
      { status: 502, message: "The model server sent an event that is not JSON." },
    ],
    ["no stream at all", { body: "<html>" }, { status: 502 }],
    ["an endless error", { status: 500, body: "x".repeat(1_000_000), ends: "silence" }, { status: 502 }],
  ])("%s", async (_, answer, expected) => {
    const { backend } = setUp(each, answer);
    await expect(collect(backend.generate(request(), never))).rejects.toMatchObject({
      name: "BackendError",
      ...expected,
    });
  });

  test("cannot be reached", async () => {
    const fetch = async () => {
      throw new TypeError("fetch failed");
    };
    const backend = each.make({ url, fetch });
    await expect(collect(backend.generate(request(), never))).rejects.toMatchObject({
      status: 502,
      message: "The model server cannot be reached.",
    });
    expect(await backend.health(never)).toBe(false);
  });

  test("is asked again over a new connection when it has closed the old one", async () => {
    const { engine, backend } = setUp(each, { events: each.events });
    let attempts = 0;
    const fetch: Fetch = (url, init) => {
      if (++attempts === 1) return Promise.reject(new TypeError("fetch failed"));
      return engine.fetch(url, init);
    };
    const again = each.make({ url, fetch });
    expect(await collect(again.generate(request(), never))).toEqual(
      await collect(backend.generate(request(), never)),
    );
    expect(attempts).toBe(2);
  });

  test.each(["before", "in the middle"])("an abort %s ends the request, with the reason", async (when) => {
    const { engine, backend } = setUp(each, { events: each.events.slice(0, 1), ends: "silence" });
    const client = new AbortController();
    const reason = new Error("gone");
    if (when === "before") client.abort(reason);
    const parts = backend.generate(request(), client.signal)[Symbol.asyncIterator]();
    if (when === "in the middle") {
      await parts.next();
      setTimeout(() => client.abort(reason), 5);
    }
    await expect(parts.next()).rejects.toBe(reason);
    if (engine.calls.length > 0) expect(engine.calls.at(-1)?.init.signal.aborted).toBe(true);
  });

  test("whoever stops reading ends the request", async () => {
    const { engine, backend } = setUp(each, { events: each.events.slice(0, 1), ends: "silence" });
    for await (const _ of backend.generate(request(), never)) break;
    expect([engine.cancelled, engine.calls[0]?.init.signal.aborted]).toEqual([1, true]);
  });

  test("health", async () => {
    for (const [status, expected] of [
      [200, true],
      [503, false],
      [404, false],
    ] as const) {
      const engine = new FakeEngine({ [each.health]: { status } });
      expect(await each.make({ url, fetch: engine.fetch }).health(never)).toBe(expected);
    }
  });

  test("several servers are a pool", async () => {
    const engines = new FakeEngine({
      "/a/v1/completions": { status: 500 },
      "/a/generate": { status: 500 },
      "/a/completion": { status: 500 },
      [each.path]: { events: each.events },
    });
    const backend = each.make({ url: ["http://engine.test/a", new URL(url)], fetch: engines.fetch });
    for (let i = 0; i < 2; i++) expect(await collect(backend.generate(request(), never))).toEqual(each.parts);
  });
});

describe("vLLM", () => {
  test("is sent everything", async () => {
    const { engine, backend } = setUp(VLLM, {
      events: [vllmChunk({ finish_reason: "stop" }), vllmChunk({ index: 1, finish_reason: "stop" })],
    });
    await collect(backend.generate(request({ ...FULL, logprobs: 2, constraint: CONSTRAINT }), never));
    expect(engine.sent).toEqual({
      model: "m",
      prompt: [200006, 17360, 200008],
      stream: true,
      return_token_ids: true,
      skip_special_tokens: false,
      stop_token_ids: [200002, 200012],
      max_tokens: 100,
      n: 2,
      temperature: 0.5,
      top_p: 0.9,
      seed: 3,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      logit_bias: { "5": -1 },
      logprobs: 2,
      return_tokens_as_token_ids: true,
      structured_outputs: { structural_tag: JSON.stringify(toStructuralTag(CONSTRAINT)) },
      top_k: 7,
      min_p: 0.1,
      repetition_penalty: 1.1,
      min_tokens: 2,
      ignore_eos: true,
    });
  });

  test("gets what remains of the context where there is no limit", async () => {
    const models = { data: [{ id: "m", max_model_len: 1_000 }] };
    const engine = new FakeEngine({
      [VLLM.path]: { events: VLLM.events },
      "/base/v1/models": { body: models },
    });
    const backend = vllmBackend({ url, fetch: engine.fetch });
    for (let i = 0; i < 2; i++) {
      await collect(backend.generate(request({ maxTokens: null }), never));
      expect(engine.sent.max_tokens).toBe(997);
    }
    // It is asked for once.
    expect(engine.calls.length).toBe(3);
    const told = vllmBackend({ url, fetch: engine.fetch, contextLength: 2 });
    await collect(told.generate(request({ maxTokens: null }), never));
    expect(engine.sent.max_tokens).toBe(1);
    const silent = setUp(VLLM);
    await collect(silent.backend.generate(request({ maxTokens: null }), never));
    expect(silent.engine.sent.max_tokens).toBe(131_069);
  });

  test("mixes several completions, each with its end", async () => {
    const events = [
      vllmChunk({ index: 1, token_ids: [5] }),
      vllmChunk({ index: 0, token_ids: [6], finish_reason: "length" }),
      vllmChunk({ index: 1, token_ids: [], finish_reason: "repetition" }),
    ];
    const { backend } = setUp(VLLM, { events });
    expect(await collect(backend.generate(request({ n: 2 }), never))).toEqual([
      { index: 1, tokens: [5], finishReason: null },
      { index: 0, tokens: [6], finishReason: "length" },
      { index: 1, tokens: [], finishReason: "length" },
    ]);
    const early = setUp(VLLM, { events: events.slice(0, 2) });
    await expect(collect(early.backend.generate(request({ n: 2 }), never))).rejects.toMatchObject({
      status: 502,
    });
  });

  test.each(["abort", "error"])("that ends with `%s` has failed", async (finish_reason) => {
    const { backend } = setUp(VLLM, { events: [vllmChunk({ finish_reason })] });
    await expect(collect(backend.generate(request(), never))).rejects.toMatchObject({ status: 502 });
  });

  test("gives text where it has no ids, as older versions do", async () => {
    const { backend } = setUp(VLLM, { events: TEXT.events });
    expect(await collect(backend.generate(request(), never))).toEqual(TEXT.parts);
  });

  test("gives log probabilities by token", async () => {
    const logprobs = {
      tokens: ["token_id:5", "token_id:6"],
      token_logprobs: [-0.1, null],
      top_logprobs: [{ "token_id:7": -3, "token_id:5": -0.1, "token_id:8": -4 }, null],
    };
    const { backend } = setUp(VLLM, {
      events: [vllmChunk({ token_ids: [5, 6], logprobs, finish_reason: "stop" })],
    });
    const [part] = await collect(backend.generate(request({ logprobs: 2 }), never));
    expect(part?.logprobs).toEqual([
      {
        token: 5,
        logprob: -0.1,
        top: [
          { token: 5, logprob: -0.1 },
          { token: 7, logprob: -3 },
        ],
      },
      { token: 6, logprob: 0, top: [] },
    ]);
  });
});

describe("SGLang", () => {
  test("is sent everything", async () => {
    const { engine, backend } = setUp(SGLANG, {
      events: [sglangEvent([1], { type: "stop" }), { ...sglangEvent([1], { type: "stop" }), index: 1 }],
    });
    await collect(backend.generate(request({ ...FULL, logprobs: 2, constraint: CONSTRAINT }), never));
    expect(engine.sent).toEqual({
      input_ids: [200006, 17360, 200008],
      stream: true,
      return_logprob: true,
      top_logprobs_num: 2,
      sampling_params: {
        max_new_tokens: 100,
        stop_token_ids: [200002, 200012],
        skip_special_tokens: false,
        no_stop_trim: true,
        n: 2,
        temperature: 0.5,
        top_p: 0.9,
        sampling_seed: 3,
        frequency_penalty: 0.1,
        presence_penalty: 0.2,
        logit_bias: { "5": -1 },
        structural_tag: JSON.stringify(toStructuralTag(CONSTRAINT)),
        top_k: 7,
        min_p: 0.1,
        repetition_penalty: 1.1,
        min_new_tokens: 2,
        ignore_eos: true,
      },
    });
  });

  test("is told where there is no limit", async () => {
    const { engine, backend } = setUp(SGLANG);
    await collect(backend.generate(request({ maxTokens: null }), never));
    expect(engine.sent.sampling_params.max_new_tokens).toBeNull();
  });

  /** Tokens by event, the counts that are said, and the new tokens of each. */
  test.each<[string, number[][], (number | undefined)[]]>([
    ["all so far", [[1], [1, 2, 3], [1, 2, 3], [1, 2, 3, 4]], [1, 3, 3, 4]],
    ["all so far, without counts", [[1], [1, 2, 3], [1, 2, 3, 4]], [undefined, undefined, undefined]],
    [
      "all so far, with the stop token counted but not given",
      [[1], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4]],
      [1, 3, 4, 5],
    ],
    ["only the new ones", [[1], [2, 3], [4]], [1, 3, 4]],
    ["only the new ones, more than before", [[1], [2, 3, 4]], [1, 4]],
    ["only the new ones, an empty event among them", [[1], [], [2, 3], [4]], [1, 1, 3, 4]],
    ["only the new ones, with the stop token counted but not given", [[1], [2, 3], [4], []], [1, 3, 4, 5]],
  ])("that sends %s: each token comes once", async (_, tokens, counts) => {
    const events = tokens.map((ids, i) =>
      sglangEvent(ids, i === tokens.length - 1 ? { type: "length" } : null, { completion_tokens: counts[i] }),
    );
    const { backend } = setUp(SGLANG, { events });
    const parts = await collect(backend.generate(request(), never));
    expect(parts.flatMap((part) => [...(part.tokens ?? [])])).toEqual([1, 2, 3, 4]);
    expect(parts.at(-1)?.finishReason).toBe("length");
  });

  test("gives log probabilities by token, cumulative or not", async () => {
    const lp = (id: number) => [-id, id, null];
    for (const isCumulative of [true, false]) {
      const event = (ids: number[], from: number, reason: object | null) => {
        const given = isCumulative ? ids : ids.slice(from);
        return sglangEvent(given, reason, {
          completion_tokens: ids.length,
          output_token_logprobs: given.map(lp),
          output_top_logprobs: given.map((id) => [lp(id), lp(id + 1), lp(id + 2)]),
        });
      };
      const { backend } = setUp(SGLANG, {
        events: [event([1], 0, null), event([1, 2, 3], 1, { type: "stop" })],
      });
      const parts = await collect(backend.generate(request({ logprobs: 2 }), never));
      const expected = (token: number) => ({
        token,
        logprob: -token,
        top: [
          { token, logprob: -token },
          { token: token + 1, logprob: -token - 1 },
        ],
      });
      expect(parts.flatMap((part) => part.logprobs ?? [])).toEqual([1, 2, 3].map(expected));
    }
  });

  test.each([
    [
      { type: "abort", message: "The input is longer than the model's context length", status_code: 400 },
      { status: 400, code: "context_length_exceeded" },
    ],
    [{ type: "abort", message: "Too many", status_code: 503 }, { status: 502 }],
    [{ type: "abort", message: "Aborted" }, { status: 502 }],
  ])("that ends with %j has failed", async (reason, expected) => {
    const { backend } = setUp(SGLANG, { events: [sglangEvent([], reason)] });
    await expect(collect(backend.generate(request(), never))).rejects.toMatchObject(expected);
  });
});

describe("text completions", () => {
  test("is sent everything, the prompt as text", async () => {
    const { engine, backend } = setUp(TEXT, {
      events: [vllmChunk({ finish_reason: "stop" }), vllmChunk({ index: 1, finish_reason: "stop" })],
    });
    await collect(backend.generate(request({ ...FULL, logprobs: 2, constraint: CONSTRAINT }), never));
    expect(engine.sent).toEqual({
      model: "m",
      prompt: "<|start|>system<|message|>",
      stream: true,
      stop: ["<|return|>", "<|call|>"],
      skip_special_tokens: false,
      max_tokens: 100,
      n: 2,
      temperature: 0.5,
      top_p: 0.9,
      seed: 3,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      logit_bias: { "5": -1 },
      logprobs: 2,
      top_k: 7,
      min_p: 0.1,
      repetition_penalty: 1.1,
    });
  });

  test("gets what remains of the context where there is no limit, and other paths", async () => {
    const engine = new FakeEngine({ "/base/complete": { events: TEXT.events }, "/base/up": {} });
    const backend = textCompletionsBackend({
      url,
      fetch: engine.fetch,
      path: "/complete",
      healthPath: "/up",
      contextLength: 10,
      body: { skip_special_tokens: undefined },
    });
    await collect(backend.generate(request({ maxTokens: null }), never));
    expect(engine.sent).toMatchObject({ max_tokens: 7 });
    expect(engine.sent).not.toHaveProperty("skip_special_tokens");
    expect(await backend.health(never)).toBe(true);
  });

  test("gives log probabilities by text", async () => {
    const logprobs = { tokens: ["a"], token_logprobs: [-1], top_logprobs: [{ a: -1, b: -2 }] };
    const { backend } = setUp(TEXT, { events: [vllmChunk({ text: "a", logprobs, finish_reason: "stop" })] });
    const [part] = await collect(backend.generate(request({ logprobs: 1 }), never));
    expect(part?.logprobs).toEqual([{ token: "a", logprob: -1, top: [{ token: "a", logprob: -1 }] }]);
  });
});

test("a schema that no grammar can follow is the request's fault", async () => {
  const schema = { type: "object", properties: { a: { $ref: "#/nowhere" } } };
  const constraint = { ...CONSTRAINT, format: { type: "json_schema" as const, schema } };
  let isRefused = false;
  try {
    toStructuralTag(constraint);
  } catch {
    isRefused = true;
  }
  for (const each of [VLLM, SGLANG]) {
    const { backend } = setUp(each);
    const parts = collect(backend.generate(request({ constraint }), never));
    if (isRefused) await expect(parts).rejects.toMatchObject({ status: 400 });
    else expect(await parts).toEqual(each.parts);
  }
});
