/** The two engines: how one is chosen, that they agree, and what counts and batches give. */
import {
  Conversation,
  DeveloperContent,
  type EncodeOptions,
  HarmonyRuntimeError,
  HarmonyValueError,
  loadHarmonyEncoding,
  Message,
  Role,
  StreamableParser,
  SystemContent,
  TextContent,
  ToolDescription,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectRuntimeError, expectValueError, thrown } from "./support.ts";

const fast = loadHarmonyEncoding();
const reference = loadHarmonyEncoding(undefined, { engine: "reference" });

const CONVERSATION = Conversation.fromMessages([
  Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new().withBrowserTool()),
  Message.fromRoleAndContent(
    Role.DEVELOPER,
    DeveloperContent.new()
      .withInstructions("Answer in rhymes.")
      .withFunctionTools([
        ToolDescription.new("weather", "Tells the weather.", {
          type: "object",
          properties: { city: { type: "string", default: "Tōkyō" } },
        }),
      ]),
  ),
  Message.fromRoleAndContent(Role.USER, "Wie ist das Wetter? 天気は？"),
  Message.fromRoleAndContent(Role.ASSISTANT, "Rhyme with weather…").withChannel("analysis"),
  Message.fromRoleAndContent(Role.ASSISTANT, "Whether the weather be fine 🌦️").withChannel("final"),
]);

/** The message with which a call fails, if it does. */
function failure(call: () => unknown): string | null {
  try {
    call();
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(HarmonyRuntimeError);
    return (error as Error).message;
  }
}

describe("the engine", () => {
  test("is the fast one by default", () => {
    expect(fast.engine).toBe("fast");
    expect(loadHarmonyEncoding("HarmonyGptOss", null)).toBe(fast);
    expect(loadHarmonyEncoding("HarmonyGptOss", { engine: "fast" })).toBe(fast);
  });

  test("can be the reference", () => {
    expect(reference.engine).toBe("reference");
    expect(loadHarmonyEncoding("HarmonyGptOss", { engine: "reference" })).toBe(reference);
    expect(reference.name).toBe(fast.name);
  });

  test.each(["Fast", "", null, 1])("cannot be %j", (engine) => {
    const load = () => loadHarmonyEncoding(undefined, { engine: engine as "fast" });
    expect(load).toThrow(HarmonyValueError);
    expect(load).toThrow(/^engine: expected 'fast' or 'reference', got /);
  });
});

