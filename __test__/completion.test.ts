/** Completions as they arrive: whatever the model writes, there are messages, events and diagnostics, and no error. */
import fc from "fast-check";
import {
  type CompletionEvent,
  CompletionParser,
  CompletionParserStream,
  loadHarmonyEncoding,
  Message,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectRuntimeError, expectValueError } from "./support.ts";

const encoding = loadHarmonyEncoding();
const CALL = '<|channel|>commentary to=functions.f <|constrain|>json<|message|>{"a":1}<|call|>';

function tokensOf(text: string): Uint32Array {
  return encoding.encode(text, { allowedSpecial: "all" });
}

/** The channel, the recipient, the content type and the text of each message. */
function shown(messages: Message[]): unknown[] {
  return messages.map(({ channel, recipient, contentType, content: [content] }) => [
    channel,
    recipient,
    contentType,
    content !== undefined && "text" in content ? content.text : null,
  ]);
}

describe("recovery", () => {
  test.each<[string, unknown[], (string | null)[]]>([
    [
      "<|channel|>final<|message|>Answer<|end|><|return|>",
      [["final", null, null, "Answer"]],
      ["unexpected_stop"],
    ],
    [
      "<|channel|>final<|message|>hi<|return|><|message|>",
      [["final", null, null, "hi"]],
      ["unexpected_token"],
    ],
    [
      '<|channel|>analysis<|message|>t<|end|><|start|>assistant<|channel|>final {"a":1}<|return|>',
      [
        ["analysis", null, null, "t"],
        ["final", null, null, '{"a":1}'],
      ],
      ["missing_message"],
    ],
    [
      '<|channel|>final <|constrain|>json<|message|>{"r":true}<|return|>',
      [["final", null, "<|constrain|>json", '{"r":true}']],
      ["malformed_header"],
    ],
    [CALL, [["commentary", "functions.f", "<|constrain|>json", '{"a":1}']], []],
    [
      '<|channel|>commentary to=functions.f<|constrain|>json<|message|>{"a":',
      [["commentary", "functions.f", "<|constrain|>json", '{"a":']],
      [],
    ],
    ["Plain text with no markup", [[null, null, null, "Plain text with no markup"]], ["missing_message"]],
    [
      "<|channel|>analysis<|message|>x<|channel|>final<|message|>y<|return|>",
      [
        ["analysis", null, null, "x"],
        ["final", null, null, "y"],
      ],
      ["missing_end"],
    ],
    ["<|channel|>fin", [], ["cut_header"]],
    ["", [], []],
  ])("%s", (completion, messages, codes) => {
    for (const input of [completion, tokensOf(completion), Array.from(tokensOf(completion))]) {
      const parsed = encoding.parseCompletion(input);
      expect(shown(parsed.messages)).toEqual(messages);
      expect(parsed.diagnostics.map(({ code }) => code)).toEqual(codes);
      for (const diagnostic of parsed.diagnostics) expect(diagnostic.message).toMatch(/^\S.*\S$/);
    }
  });

  test("well-formed tokens give the strict parser's messages", () => {
    const tokens = tokensOf(`<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant${CALL}`);
    const { messages, diagnostics, stop } = encoding.parseCompletion(tokens);
    expect(messages).toEqual(encoding.parseMessagesFromCompletionTokens(tokens, "assistant"));
    expect([diagnostics, stop]).toEqual([[], "call"]);
  });

  test("a diagnostic says where, and what was lost", () => {
    const completion = "<|channel|>commentary?x?<|message|>😀<|end|><|end|>";
    expect(encoding.parseCompletion(completion).diagnostics).toMatchObject([
      { code: "malformed_header", at: 21, raw: "?x?" },
      { code: "unexpected_stop", at: 44, raw: "" },
    ]);
  });

  test("an id outside the vocabulary is U+FFFD in the text", () => {
    const { messages, diagnostics } = encoding.parseCompletion([200008, 13225, 4294967295, 2375, 200007]);
    expect(shown(messages)).toEqual([[null, null, null, "Hello\uFFFD world"]]);
    expect(diagnostics).toMatchObject([{ code: "unknown_token", at: 2 }]);
  });
});

