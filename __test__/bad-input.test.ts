/** What a careless or hostile caller hands over: typed errors, never a crash, and no harm to later calls. */
import {
  Author,
  Conversation,
  DeveloperContent,
  HarmonyEncoding,
  loadHarmonyEncoding,
  Message,
  StreamableParser,
  TextContent,
  ToolDescription,
  ToolNamespaceConfig,
} from "openai-harmony-node";
import { afterEach, describe, expect, test } from "vitest";
import { bad, expectRuntimeError, expectValueError, messageWithParameters, runModule } from "./support.ts";

const encoding = loadHarmonyEncoding();

afterEach(() => {
  expect(Array.from(encoding.render(Message.fromRoleAndContent("user", "q")))).toEqual([
    200006, 1428, 200008, 80, 200007,
  ]);
});

describe("in place of a conversation", () => {
  const message = Message.fromRoleAndContent("user", "x");
  const expected = "conversation: expected a Conversation, an iterable of Message, or JSON text, got";

  test.each([
    [null, `${expected} null`],
    [undefined, `${expected} undefined`],
    [5, `${expected} number`],
    [true, `${expected} boolean`],
    [{}, `${expected} object`],
    [{ messages: [] }, `${expected} object`],
    [message, `${expected} Message`],
    [() => [message], `${expected} function`],
    [Symbol("x"), `${expected} symbol`],
    [5n, `${expected} bigint`],
    [new Date(0), `${expected} Date`],
    [Promise.resolve([message]), `${expected} Promise`],
    [Object.create(null), `${expected} object`],
    [[null], "messages[0]: expected a Message, got null"],
    [[message, "x"], "messages[1]: expected a Message, got string"],
    [[message, message.toDict()], "messages[1]: expected a Message, got object"],
    [new Map([["a", message]]), "messages[0]: expected a Message, got array"],
    [new Array(3), "messages[0]: expected a Message, got undefined"],
    [new Uint32Array(1), "messages[0]: expected a Message, got number"],
    ["", "invalid conversation JSON: EOF while parsing a value at line 1 column 0"],
    ["{", "invalid conversation JSON: EOF while parsing an object at line 1 column 1"],
    ['{"messages":[', "invalid conversation JSON: EOF while parsing a list at line 1 column 13"],
    [
      "null",
      "invalid conversation JSON: invalid type: null, expected struct Conversation at line 1 column 4",
    ],
    [
      "[]",
      "invalid conversation JSON: invalid length 0, expected struct Conversation with 1 element at line 1 column 2",
    ],
  ])("%#", (conversation, error) => {
    expectValueError(() => encoding.renderConversation(bad(conversation)), error);
    expectValueError(() => encoding.renderConversationForTraining(bad(conversation)), error);
    expectValueError(() => encoding.renderConversationForCompletion(bad(conversation), "user"), error);
  });

  test("messages that have been spoilt after they were checked", () => {
    const conversation = new Conversation({ messages: [message] });
    conversation.messages = bad("messages");
    expectValueError(
      () => encoding.renderConversation(conversation),
      "messages: expected an array, got string",
    );
    conversation.messages = new Array(1);
    expectValueError(
      () => encoding.renderConversation(conversation),
      "messages[0]: expected a Message, got undefined",
    );
    conversation.messages = [message, bad(null)];
    expectValueError(
      () => encoding.renderConversation(conversation),
      "messages[1]: expected a Message, got null",
    );
  });
});

test.each([
  [null, "message: expected a Message or JSON text, got null"],
  [{}, "message: expected a Message or JSON text, got object"],
  [[], "message: expected a Message or JSON text, got array"],
  [new Conversation(), "message: expected a Message or JSON text, got Conversation"],
  ["{", "invalid message JSON: EOF while parsing an object at line 1 column 1"],
  ["{}", "invalid message JSON: missing field `content` at line 1 column 2"],
  [
    '{"role":"bogus","content":"x"}',
    "invalid message JSON: unknown variant `bogus`, expected one of `user`, `assistant`, `system`, `developer`, `tool` at line 1 column 30",
  ],
])("in place of a message, %#", (message, error) => {
  expectValueError(() => encoding.render(bad(message)), error);
});

