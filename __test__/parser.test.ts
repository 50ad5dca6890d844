/** The streaming parser: every getter at every state, and after errors. Expected values are Python's. */
import {
  loadHarmonyEncoding,
  Message,
  Role,
  StreamableParser,
  StreamState,
  type StreamStateData,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectRuntimeError, expectValueError } from "./support.ts";

const encoding = loadHarmonyEncoding();
const all = { allowedSpecial: "all" } as const;

function snapshot(parser: StreamableParser) {
  return {
    delta: parser.lastContentDelta,
    content: parser.currentContent,
    role: parser.currentRole,
    contentType: parser.currentContentType,
    recipient: parser.currentRecipient,
    channel: parser.currentChannel,
    state: parser.state,
    data: parser.stateData,
  };
}

const NOTHING = { delta: null, content: "", role: null, contentType: null, recipient: null, channel: null };
const expectStart = { ...NOTHING, state: "ExpectStart", data: { state: "ExpectStart" } };
const header = (...tokens: number[]) => ({
  ...NOTHING,
  state: "Header",
  data: { state: "Header", header_tokens: tokens },
});

test("the states are the crate's", () => {
  expect(Object.entries(StreamState)).toEqual([
    ["EXPECT_START", "ExpectStart"],
    ["HEADER", "Header"],
    ["CONTENT", "Content"],
  ]);
});

test("every getter follows the tokens", () => {
  const parser = new StreamableParser(encoding, null);
  const steps: [number, object][] = [];
  const call = { role: "assistant", contentType: "<|constrain|>json", recipient: "functions.w" };
  const data = (...tokens: number[]): StreamStateData => ({
    state: "Content",
    header: {
      author: { role: "assistant" },
      recipient: "functions.w",
      channel: "commentary",
      content_type: "<|constrain|>json",
    },
    content_tokens: tokens,
  });
  // <|start|>assistant<|channel|>commentary to=functions.w <|constrain|>json
  const tokens = [200006, 173781, 200005, 12606, 815, 316, 28, 44580, 2234, 220, 200003, 4108];
  for (const [i, token] of tokens.entries()) steps.push([token, header(...tokens.slice(1, i + 1))]);
  const content = { ...NOTHING, ...call, channel: "commentary", state: "Content" };
  steps.push([200008, { ...content, data: data() }]);
  steps.push([12083, { ...content, delta: "{}", content: "{}", data: data(12083) }]);
  steps.push([200012, expectStart]);

  expect(snapshot(parser)).toEqual(expectStart);
  for (const [token, expected] of steps) {
    expect(parser.process(token)).toBe(parser);
    expect(snapshot(parser), `after ${token}`).toEqual(expected);
  }
  expect(parser.tokens).toEqual(Uint32Array.from(steps.map(([token]) => token)));
  expect(parser.messages.map((message) => message.toJson())).toEqual([
    '{"role":"assistant","name":null,"content":[{"type":"text","text":"{}"}],"channel":"commentary","recipient":"functions.w","content_type":"<|constrain|>json"}',
  ]);
});

test.each(Object.values(Role))("with the role %s the header has begun", (role) => {
  const parser = new StreamableParser(encoding, role);
  expect(snapshot(parser)).toEqual({ ...header(), role });
  parser.process(200008).process(13225).processEos();
  expect(parser.messages).toEqual([Message.fromRoleAndContent(role, "Hello")]);
});

test("a character in parts is a delta only when it is whole", () => {
  const parser = new StreamableParser(encoding, "user").process(200008);
  const deltas: unknown[] = [];
  // Two tokens make the woman and her space; one more the joiner; then the beginning of the next character.
  for (const token of [13225, 61138, 102, 2524, 28823]) deltas.push(parser.process(token).lastContentDelta);
  expect(deltas).toEqual(["Hello", " ", "👩", "\u200d", null]);
  expect(parser.currentContent).toBe("Hello 👩\u200d");
  parser.processEos();
  expect(parser.messages).toEqual([Message.fromRoleAndContent("user", "Hello 👩\u200d\ufffd")]);
});

test("processEos ends the message, and then does nothing", () => {
  const parser = new StreamableParser(encoding, null);
  expect(parser.processEos()).toBe(parser);
  expect(parser.messages).toEqual([]);
  for (const token of encoding.encode("<|start|>user<|message|>x", all)) parser.process(token);
  expect(parser.processEos()).toBe(parser);
  expect(parser.processEos()).toBe(parser);
  expect(snapshot(parser)).toEqual(expectStart);
  expect(parser.messages).toEqual([Message.fromRoleAndContent("user", "x")]);
});

test("messages and tokens are made anew at each use", () => {
  const parser = new StreamableParser(encoding, "user").process(200008).process(87).process(200007);
  parser.messages.pop();
  parser.messages[0]?.withChannel("mine");
  parser.tokens.fill(0);
  expect(parser.messages).toEqual([Message.fromRoleAndContent("user", "x")]);
  expect(Array.from(parser.tokens)).toEqual([200008, 87, 200007]);
});

test("parsers don't disturb each other", () => {
  const parsers = [new StreamableParser(encoding, "user"), new StreamableParser(encoding, "assistant")];
  for (const [i, parser] of parsers.entries()) parser.process(200008).process(i);
  expect(parsers.map((parser) => parser.currentContent)).toEqual(["!", '"']);
});

