/** `POST /v1/chat/completions`, in front of a backend that samples what it is told. */
import fc from "fast-check";
import { toChatCompletion } from "openai-harmony-node/chat-completions";
import { createHandler, type GatewayOptions, ReasoningStore } from "openai-harmony-node/gateway";
import { describe, expect, test } from "vitest";
import { CALL, events, HELLO, json, post, question, WEATHER } from "./http.ts";
import { encoding, type Script, ScriptedBackend, tokensOf } from "./scripted-backend.ts";

const PATH = "/v1/chat/completions";
const withTools = { ...question, tools: [WEATHER] };

function setUp(script: Script | string, options: Partial<GatewayOptions> = {}, seed?: number) {
  const backend = new ScriptedBackend(script, seed);
  const errors: unknown[] = [];
  const handler = createHandler({ backend, onError: (error) => errors.push(error), ...options });
  return { handler, backend, errors };
}

/** What a client makes of chunks: the messages of all choices. */
function fold(chunks: Awaited<ReturnType<typeof events>>) {
  const choices: Record<string, unknown>[] = [];
  for (const { choices: deltas } of chunks.filter((chunk) => chunk !== "[DONE]")) {
    for (const { index, delta, finish_reason } of deltas) {
      choices[index] ??= { role: null, content: null, reasoning: "", calls: [], finish: null };
      const choice = choices[index] as Record<string, unknown>;
      if (delta.role) choice.role = delta.role;
      if (delta.content !== undefined) choice.content = `${choice.content ?? ""}${delta.content}`;
      if (delta.reasoning) choice.reasoning += delta.reasoning;
      for (const call of delta.tool_calls ?? []) {
        const calls = choice.calls as Record<string, string>[];
        calls[call.index] ??= { name: "", arguments: "" };
        const known = calls[call.index] as Record<string, string>;
        known.name += call.function.name ?? "";
        known.arguments += call.function.arguments;
      }
      if (finish_reason !== null) choice.finish = finish_reason;
    }
  }
  return choices;
}

/** The same of a whole answer. */
function unfolded(answer: Awaited<ReturnType<typeof json>>) {
  return answer.choices.map(
    ({ message, finish_reason }: { message: Record<string, unknown>; finish_reason: string }) => ({
      role: message.role,
      content: message.content,
      reasoning: message.reasoning ?? "",
      calls: ((message.tool_calls ?? []) as { function: object }[]).map((call) => call.function),
      finish: finish_reason,
    }),
  );
}

test("a whole answer", async () => {
  const { handler, backend } = setUp(HELLO);
  const response = await post(handler, PATH, { ...question, model: "m" });
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toMatchObject({
    object: "chat.completion",
    model: "m",
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: "Hello, world!",
          reasoning: "A greeting.",
          reasoning_content: "A greeting.",
        },
        finish_reason: "stop",
      },
    ],
    usage: {
      prompt_tokens: backend.request.tokens.length,
      completion_tokens: encoding.encode(HELLO, { allowedSpecial: "all" }).length,
      completion_tokens_details: { reasoning_tokens: 3 },
    },
  });
  expect([backend.open, backend.aborted]).toEqual([0, 0]);
});

test("a stream, with its headers and its end", async () => {
  const { handler, backend } = setUp(HELLO);
  const response = await post(handler, PATH, { ...question, stream: true });
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    "x-accel-buffering": "no",
  });
  const chunks = await events(response);
  expect(chunks.at(-1)).toBe("[DONE]");
  expect(chunks[0]).toMatchObject({
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta: { role: "assistant" } }],
  });
  expect(fold(chunks)).toMatchObject([
    { content: "Hello, world!", reasoning: "A greeting.", finish: "stop" },
  ]);
  expect([backend.open, backend.aborted]).toEqual([0, 0]);
});

test("calls of tools", async () => {
  const { handler, backend } = setUp(CALL);
  const { choices } = await json(post(handler, PATH, withTools));
  expect(choices[0]).toMatchObject({
    finish_reason: "tool_calls",
    message: {
      content: null,
      tool_calls: [{ type: "function", function: { name: "get_weather", arguments: '{"city":"Oslo"}' } }],
    },
  });
  expect(backend.request.text).toContain("type get_weather = ");
});