describe("the engines agree", () => {
  test.each([true, false])("on a conversation, with autoDropAnalysis %j", (autoDropAnalysis) => {
    const config = { autoDropAnalysis };
    const tokens = reference.renderConversationForCompletion(CONVERSATION, Role.ASSISTANT, config);
    expect(fast.renderConversationForCompletion(CONVERSATION, Role.ASSISTANT, config)).toEqual(tokens);
    for (const encoding of [fast, reference]) {
      expect(encoding.countConversationTokens(CONVERSATION, Role.ASSISTANT, config)).toBe(tokens.length);
    }
  });

  test("on the largest array that fits and the first that does not", () => {
    for (const length of [16_383, 16_384, 16_385]) {
      const text = " a".repeat(length);
      const tokens = reference.encode(text);
      expect(tokens).toHaveLength(length);
      expect(fast.encode(text)).toEqual(tokens);
    }
  });

  test("on all special tokens", () => {
    expect(fast.specialTokensSet).toEqual(reference.specialTokensSet);
    expect(fast.stopTokens()).toEqual(reference.stopTokens());
    expect(fast.stopTokensForAssistantActions()).toEqual(reference.stopTokensForAssistantActions());
    for (let token = 199_990; token < 201_100; token++) {
      expect(fast.isSpecialToken(token)).toBe(reference.isSpecialToken(token));
    }
  });

  test("on which message cannot be rendered", () => {
    const [tool, misplaced] = [
      Message.fromRoleAndContent(Role.TOOL, "x"),
      Message.fromRoleAndContent(Role.USER, SystemContent.new()),
    ];
    const analysis = Message.fromRoleAndContent(Role.TOOL, "x").withChannel("analysis");
    const final = Message.fromRoleAndContent(Role.ASSISTANT, "x").withChannel("final");
    const good = Message.fromRoleAndContent(Role.USER, "x");
    for (const encoding of [fast, reference]) {
      const failing = (messages: Message[], autoDropAnalysis = true) => {
        const config = { autoDropAnalysis };
        const errors = [
          () => encoding.renderConversation(messages, config),
          () => encoding.renderConversationForTraining(messages, config),
          () => encoding.renderConversationForCompletion(messages, Role.USER, config),
          () => encoding.countConversationTokens(messages, Role.USER, config),
        ].map((render) => {
          const { message, path } = thrown(render) as HarmonyRuntimeError;
          return `${path}: ${message}`;
        });
        expect(new Set(errors).size).toBe(1);
        return errors[0];
      };
      expect(failing([tool])).toBe("messages[0]: Tools should have a name!");
      expect(failing([good, misplaced, tool])).toBe(
        "messages[1]: SystemContent may only appear in system messages, found in User",
      );
      // What is dropped does not fail.
      expect(failing([analysis, final, good, tool])).toBe("messages[3]: Tools should have a name!");
      expect(failing([good, analysis, final, tool], false)).toBe("messages[1]: Tools should have a name!");
      expect((thrown(() => encoding.render(tool)) as HarmonyRuntimeError).path).toBeNull();
    }
  });

  test("on what a parser says after a step that failed", () => {
    const [a, b] = [fast, reference].map((encoding) => new StreamableParser(encoding, null));
    for (const token of [200006, 173781, 200008, 13225, 200007, 1, 200006, 200005, 200008]) {
      const errors = [a, b].map((parser) => failure(() => parser?.process(token)));
      expect(errors[0]).toBe(errors[1]);
      expect([a?.lastContentDelta, a?.stateData, a?.currentContent]).toEqual([
        b?.lastContentDelta,
        b?.stateData,
        b?.currentContent,
      ]);
    }
  });
});

describe("a count is the number of tokens", () => {
  test.each<[string, EncodeOptions?]>([
    [""],
    ["Hello, world"],
    ["naïve 天気 🌦️ \ud800"],
    ["<|start|>x<|end|>", { allowedSpecial: "all" }],
    ["<|start|>x<|end|>", { allowedSpecial: ["<|end|>"], disallowedSpecial: [] }],
    ["a".repeat(10_000)],
  ])("of %j with %j", (text, options) => {
    expect(fast.countTokens(text, options)).toBe(reference.encode(text, options).length);
    expect(reference.countTokens(text, options)).toBe(reference.encode(text, options).length);
  });

  test("and fails as encoding does", () => {
    expect(() => fast.countTokens("<|start|>")).toThrow(HarmonyRuntimeError);
    expect(() => fast.countTokens(5 as never)).toThrow("text: expected a string, got number");
    expect(() => fast.countConversationTokens("{", Role.ASSISTANT)).toThrow(HarmonyValueError);
    const tool = Message.fromRoleAndContent(Role.TOOL, "x");
    expect(() => fast.countConversationTokens([tool], Role.ASSISTANT)).toThrow("Tools should have a name!");
  });
});