describe("JSON text", () => {
  const conversation = Conversation.fromMessages([
    Message.fromRoleAndContent("developer", new DeveloperContent().withInstructions("é\ud83d\ude00")),
    messageWithParameters({ type: "object", properties: { a: { type: "string" } } }),
  ]);

  test("cut off anywhere is refused", () => {
    const text = conversation.toJson();
    for (let end = 0; end < text.length; end++) {
      const cut = text.slice(0, end);
      expectValueError(
        () => encoding.renderConversation(cut),
        /^invalid conversation JSON: .+ at line 1 column \d+$/,
      );
      expectValueError(() => Conversation.fromJson(cut), /^invalid conversation JSON: /);
    }
    expect(encoding.renderConversation(text)).toEqual(encoding.renderConversation(conversation));
  });

  test.each(["\ufeff", "\0", "//", "x"])("with %j around it is refused", (junk) => {
    const text = conversation.toJson();
    expectValueError(() => encoding.renderConversation(junk + text), /^invalid conversation JSON: /);
    expectValueError(() => encoding.renderConversation(text + junk), /^invalid conversation JSON: /);
  });

  test.each(["[", '{"a":', '{"messages":[{"role":"user","content":['])(
    "of 100,000 levels of %s is refused",
    (opening) => {
      expectValueError(
        () => encoding.renderConversation(opening.repeat(100_000)),
        /^invalid conversation JSON: /,
      );
      expectValueError(() => encoding.render(opening.repeat(100_000)), /^invalid message JSON: /);
      expectValueError(() => Conversation.fromJson(opening.repeat(100_000)), /^invalid conversation JSON: /);
    },
  );

  test("whose parameters have 100,000 levels is refused", () => {
    const [before, after] = messageWithParameters({ a: 5 }).toJson().split("5");
    const deep = `${before}${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}${after}`;
    expectValueError(
      () => encoding.render(deep),
      /^invalid message JSON: recursion limit exceeded at line 1/,
    );
    const message = Message.fromJson(deep);
    expectValueError(() => message.toJson(), /: nested too deeply$/);
    expectValueError(() => encoding.render(message), /: nested too deeply$/);
  });
});

describe("a lone surrogate becomes U+FFFD", () => {
  const message = (odd: string) =>
    Message.fromAuthorAndContent(Author.new("tool", `n${odd}`), `t${odd}`)
      .withChannel(`c${odd}`)
      .withRecipient(`r${odd}`)
      .withContentType(`y${odd}`);
  const developer = (odd: string) =>
    Message.fromRoleAndContents("developer", [
      new DeveloperContent({
        instructions: odd,
        tools: {
          [odd]: new ToolNamespaceConfig({
            name: odd,
            description: odd,
            tools: [
              ToolDescription.new(odd, odd, {
                type: "object",
                description: odd,
                properties: { [odd]: { type: "string", enum: [odd], default: odd } },
              }),
            ],
          }),
        },
      }),
      new TextContent({ text: odd }),
    ]);

  test.each(["\ud800", "\udbff", "\udc00", "\udfff"])("%j in every field of a message", (odd) => {
    // Python's tokens for the same message with U+FFFD.
    expect(Array.from(encoding.render(message(odd)))).toEqual([
      200006, 77, 3251, 316, 67845, 3251, 200005, 66, 3251, 342, 3251, 200008, 83, 3251, 200007,
    ]);
    expect(encoding.render(developer(odd))).toEqual(encoding.render(developer("\ufffd")));
    expect(encoding.renderConversation([message(odd)])).toEqual(encoding.render(message(odd)));
  });

  test.each([
    ["\ud800\ud800", "\ufffd\ufffd"],
    ["\udc00\ud800", "\ufffd\ufffd"],
    ["\ud83d\ud83d\ude00", "\ufffd😀"],
    ["\ud83d\ude00\ude00", "😀\ufffd"],
    ["\ud83dx\ude00", "\ufffdx\ufffd"],
    ["\\ud800\ud800", "\\ud800\ufffd"],
    ["\\\\\ud800", "\\\\\ufffd"],
  ])("%j, and pairs stay", (odd, replaced) => {
    expect(encoding.render(message(odd))).toEqual(encoding.render(message(replaced)));
    expect(encoding.encode(odd)).toEqual(encoding.encode(replaced));
    const text = JSON.stringify({ role: "user", content: odd });
    const raw = `{"role":"user","content":"${odd.replaceAll("\\", "\\\\")}"}`;
    const expected = encoding.render(Message.fromRoleAndContent("user", replaced));
    expect(encoding.render(text)).toEqual(expected);
    expect(encoding.render(raw)).toEqual(expected);
  });

  test("in the names of special tokens", () => {
    expect(encoding.encode("x", { allowedSpecial: ["\ud800"] })).toEqual(encoding.encode("x"));
    expectRuntimeError(
      () => encoding.encode("a\udfff", { disallowedSpecial: ["\ud800"] }),
      /^the text contains '\ufffd', which is a disallowed special token here\./,
    );
  });
});

