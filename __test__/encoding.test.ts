/** The encoding: loading, rendering options, text to tokens and back. Expected tokens are Python's. */
import {
  type EncodeOptions,
  HarmonyEncoding,
  HarmonyEncodingName,
  loadHarmonyEncoding,
  Message,
  Role,
  SystemContent,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectRuntimeError, expectValueError } from "./support.ts";

const encoding = loadHarmonyEncoding();

describe("loading", () => {
  test("gives one encoding, by name or by default", () => {
    expect(Object.entries(HarmonyEncodingName)).toEqual([["HARMONY_GPT_OSS", "HarmonyGptOss"]]);
    expect(loadHarmonyEncoding(HarmonyEncodingName.HARMONY_GPT_OSS)).toBe(encoding);
    expect(loadHarmonyEncoding("HarmonyGptOss")).toBe(encoding);
    expect(loadHarmonyEncoding(undefined)).toBe(encoding);
    expect(encoding).toBeInstanceOf(HarmonyEncoding);
    expect(encoding.name).toBe("HarmonyGptOss");
  });

  test.each([
    ["nope", "nope"],
    ["", ""],
    ["harmonygptoss", "harmonygptoss"],
    ["HARMONY_GPT_OSS", "HARMONY_GPT_OSS"],
    ["__proto__", "__proto__"],
    [null, "null"],
    [5, "5"],
    [["HarmonyGptOss"], "array"],
    [Symbol("x"), "symbol"],
  ])("refuses another name, %#", (name, shown) => {
    expectValueError(() => loadHarmonyEncoding(bad(name)), `Invalid HarmonyEncodingName: ${shown}`);
  });

  test("is the only way to an encoding", () => {
    const Constructor = HarmonyEncoding as unknown as new (native?: unknown) => HarmonyEncoding;
    for (const native of [undefined, null, {}, encoding]) {
      expectValueError(
        () => new Constructor(native),
        "a HarmonyEncoding is made by loadHarmonyEncoding only",
      );
    }
  });
});

