/**
 * What is remembered of rendered messages never shows: after any change, by any means, tokens and errors are those of the
 * reference engine, of which nothing is remembered.
 */
import fc from "fast-check";
import {
  Author,
  Conversation,
  DeveloperContent,
  type HarmonyEncoding,
  loadHarmonyEncoding,
  Message,
  ReasoningEffort,
  Role,
  SystemContent,
  TextContent,
  ToolDescription,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { conversation, message, renderable, text } from "./generators.ts";
import { outcome } from "./support.ts";

const remembering = loadHarmonyEncoding();
const reference = loadHarmonyEncoding("HarmonyGptOss", { engine: "reference" });

const CONFIGS = [
  { analysisRetention: "python" },
  { analysisRetention: "current-turn" },
  { analysisRetention: "all" },
] as const;

/** All methods that remember. */
const METHODS: ((encoding: HarmonyEncoding, conversation: Conversation, i: number) => unknown)[] = [
  (encoding, conversation, i) =>
    encoding.renderConversationForCompletion(conversation, Role.ASSISTANT, CONFIGS[i % 3]),
  (encoding, conversation, i) => encoding.renderConversationForTraining(conversation, CONFIGS[i % 3]),
  (encoding, conversation, i) => encoding.renderConversation(conversation, CONFIGS[i % 3]),
  (encoding, conversation, i) => encoding.countConversationTokens(conversation, Role.USER, CONFIGS[i % 3]),
];

/** How many comparisons there have been: some getters answer otherwise with each. */
let comparisons = 0;

/** Asks for everything twice: what is remembered the first time must not show the second time. */
function expectSame(conversation: Conversation): void {
  for (let i = 0; i < 6; i++) {
    for (const method of METHODS) {
      comparisons++;
      const expected = outcome(() => method(reference, conversation, i));
      expect(outcome(() => method(remembering, conversation, i))).toEqual(expected);
    }
  }
}

/** Makes the objects of a conversation anew, as a server does that gets them as JSON; `null` if that is impossible. */
function madeAnew(conversation: Conversation): Conversation | null {
  try {
    return Conversation.fromJson(conversation.toJson());
  } catch {
    return null;
  }
}

describe("after any change of any value", () => {
  /** What is put in the place of a value: other values of its type, and of others. */
  const replacement = fc.oneof(
    text,
    fc.constantFrom(
      ...Object.values(Role),
      ...Object.values(ReasoningEffort),
      "analysis",
      "final",
      "functions",
    ),
    fc.constantFrom<unknown>(
      null,
      undefined,
      true,
      0,
      -0,
      1.5,
      Number.NaN,
      5n,
      Symbol("s"),
      () => 1,
      new Map(),
    ),
    // Made anew each time, as they are changed later.
    fc
      .nat(6)
      .map(
        (i): unknown => [[], {}, [null], { type: "string" }, { a: undefined }, new Array(1), new Date(0)][i],
      ),
    message,
  );

  /** Ways to give a place another value. */
  const MEANS: Record<string, (object: object, key: string, value: unknown) => void> = {
    assignment: (object, key, value) => Reflect.set(object, key, value),
    "Object.assign": (object, key, value) => Object.assign(object, { [key]: value }),
    "Object.defineProperty": (object, key, value) => define(object, key, { value, enumerable: true }),
    "a hidden property": (object, key, value) => define(object, key, { value, enumerable: false }),
    "a getter": (object, key, value) => define(object, key, { get: () => value, enumerable: true }),
    "a getter that changes": (object, key, value) => {
      const before = Reflect.get(object, key);
      define(object, key, { get: () => [before, value, "c"][comparisons % 3], enumerable: true });
    },
    deletion: (object, key) => Reflect.deleteProperty(object, key),
    "a later key": (object, key) => {
      const value = Reflect.get(object, key);
      Reflect.deleteProperty(object, key);
      Reflect.set(object, key, value);
    },
    "a new key": (object, _, value) => Reflect.set(object, "zz", value),
    "a prototype": (object, key, value) => Object.setPrototypeOf(object, { [key]: value }),
    "no prototype": (object) => Object.setPrototypeOf(object, null),
    toJSON: (object, _, value) => define(object, "toJSON", { value: () => value, enumerable: false }),
    "an array method": (object, _, value) => {
      if (Array.isArray(object)) object.push(value);
    },
    reversal: (object) => {
      if (Array.isArray(object)) object.reverse();
    },
    "a shorter array": (object) => {
      if (Array.isArray(object)) object.length = Math.max(0, object.length - 1);
    },
    "a proxy": (object, key) => {
      const value = Reflect.get(object, key);
      if (typeof value === "object" && value !== null) Reflect.set(object, key, new Proxy(value, {}));
    },
    "a proxy that answers otherwise": (object, key, other) => {
      const value = Reflect.get(object, key);
      if (typeof value !== "object" || value === null) return;
      const get = (target: object, name: string | symbol) =>
        name === "text" || name === "description" ? other : Reflect.get(target, name);
      Reflect.set(object, key, new Proxy(value, { get }));
    },
  };

  /** Some changes are impossible, such as that of a getter by assignment. */
  function attempt(change: () => void): void {
    try {
      change();
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
  }

  function define(object: object, key: string, descriptor: PropertyDescriptor): void {
    Reflect.defineProperty(object, key, { configurable: true, ...descriptor });
  }

  /** All objects of a value with their keys. */
  function places(value: unknown, found: [object, string][] = [], open = new Set<object>()) {
    if (typeof value !== "object" || value === null || open.has(value)) return found;
    open.add(value);
    for (const [key, part] of Object.entries(value)) {
      found.push([value, key]);
      places(part, found, open);
    }
    return found;
  }

  const change = fc.tuple(fc.nat(), fc.constantFrom(...Object.keys(MEANS)), replacement);

  test.each(["renderable", "any"])("of %s messages", (which) => {
    const messages = conversation(which === "renderable" ? renderable : message);
    fc.assert(
      fc.property(messages, fc.array(change, { minLength: 1, maxLength: 4 }), (conversation, changes) => {
        expectSame(conversation);
        for (const [place, means, value] of changes) {
          const all = places(conversation);
          const [object, key] = all[place % all.length] ?? [conversation, "messages"];
          attempt(() => MEANS[means]?.(object, key, value));
          expectSame(conversation);
          const anew = madeAnew(conversation);
          if (anew !== null) expectSame(anew);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("tools", () => {
  const schema = () => ({
    type: "object",
    properties: {
      city: { type: "string", default: null as unknown },
      days: { type: "integer", enum: [1, 2] },
    },
    required: ["city"],
  });

  /** A conversation whose objects are all new. */
  function withTools(parameters: Record<string, unknown>, name = "get_weather", instructions = "Be brief.") {
    const developer = DeveloperContent.new()
      .withInstructions(instructions)
      .withFunctionTools([ToolDescription.new(name, "Gets the weather.", parameters)]);
    return Conversation.fromMessages([
      Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new()),
      Message.fromRoleAndContent(Role.DEVELOPER, developer),
      Message.fromRoleAndContent(Role.USER, "Hi"),
    ]);
  }

  test.each<[string, (parameters: ReturnType<typeof schema>) => void]>([
    ["null becomes NaN, which is no JSON", ({ properties }) => (properties.city.default = Number.NaN)],
    ["null becomes undefined", ({ properties }) => (properties.city.default = undefined)],
    ["an item is added", ({ required }) => required.push("days")],
    ["an item changes", ({ properties }) => (properties.days.enum[1] = 3)],
    ["an item becomes a hole", ({ properties }) => delete properties.days.enum[0]],
    ["a member that JSON leaves out", ({ properties }) => Object.assign(properties, { f: () => 1 })],
    ["a Map instead of an object", (parameters) => Object.assign(parameters, { properties: new Map() })],
    ["a member called __proto__", (parameters) => Object.assign(parameters, JSON.parse('{"__proto__":{}}'))],
    ["a cycle", ({ properties }) => (properties.city.default = properties)],
    ["an object at two places", ({ properties }) => (properties.city.default = properties.days)],
    [
      "an array that writes itself",
      ({ required }) => Object.defineProperty(required, "toJSON", { value: () => ["days"] }),
    ],
    ["an object of another kind", ({ properties }) => Object.setPrototypeOf(properties.days, new Date())],
    [
      "members in another order",
      (parameters) => {
        const { type, ...properties } = parameters.properties.city;
        Object.assign(parameters.properties, { city: { ...properties, type } });
      },
    ],
  ])("%s", (_, change) => {
    const kept = schema();
    const conversation = withTools(kept);
    expectSame(conversation);
    expectSame(withTools(schema()));
    change(kept);
    expectSame(conversation);
    const anew = schema();
    change(anew);
    expectSame(withTools(anew));
    expectSame(withTools(schema()));
  });

  test.each([
    ["objects", Object.prototype],
    ["arrays", Array.prototype],
  ])("while all %s write themselves", (_, prototype) => {
    const conversation = withTools(schema());
    expectSame(conversation);
    const render = (encoding: HarmonyEncoding) => outcome(() => encoding.renderConversation(conversation));
    Object.defineProperty(prototype, "toJSON", { value: () => "nothing", configurable: true });
    const [expected, rendered] = [render(reference), render(remembering)];
    Reflect.deleteProperty(prototype, "toJSON");
    expect(rendered).toEqual(expected);
    expectSame(conversation);
  });

  test("of which two have the same parameters, as one object", () => {
    const parameters = schema();
    const conversation = withTools(parameters);
    const developer = conversation.messages[1]?.content[0] as DeveloperContent;
    developer.withFunctionTools([
      ToolDescription.new("now", "Gets the weather of today.", parameters),
      ToolDescription.new("later", "Gets the weather of tomorrow.", parameters),
    ]);
    expectSame(conversation);
    parameters.properties.days.enum.push(3);
    expectSame(conversation);
  });

  test("of more messages than are remembered", () => {
    for (let i = 0; i < 80; i++) {
      const conversation = withTools(schema(), `tool_${i % 50}`, `Be brief, ${i % 7}.`);
      expect(outcome(() => remembering.renderConversation(conversation))).toEqual(
        outcome(() => reference.renderConversation(conversation)),
      );
    }
  });

  test("more than may be remembered at all", () => {
    const large = { type: "object", description: "long ".repeat(110_000) };
    for (let i = 0; i < 3; i++) {
      const conversation = withTools(large);
      expect(remembering.renderConversation(conversation)).toEqual(
        remembering.renderConversation(conversation.toJson()),
      );
    }
  });
});

describe("messages that are made anew", () => {
  const made = (...texts: string[]) =>
    Conversation.fromMessages(
      texts.map((text, i) => Message.fromRoleAndContent(i % 2 === 0 ? Role.USER : Role.TOOL, text)),
    );
  const named = (conversation: Conversation) => {
    for (const message of conversation.messages) message.author.name = "functions.f";
    return conversation;
  };
  /** Compares with the rendering of JSON text, of which nothing is remembered. */
  const expectSameTokens = (make: () => Conversation) =>
    expect(outcome(() => remembering.renderConversation(make()))).toEqual(
      outcome(() => remembering.renderConversation(make().toJson())),
    );

  test("with a message more each time", () => {
    const texts = ["Hi", "", "Hi", "{}", "<|end|>", "\ud800", "long ".repeat(100), "Hi", "\u00e9", "end"];
    for (let round = 0; round < 3; round++) {
      for (let count = 1; count <= texts.length; count++) {
        expectSame(named(made(...texts.slice(0, count))));
      }
    }
  });

  test("of texts that differ where few look", () => {
    const long = (i: number) => `${"a".repeat(1000)}${String(i).padStart(3, "0")}${"b".repeat(1000)}`;
    for (let i = 0; i < 60; i++)
      expectSameTokens(() => named(made("same", "opening", "here", long(i), long(i >> 3))));
  });

  test("of more texts than are remembered", () => {
    const long = (i: number, j: number) => `${i} and ${j} `.repeat(2000);
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 20; i++) {
        for (let again = 0; again < 3; again++) {
          expectSameTokens(() => named(made("a", "b", `opening ${i}`, long(i, 1), long(i, 2))));
        }
      }
    }
  });

  test("of another role, name, channel, recipient or content type", () => {
    const change: ((message: Message) => unknown)[] = [
      (message) => message,
      (message) => (message.author.role = Role.ASSISTANT),
      (message) => (message.author.name = "functions.g"),
      (message) => message.withChannel("final"),
      (message) => message.withChannel("analysis"),
      (message) => message.withRecipient("functions.g"),
      (message) => message.withContentType("json"),
      (message) => message.addingContent(new TextContent({ text: "" })),
    ];
    for (let round = 0; round < 4; round++) {
      for (const [i, each] of change.entries()) {
        expectSameTokens(() => {
          const conversation = named(made("a", "b", "same opening", "the text"));
          each(conversation.messages[round % 4] as Message);
          each(conversation.messages[3 - (i % 4)] as Message);
          return conversation;
        });
      }
    }
  });
});

describe("long conversations", () => {
  /** What happens to a conversation between two renderings: its number of messages, and where one is changed. */
  const step = fc.record({
    count: fc.integer({ min: 1, max: 60 }),
    changed: fc.nat(80),
    isAnew: fc.boolean(),
  });
  const textOf = (i: number, version: number) => `${i % 7} and ${version}. `.repeat(1 + (i % 3));

  test.each(["kept", "made anew now and then"])("that grow, shrink and change: messages %s", (kind) => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 8 }), (steps) => {
        const versions = Array<number>(60).fill(0);
        const make = (i: number) =>
          Message.fromRoleAndContent(
            i % 2 === 0 ? Role.USER : Role.ASSISTANT,
            textOf(i, versions[i] ?? 0),
          ).withChannel(i % 2 === 0 ? null : (["analysis", "commentary", "final"][i % 3] as string));
        const kept = versions.map((_, i) => make(i));
        for (const { count, changed, isAnew } of steps) {
          if (changed < 60) {
            versions[changed] = (versions[changed] ?? 0) + 1;
            (kept[changed] as Message).content = make(changed).content;
          }
          const messages = kept.slice(0, count);
          const conversation = new Conversation({ messages });
          const anew = kind === "kept" || !isAnew ? null : madeAnew(conversation);
          for (const config of CONFIGS) {
            const expected = remembering.renderConversation(conversation.toJson(), config);
            for (const each of [conversation, anew ?? conversation]) {
              const tokens = remembering.renderConversation(each, config);
              expect(tokens.join()).toBe(expected.join());
              tokens.fill(0);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

test("classes that extend those of messages", () => {
  let channel = "analysis";
  class Changing extends Message {
    declare channel: string | null;
  }
  const message = new Changing({ author: new Author({ role: Role.ASSISTANT }), content: [] });
  Object.defineProperty(message, "channel", { get: () => channel });
  class Shouting extends TextContent {
    declare text: string;
  }
  const content = new Shouting({ text: "Hi" });
  Object.defineProperty(content, "text", { get: () => `${channel}!` });
  message.content.push(content);
  const conversation = Conversation.fromMessages([message, message]);
  expectSame(conversation);
  channel = "final";
  expectSame(conversation);
});

test("an array of tokens belongs to the caller", () => {
  const conversation = [Message.fromRoleAndContent(Role.USER, "Hi")];
  const expected = Array.from(remembering.renderConversation(conversation));
  for (let i = 0; i < 4; i++) {
    const tokens = remembering.renderConversation(conversation);
    expect(Array.from(tokens)).toEqual(expected);
    tokens.fill(0);
  }
});