test("NUL is a character like any other", () => {
  const message = Message.fromAuthorAndContent(Author.new("tool", "a\0b"), "x")
    .withChannel("\0")
    .withRecipient("r\0")
    .withContentType("\0");
  // Python's tokens.
  expect(Array.from(encoding.render(message))).toEqual([
    200006, 64, 188, 65, 316, 67845, 188, 200005, 188, 220, 188, 200008, 87, 200007,
  ]);
  expect(encoding.decode(encoding.encode("\0a\0"))).toBe("\0a\0");
});

describe("special tokens in a caller's text", () => {
  test.each(["<|start|>", "<|end|>", "<|message|>", "<|channel|>", "<|call|>", "<|return|>"])(
    "%s never becomes one within a message's text",
    (spelled) => {
      const tokens = encoding.render(
        Message.fromRoleAndContents("developer", [
          new TextContent({ text: spelled }),
          new DeveloperContent()
            .withInstructions(spelled)
            .withFunctionTools([ToolDescription.new("f", spelled, { type: "object", description: spelled })]),
        ]),
      );
      const special = Array.from(tokens).filter((token) => encoding.isSpecialToken(token));
      expect(special).toEqual([200006, 200008, 200007]);
    },
  );
});

describe("1,100,000 identical characters, on which the crate panics", () => {
  const text = "a".repeat(1_100_000);
  const reference = loadHarmonyEncoding(undefined, { engine: "reference" });
  const message = Message.fromRoleAndContent("user", text);

  test.each<[string, () => unknown]>([
    ["encode", () => reference.encode(text)],
    ["render", () => reference.render(message)],
    ["renderConversation", () => reference.renderConversation([message])],
    ["renderConversation of JSON", () => reference.renderConversation(`{"messages":[${message.toJson()}]}`)],
  ])("are an internal error of the reference engine's %s", (_, call) => {
    expectRuntimeError(call, /^the engine panicked at \S+\.rs:\d+: .*StackOverflow/, "ERR_HARMONY_INTERNAL");
    expect(Array.from(reference.encode("hello world"))).toEqual([24912, 2375]);
  });

  test("print nothing, and the process goes on", async () => {
    const { code, stdout, stderr } = await runModule(`
      import { loadHarmonyEncoding } from "openai-harmony-node";
      const encoding = loadHarmonyEncoding(undefined, { engine: "reference" });
      for (let i = 0; i < 3; i++) {
        try { encoding.encode(" ".repeat(1_100_000) + "x"); } catch ({ code }) { console.log(code); }
      }
      console.log(encoding.decode(encoding.encode("still here")));
    `);
    expect(stderr).toBe("");
    expect(stdout).toBe(`${"ERR_HARMONY_INTERNAL\n".repeat(3)}still here\n`);
    expect(code).toBe(0);
  });

  test("are no problem for the fast engine", () => {
    const tokens = encoding.encode(text);
    expect(encoding.decode(tokens)).toBe(text);
    expect(encoding.countTokens(text)).toBe(tokens.length);
    expect(encoding.render(message)).toHaveLength(tokens.length + 4);
  });
});

