/** What servers and trainers need: analysis by turns, spans, loss masks, names, conversations that fit. */
import fc from "fast-check";
import {
  Author,
  Conversation,
  type FormatTokens,
  type HarmonyEncoding,
  HarmonyRuntimeError,
  isHarmonyName,
  loadHarmonyEncoding,
  lossMask,
  Message,
  type MessageSpan,
  type RenderConversationConfig,
  Role,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { conversation, renderable, text } from "./generators.ts";
import { bad, expectRuntimeError, expectValueError } from "./support.ts";

const encoding = loadHarmonyEncoding();
const reference = loadHarmonyEncoding("HarmonyGptOss", { engine: "reference" });

/** Conversations whose messages are in the channels that matter. */
const channelled = fc
  .array(
    fc.record({
      role: fc.constantFrom(Role.ASSISTANT, Role.ASSISTANT, Role.USER, Role.TOOL),
      channel: fc.constantFrom("analysis", "analysis", "final", "commentary", null),
      text: fc.constantFrom("a", "b b", ""),
    }),
    { maxLength: 10 },
  )
  .map((inits) => {
    const messages = inits.map(({ role, text }) =>
      Message.fromAuthorAndContent(Author.new(role, role === Role.TOOL ? "functions.f" : bad(null)), text),
    );
    for (const [i, message] of messages.entries()) message.channel = inits[i]?.channel ?? null;
    return messages;
  });

/** The calls that render a conversation. */
const RENDERERS: [
  string,
  (encoding: HarmonyEncoding, messages: Message[], config?: RenderConversationConfig) => Uint32Array,
][] = [
  ["conversation", (encoding, messages, config) => encoding.renderConversation(messages, config)],
  [
    "completion",
    (encoding, messages, config) =>
      encoding.renderConversationForCompletion(messages, Role.ASSISTANT, config),
  ],
  ["training", (encoding, messages, config) => encoding.renderConversationForTraining(messages, config)],
];

test("formatTokens are the tokens of the format", () => {
  const { formatTokens } = encoding;
  for (const [name, id] of Object.entries(formatTokens)) {
    expect(Array.from(encoding.encode(`<|${name}|>`, { allowedSpecial: "all" }))).toEqual([id]);
  }
  expect(Object.keys(formatTokens).sort()).toEqual(
    ["start", "end", "message", "channel", "constrain", "return", "call"].sort(),
  );
  expect(() => {
    (formatTokens as { -readonly [key in keyof FormatTokens]: number }).start = 1;
  }).toThrow(TypeError);
});

describe("analysisRetention", () => {
  test.each(RENDERERS)("python and all are what autoDropAnalysis says, %s", (_, render) => {
    fc.assert(
      fc.property(channelled, (messages) => {
        for (const each of [encoding, reference]) {
          const [python, all, byDefault] = [
            render(each, messages, { analysisRetention: "python" }),
            render(each, messages, { analysisRetention: "all" }),
            render(each, messages),
          ];
          expect(python).toEqual(render(each, messages, { autoDropAnalysis: true }));
          expect(byDefault).toEqual(python);
          expect(all).toEqual(render(each, messages, { autoDropAnalysis: false }));
        }
      }),
    );
  });

  test.each(RENDERERS)(
    "current-turn keeps the analysis after the assistant's last final, %s",
    (_, render) => {
      fc.assert(
        fc.property(channelled, (messages) => {
          const last = messages.findLastIndex(
            ({ author, channel }) => author.role === "assistant" && channel === "final",
          );
          const shown = messages.filter(({ channel }, i) => channel !== "analysis" || i > last);
          for (const each of [encoding, reference]) {
            expect(render(each, messages, { analysisRetention: "current-turn" })).toEqual(
              render(each, shown, { analysisRetention: "all" }),
            );
          }
        }),
      );
    },
  );

  test("counts and asynchronous calls follow it", async () => {
    const messages = ["analysis", "final", "analysis", "final"].map((channel) =>
      Message.fromRoleAndContent(Role.ASSISTANT, channel).withChannel(channel),
    );
    const config = { analysisRetention: "current-turn" } as const;
    const tokens = encoding.renderConversationForCompletion(messages, Role.ASSISTANT, config);
    expect(encoding.countConversationTokens(messages, Role.ASSISTANT, config)).toBe(tokens.length);
    const later = await encoding.renderConversationForCompletionAsync(messages, Role.ASSISTANT, config);
    expect(later).toEqual(tokens);
    expect(encoding.decode(tokens)).not.toContain("analysis");
  });

  test("an error names the message's place in the whole conversation", () => {
    const messages = [
      Message.fromRoleAndContent(Role.ASSISTANT, "").withChannel("analysis"),
      Message.fromRoleAndContent(Role.ASSISTANT, "").withChannel("final"),
      Message.fromRoleAndContent(Role.TOOL, "no name"),
    ];
    for (const each of [encoding, reference]) {
      expect(() => each.renderConversation(messages, { analysisRetention: "current-turn" })).toThrow(
        expect.objectContaining({ path: "messages[2]" }),
      );
    }
  });

  test("a value that does not exist, or autoDropAnalysis beside it, is an error", () => {
    const render = (config: unknown) => () => encoding.renderConversation([], bad(config));
    expectValueError(
      render({ analysisRetention: "none" }),
      "analysisRetention: expected 'python', 'current-turn' or 'all', got 'none'",
    );
    for (const autoDropAnalysis of [true, false]) {
      expectValueError(
        render({ analysisRetention: "all", autoDropAnalysis }),
        "analysisRetention: cannot be set together with autoDropAnalysis",
      );
    }
    expect(render({ analysisRetention: undefined, autoDropAnalysis: false })()).toEqual(new Uint32Array());
    expect(render({ analysisRetention: "all", autoDropAnalysis: undefined })()).toEqual(new Uint32Array());
  });
});

describe("renderConversationWithSpans", () => {
  const { start, message: messageToken } = encoding.formatTokens;

  test("gives the tokens of the other methods, and a span for each rendered message", () => {
    fc.assert(
      fc.property(
        conversation(renderable),
        fc.constantFrom("python", "current-turn", "all"),
        (all, retention) => {
          for (const each of [encoding, reference]) {
            for (const [purpose, render] of RENDERERS) {
              const config = { analysisRetention: retention } as RenderConversationConfig;
              const options = { for: bad(purpose), nextTurnRole: Role.ASSISTANT, ...config };
              const { tokens, spans } = each.renderConversationWithSpans(all, options);
              expect(tokens).toEqual(render(each, all.messages, config));
              let end = 0;
              for (const span of spans) {
                expect(span.start).toBe(end);
                expect(tokens[span.start]).toBe(start);
                expect(tokens[span.content - 1]).toBe(messageToken);
                expect(span.stop).toBe(span.end - 1);
                end = span.end;
              }
              expect(end).toBe(purpose === "completion" ? tokens.lastIndexOf(start) : tokens.length);
              const indices = spans.map(({ message }) => message);
              expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("messages rendered one by one are the whole", () => {
    fc.assert(
      fc.property(conversation(renderable), (all) => {
        const { tokens, spans } = encoding.renderConversationWithSpans(all, { for: "conversation" });
        const conversationHasFunctionTools = all.messages.some(({ content }) =>
          content.some((each) => "instructions" in each && (each.tools?.functions?.tools.length ?? 0) > 0),
        );
        for (const { message, start, end } of spans) {
          const alone = encoding.render(all.messages[message] as Message, { conversationHasFunctionTools });
          expect(tokens.subarray(start, end)).toEqual(alone);
        }
        const dropped = all.messages.filter((_, i) => !spans.some(({ message }) => message === i));
        expect(dropped.every(({ channel }) => channel === "analysis")).toBe(true);
      }),
    );
  });

  test("takes canonical JSON text, and refuses bad options", () => {
    const json = Conversation.fromMessages([Message.fromRoleAndContent(Role.USER, "Hi")]).toJson();
    const { spans } = encoding.renderConversationWithSpans(json, {
      for: "completion",
      nextTurnRole: "assistant",
    });
    expect(spans).toEqual([{ message: 0, start: 0, content: 3, stop: 4, end: 5 }]);
    const render = (options: unknown) => () => encoding.renderConversationWithSpans(json, bad(options));
    expectValueError(render({}), "for: expected 'completion', 'training' or 'conversation', got undefined");
    expectValueError(render({ for: "completion" }), "Unknown role: null");
    expectValueError(render({ for: "training", nextTurnRole: "nobody" }), "Unknown role: 'nobody'");
    expectValueError(render(null), /^options: expected an object/);
    expectRuntimeError(
      () =>
        encoding.renderConversationWithSpans([Message.fromRoleAndContent("tool", "")], { for: "training" }),
      "Tools should have a name!",
    );
  });
});

describe("lossMask", () => {
  const messages = [
    Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
    Message.fromRoleAndContent(Role.ASSISTANT, "Simple.").withChannel("analysis"),
    Message.fromRoleAndContent(Role.ASSISTANT, "4").withChannel("final"),
  ];
  const options = { for: "training", analysisRetention: "all" } as const;
  const { tokens, spans } = encoding.renderConversationWithSpans(messages, options);
  const learned = (mask: Uint8Array) => encoding.decode(tokens.filter((_, i) => mask[i] === 1));

  test("has the assistant's contents and stop tokens", () => {
    const mask = lossMask(spans, tokens.length);
    expect(mask).toHaveLength(tokens.length);
    expect(new Set(mask)).toEqual(new Set([0, 1]));
    expect(learned(mask)).toBe("Simple.<|end|>4<|return|>");
  });

  test("is chosen by message and by part", () => {
    const mask = (choose: (span: MessageSpan) => unknown) =>
      learned(lossMask(spans, tokens.length, bad(choose)));
    expect(mask(({ message }) => message === 2)).toBe("4<|return|>");
    expect(mask(() => false)).toBe("");
    expect(mask(() => ({ content: true }))).toBe("What is 2 + 2?Simple.4");
    expect(mask(({ message }) => ({ header: message === 2, stop: message === 2 }))).toBe(
      "<|start|>assistant<|channel|>final<|message|><|return|>",
    );
  });

  test("refuses spans that do not lie within the tokens, and needs `choose` for those of others", () => {
    expectValueError(() => lossMask(spans, 3), "spans[0]: expected a span within 3 tokens");
    expectValueError(() => lossMask(spans, -1), "length: expected an integer from 0, got -1");
    expectValueError(() => lossMask(bad(1), 3), /^spans: expected an iterable/);
    const others = structuredClone(spans);
    expectValueError(
      () => lossMask(others, tokens.length),
      /^spans: expected a span as renderConversationWithSpans/,
    );
    expect(learned(lossMask(others, tokens.length, ({ message }) => message > 1))).toBe("4<|return|>");
    expect(lossMask([], 2)).toEqual(Uint8Array.of(0, 0));
  });
});

describe("isHarmonyName", () => {
  /** Whether a tool of that name is called by it and answers under it, after both messages were rendered and parsed. */
  function comesBack(name: string): boolean {
    const call = Message.fromRoleAndContent(Role.ASSISTANT, "{}")
      .withChannel("commentary")
      .withRecipient(name);
    const answer = Message.fromAuthorAndContent(Author.new(Role.TOOL, name), "1").withRecipient("assistant");
    try {
      const tokens = encoding.renderConversation([call, answer]);
      const parsed = encoding.parseMessagesFromCompletionTokens(tokens);
      return parsed[0]?.recipient === name && parsed[1]?.author.name === name && parsed.length === 2;
    } catch (error) {
      if (error instanceof HarmonyRuntimeError) return false;
      throw error;
    }
  }

  test.each([
    "f",
    "functions.get_weather",
    "é",
    "中文",
    "a:b",
    "a<b",
    "a|b",
    "tool",
    "json",
    "assistant2",
    "x=to=y",
  ])("%j comes back", (name) => {
    expect([isHarmonyName(name), comesBack(name)]).toEqual([true, true]);
  });

  test.each([
    ...["", " ", "a b", "a\tb", "a\u3000", "\u00a0", "a<|constrain|>b", "all", "\ud800"],
    ...["user", "assistant", "system", "developer"],
  ])("%j does not come back", (name) => {
    expect([isHarmonyName(name), comesBack(name)]).toEqual([false, false]);
  });

  test.each(["<|end|>", "to=f"])("%j comes back to this parser, but is not for others to read", (name) => {
    expect([isHarmonyName(name), comesBack(name)]).toEqual([false, true]);
  });

  test("a name that it accepts always comes back", () => {
    const words = fc.constantFrom(
      "to=",
      "<",
      "|",
      ">",
      "<|",
      "user",
      "all",
      ".",
      " ",
      "\u3000",
      "\u0085",
      "\ufeff",
      "a",
    );
    const name = fc.oneof(
      text,
      fc.array(words, { maxLength: 4 }).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(name, (name) => {
        if (isHarmonyName(name)) expect(comesBack(name)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  test("takes strings only", () => {
    expectValueError(() => isHarmonyName(bad(1)), "name: expected a string, got number");
  });
});

describe("fitConversation", () => {
  const user = (text: string) => Message.fromRoleAndContent(Role.USER, text);
  const call = (tool: string) => Message.fromRoleAndContent(Role.ASSISTANT, "{}").withRecipient(tool);
  const result = (tool: string) => Message.fromAuthorAndContent(Author.new(Role.TOOL, tool), "1");
  const system = Message.fromRoleAndContent(Role.SYSTEM, "s");
  const developer = Message.fromRoleAndContent(Role.DEVELOPER, "d");
  const count = (messages: Message[]) => encoding.countConversationTokens(messages, Role.ASSISTANT);

  test("leaves out as few of the oldest turns as it can", () => {
    const piece = fc.constantFrom(
      () => [user("question"), Message.fromRoleAndContent(Role.ASSISTANT, "hm").withChannel("analysis")],
      () => [user("q"), Message.fromRoleAndContent(Role.ASSISTANT, "a").withChannel("final")],
      () => [user("a longer question than the others"), call("f"), result("f")],
      () => [Message.fromRoleAndContent(Role.ASSISTANT, "unasked").withChannel("final")],
      () => [system],
      () => [developer],
    );
    const messages = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.flatMap((make) => make()));
    fc.assert(
      fc.property(messages, fc.integer({ min: 0, max: 120 }), (messages, maxTokens) => {
        const always = messages.filter((each) => each === system || each === developer);
        const turns: Message[][] = [];
        for (const message of messages) {
          if (always.includes(message)) continue;
          if (message.author.role === "user" || turns.length === 0) turns.push([]);
          turns.at(-1)?.push(message);
        }
        const without = (dropped: number) => {
          const gone = new Set(turns.slice(0, dropped).flat());
          return messages.filter((message) => !gone.has(message));
        };
        const candidates = Array.from({ length: Math.max(turns.length, 1) }, (_, i) => without(i));
        const expected = candidates.find((candidate) => count(candidate) <= maxTokens);
        const shorten = () => encoding.fitConversation(messages, Role.ASSISTANT, maxTokens);
        if (expected === undefined) expectRuntimeError(shorten, /take \d+ tokens, more than \d+$/);
        else expect(shorten().messages).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  test("never parts a result from its call, whoever speaks between them", () => {
    const messages = [
      user("1"),
      call("f"),
      user("wait"),
      result("f"),
      user("2"),
      call("g"),
      user("3"),
      result("g"),
    ];
    const fits = (maxTokens: number) =>
      encoding.fitConversation(messages, Role.ASSISTANT, maxTokens).messages;
    expect(fits(count(messages))).toEqual(messages);
    expect(fits(count(messages) - 1)).toEqual(messages.slice(4));
    expectRuntimeError(
      () => fits(count(messages.slice(4)) - 1),
      /^the newest turn and the system and developer/,
    );
  });

  test("keeps the messages themselves, takes JSON text, and follows the config", () => {
    const messages = [system, user("1"), developer, user("2")];
    const all = encoding.fitConversation(Conversation.fromMessages(messages), Role.ASSISTANT, 1_000);
    expect(all.messages.every((message, i) => message === messages[i])).toBe(true);
    const fit = encoding.fitConversation(all.toJson(), Role.ASSISTANT, count([system, developer, user("2")]));
    expect(fit.messages).toEqual([system, developer, user("2")]);
    const thought = Message.fromRoleAndContent(Role.ASSISTANT, "a long thought").withChannel("analysis");
    const answer = Message.fromRoleAndContent(Role.ASSISTANT, "4").withChannel("final");
    const turn = [user("2"), thought, answer];
    const limit = count(turn);
    expect(encoding.fitConversation(turn, Role.ASSISTANT, limit).messages).toEqual(turn);
    expectRuntimeError(
      () => encoding.fitConversation(turn, Role.ASSISTANT, limit, { analysisRetention: "all" }),
      /tokens, more than/,
    );
  });

  test("takes long conversations", () => {
    const messages = Array.from({ length: 30_000 }, (_, i) => user(String(i)));
    const fitting = encoding.fitConversation(messages, Role.ASSISTANT, 1_000);
    expect(count(fitting.messages)).toBeLessThanOrEqual(1_000);
    expect(fitting.messages.length).toBeGreaterThan(100);
  });

  test("refuses bad arguments", () => {
    for (const maxTokens of [-1, 1.5, Number.NaN, "1", undefined]) {
      const shorten = () => encoding.fitConversation([], Role.ASSISTANT, bad(maxTokens));
      expectValueError(shorten, /^maxTokens: expected an integer from 0, got /);
    }
    expectValueError(() => encoding.fitConversation([user("")], bad("nobody"), 10), "Unknown role: 'nobody'");
    expectValueError(() => encoding.fitConversation(bad(1), Role.ASSISTANT, 10), /^conversation: expected/);
    expect(encoding.fitConversation([], Role.ASSISTANT, 10).messages).toEqual([]);
  });
});

describe("truncate", () => {
  const short = fc.oneof(
    text,
    fc.string({ unit: fc.constantFrom("a", " ", "\n", "1", "'s", "中", "😀", "E"), maxLength: 30 }),
  );
  const fits = (part: string, maxTokens: number) =>
    encoding.encode(part, { disallowedSpecial: [] }).length <= maxTokens;

  /** Where whole characters end; JavaScript's code points are those of the tokenizer, as lone surrogates are one each. */
  function ends(whole: string): number[] {
    const lengths = [0];
    for (const character of whole) lengths.push((lengths.at(-1) ?? 0) + character.length);
    return lengths;
  }

  test("keeps the longest part that fits, of all", () => {
    fc.assert(
      fc.property(short, fc.integer({ min: 0, max: 20 }), (whole, maxTokens) => {
        const prefixes = ends(whole).map((end) => whole.slice(0, end));
        const suffixes = ends(whole).map((start) => whole.slice(start));
        const longest = (parts: string[]) => parts.find((part) => fits(part, maxTokens));
        expect(encoding.truncate(whole, maxTokens)).toBe(longest(prefixes.reverse()));
        expect(encoding.truncate(whole, maxTokens, { keep: "start" })).toBe(longest(prefixes));
        expect(encoding.truncate(whole, maxTokens, { keep: "end" })).toBe(longest(suffixes));
      }),
      { numRuns: 300 },
    );
  });

  test("takes long texts", () => {
    for (const whole of ["a".repeat(1_000_000), "word ".repeat(200_000), "😀".repeat(200_000)]) {
      for (const keep of ["start", "end"] as const) {
        const part = encoding.truncate(whole, 1_000, { keep });
        expect(fits(part, 1_000)).toBe(true);
        expect(part.length).toBeGreaterThan(500);
        expect(encoding.truncate(whole, 10_000_000, { keep })).toBe(whole);
      }
    }
  });

  test("refuses bad arguments", () => {
    expectValueError(() => encoding.truncate(bad(1), 1), "text: expected a string, got number");
    expectValueError(() => encoding.truncate("x", -1), "maxTokens: expected an integer from 0, got -1");
  });
});