describe("a batch", () => {
  test("encodes each text by itself", () => {
    const texts = ["Hello", "", " world", "天気"];
    expect(fast.encodeBatch(texts)).toEqual(texts.map((text) => reference.encode(text)));
    expect(fast.encodeBatch(new Set(texts))).toHaveLength(4);
    expect(fast.encodeBatch([])).toEqual([]);
    expect(fast.encodeBatch(new Set())).toEqual([]);
  });

  // Once with options that can be read once only.
  test.each([
    ["allowed", () => ({ allowedSpecial: ["<|end|>"] }), [200007]],
    ["allowed by an iterator", () => ({ allowedSpecial: ["<|end|>"].values() }), [200007]],
    ["all allowed", () => ({ allowedSpecial: "all" as const }), [200007]],
    ["none disallowed", () => ({ disallowedSpecial: [] }), [27, 91, 419, 91, 29]],
  ])("takes special tokens as one text does: %s", (_, options, expected) => {
    const batch = fast.encodeBatch(["<|end|>", "a", "<|end|>"], options());
    expect(batch.map((tokens) => Array.from(tokens))).toEqual([expected, [64], expected]);
    expect(reference.encodeBatch(["<|end|>", "a", "<|end|>"], options())).toEqual(batch);
  });

  test("names the text that has a disallowed special token", () => {
    const texts = ["<|end|>", "a", "<|start|>"];
    expectRuntimeError(
      () => fast.encodeBatch(texts, { allowedSpecial: ["<|end|>"] }),
      /^texts\[2\]: the text contains '<\|start\|>'/,
    );
    expectRuntimeError(() => fast.encodeBatch(texts), /^texts\[0\]: the text contains '<\|end\|>'/);
  });

  test.each([
    [null, "texts: expected an iterable of strings, got null"],
    [undefined, "texts: expected an iterable of strings, got undefined"],
    ["ab", "texts: expected an iterable of strings, got string"],
    [5, "texts: expected an iterable of strings, got number"],
    [{ 0: "a", length: 1 }, "texts: expected an iterable of strings, got object"],
    [["a", null], "texts[1]: expected a string, got null"],
    [["<|end|>", 5], "texts[1]: expected a string, got number"],
    [[["a"]], "texts[0]: expected a string, got array"],
    [Object.assign(new Array(3), { 0: "a", 2: "c" }), "texts[1]: expected a string, got undefined"],
    [new Uint8Array(1), "texts[0]: expected a string, got number"],
  ])("refuses other texts before it encodes any, %#", (texts, message) => {
    const error = thrown(() => fast.encodeBatch(bad(texts)));
    expect(error).toBeInstanceOf(HarmonyValueError);
    expect(error.message).toBe(message);
    expect((error as HarmonyValueError).path).toBe(message.split(":")[0]);
  });

  test("refuses options as encoding one text does", () => {
    expectValueError(() => fast.encodeBatch([], bad(5)), "options: expected an object or null, got number");
    expectValueError(
      () => fast.encodeBatch(["a"], { allowedSpecial: bad([1]) }),
      "allowedSpecial[0]: expected a string, got number",
    );
  });
});

describe("1 MB without a break", () => {
  const letters = Array.from({ length: 1 << 20 }, (_, i) => String.fromCharCode(97 + ((i * i * 7919) % 26)));

  test.each([
    ["one letter", "x".repeat(1 << 20)],
    ["spaces", " ".repeat(1 << 20)],
    ["dashes", "-".repeat(1 << 20)],
    ["newlines", "\n".repeat(1 << 20)],
    ["letters", letters.join("")],
    ["one ideograph", "中".repeat((1 << 20) / 3)],
    ["emoji", "👍🏽".repeat((1 << 20) / 8)],
    ["combining marks", "e\u0301\u0302".repeat((1 << 20) / 5)],
  ])("of %s comes back", (_, text) => {
    const tokens = fast.encode(text);
    expect(fast.decode(tokens) === text).toBe(true);
    expect(fast.countTokens(text)).toBe(tokens.length);
  });
});

