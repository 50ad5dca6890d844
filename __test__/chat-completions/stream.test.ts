/** Streams of chunks: what a client makes of them is the whole answer. */
import fc from "fast-check";
import { ChatCompletionStream } from "openai/lib/ChatCompletionStream";
import { loadHarmonyEncoding } from "openai-harmony-node";
import {
  type ChatCompletion,
  type ChatCompletionChunk,
  ChatCompletionChunker,
  type ChatCompletionCreateParams,
  type ChatCompletionOptions,
  type SourceItem,
  type TokenLogprob,
  toChatCompletion,
  toChatCompletionChunks,
  toServerSentEvents,
} from "openai-harmony-node/chat-completions";
import { describe, expect, test } from "vitest";
import { collect, completionText, cutAt, cuts } from "../openai-shapes/generators.ts";

const encoding = loadHarmonyEncoding();
const tokensOf = (text: string) => encoding.encode(text, { allowedSpecial: "all" });

/** Options with which two answers to the same completion are equal. */
function options(request: Partial<ChatCompletionCreateParams> = {}): ChatCompletionOptions {
  let count = 0;
  return {
    id: "chatcmpl-1",
    created: 1,
    promptTokens: 5,
    newId: (kind) => `${kind}_${count++}`,
    request: {
      model: "gpt-oss-20b",
      messages: [{ role: "user", content: "Hi" }],
      tools: ["f", "get_weather"].map((name) => ({ type: "function", function: { name } })),
      stream_options: { include_usage: true },
      ...request,
    },
  };
}

/** What the official client makes of chunks, and the chain of thought, which it does not know. */
async function fold(chunks: readonly ChatCompletionChunk[]): Promise<ChatCompletion> {
  const lines = chunks.map((chunk) => `${JSON.stringify(chunk)}\n`);
  const stream = new ReadableStream({
    start(controller) {
      for (const line of lines) controller.enqueue(new TextEncoder().encode(line));
      controller.close();
    },
  });
  const folded = await ChatCompletionStream.fromReadableStream(stream).finalChatCompletion();
  const answer = JSON.parse(JSON.stringify(folded)) as ChatCompletion;
  for (const { index, message } of answer.choices) {
    const deltas = chunks.flatMap(({ choices }) => choices.filter((choice) => choice.index === index));
    const reasoning = deltas.map(({ delta }) => delta.reasoning ?? "").join("");
    delete message.reasoning;
    delete message.reasoning_content;
    if (reasoning !== "") Object.assign(message, { reasoning, reasoning_content: reasoning });
  }
  return answer;
}

/** Without what the client adds. */
function comparable(answer: ChatCompletion): ChatCompletion {
  const choices = answer.choices.map((choice) => {
    const { parsed: _, ...message } = choice.message as typeof choice.message & { parsed?: null };
    return { ...choice, message };
  });
  return { ...answer, choices };
}

function chunksOf(parts: readonly SourceItem[], options: ChatCompletionOptions): ChatCompletionChunk[] {
  const chunker = new ChatCompletionChunker(encoding, options);
  return [...parts.flatMap((part) => chunker.push(part)), ...chunker.end()];
}

const request = fc.record<Partial<ChatCompletionCreateParams>>({
  stop: fc.constantFrom(undefined, null, "STOP", ["o", "{"], ["lo", "ello"], "\n"),
  tool_choice: fc.constantFrom("auto", "none", { type: "function", function: { name: "f" } }),
  parallel_tool_calls: fc.constantFrom(true, false),
});

test("a client makes the whole answer of every stream, however it was cut", async () => {
  const property = fc.asyncProperty(completionText, cuts, request, async (text, cuts, request) => {
    const tokens = tokensOf(text);
    const whole = toChatCompletion(encoding, tokens, options(request));
    expect(toChatCompletion(encoding, text, options(request))).toEqual(whole);
    for (const parts of [cutAt(tokens, cuts), Array.from(tokens), cutAt(text, cuts)]) {
      const chunks = chunksOf(parts, options(request));
      expect(comparable(await fold(chunks))).toEqual(whole);
    }
  });
  await fc.assert(property, { numRuns: 400 });
});

