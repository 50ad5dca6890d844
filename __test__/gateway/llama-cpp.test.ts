/** The backend for llama.cpp: what it asks for, what it makes of what the server sends, and that its requests end together. */
import { type BackendPart, type BackendRequest, llamaCppBackend } from "openai-harmony-node/gateway";
import { toGbnf } from "openai-harmony-node/structural-tag";
import { expect, test } from "vitest";
import { collect, type FakeAnswer, FakeEngine, FULL, never, request } from "./fake-engine.ts";
import { encoding, tokensOf } from "./scripted-backend.ts";

const [END = 0, RETURN = 0, END_OF_TEXT = 0] = tokensOf("<|end|><|return|><|endoftext|>");
const [A = 0, B = 0] = tokensOf("a b");
const ordinary = (text: string) => Array.from(encoding.encode(text, { disallowedSpecial: [] }));

const chunk = (content: string, tokens: number[], tokens_predicted: number) => ({
  content,
  tokens,
  tokens_predicted,
  stop: false,
});
const last = (stop_type: string, tokens_predicted: number) => ({
  ...chunk("", [], tokens_predicted),
  stop: true,
  stop_type,
});

/** A backend in front of a server that gives each request the next answer. */
function setUp(...answers: FakeAnswer[]) {
  let asked = 0;
  const engine = new FakeEngine({ "/completion": () => answers[asked++ % answers.length] ?? {} });
  const backend = llamaCppBackend({ url: "http://llama", fetch: engine.fetch });
  const sample = (fields: Partial<BackendRequest> = {}) => collect(backend.generate(request(fields), never));
  const bodies = () => engine.calls.map(({ init }) => JSON.parse(init.body ?? ""));
  return { engine, sample, bodies };
}

const sampled = (parts: readonly BackendPart[]) => parts.flatMap(({ tokens = [] }) => Array.from(tokens));

// Of the emoji, which is several tokens, the server sends the last id.
const EMOJI = [...tokensOf("🫨")];
test.each<[string, string, number[], number[]]>([
  ["a character of several tokens", "🫨", EMOJI.slice(-1), EMOJI],
  ["text after it, in the same chunk", "🫨 b", [B], [...EMOJI, B]],
  ["text that looks like a special token", "🫨<|end|>", [A], [...EMOJI, ...ordinary("<|end|>")]],
  ["what is no character, before a special token", "\ufffd<|end|>", [END], [...ordinary("\ufffd"), END]],
  ["what is no character, before the stop token", "\ufffd", [RETURN], [...ordinary("\ufffd"), RETURN]],
])("where ids are missing, %s is encoded", async (_, content, tokens, expected) => {
  const { sample } = setUp({ events: [chunk("a", [A], 1), chunk(content, tokens, 9), last("eos", 9)] });
  const [first, ...others] = await sample();
  expect(first?.tokens).toEqual([A]);
  expect(sampled(others)).toEqual(expected);
  expect(others.every(({ logprobs }) => logprobs === null)).toBe(true);
});

test("a special token that is not the format's is left out, as the server leaves its text out", async () => {
  const { sample } = setUp({ events: [chunk("a", [A], 1), chunk("", [END_OF_TEXT], 2), last("eos", 2)] });
  const parts = await sample();
  expect(sampled(parts)).toEqual([A]);
  expect(parts.at(-1)?.finishReason).toBe("stop");
});

test.each([
  ["eos", "stop"],
  ["word", "stop"],
  ["none", "stop"],
  ["limit", "length"],
])("the end by %s is %s", async (stop_type, finishReason) => {
  for (const events of [[last(stop_type, 0)], [chunk("a", [A], 1), last(stop_type, 1)]]) {
    const part = (await setUp({ events }).sample()).at(-1);
    expect(part).toEqual({ index: 0, tokens: [], finishReason, logprobs: null });
  }
});