describe("after an error the parser goes on", () => {
  test("from a token that cannot start a message", () => {
    const parser = new StreamableParser(encoding, null);
    expectRuntimeError(() => parser.process(5), "Unexpected token 5 while expecting start token 200006");
    expect(snapshot(parser)).toEqual(expectStart);
    expect(Array.from(parser.tokens)).toEqual([5]);
    for (const token of encoding.encode("<|start|>user<|message|>x<|end|>", all)) parser.process(token);
    expect(parser.messages).toEqual([Message.fromRoleAndContent("user", "x")]);
  });

  test("from an end within a header", () => {
    const parser = new StreamableParser(encoding, null).process(200006).process(1428);
    for (let i = 0; i < 2; i++) {
      expectRuntimeError(
        () => parser.processEos(),
        "Unexpected EOS while waiting for message header to complete",
      );
      expect(snapshot(parser)).toEqual(header(1428));
    }
    parser.process(200008).process(87).process(200007);
    expect(parser.messages).toEqual([Message.fromRoleAndContent("user", "x")]);
    expect(Array.from(parser.tokens)).toEqual([200006, 1428, 200008, 87, 200007]);
  });

  test("from an unknown role", () => {
    const parser = new StreamableParser(encoding, null).process(200006);
    for (const token of encoding.encode("bogus")) parser.process(token);
    expectRuntimeError(() => parser.process(200008), "Unknown role: bogus");
    expect(snapshot(parser)).toEqual(expectStart);
    for (const token of encoding.encode("<|start|>user<|message|>x<|end|>", all)) parser.process(token);
    expect(parser.messages).toEqual([Message.fromRoleAndContent("user", "x")]);
  });

  test("from tokens that do not exist", () => {
    const parser = new StreamableParser(encoding, "assistant").process(200008);
    expect(parser.process(2 ** 32 - 1)).toBe(parser);
    expect(parser.process(13225).tokens).toEqual(Uint32Array.of(200008, 2 ** 32 - 1, 13225));
    expect(parser.currentContent).toBe("");
    expect(parser.lastContentDelta).toBeNull();
    expect(parser.processEos().messages).toEqual([Message.fromRoleAndContent("assistant", "\ufffd")]);
  });
});

describe("strict", () => {
  const malformed = encoding.encode(
    "<|start|>assistant<|channel|>final<|end|><|start|>user<|message|>hi<|end|>",
    all,
  );
  const take = (parser: StreamableParser) => {
    for (const token of malformed) parser.process(token);
    return parser.messages;
  };

  test.each([
    ["by default", undefined],
    ["with null", null],
    ["with empty options", {}],
    ["with true", { strict: true }],
  ])("a malformed header is an error %s", (_, options) => {
    const parser = new StreamableParser(encoding, null, options);
    expectRuntimeError(() => take(parser), "Unknown role: assistant<|end|><|start|>user");
  });

  test("a malformed header is recovered from with false", () => {
    const parser = new StreamableParser(encoding, null, { strict: false });
    expect(take(parser)).toEqual([Message.fromRoleAndContent("user", "hi")]);
  });
});

test.each([
  [[], "encoding: expected a HarmonyEncoding, got undefined"],
  [[null, null], "encoding: expected a HarmonyEncoding, got null"],
  [["HarmonyGptOss", null], "encoding: expected a HarmonyEncoding, got string"],
  [[{ name: "HarmonyGptOss" }, null], "encoding: expected a HarmonyEncoding, got object"],
  [[Object.create(encoding), null], "encoding: expected a HarmonyEncoding, got HarmonyEncoding"],
  [[encoding], "Unknown role: undefined"],
  [[encoding, "bogus"], "Unknown role: 'bogus'"],
  [[encoding, null, false], "options: expected an object or null, got boolean"],
  [[encoding, null, { strict: "no" }], "strict: expected a boolean, got string"],
  [[encoding, null, { strict: null }], "strict: expected a boolean, got null"],
])("the constructor refuses %#", (args, message) => {
  expectValueError(() => Reflect.construct(StreamableParser, args), message);
});

test("a subclass works", () => {
  class Counting extends StreamableParser {
    count = 0;
    override process(token: number): this {
      this.count++;
      return super.process(token);
    }
  }
  const parser = new Counting(encoding, "user").process(200008).process(13225);
  expect(parser.count).toBe(2);
  expect(parser.currentContent).toBe("Hello");
});

test("methods and getters without their parser are refused", () => {
  const { process, processEos } = new StreamableParser(encoding, "user");
  expectValueError(() => process(5), "parser: expected a StreamableParser, got undefined");
  expectValueError(() => processEos(), "parser: expected a StreamableParser, got undefined");
  for (const name of ["messages", "tokens", "state", "stateData", "currentRole", "currentContent"]) {
    expectValueError(
      () => Reflect.get(StreamableParser.prototype, name),
      "parser: expected a StreamableParser, got object",
    );
  }
  expectValueError(() => process.call(bad({}), 5), "parser: expected a StreamableParser, got object");
});

test("an error's message may contain NUL", () => {
  const tokens = encoding.encode("<|start|>a\0<|message|>", all);
  const parser = new StreamableParser(encoding, null);
  expectRuntimeError(() => {
    for (const token of tokens) parser.process(token);
  }, "Unknown role: a\0");
});