describe("an error of the caller's own code comes through as it is", () => {
  const mine = new Error("mine");
  const fail = () => {
    throw mine;
  };
  const getter = (name: string) => Object.defineProperty({}, name, { get: fail, enumerable: true });
  const proxy = new Proxy({}, { get: fail, getPrototypeOf: fail, ownKeys: fail, has: fail });

  test.each<[string, () => unknown]>([
    ["a getter of an initialiser", () => new Author(bad(getter("role")))],
    ["a getter of a dict", () => Message.fromDict(getter("role"))],
    ["a getter of a config", () => encoding.renderConversation([], getter("autoDropAnalysis"))],
    ["a getter of options", () => encoding.encode("x", getter("allowedSpecial"))],
    ["a getter of parameters", () => encoding.render(messageWithParameters(getter("type")))],
    ["toJSON", () => encoding.render(messageWithParameters({ a: { toJSON: fail } }))],
    ["a proxy", () => Conversation.fromDict(proxy)],
    ["a proxy as parameters", () => encoding.render(messageWithParameters({ a: proxy }))],
    ["an iterator of messages", () => encoding.renderConversation({ [Symbol.iterator]: fail })],
    ["an iterator of tokens", () => encoding.decode({ [Symbol.iterator]: fail })],
    [
      "an iterator of special tokens",
      () => encoding.encode("x", { allowedSpecial: { [Symbol.iterator]: fail } }),
    ],
    [
      "a generator",
      () =>
        encoding.decode(
          (function* () {
            yield 1;
            fail();
          })(),
        ),
    ],
  ])("%s", (_, call) => {
    let error: unknown;
    try {
      call();
    } catch (caught) {
      error = caught;
    }
    expect(error).toBe(mine);
  });
});

describe("proxies and odd objects", () => {
  const transparent = <T extends object>(target: T) => new Proxy(target, {});

  test("a proxy that changes nothing is as good as its target", () => {
    const message = messageWithParameters(transparent({ type: "object", properties: transparent({}) }));
    const plain = messageWithParameters({ type: "object", properties: {} });
    expect(encoding.render(transparent(message))).toEqual(encoding.render(plain));
    expect(encoding.renderConversation(transparent([transparent(message)]))).toEqual(encoding.render(plain));
    expect(encoding.encode("<|end|>", transparent({ allowedSpecial: "all" as const }))).toHaveLength(1);
    expect(encoding.decode(transparent([13225]))).toBe("Hello");
  });

  test("a proxy of an encoding is none, nor is an object that inherits from it", () => {
    for (const odd of [transparent(encoding), Object.create(encoding) as HarmonyEncoding]) {
      expectValueError(() => odd.encode("x"), "encoding: expected a HarmonyEncoding, got HarmonyEncoding");
      expectValueError(() => odd.name, "encoding: expected a HarmonyEncoding, got HarmonyEncoding");
      expectValueError(
        () => odd.specialTokensSet,
        "encoding: expected a HarmonyEncoding, got HarmonyEncoding",
      );
      expectValueError(
        () => new StreamableParser(odd, null),
        "encoding: expected a HarmonyEncoding, got HarmonyEncoding",
      );
    }
  });

  test("a method without its encoding is refused", () => {
    const { encode, decode, isSpecialToken, stopTokens, renderConversation } = encoding;
    for (const call of [
      () => encode("x"),
      () => decode([1]),
      () => isSpecialToken(1),
      () => stopTokens(),
      () => renderConversation([]),
      () => HarmonyEncoding.prototype.encode.call(bad(null), "x"),
    ]) {
      expectValueError(call, /^encoding: expected a HarmonyEncoding, got (undefined|null)$/);
    }
  });

  test("a getter may use the encoding while it renders", () => {
    const parameters = {
      get type() {
        return encoding.decode(encoding.encode("object"));
      },
      properties: {},
    };
    expect(encoding.render(messageWithParameters(parameters))).toEqual(
      encoding.render(messageWithParameters({ type: "object", properties: {} })),
    );
  });

  test("options are read from class instances, and what they inherit counts", () => {
    class Options {
      get allowedSpecial(): "all" {
        return "all";
      }
    }
    expect(encoding.encode("<|end|>", new Options())).toEqual(Uint32Array.of(200007));
  });

  test("names of Object.prototype are ordinary names", () => {
    const tools = Object.fromEntries(
      ["constructor", "toString", "hasOwnProperty", "__proto__"].map((name) => [
        name,
        new ToolNamespaceConfig({ name, tools: [ToolDescription.new(name, "d")] }),
      ]),
    );
    const message = Message.fromRoleAndContent("developer", new DeveloperContent({ tools }));
    const text = encoding.decode(encoding.render(message));
    for (const name of Object.keys(tools)) expect(text).toContain(`namespace ${name} {`);
    expect(Message.fromJson(message.toJson())).toEqual(message);
  });
});

test("a 100,000-character role, name and path end in an error of bounded work", () => {
  const long = "x".repeat(100_000);
  expectValueError(() => encoding.renderConversationForCompletion([], bad(long)), `Unknown role: '${long}'`);
  expectValueError(() => loadHarmonyEncoding(bad(long)), `Invalid HarmonyEncodingName: ${long}`);
});