test("no markup is in an answer, and no delta is empty", () => {
  fc.assert(
    fc.property(completionText, cuts, (text, cuts) => {
      for (const { choices } of chunksOf(cutAt(text, cuts), options())) {
        for (const { delta } of choices) {
          expect(JSON.stringify(delta)).not.toMatch(
            /<\|(start|end|message|channel|call|return|constrain)\|>/,
          );
          expect([delta.content, delta.reasoning]).not.toContain("");
        }
      }
    }),
    { numRuns: 1000 },
  );
});

describe("a stream", () => {
  const text =
    "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Four.<|return|>";

  test("of a generator gives the same chunks as the chunker", async () => {
    const parts = cutAt(text, [3, 40, 70]);
    const chunks = await collect(toChatCompletionChunks(encoding, parts, options()));
    expect(chunks).toEqual(chunksOf(parts, options()));
  });

  test("has the role first, the reason at the end, and then the usage", () => {
    const chunks = chunksOf([text], options());
    expect(chunks.map(({ choices }) => choices[0]?.delta ?? "usage")).toEqual([
      { role: "assistant" },
      { reasoning: "Hm.", reasoning_content: "Hm." },
      { content: "Four." },
      {},
      "usage",
    ]);
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([
      null,
      null,
      null,
      "stop",
      undefined,
    ]);
    expect(chunks.at(-1)?.usage).toEqual({
      prompt_tokens: 5,
      completion_tokens: tokensOf(text).length,
      total_tokens: 5 + tokensOf(text).length,
      completion_tokens_details: { reasoning_tokens: 2 },
    });
    expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
  });

  test.each([
    ["reasoning", { reasoning: "Hm." }],
    ["reasoning_content", { reasoning_content: "Hm." }],
    ["none", {}],
  ] as const)("can have its chain of thought in the field: %s", (reasoningField, fields) => {
    const chunks = chunksOf([text], { ...options(), reasoningField });
    const deltas = chunks.map(({ choices }) => choices[0]?.delta ?? {});
    const { role: _, content: __, ...rest } = Object.assign({}, ...deltas) as Record<string, string>;
    expect(rest).toEqual(fields);
    const [choice] = toChatCompletion(encoding, text, { ...options(), reasoningField }).choices;
    expect(choice?.message).toEqual({ role: "assistant", content: "Four.", refusal: null, ...fields });
  });

  test("tells of a call at once, and counts calls up", () => {
    const call = "<|channel|>commentary to=functions.f <|constrain|>json<|message|>";
    const chunks = chunksOf([`${call}<|call|><|start|>assistant${call}{}<|call|>`], options());
    expect(chunks.flatMap(({ choices }) => choices[0]?.delta.tool_calls ?? [])).toEqual([
      { index: 0, id: "call_0", type: "function", function: { name: "f", arguments: "" } },
      { index: 1, id: "call_1", type: "function", function: { name: "f", arguments: "" } },
      { index: 1, function: { arguments: "{}" } },
    ]);
  });

  test("of several choices keeps them apart, and ends with one usage", async () => {
    const parts = cutAt(text, [10, 30, 60]).flatMap((part) => [
      { index: 1, text: part },
      { index: 0, text: part.replace("Four", "Five") },
    ]);
    const chunks = await collect(toChatCompletionChunks(encoding, parts, options({ n: 2 })));
    const answer = await fold(chunks);
    expect(answer.choices.map(({ message }) => message.content)).toEqual(["Five.", "Four."]);
    expect(answer.usage.completion_tokens).toBe(2 * tokensOf(text).length);
    const wholes = [text.replace("Four", "Five"), text].map((text) => ({ text }));
    expect(comparable(answer)).toEqual(toChatCompletion(encoding, wholes, options({ n: 2 })));
  });

  test("ends at a stop string, and closes its source", async () => {
    let isClosed = false;
    async function* source() {
      try {
        yield "<|channel|>analysis<|message|>STOP<|end|><|start|>assistant<|channel|>final<|message|>a ST";
        yield "OP b";
        throw new Error("read on");
      } finally {
        isClosed = true;
      }
    }
    const answer = await fold(
      await collect(toChatCompletionChunks(encoding, source(), options({ stop: "STOP" }))),
    );
    expect(answer.choices[0]).toMatchObject({
      message: { content: "a ", reasoning: "STOP" },
      finish_reason: "stop",
    });
    expect(isClosed).toBe(true);
  });

  test("closes its source when the caller stops, and when the signal is aborted", async () => {
    let closed = 0;
    async function* source() {
      try {
        yield "<|channel|>final<|message|>a";
        await new Promise((resolve) => setTimeout(resolve, 5));
        yield "b";
      } finally {
        closed++;
      }
    }
    for await (const _ of toChatCompletionChunks(encoding, source())) break;
    expect(closed).toBe(1);
    const controller = new AbortController();
    const chunks = toChatCompletionChunks(encoding, source(), { signal: controller.signal });
    await chunks.next();
    controller.abort(new Error("enough"));
    await expect(collect(chunks)).rejects.toThrow("enough");
  });

  test("is a body of events that ends with [DONE], or with an error", async () => {
    const body = (source: AsyncIterable<string> | string[]) =>
      new Response(toServerSentEvents(toChatCompletionChunks(encoding, source, options()))).text();
    const events = (await body([text])).split("\n\n");
    expect(events.at(-2)).toBe("data: [DONE]");
    expect(events.slice(0, -2).map((event) => JSON.parse(event.slice("data: ".length)))).toEqual(
      chunksOf([text], options()),
    );
    async function* failing() {
      yield text.slice(0, 60);
      throw new Error("the engine died");
    }
    expect((await body(failing())).split("\n\n").at(-2)).toBe(
      'data: {"error":{"message":"the engine died","type":"server_error","param":null,"code":null}}',
    );
  });

  test("has the probabilities of the tokens of its text, and of no others", () => {
    const tokens = tokensOf(text);
    const logprobs = Array.from(tokens, (token): TokenLogprob => {
      const entry = { token: encoding.decode([token]), logprob: -token / 1e6, bytes: null };
      return { ...entry, top_logprobs: [entry] };
    });
    const answer = toChatCompletion(encoding, [{ tokens, logprobs }], options());
    const content = answer.choices[0]?.logprobs?.content ?? [];
    expect(content.map(({ token }) => token)).toEqual(["Four", "."]);
    const parts = Array.from(tokens, (token, i) => ({ tokens: token, logprobs: logprobs.slice(i, i + 1) }));
    const chunks = chunksOf(parts, options());
    expect(chunks.flatMap(({ choices }) => choices[0]?.logprobs?.content ?? [])).toEqual(content);
  });

  test("goes on with a message that the prompt has begun", () => {
    const request = {
      messages: [
        { role: "user" as const, content: "Say hello" },
        { role: "assistant" as const, content: "Hello, wor" },
      ],
      continue_final_message: true,
    };
    const { choices } = toChatCompletion(encoding, "ld!<|return|>", options(request));
    expect(choices[0]).toMatchObject({ message: { content: "ld!" }, finish_reason: "stop" });
  });
});