describe("CompletionParser", () => {
  test("events come as their input does", () => {
    const parser = new CompletionParser(encoding);
    const header = { role: "assistant", name: null, channel: "final", recipient: null, contentType: null };
    expect(parser.push("<|channel|>final<|mess")).toEqual([]);
    expect(parser.push("age|>Four")).toEqual([
      { type: "message_start", index: 0, ...header },
      { type: "content_delta", index: 0, delta: "Four" },
    ]);
    expect(parser.current).toEqual({ ...header, text: "Four" });
    expect(parser.push(".")).toEqual([{ type: "content_delta", index: 0, delta: "." }]);
    expect([parser.messages, parser.stop]).toEqual([[], null]);
    const message = Message.fromRoleAndContent("assistant", "Four.").withChannel("final");
    expect(parser.push("<|return|>")).toEqual([{ type: "message_end", index: 0, message, stop: "return" }]);
    expect([parser.messages, parser.stop, parser.current]).toEqual([[message], "return", null]);
    expect(parser.finish()).toEqual([]);
    expect(parser.finish()).toEqual([]);
  });

  test("tokens may come one by one, in arrays and in typed arrays", () => {
    const tokens = Array.from(tokensOf(CALL));
    const parser = new CompletionParser(encoding);
    const [first = 0, ...rest] = tokens;
    const events = [
      parser.push(first),
      parser.push(rest.slice(0, 5)),
      parser.push(Uint32Array.from(rest.slice(5))),
    ];
    expect(events.flat().map(({ type }) => type)).toEqual(["message_start", "content_delta", "message_end"]);
    expect(parser.messages).toEqual(encoding.parseCompletion(CALL).messages);
  });

  test("a message that is cut off ends without a stop", () => {
    const parser = new CompletionParser(encoding);
    parser.push("<|message|>cu");
    expect(parser.finish()).toMatchObject([{ type: "message_end", stop: null }]);
    expect(parser.stop).toBeNull();
  });

  test.each<[string, unknown]>([
    ["text", "<|channel|>final<|message|>Sure"],
    ["tokens", tokensOf("<|channel|>final<|message|>Sure")],
  ])("a prefill of %s is the beginning", (_, prefill) => {
    for (const input of [".<|return|>", tokensOf(".<|return|>")]) {
      const { messages, diagnostics } = encoding.parseCompletion(input, { prefill: bad(prefill) });
      expect(shown(messages)).toEqual([["final", null, null, "Sure."]]);
      expect(diagnostics).toEqual([]);
    }
  });

  test.each([
    ["a token", (parser: CompletionParser) => parser.push(13225)],
    ["tokens", (parser: CompletionParser) => parser.push([13225])],
    ["text", (parser: CompletionParser) => parser.push("Hello")],
  ])("the prefill's events come before those of the first input: %s", (_, push) => {
    const parser = new CompletionParser(encoding, { prefill: "<|channel|>final<|message|>Oh. " });
    const shown = push(parser).map((event) => (event.type === "content_delta" ? event.delta : event.type));
    expect([shown[0], shown.slice(1).join("")]).toEqual(["message_start", "Oh. Hello"]);
    expect(push(parser)).toEqual([{ type: "content_delta", index: 0, delta: "Hello" }]);
  });

  test("without a role, the completion begins with <|start|>", () => {
    const { messages } = encoding.parseCompletion("<|start|>functions.f to=assistant<|message|>1<|end|>", {
      role: null,
    });
    expect(messages[0]?.author).toMatchObject({ role: "tool", name: "functions.f" });
  });

  test("a surrogate pair may be cut", () => {
    const parser = new CompletionParser(encoding);
    const events = [parser.push("<|message|>a\uD83D"), parser.push("\uDE00b\uD83D"), parser.finish()].flat();
    const deltas = events.map((event) => (event.type === "content_delta" ? event.delta : ""));
    expect(deltas.join("")).toBe("a😀b\uFFFD");
  });

  test("invalid input is refused, and changes nothing", () => {
    const parser = new CompletionParser(encoding);
    parser.push("<|message|>a");
    expectValueError(() => parser.push(220), "input: expected text, as before, got tokens");
    expectValueError(() => parser.push([1, -1]), /^input\[1\]: expected an integer/);
    expectValueError(() => parser.push(bad(null)), /^input: expected /);
    parser.finish();
    expectRuntimeError(() => parser.push("b"), "the completion has been finished already");
    expect(shown(parser.messages)).toEqual([[null, null, null, "a"]]);
    expectValueError(() => new CompletionParser(bad({})), /^encoding: expected a HarmonyEncoding/);
    expectValueError(() => new CompletionParser(encoding, { role: bad("bot") }), "Unknown role: 'bot'");
  });
});

