/** Messages and authors: how they are made and changed, and their canonical form. */
import {
  Author,
  type Content,
  DeveloperContent,
  Message,
  Role,
  SystemContent,
  TextContent,
  ToolDescription,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectValueError, messageWithParameters } from "./support.ts";

const text = (value: string) => new TextContent({ text: value });

describe("Author", () => {
  test("has no name by default", () => {
    for (const author of [
      new Author({ role: Role.USER }),
      new Author({ role: "user", name: undefined }),
      new Author({ role: "user", name: null }),
    ]) {
      expect({ ...author }).toEqual({ role: "user", name: null });
    }
  });

  test("new takes a role and a name", () => {
    expect({ ...Author.new(Role.TOOL, "functions.x") }).toEqual({ role: "tool", name: "functions.x" });
    expect({ ...Author.new(Role.TOOL, null) }).toEqual({ role: "tool", name: null });
  });

  test("refuses a name that is no string", () => {
    expectValueError(
      () => new Author({ role: "user", name: bad(5) }),
      "name: expected a string or null, got number",
    );
    expectValueError(
      () => Author.new("user", bad(undefined)),
      "name: expected a string or null, got undefined",
    );
    expectValueError(() => new Author(bad(null)), "init: expected an object, got null");
  });
});

describe("Message", () => {
  test("has no content and nothing else by default", () => {
    const author = new Author({ role: "user" });
    const message = new Message({ author });
    expect({ ...message }).toEqual({
      author,
      content: [],
      channel: null,
      recipient: null,
      contentType: null,
    });
    expect(message.author).toBe(author);
  });

  test("copies the array of contents, not the contents", () => {
    const content: Content[] = [text("a")];
    const message = new Message({ author: new Author({ role: "user" }), content });
    content.push(text("b"));
    expect(message.content).toHaveLength(1);
    expect(message.content[0]).toBe(content[0]);
  });

  test.each([
    ["fromAuthorAndContent, text", () => Message.fromAuthorAndContent(new Author({ role: "user" }), "x")],
    [
      "fromAuthorAndContent, content",
      () => Message.fromAuthorAndContent(new Author({ role: "user" }), text("x")),
    ],
    ["fromRoleAndContent, text", () => Message.fromRoleAndContent(Role.USER, "x")],
    ["fromRoleAndContent, content", () => Message.fromRoleAndContent("user", text("x"))],
    ["fromRoleAndContents", () => Message.fromRoleAndContents("user", [text("x")])],
    ["addingContent", () => Message.fromRoleAndContents("user", []).addingContent("x")],
    ["fromDict", () => Message.fromDict({ role: "user", content: [{ type: "text", text: "x" }] })],
    ["fromDict, lone string", () => Message.fromDict({ role: "user", content: "x" })],
    ["fromJson", () => Message.fromJson('{"content":"x","role":"user"}')],
  ])("%s makes the same message", (_, make) => {
    expect(make()).toEqual(
      new Message({ author: new Author({ role: "user" }), content: [new TextContent({ text: "x" })] }),
    );
    expect(JSON.stringify(make())).toBe('{"role":"user","name":null,"content":[{"type":"text","text":"x"}]}');
  });

  test("every with method and addingContent change the message and return it", () => {
    const message = Message.fromRoleAndContent("assistant", "a");
    const developer = new DeveloperContent();
    expect(message.addingContent("b")).toBe(message);
    expect(message.addingContent(developer)).toBe(message);
    expect(message.withChannel("commentary")).toBe(message);
    expect(message.withRecipient("functions.f")).toBe(message);
    expect(message.withContentType("<|constrain|>json")).toBe(message);
    expect({ ...message }).toEqual({
      author: new Author({ role: "assistant" }),
      content: [text("a"), text("b"), developer],
      channel: "commentary",
      recipient: "functions.f",
      contentType: "<|constrain|>json",
    });
  });

  // The text is what `json.dumps(message.to_dict(), separators=(",", ":"))` gives in Python.
  test("writes Python's dict", () => {
    const message = Message.fromAuthorAndContent(Author.new("tool", "functions.x"), "hi")
      .withContentType("<|constrain|>json")
      .withRecipient("assistant")
      .withChannel("commentary")
      .addingContent("more");
    const expected =
      '{"role":"tool","name":"functions.x","content":[{"type":"text","text":"hi"},{"type":"text","text":"more"}],"channel":"commentary","recipient":"assistant","content_type":"<|constrain|>json"}';
    expect(JSON.stringify(message.toDict())).toBe(expected);
    expect(JSON.stringify(message)).toBe(expected);
    expect(message.toJson()).toBe(expected);
    expect(Message.fromJson(expected)).toEqual(message);
    expect(Message.fromDict(message.toDict())).toEqual(message);
  });

  test("empty strings are values, not nothing", () => {
    const message = Message.fromRoleAndContent("user", "").withChannel("").withRecipient("");
    expect(message.toJson()).toBe(
      '{"role":"user","name":null,"content":[{"type":"text","text":""}],"channel":"","recipient":""}',
    );
  });

  test("reads all three contents, with defaults", () => {
    const message = Message.fromDict({
      role: "system",
      content: [
        { type: "system_content" },
        { type: "developer_content", instructions: "i" },
        { text: "t", type: "text", annotations: [] },
      ],
      extra: true,
    });
    expect(message.content).toEqual([
      SystemContent.new(),
      DeveloperContent.new().withInstructions("i"),
      text("t"),
    ]);
    expect(message.content.map((content) => content.constructor)).toEqual([
      SystemContent,
      DeveloperContent,
      TextContent,
    ]);
  });

  test("explicit nulls in a dict mean none", () => {
    const nulls = { name: null, channel: null, recipient: null, content_type: null };
    expect(Message.fromDict({ role: "user", content: "x", ...nulls })).toEqual(
      Message.fromRoleAndContent("user", "x"),
    );
  });

  test.each([
    [undefined, "init: expected an object, got undefined"],
    [{}, "author: expected an Author, got undefined"],
    [{ author: { role: "user" } }, "author: expected an Author, got object"],
    [{ author: "user" }, "author: expected an Author, got string"],
    [{ author: new Author({ role: "user" }), content: "x" }, "content: expected an array, got string"],
    [
      { author: new Author({ role: "user" }), content: ["x"] },
      "content[0]: expected a TextContent, SystemContent or DeveloperContent, got 'x' (a string goes in a TextContent)",
    ],
    [
      { author: new Author({ role: "user" }), content: [text("x"), { type: "text", text: "x" }] },
      "content[1]: expected a TextContent, SystemContent or DeveloperContent, got object",
    ],
    [
      { author: new Author({ role: "user" }), content: new Array(1) },
      "content[0]: expected a TextContent, SystemContent or DeveloperContent, got undefined",
    ],
    [{ author: new Author({ role: "user" }), channel: 5 }, "channel: expected a string or null, got number"],
    [
      { author: new Author({ role: "user" }), recipient: {} },
      "recipient: expected a string or null, got object",
    ],
    [
      { author: new Author({ role: "user" }), contentType: true },
      "contentType: expected a string or null, got boolean",
    ],
  ])("refuses %#", (init, message) => {
    expectValueError(() => new Message(bad(init)), message);
  });

  test.each([
    [null, "data: expected an object, got null"],
    [[], "data: expected an object, got array"],
    ["{}", "data: expected an object, got string"],
    [{ content: "x" }, "role: Unknown role: undefined"],
    [{ role: "user" }, "content: expected an array, got undefined"],
    [{ role: "user", content: null }, "content: expected an array, got null"],
    [{ role: "user", content: [null] }, "content[0]: expected an object, got null"],
    [{ role: "user", content: "", name: 5 }, "name: expected a string or null, got number"],
    [{ role: "user", content: "", channel: [] }, "channel: expected a string or null, got array"],
    [{ role: "user", content: "", recipient: 0 }, "recipient: expected a string or null, got number"],
    [{ role: "user", content: "", content_type: {} }, "content_type: expected a string or null, got object"],
  ])("fromDict refuses %#", (data, message) => {
    expectValueError(() => Message.fromDict(data), message);
  });

  test("fromJson refuses what is no JSON text", () => {
    expectValueError(() => Message.fromJson('{"role":"user"'), /^invalid message JSON: /);
    expectValueError(() => Message.fromJson(bad({})), "payload: expected a string, got object");
  });

  // Each text is what `to_json` gives in Python after the same call with `None`.
  test.each([
    [
      "withChannel",
      '{"role":"user","name":null,"content":[{"type":"text","text":"x"}],"recipient":"r","content_type":"t"}',
    ],
    [
      "withRecipient",
      '{"role":"user","name":null,"content":[{"type":"text","text":"x"}],"channel":"c","content_type":"t"}',
    ],
    [
      "withContentType",
      '{"role":"user","name":null,"content":[{"type":"text","text":"x"}],"channel":"c","recipient":"r"}',
    ],
  ] as const)("%s takes null as none, and nothing else but a string", (method, expected) => {
    const make = () =>
      Message.fromRoleAndContent("user", "x").withChannel("c").withRecipient("r").withContentType("t");
    const message = make();
    expect(message[method](null)).toBe(message);
    expect(message.toJson()).toBe(expected);
    for (const argument of [undefined, 5]) {
      const refusing = make();
      expectValueError(() => refusing[method](bad(argument)), /: expected a string or null, got /);
      expect(refusing).toEqual(make());
    }
  });

  test("contents that are neither text nor content are refused", () => {
    const author = new Author({ role: "user" });
    const kinds = "expected a TextContent, SystemContent or DeveloperContent, got";
    expectValueError(() => Message.fromAuthorAndContent(author, bad(5)), `content: ${kinds} 5`);
    expectValueError(() => Message.fromRoleAndContent("user", bad(null)), `content: ${kinds} null`);
    expectValueError(
      () => Message.fromRoleAndContents("user", bad([text("x"), undefined])),
      `contents[1]: ${kinds} undefined`,
    );
    expectValueError(() => new Message({ author }).addingContent(bad([])), `content: ${kinds} array`);
    expectValueError(
      () => Message.fromAuthorAndContent(bad("user"), "x"),
      "author: expected an Author, got string",
    );
  });

  test("fields that have been set to something wrong are refused when the message is written", () => {
    const spoilt = (spoil: (message: Message) => void) => () => {
      const message = Message.fromRoleAndContent("user", "x");
      spoil(message);
      return message.toDict();
    };
    const cases: [(message: Message) => void, string][] = [
      [(m) => Object.assign(m, { author: { role: "user" } }), "author: expected an Author, got object"],
      [(m) => Object.assign(m.author, { name: 5 }), "author.name: expected a string or null, got number"],
      [(m) => Object.assign(m, { channel: 5 }), "channel: expected a string or null, got number"],
      [
        (m) => Object.assign(m, { recipient: undefined }),
        "recipient: expected a string or null, got undefined",
      ],
      [(m) => Object.assign(m, { contentType: [] }), "contentType: expected a string or null, got array"],
      [(m) => Object.assign(m, { content: "x" }), "content: expected an array, got string"],
      [
        (m) => Object.assign(m.content[0] ?? {}, { text: 5 }),
        "content[0].text: expected a string, got number",
      ],
    ];
    for (const [spoil, message] of cases) expectValueError(spoilt(spoil), message);
  });

  test("toJson refuses parameters that are no JSON, toDict does not look at them", () => {
    const message = messageWithParameters({ a: Number.NaN });
    expect(message.toDict().content).toHaveLength(1);
    expectValueError(
      () => message.toJson(),
      "content[0].tools.functions.tools[0].parameters.a: expected a JSON value, got NaN",
    );
  });

  test("subclasses of contents and tools are as good as the classes", () => {
    class Loud extends TextContent {}
    class Tool extends ToolDescription {}
    const tool = new Tool({ name: "f", description: "d" });
    const message = Message.fromRoleAndContents("developer", [
      new Loud({ text: "x" }),
      new DeveloperContent().withFunctionTools([tool]),
    ]);
    expect(message.toJson()).toBe(
      '{"role":"developer","name":null,"content":[{"type":"text","text":"x"},{"tools":{"functions":{"name":"functions","tools":[{"name":"f","description":"d"}]}},"type":"developer_content"}]}',
    );
  });
});