test("a token at which the server does not stop by itself ends the request", async () => {
  const { engine, sample } = setUp({
    events: [chunk("a", [A], 1), chunk("<|end|>", [END], 2)],
    ends: "silence",
  });
  const parts = await sample({ stopTokens: [END] });
  expect(parts.at(-1)).toMatchObject({ tokens: [END], finishReason: "stop" });
  expect(engine.calls[0]?.init.signal.aborted).toBe(true);
});

test("lines that only keep the connection alive are nothing", async () => {
  const events = [chunk("a", [A], 1), last("eos", 1)].map(
    (data) => `: ping\n\ndata: ${JSON.stringify(data)}\n\n`,
  );
  const { sample } = setUp({ body: events.join("") });
  expect(sampled(await sample())).toEqual([A]);
});

test("log probabilities are by token, with the alternatives that were asked for", async () => {
  const completion_probabilities = [
    {
      id: A,
      token: "a",
      logprob: -0.1,
      top_logprobs: [A, B].map((id, i) => ({ id, token: "", logprob: -0.1 - i })),
    },
  ];
  const events = [{ ...chunk("a", [A], 1), completion_probabilities }, last("eos", 1)];
  const top = [{ token: A, logprob: -0.1 }];
  const { sample } = setUp({ events });
  expect((await sample({ logprobs: 1 }))[0]?.logprobs).toEqual([{ token: A, logprob: -0.1, top }]);
  expect((await sample({ logprobs: 0 }))[0]?.logprobs).toEqual([{ token: A, logprob: -0.1, top: [] }]);
});

test("a request says what the client wants, and nothing else", async () => {
  const { sample, bodies } = setUp({ events: [last("eos", 0)] });
  const constraint = {
    functions: [],
    calls: "forbidden",
    parallelCalls: false,
    format: { type: "json_object" },
  } as const;
  await sample({ maxTokens: null });
  await sample({ ...FULL, n: 1, logprobs: 0, constraint });
  await sample({ constraint, isPrefilled: true });
  const always = {
    prompt: [200006, 17360, 200008],
    stream: true,
    return_tokens: true,
    response_fields: expect.arrayContaining(["stop_type"]),
  };
  expect(bodies()).toEqual([
    always,
    {
      ...always,
      model: "m",
      n_predict: 100,
      temperature: 0.5,
      top_p: 0.9,
      seed: 3,
      frequency_penalty: 0.1,
      presence_penalty: 0.2,
      logit_bias: { "5": -1 },
      n_probs: 1,
      grammar: toGbnf(constraint),
      top_k: 7,
      min_p: 0.1,
      repeat_penalty: 1.1,
      ignore_eos: true,
    },
    { ...always, n_predict: 100, grammar: toGbnf(constraint, { prefilled: true }) },
  ]);
});

test("a schema that makes no grammar is the client's fault", async () => {
  const format = { type: "json_schema", schema: { $ref: "https://example.com/a.json" } } as const;
  const constraint = { functions: [], calls: "forbidden", parallelCalls: false, format } as const;
  await expect(setUp().sample({ constraint })).rejects.toMatchObject({ name: "BackendError", status: 400 });
});

test("several completions have seeds of their own, and come as they arrive", async () => {
  const answers = [1, 2, 3].map((length) => ({
    events: [...Array<object>(length).fill(chunk("a", [A], 1)), last("eos", 1)],
  }));
  const { sample, bodies } = setUp(...answers);
  const parts = await sample({ n: 3, seed: -1 });
  expect(bodies().map(({ seed }) => seed)).toEqual([2 ** 32 - 2, 0, 1]);
  for (const index of [0, 1, 2]) {
    const completion = parts.filter((part) => part.index === index);
    expect(completion.map(({ finishReason }) => finishReason)).toEqual([
      ...Array(index + 1).fill(null),
      "stop",
    ]);
  }
});

test("if one of several completions fails, the others end", async () => {
  const open: FakeAnswer = { events: [chunk("a", [A], 1)], ends: "silence" };
  const { engine, sample } = setUp(open, { status: 500 }, open);
  await expect(sample({ n: 3 })).rejects.toMatchObject({ name: "BackendError", status: 502 });
  expect(engine.calls.map(({ init }) => init.signal.aborted)).toEqual([true, true, true]);
});
