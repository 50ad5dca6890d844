/** Streams of events: what a client makes of them is the whole response. */
import fc from "fast-check";
import { loadHarmonyEncoding } from "openai-harmony-node";
import {
  type ResponseCreateParams,
  ResponseEventer,
  type ResponseOptions,
  type ResponseStreamEvent,
  type SourceItem,
  type TokenLogprob,
  toResponse,
  toResponseEvents,
  toServerSentEvents,
} from "openai-harmony-node/responses";
import { describe, expect, test } from "vitest";
import { collect, completionText, cutAt, cuts } from "../openai-shapes/generators.ts";
import { expectValueError } from "../support.ts";
import { foldByClient, foldStrictly } from "./fold.ts";

const encoding = loadHarmonyEncoding();
const tokensOf = (text: string) => encoding.encode(text, { allowedSpecial: "all" });

const FUNCTIONS = ["f", "get_weather"].map((name) => ({ type: "function", name }));

/** Options with which two responses to the same completion are equal. */
function options(
  request: Partial<ResponseCreateParams> = {},
  others: Partial<ResponseOptions> = {},
): ResponseOptions {
  let count = 0;
  return {
    id: "resp_1",
    created: 1,
    promptTokens: 5,
    newId: (kind) => `${kind}_${count++}`,
    request: { model: "gpt-oss-20b", input: "Hi", tools: FUNCTIONS, ...request },
    ...others,
  };
}

function eventsOf(parts: readonly SourceItem[], options: ResponseOptions): ResponseStreamEvent[] {
  const eventer = new ResponseEventer(encoding, options);
  return [...parts.flatMap((part) => eventer.push(part)), ...eventer.end()];
}

const request = fc.record<Partial<ResponseCreateParams>>({
  stop: fc.constantFrom(undefined, null, "STOP", ["o", "{"], ["lo", "ello"], "\n"),
  tool_choice: fc.constantFrom("auto", "none", { type: "function", name: "f" }),
  parallel_tool_calls: fc.constantFrom(true, false),
  tools: fc.constantFrom(FUNCTIONS, [...FUNCTIONS, { type: "code_interpreter", container: "cntr_1" }]),
});

const others = fc.record<Partial<ResponseOptions>>({
  reasoningEvents: fc.constantFrom("text", "summary"),
  sealReasoning: fc.constantFrom(null, (text: string) => `sealed ${text}`),
});

const finishReason = fc.constantFrom(null, "stop" as const, "length" as const);

test("a client makes the whole response of every stream, however it was cut", async () => {
  const property = fc.asyncProperty(
    completionText,
    cuts,
    request,
    others,
    finishReason,
    async (text, cuts, request, others, finishReason) => {
      const tokens = tokensOf(text);
      const whole = toResponse(encoding, { tokens, finishReason }, options(request, others));
      expect(toResponse(encoding, { text, finishReason }, options(request, others))).toEqual(whole);
      for (const parts of [cutAt(tokens, cuts), Array.from(tokens), cutAt(text, cuts)]) {
        const events = eventsOf([...parts, { finishReason }], options(request, others));
        expect(foldStrictly(events)).toEqual(whole);
        expect(await foldByClient(events)).toEqual(whole);
        const { output, output_text } = await foldByClient(events.slice(0, -1));
        expect({ output, output_text }).toEqual({ output: whole.output, output_text: whole.output_text });
      }
    },
  );
  await fc.assert(property, { numRuns: 200 });
});

test("no markup is in a response", () => {
  fc.assert(
    fc.property(completionText, cuts, others, (text, cuts, others) => {
      expect(JSON.stringify(eventsOf(cutAt(text, cuts), options({}, others)))).not.toMatch(
        /<\|(start|end|message|channel|call|return|constrain)\|>/,
      );
    }),
    { numRuns: 1000 },
  );
});

const TEXT =
  "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Four.<|return|>";
const CALL = "<|channel|>commentary to=functions.f <|constrain|>json<|message|>";