describe("rendering", () => {
  const conversation = [
    Message.fromRoleAndContent(Role.USER, "q"),
    Message.fromRoleAndContent(Role.ASSISTANT, "think").withChannel("analysis"),
    Message.fromRoleAndContent(Role.ASSISTANT, "a").withChannel("final"),
  ];
  const user = [200006, 1428, 200008, 80, 200007];
  const analysis = [200006, 173781, 200005, 35644, 200008, 49631, 200007];
  const final = [200006, 173781, 200005, 17196, 200008, 64];

  test.each([
    ["by default", undefined, []],
    ["with null", null, []],
    ["with an empty config", {}, []],
    ["with undefined", { autoDropAnalysis: undefined }, []],
    ["with true", { autoDropAnalysis: true }, []],
    ["with false", { autoDropAnalysis: false }, analysis],
  ])("analysis before the final answer is dropped or not, %s", (_, config, middle) => {
    const expected = [...user, ...middle, ...final];
    expect(Array.from(encoding.renderConversation(conversation, config))).toEqual([...expected, 200007]);
    expect(Array.from(encoding.renderConversationForTraining(conversation, config))).toEqual([
      ...expected,
      200002,
    ]);
    expect(
      Array.from(encoding.renderConversationForCompletion(conversation, Role.ASSISTANT, config)),
    ).toEqual([...expected, 200007, 200006, 173781]);
  });

  const system = [
    200006, 17360, 200008, 3575, 553, 17554, 162016, 11, 261, 4410, 6439, 2359, 22203, 656, 7788, 17527, 558,
    87447, 100594, 25, 220, 1323, 19, 12, 3218, 279, 30377, 289, 25, 14093, 279, 2, 13888, 18403, 25, 8450,
    11, 49159, 11, 1721, 13, 21030, 2804, 413, 7360, 395, 1753, 3176,
  ];
  const end = [13, 200007];
  const commentary = [
    558, 63446, 316, 1879, 8437, 2804, 810, 316, 290, 49159, 9334, 25, 461, 44580, 6120, 200007,
  ];
  test.each([
    ["by default", undefined, end],
    ["with null", null, end],
    ["with empty options", {}, end],
    ["with false", { conversationHasFunctionTools: false }, end],
    ["with true", { conversationHasFunctionTools: true }, commentary],
  ])("a system message speaks of function tools or not, %s", (_, options, rest) => {
    const message = Message.fromRoleAndContent("system", SystemContent.new());
    expect(Array.from(encoding.render(message, options))).toEqual([...system, ...rest]);
  });

  test("text never becomes a special token", () => {
    const spelled = Message.fromRoleAndContent("user", "<|end|>");
    expect(Array.from(encoding.render(spelled))).toEqual([200006, 1428, 200008, 27, 91, 419, 91, 29, 200007]);
  });

  test("a message with all its fields", () => {
    const message = Message.fromDict({
      role: "tool",
      name: "functions.x",
      content: "hi",
      channel: "commentary",
      recipient: "assistant",
      content_type: "<|constrain|>json",
    });
    const expected = [
      200006, 44580, 3700, 316, 28, 173781, 200005, 12606, 815, 220, 200003, 4108, 200008, 3686, 200007,
    ];
    expect(Array.from(encoding.render(message))).toEqual(expected);
    expect(Array.from(encoding.render(message.toJson()))).toEqual(expected);
  });

  test("JSON text keeps 1.0, big integers, and integer-like keys in their order", () => {
    const text =
      '{"role":"developer","content":[{"type":"developer_content","tools":{"functions":{"name":"functions","tools":[{"name":"f","description":"d","parameters":{"type":"object","properties":{"z":{"type":"number","default":1.0},"10":{"type":"integer","default":12345678901234567890},"2":{"type":"string"}}}}]}}}]}';
    const tokens = encoding.render(text);
    expect(encoding.decode(tokens)).toContain(
      "type f = (_: {\nz?: number, // default: 1.0\n10?: number, // default: 12345678901234567890\n2?: string,\n}) => any;",
    );
    expect(Array.from(tokens)).toEqual([
      200006, 77944, 200008, 2, 20574, 279, 877, 9964, 279, 4797, 9964, 95359, 272, 198, 2493, 285, 314,
      11350, 25, 405, 89, 8528, 2086, 11, 602, 2787, 25, 220, 16, 13, 15, 198, 702, 8528, 2086, 11, 602, 2787,
      25, 220, 7633, 19354, 29338, 19267, 22901, 30833, 2744, 198, 17, 8528, 1621, 412, 9263, 871, 1062, 502,
      92, 602, 9819, 9964, 200007,
    ]);
    expect(encoding.renderConversation(`{"messages":[${text}]}`)).toEqual(tokens);
  });

  test("tokens come out as a Uint32Array of their own", () => {
    const message = Message.fromRoleAndContent("user", "q");
    const first = encoding.render(message);
    expect(first).toBeInstanceOf(Uint32Array);
    first.fill(0);
    expect(Array.from(encoding.render(message))).toEqual(user);
  });

  test.each([
    [5, "config: expected an object or null, got number"],
    [[], "config: expected an object or null, got array"],
    [{ autoDropAnalysis: null }, "autoDropAnalysis: expected a boolean, got null"],
    [{ autoDropAnalysis: "false" }, "autoDropAnalysis: expected a boolean, got string"],
    [{ autoDropAnalysis: 0 }, "autoDropAnalysis: expected a boolean, got number"],
  ])("refuses config %#", (config, message) => {
    expectValueError(() => encoding.renderConversation([], bad(config)), message);
    expectValueError(() => encoding.renderConversationForTraining([], bad(config)), message);
    expectValueError(() => encoding.renderConversationForCompletion([], "user", bad(config)), message);
  });

  test("refuses options that are none", () => {
    const message = Message.fromRoleAndContent("user", "q");
    expectValueError(
      () => encoding.render(message, bad(true)),
      "options: expected an object or null, got boolean",
    );
    expectValueError(
      () => encoding.render(message, bad({ conversationHasFunctionTools: 1 })),
      "conversationHasFunctionTools: expected a boolean, got number",
    );
  });
});