describe("streams", () => {
  const parts = ["<|channel|>fin", "al<|message|>Four", ".", "<|return|>"];
  const types = ["message_start", "content_delta", "content_delta", "message_end"];

  async function* slowly<T>(items: Iterable<T>): AsyncGenerator<T> {
    for (const item of items) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      yield item;
    }
  }

  async function collect(events: AsyncIterable<CompletionEvent>): Promise<string[]> {
    const found = [];
    for await (const { type } of events) found.push(type);
    return found;
  }

  test.each<[string, () => unknown]>([
    ["an array", () => parts],
    ["an async iterable", () => slowly(parts)],
    ["a ReadableStream", () => ReadableStream.from(slowly(parts))],
    [
      "a reader without an async iterator",
      () => ({ getReader: () => ReadableStream.from(parts).getReader() }),
    ],
  ])("from %s", async (_, source) => {
    expect(await collect(encoding.parseCompletionStream(bad(source())))).toEqual(types);
  });

  test("through a pair of web streams", async () => {
    const events = ReadableStream.from(slowly(parts)).pipeThrough(new CompletionParserStream(encoding));
    expect(await collect(events)).toEqual(types);
    const broken = ReadableStream.from([bad(null)]).pipeThrough(new CompletionParserStream(encoding));
    await expect(collect(broken)).rejects.toThrow("input: expected");
  });

  test("the source is read as events are asked for, and closed when the loop is left", async () => {
    let read = 0;
    let isClosed = false;
    async function* source() {
      try {
        for (;;) {
          read++;
          yield "<|message|>a<|end|><|start|>assistant";
        }
      } finally {
        isClosed = true;
      }
    }
    for await (const event of encoding.parseCompletionStream(source())) {
      if (event.type === "message_end") break;
    }
    expect([read, isClosed]).toEqual([1, true]);
  });

  test("the source's error comes through", async () => {
    async function* source() {
      yield "<|message|>a";
      throw new RangeError("lost");
    }
    await expect(collect(encoding.parseCompletionStream(source()))).rejects.toThrow(new RangeError("lost"));
  });

  test("an abort ends the stream at once, while the source is silent", async () => {
    const controller = new AbortController();
    async function* silent() {
      yield "<|message|>a";
      await new Promise(() => {});
    }
    const events = encoding.parseCompletionStream(silent(), { signal: controller.signal });
    expect((await events.next()).value?.type).toBe("message_start");
    expect((await events.next()).value?.type).toBe("content_delta");
    const next = events.next();
    controller.abort(new Error("enough"));
    await expect(next).rejects.toThrow("enough");
    expect((await events.next()).done).toBe(true);
    const aborted = encoding.parseCompletionStream(parts, { signal: AbortSignal.abort(new Error("before")) });
    await expect(aborted.next()).rejects.toThrow("before");
  });

  test("a signal that is none is refused", () => {
    for (const signal of [5, {}, "abort"]) {
      expectValueError(
        () => encoding.parseCompletionStream(parts, { signal: bad(signal) }),
        /^signal: expected an AbortSignal or null, got /,
      );
    }
  });

  test("a source that is none is refused", async () => {
    for (const source of ["text", 5, null, {}]) {
      await expect(collect(encoding.parseCompletionStream(bad(source)))).rejects.toThrow(/^source: expected/);
    }
  });
});

const PIECES =
  "<|start|> <|channel|> <|message|> <|constrain|> <|end|> <|call|> assistant final to=f json".split(" ");

test("events do not depend on how the input is cut, and are the messages", () => {
  const piece = fc.oneof(
    fc.constantFrom(...PIECES, " ", "😀", "é"),
    fc.string({ maxLength: 3, unit: "binary" }),
  );
  const cut = fc.array(fc.nat(), { maxLength: 5 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), cut, (pieces, cuts) => {
      const text = pieces.join("");
      const whole = encoding.parseCompletion(text);
      const parser = new CompletionParser(encoding);
      const places = cuts.map((place) => place % (text.length + 1)).sort((a, b) => a - b);
      const events = [0, ...places].flatMap((start, i) => parser.push(text.slice(start, places[i])));
      events.push(...parser.finish());
      expect({ messages: parser.messages, diagnostics: parser.diagnostics, stop: parser.stop }).toEqual(
        whole,
      );
      expect(textsOf(events)).toEqual(shown(whole.messages).map((message) => (message as string[])[3]));
      expect(events.filter(({ type }) => type === "diagnostic")).toHaveLength(whole.diagnostics.length);
    }),
  );
});

/** The deltas of each message, joined. */
function textsOf(events: CompletionEvent[]): string[] {
  const texts: string[] = [];
  for (const event of events) {
    if (event.type === "message_start") texts[event.index] = "";
    if (event.type === "content_delta") {
      expect(event.delta).not.toBe("");
      texts[event.index] += event.delta;
    }
  }
  return texts;
}
