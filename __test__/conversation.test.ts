/** Conversations: how they are made, iterated over and written, and what else may stand in for one. */
import { Conversation, loadHarmonyEncoding, Message, Role } from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectValueError, messageWithParameters } from "./support.ts";

const encoding = loadHarmonyEncoding();
const question = Message.fromRoleAndContent(Role.USER, "q");
const answer = Message.fromRoleAndContent(Role.ASSISTANT, "a").withChannel("final");

// What `json.dumps(conversation.to_dict(), separators=(",", ":"))` gives in Python.
const TEXT =
  '{"messages":[{"role":"user","name":null,"content":[{"type":"text","text":"q"}]},{"role":"assistant","name":null,"content":[{"type":"text","text":"a"}],"channel":"final"}]}';

test("is empty by default", () => {
  for (const conversation of [
    new Conversation(),
    new Conversation({}),
    new Conversation({ messages: undefined }),
    new Conversation({ messages: [] }),
    Conversation.fromMessages([]),
  ]) {
    expect(conversation.messages).toEqual([]);
    expect(conversation.toJson()).toBe('{"messages":[]}');
  }
});

test("copies the array, not the messages", () => {
  const messages = [question];
  const conversation = new Conversation({ messages });
  messages.push(answer);
  expect(conversation.messages).toHaveLength(1);
  expect(conversation.messages[0]).toBe(question);
});

test("iterating gives the messages, again and again", () => {
  const conversation = Conversation.fromMessages([question, answer]);
  expect([...conversation]).toEqual([question, answer]);
  expect([...conversation]).toEqual([question, answer]);
  expect([...conversation][1]).toBe(answer);
});

test.each([
  ["fromMessages of an array", () => Conversation.fromMessages([question, answer])],
  ["fromMessages of a set", () => Conversation.fromMessages(new Set([question, answer]))],
  [
    "fromMessages of a conversation",
    () => Conversation.fromMessages(new Conversation({ messages: [question, answer] })),
  ],
  ["fromDict", () => Conversation.fromDict(JSON.parse(TEXT))],
  ["fromDict with unknown keys", () => Conversation.fromDict({ ...JSON.parse(TEXT), id: 5 })],
  ["fromJson", () => Conversation.fromJson(TEXT)],
])("%s makes the same conversation, and Python's dict", (_, make) => {
  const conversation = make();
  expect(conversation).toEqual(new Conversation({ messages: [question, answer] }));
  expect(JSON.stringify(conversation.toDict())).toBe(TEXT);
  expect(JSON.stringify(conversation)).toBe(TEXT);
  expect(conversation.toJson()).toBe(TEXT);
});

describe("as an argument", () => {
  const expected = [200006, 1428, 200008, 80, 200007, 200006, 173781, 200005, 17196, 200008, 64, 200007];

  test.each([
    ["a conversation", () => Conversation.fromMessages([question, answer])],
    ["an array", () => [question, answer]],
    ["a set", () => new Set([question, answer])],
    [
      "a generator",
      () =>
        (function* () {
          yield question;
          yield answer;
        })(),
    ],
    ["a map's values", () => new Map([question, answer].entries()).values()],
    ["JSON text", () => TEXT],
    [
      "JSON text with a lone string",
      () =>
        '{"messages":[{"role":"user","content":"q"},{"channel":"final","role":"assistant","content":"a"}]}',
    ],
  ])("%s renders to the same tokens", (_, make) => {
    expect(Array.from(encoding.renderConversation(make()))).toEqual(expected);
    expect(Array.from(encoding.renderConversationForCompletion(make(), "user"))).toEqual([
      ...expected,
      200006,
      1428,
    ]);
    expect(Array.from(encoding.renderConversationForTraining(make()))).toEqual([
      ...expected.slice(0, -1),
      200002,
    ]);
  });

  test("an empty one renders to nothing", () => {
    for (const empty of [[], new Conversation(), '{"messages":[]}']) {
      expect(encoding.renderConversation(empty)).toEqual(new Uint32Array());
      expect(Array.from(encoding.renderConversationForCompletion(empty, "assistant"))).toEqual([
        200006, 173781,
      ]);
    }
  });

  test("a change of a message shows in the next render", () => {
    const message = Message.fromRoleAndContent("user", "q");
    const conversation = new Conversation({ messages: [message] });
    const before = encoding.renderConversation(conversation);
    message.addingContent("more");
    expect(encoding.renderConversation(conversation).length).toBeGreaterThan(before.length);
  });
});

test.each([
  [null, "init: expected an object, got null"],
  [[question], "init: expected an object, got array"],
  [{ messages: null }, "messages: expected an array, got null"],
  [{ messages: question }, "messages: expected an array, got Message"],
  [{ messages: new Set() }, "messages: expected an array, got Set"],
  [{ messages: [question, question.toDict()] }, "messages[1]: expected a Message, got object"],
  [{ messages: new Array(2) }, "messages[0]: expected a Message, got undefined"],
])("the constructor refuses %#", (init, message) => {
  expectValueError(() => new Conversation(bad(init)), message);
});

test.each([null, undefined, 5, {}, "text", question])("fromMessages refuses %#", (messages) => {
  expectValueError(
    () => Conversation.fromMessages(bad(messages)),
    /^messages: expected an iterable of Message, got /,
  );
});

test.each([
  [null, "data: expected an object, got null"],
  [[], "data: expected an object, got array"],
  [{}, "messages: expected an array, got undefined"],
  [{ messages: {} }, "messages: expected an array, got object"],
  [{ messages: [null] }, "messages[0]: expected an object, got null"],
  [{ messages: ["x"] }, "messages[0]: expected an object, got string"],
  [{ messages: [{ role: "user", content: "" }, {}] }, "messages[1].role: Unknown role: undefined"],
  [
    { messages: [{ role: "user", content: [{ type: "text", text: 5 }] }] },
    "messages[0].content[0].text: expected a string, got number",
  ],
  [
    {
      messages: [
        {
          role: "developer",
          content: [{ type: "developer_content", tools: { f: { name: "f", tools: [{ name: "g" }] } } }],
        },
      ],
    },
    "messages[0].content[0].tools.f.tools[0].description: expected a string, got undefined",
  ],
])("fromDict refuses %#", (data, message) => {
  expectValueError(() => Conversation.fromDict(data), message);
});

test("fromJson refuses what is no JSON text", () => {
  expectValueError(() => Conversation.fromJson('{"messages":['), /^invalid conversation JSON: /);
  expectValueError(() => Conversation.fromJson(""), /^invalid conversation JSON: /);
  expectValueError(() => Conversation.fromJson(bad(null)), "payload: expected a string, got null");
});

test("errors in a message's field and in parameters have the whole path", () => {
  const message = Message.fromRoleAndContent("user", "x");
  message.channel = bad(5);
  const conversation = new Conversation({ messages: [question, message] });
  expectValueError(() => conversation.toDict(), "messages[1].channel: expected a string or null, got number");
  expectValueError(
    () => Conversation.fromMessages([question, messageWithParameters({ a: [1, 5n] })]).toJson(),
    "messages[1].content[0].tools.functions.tools[0].parameters.a[1]: expected a JSON value, got bigint",
  );
});