describe("a long text, which is read in stretches, has the tokens of the whole", () => {
  const PART = 32_768;
  const AROUND = [
    "<|start|>",
    "<|reserved_200000|>",
    "a<|end",
    " <| ",
    "don't  \n  ",
    "12345",
    "\u00e9e\u0301",
    "\u{1f468}\u200d\u{1f469}",
    "\ud83d",
    "secret name",
  ];
  const FILLERS = ["Lorem ipsum, dolor. ", "x", "中文。", "  ", "if (a < b) { return; }\n"];

  /** A text of some parts, around whose ends there is something, moved by some units. */
  function around(what: string, filler: string, shift: number): string {
    let text = "";
    for (let part = 1; part < 4; part++) {
      const length = part * PART - shift - text.length;
      text += filler.repeat(Math.ceil(length / filler.length)).slice(0, length) + what;
    }
    return text + filler;
  }

  const bytes = (tokens: Uint32Array) => Buffer.from(tokens.buffer, tokens.byteOffset, tokens.byteLength);
  const texts = AROUND.flatMap((what, i) =>
    Array.from({ length: 24 }, (_, shift) =>
      around(what, FILLERS[(i + shift) % FILLERS.length] ?? "", shift),
    ),
  );

  test.each<EncodeOptions>([
    { disallowedSpecial: [] },
    { allowedSpecial: "all" },
    { allowedSpecial: ["<|start|>"], disallowedSpecial: [] },
    {},
    { disallowedSpecial: ["<|start|>", "<|end|>"] },
    { disallowedSpecial: ["secret name"] },
  ])("%j", async (options) => {
    for (const [i, text] of texts.entries()) {
      const whole = await fast.encodeAsync(text, options).catch((error: Error) => error.message);
      // The reference takes seconds for as much text without a break.
      const encodings = text.startsWith("Lorem") && i % 3 === 0 ? [fast, reference] : [fast];
      for (const encoding of encodings) {
        if (typeof whole === "string") {
          expectRuntimeError(() => encoding.encode(text, options), whole);
          expectRuntimeError(() => encoding.countTokens(text, options), whole);
        } else {
          // Long arrays: `toEqual` takes a tenth of a second for one.
          expect(bytes(encoding.encode(text, options)).equals(bytes(whole))).toBe(true);
          expect(encoding.countTokens(text, options)).toBe(whole.length);
        }
      }
    }
  });
});

describe("objects and their JSON text give the same tokens", () => {
  const LENGTHS = [0, 1, 127, 128, 129, 300, 5000];
  const parts = ["a", " é", "中文", "😀", "\ud800", "\u0000", "<|end|>", '"\\n', "\u2028"];
  const texts = LENGTHS.flatMap((length) => parts.map((part) => part.repeat(length).slice(0, length)));

  test.each([fast, reference])("$engine", (encoding) => {
    for (const [i, text] of texts.entries()) {
      const message = Message.fromRoleAndContents(Role.TOOL, [
        new TextContent({ text }),
        new TextContent({ text: "short" }),
        new TextContent({ text: texts[(i * 7) % texts.length] ?? "" }),
      ]);
      message.author.name = "functions.lookup";
      const conversation = Conversation.fromMessages([
        Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new().withBrowserTool()),
        Message.fromRoleAndContent(Role.USER, text),
        message,
        Message.fromRoleAndContent(Role.ASSISTANT, "").withChannel("final"),
      ]);
      const [oneJson, json] = [message.toJson(), conversation.toJson()];
      expect(encoding.render(message)).toEqual(encoding.render(oneJson));
      expect(encoding.renderConversation(conversation)).toEqual(encoding.renderConversation(json));
      expect(encoding.renderConversationForTraining(conversation)).toEqual(
        encoding.renderConversationForTraining(json),
      );
      const tokens = encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);
      expect(tokens).toEqual(encoding.renderConversationForCompletion(json, Role.ASSISTANT));
      expect(encoding.countConversationTokens(conversation, Role.ASSISTANT)).toBe(tokens.length);
    }
  });

  test("what is rendered is left as it was", () => {
    const conversation = Conversation.fromMessages([
      Message.fromRoleAndContent(Role.USER, "long ".repeat(100)),
      Message.fromRoleAndContent(Role.ASSISTANT, ""),
    ]);
    const before = conversation.toJson();
    fast.renderConversation(conversation);
    expect(conversation.toJson()).toBe(before);
  });
});