describe("a stream", () => {
  test("of a generator gives the same events as the eventer", async () => {
    const parts = cutAt(TEXT, [3, 40, 70]);
    const events = await collect(toResponseEvents(encoding, parts, options()));
    expect(events).toEqual(eventsOf(parts, options()));
  });

  test("has the events of OpenAI's API, in its order", () => {
    expect(eventsOf([TEXT], options()).map(({ type }) => type)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
      "response.reasoning_text.delta",
      "response.reasoning_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.done",
      "response.content_part.done",
      "response.output_item.done",
      "response.completed",
    ]);
  });

  test("says that the response begins before the source gives anything", async () => {
    let isRead = false;
    async function* source() {
      isRead = true;
      yield TEXT;
    }
    const events = toResponseEvents(encoding, source(), options());
    expect((await events.next()).value?.type).toBe("response.created");
    expect((await events.next()).value?.type).toBe("response.in_progress");
    expect(isRead).toBe(false);
    await events.return();
  });

  test("can have its chain of thought as a summary", () => {
    const events = eventsOf([TEXT], options({}, { reasoningEvents: "summary" }));
    expect(events.map(({ type }) => type).slice(2, 8)).toEqual([
      "response.output_item.added",
      "response.reasoning_summary_part.added",
      "response.reasoning_summary_text.delta",
      "response.reasoning_summary_text.done",
      "response.reasoning_summary_part.done",
      "response.output_item.done",
    ]);
    expect(foldStrictly(events).output[0]).toEqual({
      id: "rs_0",
      type: "reasoning",
      summary: [{ type: "summary_text", text: "Hm." }],
      content: [],
      status: "completed",
    });
  });

  test("seals the chain of thought", () => {
    const sealReasoning = (text: string) => Buffer.from(text).toString("hex");
    const { output } = toResponse(encoding, TEXT, options({}, { sealReasoning }));
    expect(output[0]).toMatchObject({ type: "reasoning", encrypted_content: "486d2e" });
  });

  test("has a call without arguments, and two calls of one function", () => {
    const events = eventsOf([`${CALL}<|call|><|start|>assistant${CALL}{}<|call|>`], options());
    expect(foldStrictly(events).output).toEqual([
      { id: "fc_0", type: "function_call", call_id: "call_1", name: "f", arguments: "", status: "completed" },
      {
        id: "fc_2",
        type: "function_call",
        call_id: "call_3",
        name: "f",
        arguments: "{}",
        status: "completed",
      },
    ]);
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
    const events = await collect(toResponseEvents(encoding, source(), options({ stop: "STOP" })));
    expect(foldStrictly(events)).toMatchObject({ output_text: "a ", status: "completed" });
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
    for await (const { type } of toResponseEvents(encoding, source())) {
      if (type === "response.output_text.delta") break;
    }
    expect(closed).toBe(1);
    const controller = new AbortController();
    const events = toResponseEvents(encoding, source(), { signal: controller.signal });
    for (let i = 0; i < 4; i++) await events.next();
    controller.abort(new Error("enough"));
    await expect(collect(events)).rejects.toThrow("enough");
  });

  test("is a body of events with their names, the last of which may be an error", async () => {
    const body = (source: AsyncIterable<string> | string[]) =>
      new Response(toServerSentEvents(toResponseEvents(encoding, source, options()))).text();
    const events = (await body([TEXT])).split("\n\n").slice(0, -1);
    const parsed = events.map((event) => {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
      expect(JSON.parse(data as string).type).toBe(name);
      return JSON.parse(data as string);
    });
    expect(parsed).toEqual(eventsOf([TEXT], options()));
    async function* failing() {
      yield TEXT.slice(0, 60);
      throw new Error("the engine died");
    }
    const failed = (await body(failing())).split("\n\n").slice(0, -1);
    const fields = { code: "server_error", message: "the engine died", param: null };
    expect(JSON.parse(failed.at(-1)?.replace(/^event: error\ndata: /, "") as string)).toEqual({
      type: "error",
      sequence_number: failed.length - 1,
      ...fields,
      error: { type: "server_error", ...fields },
    });
  });

  test("has the probabilities of the tokens of its text, and of no others", () => {
    const tokens = tokensOf(TEXT);
    const logprobs = Array.from(tokens, (token): TokenLogprob => {
      const entry = { token: encoding.decode([token]), logprob: -token / 1e6, bytes: null };
      return { ...entry, top_logprobs: [entry] };
    });
    const whole = toResponse(encoding, { tokens, logprobs }, options());
    const [, message] = whole.output;
    const content = message?.type === "message" ? message.content : [];
    expect(content[0]?.logprobs?.map(({ token, bytes }) => [token, bytes])).toEqual([
      ["Four", []],
      [".", []],
    ]);
    const parts = Array.from(tokens, (token, i) => ({ tokens: token, logprobs: logprobs.slice(i, i + 1) }));
    expect(foldStrictly(eventsOf(parts, options()))).toEqual(whole);
  });

  test("shares nothing between its events and the response", () => {
    const eventer = new ResponseEventer(encoding, options());
    const events = [...eventer.push(TEXT), ...eventer.end()];
    const before = JSON.stringify(eventer.response);
    for (const event of events.slice(0, -1)) {
      if ("item" in event) Object.assign(event.item, { content: null, id: "" });
      if ("response" in event) event.response.output.push(null as never);
      if ("part" in event) event.part.text = "";
    }
    expect(JSON.stringify(eventer.response)).toBe(before);
  });

  test("takes one completion only, and none after its end", () => {
    const eventer = new ResponseEventer(encoding, options());
    expectValueError(
      () => eventer.push({ text: "x", index: 1 }),
      "index: expected 0, as a response has one completion, got 1",
    );
    expect(eventer.response).toBeNull();
    eventer.push({ text: TEXT, finishReason: "stop" });
    expect(eventer.response?.status).toBe("completed");
    expect([eventer.push(TEXT), eventer.end(), eventer.end("length")]).toEqual([[], [], []]);
  });
});

describe("why a response ended", () => {
  const answer = "<|channel|>final<|message|>a";
  test.each([
    ["a stop token", `${answer}<|return|>`, null, "completed", "completed"],
    ["nothing said, and no stop token", answer, null, "incomplete", "incomplete"],
    [
      "nothing said, and a header that is cut",
      `${answer}<|end|><|start|>assis`,
      null,
      "incomplete",
      "completed",
    ],
    ["the engine, which strips stop tokens", answer, "stop", "completed", "completed"],
    ["a limit", answer, "length", "incomplete", "incomplete"],
    ["a limit at the last token", `${answer}<|return|>`, "length", "incomplete", "completed"],
    ["a limit in a call", `${CALL}{`, "length", "incomplete", "incomplete"],
    ["a limit in chain of thought", "<|channel|>analysis<|message|>a", "length", "incomplete", "incomplete"],
    ["nothing at all", "", null, "completed", undefined],
    ["a limit before anything", "", "length", "incomplete", undefined],
  ] as const)("%s", (_, text, finishReason, status, itemStatus) => {
    const response = toResponse(encoding, { text, finishReason }, options());
    expect(response.status).toBe(status);
    expect(response.output.at(-1)?.status).toBe(itemStatus);
    expect(response.incomplete_details).toEqual(
      status === "incomplete" ? { reason: "max_output_tokens" } : null,
    );
  });
});