/** Completions of every kind, some of them damaged. */
const COMPLETIONS = [
  HELLO,
  CALL,
  `${CALL.slice(0, -8)}<|end|><|start|>assistant to=functions.get_weather<|channel|>commentary json<|message|>{}<|call|>`,
  "<|channel|>commentary<|message|>First.<|end|><|start|>assistant<|channel|>final<|message|>Grüße 🎉 中文<|return|>",
  "no markup at all",
  "<|channel|>final",
  "<|start|><|start|><|message|><|end|>",
  "",
];

test.each(COMPLETIONS)(
  "a stream of %j is the whole answer, however it is cut, as tokens and as text",
  async (completions) => {
    const cut = fc.record({
      as: fc.constantFrom("tokens" as const, "text" as const),
      maxPart: fc.integer({ min: 1, max: 20 }),
      finishReason: fc.constantFrom("stop" as const, "length" as const, null),
      delayMs: fc.constantFrom(undefined, 0),
    });
    await fc.assert(
      fc.asyncProperty(cut, fc.nat(), async (script, seed) => {
        const { handler, backend, errors } = setUp({ completions, ...script }, {}, seed);
        const whole = await json(post(handler, PATH, withTools));
        const chunks = await events(post(handler, PATH, { ...withTools, stream: true }));
        expect(fold(chunks)).toEqual(unfolded(whole));
        expect([backend.open, errors]).toEqual([0, []]);
      }),
      { numRuns: 20 },
    );
  },
);

test.each(COMPLETIONS)("a whole answer of %j is what the converter makes of it", async (completions) => {
  const { handler } = setUp(completions, { newId: (kind) => `${kind}_x` });
  const answer = await json(post(handler, PATH, withTools));
  const { created, usage } = answer;
  const converted = toChatCompletion(
    encoding,
    { tokens: tokensOf(completions), finishReason: "stop" },
    { request: withTools as never, newId: (kind) => `${kind}_x`, created, promptTokens: usage.prompt_tokens },
  );
  expect(answer).toEqual(JSON.parse(JSON.stringify(converted)));
});

test("parts that come one by one go on one by one", async () => {
  const { handler } = setUp({ completions: HELLO, maxPart: 1, delayMs: 1 });
  const chunks = await events(post(handler, PATH, { ...question, stream: true }));
  const texts = chunks.flatMap((chunk) => chunk.choices?.[0]?.delta.content ?? []);
  expect(texts).toEqual(["Hello", ",", " world", "!"]);
});

test("several choices, mixed in the stream", async () => {
  const completions = ["One.", "Two.", "Three."].map(
    (text) => `<|channel|>final<|message|>${text}<|return|>`,
  );
  const { handler, backend } = setUp({ completions, maxPart: 1 });
  const body = { ...question, n: 3 };
  const whole = await json(post(handler, PATH, body));
  expect(unfolded(whole).map(({ content }: { content: string }) => content)).toEqual([
    "One.",
    "Two.",
    "Three.",
  ]);
  expect(backend.request.n).toBe(3);
  const chunks = await events(
    post(handler, PATH, { ...body, stream: true, stream_options: { include_usage: true } }),
  );
  expect(fold(chunks)).toEqual(unfolded(whole));
  expect(chunks.at(-2)).toMatchObject({ choices: [], usage: whole.usage });
  expect(chunks.slice(0, -2).every(({ usage }) => usage === null)).toBe(true);
});

test("usage comes in streams that ask for it only", async () => {
  const { handler } = setUp(HELLO);
  const chunks = await events(post(handler, PATH, { ...question, stream: true }));
  expect(chunks.some((chunk) => chunk !== "[DONE]" && "usage" in chunk)).toBe(false);
});

describe("stop strings", () => {
  const long = `<|channel|>analysis<|message|>STOP is no end here.<|end|><|start|>assistant<|channel|>final<|message|>One STOP ${"two ".repeat(5_000)}<|return|>`;

  test.each([true, false])("end the answer and the backend's work: stream %s", async (stream) => {
    const { handler, backend } = setUp({ completions: long, delayMs: 0 });
    const body = { ...question, stop: ["STOP"], stream };
    const response = post(handler, PATH, body);
    const [choice] = stream ? fold(await events(response)) : unfolded(await json(response));
    expect(choice).toMatchObject({ content: "One ", finish: "stop" });
    await expect.poll(() => backend.open).toBe(0);
    expect(backend.aborted).toBe(1);
    expect(backend.partCount).toBeLessThan(100);
  });

  test("of one choice leave the others alone", async () => {
    const texts = ["a STOP b", "c d", "e STOP"];
    const completions = texts.map((text) => `<|channel|>final<|message|>${text}<|return|>`);
    const { handler, backend } = setUp({ completions });
    const whole = await json(post(handler, PATH, { ...question, n: 3, stop: "STOP" }));
    expect(unfolded(whole).map(({ content }: { content: string }) => content)).toEqual(["a ", "c d", "e "]);
    expect(backend.open).toBe(0);
  });
});