describe("parsing", () => {
  const good = Array.from(
    encoding.encode("<|channel|>final<|message|>one<|end|><|start|>user<|message|>two", {
      allowedSpecial: "all",
    }),
  );
  const texts = (messages: Message[]) => messages.map((message) => message.toJson());
  const expected = [
    '{"role":"assistant","name":null,"content":[{"type":"text","text":"one"}],"channel":"final"}',
    '{"role":"user","name":null,"content":[{"type":"text","text":"two"}]}',
  ];

  test.each([
    ["an array", () => good],
    ["a Uint32Array", () => Uint32Array.from(good)],
    ["a set", () => new Set(good.slice(0, 5))],
    ["a generator", () => good.values()],
  ])("takes %s", (name, tokens) => {
    const messages = encoding.parseMessagesFromCompletionTokens(tokens(), Role.ASSISTANT);
    expect(texts(messages)).toEqual(name === "a set" ? expected.slice(0, 1) : expected);
    for (const message of messages) expect(message).toBeInstanceOf(Message);
  });

  test("a role is needed if the tokens don't begin with <|start|>", () => {
    for (const role of [undefined, null]) {
      expectRuntimeError(
        () => encoding.parseMessagesFromCompletionTokens(good, role),
        "Unexpected token 200005 while expecting start token 200006",
      );
    }
  });

  test("nothing parses to no messages", () => {
    expect(encoding.parseMessagesFromCompletionTokens([])).toEqual([]);
    expect(encoding.parseMessagesFromCompletionTokens(new Uint32Array(), null, null)).toEqual([]);
  });

  // A message without <|message|>, and a good one: an error, or recovered from.
  const malformed = encoding.encode(
    "<|start|>assistant<|channel|>final<|end|><|start|>user<|message|>hi<|end|>",
    { allowedSpecial: "all" },
  );
  test.each([
    ["by default", undefined],
    ["with null", null],
    ["with empty options", {}],
    ["with true", { strict: true }],
  ])("a malformed header is an error %s", (_, options) => {
    expectRuntimeError(
      () => encoding.parseMessagesFromCompletionTokens(malformed, null, options),
      "Unknown role: assistant<|end|><|start|>user",
    );
  });

  test("a malformed header is recovered from if not strict", () => {
    const messages = encoding.parseMessagesFromCompletionTokens(malformed, null, { strict: false });
    expect(texts(messages)).toEqual(['{"role":"user","name":null,"content":[{"type":"text","text":"hi"}]}']);
  });

  test("refuses options that are none", () => {
    expectValueError(
      () => encoding.parseMessagesFromCompletionTokens([], null, bad("strict")),
      "options: expected an object or null, got string",
    );
    expectValueError(
      () => encoding.parseMessagesFromCompletionTokens([], null, bad({ strict: null })),
      "strict: expected a boolean, got null",
    );
  });
});