describe("why an answer ended", () => {
  const call = "<|channel|>commentary to=functions.f<|message|>{}<|call|>";
  test.each([
    ["a stop token", "<|channel|>final<|message|>a<|return|>", undefined, {}, "stop"],
    ["nothing said, and no stop token", "<|channel|>final<|message|>a", undefined, {}, "length"],
    ["the engine, which strips stop tokens", "<|channel|>final<|message|>a", "stop", {}, "stop"],
    ["a limit", "<|channel|>final<|message|>a<|return|>", "length", {}, "length"],
    ["a call", call, "stop", {}, "tool_calls"],
    ["a limit after a call", call, "length", {}, "length"],
    [
      "a call that was named",
      call,
      "stop",
      { tool_choice: { type: "function", function: { name: "f" } } },
      "stop",
    ],
    ["a call that was not wanted", call, "stop", { tool_choice: "none" }, "stop"],
    ["a header that was begun", `${call}<|start|>assistant<|chan`, undefined, {}, "length"],
    ["nothing at all", "", undefined, {}, "stop"],
  ] as const)("%s", (_, text, finishReason, request, expected) => {
    const { choices } = toChatCompletion(
      encoding,
      [{ text, finishReason: finishReason ?? null }],
      options(request),
    );
    expect(choices[0]?.finish_reason).toBe(expected);
  });
});