test("sampling parameters reach the backend", async () => {
  const { handler, backend } = setUp(HELLO);
  await post(handler, PATH, {
    ...question,
    temperature: 0.5,
    top_p: 0.9,
    seed: -5,
    frequency_penalty: 0.1,
    presence_penalty: 0.2,
    logit_bias: { "200002": -100 },
    max_tokens: 5,
    max_completion_tokens: 7,
    top_k: 20,
    min_p: 0.05,
  });
  expect(backend.request).toMatchObject({
    temperature: 0.5,
    topP: 0.9,
    seed: -5,
    frequencyPenalty: 0.1,
    presencePenalty: 0.2,
    logitBias: { "200002": -100 },
    maxTokens: 7,
    n: 1,
    logprobs: null,
    constraint: null,
    extra: { top_k: 20, min_p: 0.05 },
    stopTokens: [200002, 200012],
    stopTexts: ["<|return|>", "<|call|>"],
  });
  await post(handler, PATH, question);
  expect(backend.request).toMatchObject({
    temperature: null,
    topP: null,
    seed: null,
    frequencyPenalty: null,
    presencePenalty: null,
    logitBias: null,
    maxTokens: null,
  });
});

test("seeds beyond JavaScript's exact integers are cut down to some that are", async () => {
  const { handler, backend } = setUp(HELLO);
  await post(handler, PATH, `{"messages":[{"role":"user","content":"x"}],"seed":9223372036854775807}`);
  expect(Number.isSafeInteger(backend.request.seed)).toBe(true);
});

test("what the answer must look like reaches the backend", async () => {
  const { handler, backend } = setUp(CALL);
  await post(handler, PATH, { ...withTools, tool_choice: "required", parallel_tool_calls: false });
  expect(backend.request.constraint).toMatchObject({
    calls: "required",
    parallelCalls: false,
    functions: [{ name: "get_weather", parameters: WEATHER.function.parameters }],
  });
  await post(handler, PATH, { ...question, response_format: { type: "json_object" } });
  expect(backend.request.constraint).toMatchObject({ format: { type: "json_object" }, calls: "forbidden" });
});

describe("log probabilities", () => {
  /** Gives each token the probability of its place. */
  class LogprobBackend extends ScriptedBackend {
    override async *generate(...args: Parameters<ScriptedBackend["generate"]>) {
      for await (const part of super.generate(...args)) {
        const tokens = [...(part.tokens ?? [])];
        const logprobs = tokens.map((token) => ({
          token,
          logprob: -0.5,
          top: [
            { token, logprob: -0.5 },
            { token: "other", logprob: Number.NEGATIVE_INFINITY },
          ],
        }));
        yield { ...part, logprobs };
      }
    }
  }

  test.each([true, false])(
    "are those of the answer's text, with the tokens' texts and bytes: stream %s",
    async (stream) => {
      const text = "Hi 🦙!";
      const backend = new LogprobBackend(
        `<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>${text}<|return|>`,
      );
      const handler = createHandler({ backend });
      const response = post(handler, PATH, { ...question, stream, logprobs: true, top_logprobs: 2 });
      const choices = stream
        ? (await events(response)).flatMap((chunk) => chunk.choices ?? [])
        : (await json(response)).choices;
      const content = choices.flatMap(
        ({ logprobs }: { logprobs: { content: object[] } | null }) => logprobs?.content ?? [],
      );
      const tokens = Array.from(encoding.encode(text), (token) => encoding.decodeBytes([token]));
      expect(content).toEqual(
        tokens.map((bytes) => {
          const own = { token: new TextDecoder().decode(bytes), logprob: -0.5, bytes: [...bytes] };
          const other = { token: "other", logprob: -9999, bytes: [...Buffer.from("other")] };
          return { ...own, top_logprobs: [own, other] };
        }),
      );
      expect(backend.request.logprobs).toBe(2);
    },
  );

  test("of tokens that there are not, and of texts that are half a character", async () => {
    const backend = new ScriptedBackend("");
    backend.generate = async function* () {
      yield { text: "<|channel|>final<|message|>" };
      const top = [{ token: 4_000_000, logprob: -1 }];
      yield { text: "x", logprobs: [{ token: "\ufffd", logprob: -1, top }], finishReason: "stop" };
    };
    const { choices } = await json(post(createHandler({ backend }), PATH, { ...question, logprobs: true }));
    expect(choices[0].logprobs.content).toEqual([
      {
        token: "\ufffd",
        logprob: -1,
        bytes: null,
        top_logprobs: [{ token: "token_id:4000000", logprob: -1, bytes: null }],
      },
    ]);
  });
});