describe("encode", () => {
  const spelled = [27, 91, 5236, 91, 29];

  test.each([
    ["", []],
    ["hello world", [24912, 2375]],
    ["I ❤️ 東京 👩‍👩‍👧", [40, 122205, 185244, 61138, 102, 2524, 28823, 102, 2524, 28823, 100]],
    ["a\0b", [64, 188, 65]],
    ["a\ud800b", [64, 3251, 65]],
    ["<|start", [27, 91, 5236]],
  ])("%j gives Python's tokens", (text, tokens) => {
    expect(Array.from(encoding.encode(text))).toEqual(tokens);
  });

  const set = (...names: string[]) => new Set(names);
  test.each<[string, EncodeOptions, number[]]>([
    ["<|start|>", { allowedSpecial: "all" }, [200006]],
    ["<|start|>", { allowedSpecial: ["<|start|>"] }, [200006]],
    ["<|start|>", { allowedSpecial: set("<|start|>") }, [200006]],
    ["<|start|>", { allowedSpecial: set("<|start|>").values() }, [200006]],
    ["<|start|>", { allowedSpecial: encoding.specialTokensSet }, [200006]],
    ["<|start|>x<|end|>", { allowedSpecial: "all" }, [200006, 87, 200007]],
    ["<|start|>", { disallowedSpecial: [] }, spelled],
    ["<|start|>", { disallowedSpecial: new Set() }, spelled],
    ["<|start|>", { disallowedSpecial: ["<|end|>"] }, spelled],
    ["<|start|>", { allowedSpecial: undefined, disallowedSpecial: [] }, spelled],
    [
      "<|start|>x<|end|>",
      { allowedSpecial: ["<|end|>"], disallowedSpecial: ["<|call|>"] },
      [...spelled, 87, 200007],
    ],
    ["<|start|>", { allowedSpecial: "all", disallowedSpecial: "all" }, [200006]],
    ["foo", { allowedSpecial: ["foo"] }, [16660]],
    ["foo", { allowedSpecial: [""] }, [16660]],
  ])("%s with %j gives Python's tokens", (text, options, tokens) => {
    expect(Array.from(encoding.encode(text, options))).toEqual(tokens);
  });

  test.each<[string, EncodeOptions | null | undefined, string]>([
    ["<|start|>", undefined, "<|start|>"],
    ["<|start|>", null, "<|start|>"],
    ["<|start|>", {}, "<|start|>"],
    ["x<|end|><|start|>", { disallowedSpecial: "all" }, "<|end|>"],
    ["x<|end|><|start|>", { allowedSpecial: ["<|end|>"] }, "<|start|>"],
    ["<|reserved_200000|>", {}, "<|reserved_200000|>"],
    ["<|start|>", { allowedSpecial: ["<|start|>"], disallowedSpecial: ["<|start|>"] }, "<|start|>"],
    ["<|start|>", { allowedSpecial: "all", disallowedSpecial: ["<|start|>"] }, "<|start|>"],
    ["foo", { disallowedSpecial: ["foo"] }, "foo"],
    ["foo", { disallowedSpecial: ["o", "f"] }, "f"],
    ["foo", { disallowedSpecial: [""] }, ""],
  ])("%s with %j is refused", (text, options, token) => {
    expectRuntimeError(
      () => encoding.encode(text, options),
      `the text contains '${token}', which is a disallowed special token here.\n` +
        `To encode it as a special token, pass \`allowedSpecial: ['${token}']\`.\n` +
        "To encode it as plain text, leave it out of `disallowedSpecial`; `disallowedSpecial: []` does so for " +
        "all special tokens.\n",
    );
  });

  test("every special token encodes to itself, and decodes to its name", () => {
    for (const name of encoding.specialTokensSet) {
      const tokens = encoding.encode(name, { allowedSpecial: [name] });
      expect(tokens).toHaveLength(1);
      expect(encoding.isSpecialToken(tokens[0] ?? 0)).toBe(true);
      expect(encoding.decode(tokens)).toBe(name);
    }
  });

  test.each([
    [5, {}, "text: expected a string, got number"],
    [null, {}, "text: expected a string, got null"],
    [new String("x"), {}, "text: expected a string, got String"],
    ["x", "all", "options: expected an object or null, got string"],
    ["x", { allowedSpecial: null }, "allowedSpecial: expected 'all' or an iterable of strings, got null"],
    [
      "x",
      { allowedSpecial: "<|end|>" },
      "allowedSpecial: expected 'all' or an iterable of strings, got string",
    ],
    [
      "x",
      { disallowedSpecial: 5 },
      "disallowedSpecial: expected 'all' or an iterable of strings, got number",
    ],
    [
      "x",
      { disallowedSpecial: {} },
      "disallowedSpecial: expected 'all' or an iterable of strings, got object",
    ],
    [
      "x",
      { allowedSpecial: { [Symbol.iterator]: 5 } },
      "allowedSpecial: expected 'all' or an iterable of strings, got object",
    ],
    ["x", { allowedSpecial: [200006] }, "allowedSpecial[0]: expected a string, got number"],
    ["x", { disallowedSpecial: ["a", null] }, "disallowedSpecial[1]: expected a string, got null"],
  ])("refuses %#", (text, options, message) => {
    expectValueError(() => encoding.encode(bad(text), bad(options)), message);
  });
});