describe("reasoning that the client does not send back", () => {
  const call = (id: string) => ({ id, type: "function", function: { name: "get_weather", arguments: "{}" } });
  const followUp = (id: string) => ({
    ...withTools,
    messages: [
      ...question.messages,
      { role: "assistant", tool_calls: [call(id)] },
      { role: "tool", tool_call_id: id, content: "Rain." },
    ],
  });
  const ANALYSIS = "<|channel|>analysis<|message|>Weather.<|end|>";

  test.each([
    [true, "both"],
    [false, "both"],
    [true, "none"],
    [false, "none"],
    [true, "reasoning_content"],
    [false, "reasoning_content"],
  ] as const)("is remembered by the call: stream %s, field %s", async (stream, reasoningField) => {
    const reasoningStore = new ReasoningStore();
    const { handler, backend } = setUp(CALL, { reasoningStore, reasoningField });
    const response = await post(handler, PATH, { ...withTools, stream });
    const text = await response.text();
    expect(text.includes("Weather.")).toBe(reasoningField !== "none");
    const id = /"id":"(call_\w+)"/.exec(text)?.[1] as string;
    await post(handler, PATH, followUp(id));
    expect(backend.request.text).toContain(ANALYSIS);
    await post(handler, PATH, followUp("call_unknown"));
    expect(backend.request.text).not.toContain(ANALYSIS);
  });

  test("is lost without a store", async () => {
    const { handler, backend } = setUp(CALL);
    const { choices } = await json(post(handler, PATH, withTools));
    await post(handler, PATH, followUp(choices[0].message.tool_calls[0].id));
    expect(backend.request.text).not.toContain(ANALYSIS);
  });

  test("may be in a store of one's own that takes its time", async () => {
    const stored = new Map<string, string>();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 5));
    const reasoningStore = {
      async remember(id: string, reasoning: string) {
        await pause();
        stored.set(id, reasoning);
      },
      async recall(id: string) {
        await pause();
        return stored.get(id) ?? null;
      },
    };
    const { handler, backend } = setUp(CALL, { reasoningStore });
    // What the client has, has been remembered.
    const text = await (await post(handler, PATH, { ...withTools, stream: true })).text();
    await post(handler, PATH, followUp(/"id":"(call_\w+)"/.exec(text)?.[1] as string));
    expect(backend.request.text).toContain(ANALYSIS);
  });
});

test("a message that the client has begun is gone on with", async () => {
  const { handler, backend } = setUp(" world!<|return|>");
  const messages = [...question.messages, { role: "assistant", content: "Hello," }];
  const body = { messages, continue_final_message: true, add_generation_prompt: false };
  const [choice] = unfolded(await json(post(handler, PATH, body)));
  expect(choice.content).toBe(" world!");
  expect(backend.request.text).toMatch(/<\|channel\|>final<\|message\|>Hello,$/);
  expect(backend.request.isPrefilled).toBe(true);
  // The rest of a format cannot be held to a grammar of the whole.
  await post(handler, PATH, { ...body, response_format: { type: "json_object" } });
  expect(backend.request.constraint?.format).toBeNull();
});

test("random tokens never give a 500", async () => {
  const tokens = fc.array(fc.oneof(fc.integer({ min: 200_000, max: 200_020 }), fc.nat(201_087)), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(
      tokens,
      fc.boolean(),
      fc.constantFrom("stop" as const, "length" as const, null),
      async (sampled, stream, finishReason) => {
        const { handler, backend, errors } = setUp("");
        backend.generate = async function* () {
          for (const token of sampled) yield { tokens: [token] };
          yield { finishReason };
        };
        const response = await post(handler, PATH, { ...withTools, stream });
        expect(response.status).toBe(200);
        const text = await response.text();
        expect(text).not.toContain('"error"');
        if (stream) expect(text).toContain("[DONE]");
        expect(errors).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
});