describe("decode", () => {
  /** For each byte, the token that is this byte alone. */
  const single = new Map<number, number>();
  for (let token = 0; token < 256; token++) single.set(encoding.decodeBytes([token])[0] ?? -1, token);
  const tokensOf = (bytes: Iterable<number>) => Array.from(bytes, (byte) => single.get(byte) ?? -1);

  // Bytes in hexadecimal, then what Python's decode gives with replace, ignore, and strict (null: an error).
  test.each([
    ["80", "\ufffd", "", null],
    ["ff", "\ufffd", "", null],
    ["c3", "\ufffd", "", null],
    ["c328", "\ufffd(", "(", null],
    ["c3a9", "é", "é", "é"],
    ["e282", "\ufffd", "", null],
    ["e28261", "\ufffda", "a", null],
    ["e282ac", "€", "€", "€"],
    ["f09f98", "\ufffd", "", null],
    ["f09f9880", "😀", "😀", "😀"],
    ["f09f9861", "\ufffda", "a", null],
    ["eda080", "\ufffd\ufffd\ufffd", "", null],
    ["eda0bdedb880", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd", "", null],
    ["f8888080", "\ufffd\ufffd\ufffd\ufffd", "", null],
    ["c080", "\ufffd\ufffd", "", null],
    ["f4908080", "\ufffd\ufffd\ufffd\ufffd", "", null],
    ["41e28242", "A\ufffdB", "AB", null],
    ["efbbbf41", "\ufeffA", "\ufeffA", "\ufeffA"],
    ["f0808080", "\ufffd\ufffd\ufffd\ufffd", "", null],
    ["e0a0", "\ufffd", "", null],
    ["c3c3c3", "\ufffd\ufffd\ufffd", "", null],
    ["61ff62fe63", "a\ufffdb\ufffdc", "abc", null],
    ["00", "\0", "\0", "\0"],
    ["e28280ff", "₀\ufffd", "₀", null],
  ])("%s decodes as in Python", (hex, replaced, ignored, strict) => {
    const bytes = Buffer.from(hex, "hex");
    const tokens = tokensOf(bytes);
    expect(encoding.decode(tokens)).toBe(replaced);
    expect(encoding.decode(tokens, null)).toBe(replaced);
    expect(encoding.decode(tokens, { errors: undefined })).toBe(replaced);
    expect(encoding.decode(tokens, { errors: "replace" })).toBe(replaced);
    expect(encoding.decode(tokens, { errors: "ignore" })).toBe(ignored);
    expect(encoding.decodeBytes(tokens)).toEqual(Uint8Array.from(bytes));
    if (strict === null) {
      expectValueError(() => encoding.decode(tokens, { errors: "strict" }), /do not decode to UTF-8/);
      expectRuntimeError(
        () => encoding.decodeUtf8(tokens),
        /^Could not decode tokens: Invalid utf-8 sequence: (invalid|incomplete) utf-8 (byte )?sequence/,
      );
    } else {
      expect(encoding.decode(tokens, { errors: "strict" })).toBe(strict);
      expect(encoding.decodeUtf8(tokens)).toBe(strict);
    }
  });

  test("any bytes decode as TextDecoder decodes them", () => {
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const edges = [0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed];
    edges.push(0xee, 0xef, 0xf0, 0xf4, 0xf5, 0xff);
    for (const a of edges) {
      for (const b of edges) {
        for (const c of edges) {
          const bytes = [a, b, c, 0x80, 0x41];
          expect(encoding.decode(tokensOf(bytes)), bytes.join(" ")).toBe(
            decoder.decode(Uint8Array.from(bytes)),
          );
        }
      }
    }
  });

  test("a token that does not exist is an error that names it", () => {
    for (const token of [201089, 2 ** 32 - 1]) {
      const message = `Invalid token for decoding: ${token}`;
      expectRuntimeError(() => encoding.decode([token]), message);
      expectRuntimeError(() => encoding.decodeBytes([token]), message);
      expectRuntimeError(
        () => encoding.decodeUtf8([token]),
        `Could not decode tokens: Invalid token error: ${message}`,
      );
    }
  });

  test("nothing decodes to nothing", () => {
    expect(encoding.decode([])).toBe("");
    expect(encoding.decodeUtf8([])).toBe("");
    expect(encoding.decodeBytes([])).toEqual(new Uint8Array());
  });

  test.each([
    [
      { errors: "surrogateescape" },
      "errors: expected 'replace', 'strict' or 'ignore', got 'surrogateescape'",
    ],
    [{ errors: null }, "errors: expected 'replace', 'strict' or 'ignore', got null"],
    [{ errors: "Strict" }, "errors: expected 'replace', 'strict' or 'ignore', got 'Strict'"],
    ["strict", "options: expected an object or null, got string"],
  ])("refuses options %#", (options, message) => {
    expectValueError(() => encoding.decode([], bad(options)), message);
  });
});

describe("special tokens", () => {
  test("there are 1,091, all from 199998 to 201088", () => {
    const names = encoding.specialTokensSet;
    expect(names).toBeInstanceOf(Set);
    expect(names.size).toBe(1091);
    for (const name of ["start", "end", "message", "channel", "constrain", "return", "call", "endoftext"]) {
      expect(names).toContain(`<|${name}|>`);
    }
    const ids = Array.from({ length: 1091 }, (_, i) => 199998 + i);
    expect(new Set(ids.map((id) => encoding.decode([id])))).toEqual(names);
  });

  test("an encoding cannot be changed", () => {
    (encoding.specialTokensSet as Set<string>).clear();
    expect(encoding.specialTokensSet.size).toBe(1091);
    expect(() => Object.assign(encoding, { engine: "reference" })).toThrow(TypeError);
    expect(() => Object.assign(encoding, { encode: () => [] })).toThrow(TypeError);
  });

  test.each([
    [199997, false],
    [199998, true],
    [200006, true],
    [201088, true],
    [201089, false],
    [0, false],
    [2 ** 32 - 1, false],
  ])("%i is one: %s", (token, expected) => {
    expect(encoding.isSpecialToken(token)).toBe(expected);
  });

  test("stop tokens are sorted arrays of numbers", () => {
    expect(encoding.stopTokens()).toEqual([200002, 200007, 200012]);
    expect(encoding.stopTokensForAssistantActions()).toEqual([200002, 200012]);
    encoding.stopTokens().pop();
    expect(JSON.stringify(encoding.stopTokens())).toBe("[200002,200007,200012]");
  });
});

test("decoding gives every text back, wherever its characters of several bytes stand", () => {
  const encoding = loadHarmonyEncoding();
  for (const character of ["é", "‐", "中", "😀", "é‐😀"]) {
    for (let before = 0; before < 200; before++) {
      const text = `${"a".repeat(before)}${character}${"b".repeat(before % 70)}${character.repeat(before)}‐`;
      const tokens = encoding.encode(text);
      expect(encoding.decode(tokens)).toBe(text);
      expect(encoding.decodeUtf8(tokens)).toBe(text);
    }
  }
});
