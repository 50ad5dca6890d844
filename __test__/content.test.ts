/** Contents: defaults, the methods that change them, and their canonical form. */
import {
  ChannelConfig,
  DeveloperContent,
  Message,
  ReasoningEffort,
  SystemContent,
  TextContent,
  ToolDescription,
  ToolNamespaceConfig,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectValueError } from "./support.ts";

const DEFAULTS = {
  modelIdentity: "You are ChatGPT, a large language model trained by OpenAI.",
  reasoningEffort: "Medium",
  conversationStartDate: null,
  knowledgeCutoff: "2024-06",
  channelConfig: { validChannels: ["analysis", "commentary", "final"], channelRequired: true },
  tools: null,
};

const NONE = {
  modelIdentity: null,
  reasoningEffort: null,
  conversationStartDate: null,
  knowledgeCutoff: null,
  channelConfig: null,
  tools: null,
};

const namespace = (name: string, description: string | null = null) =>
  new ToolNamespaceConfig({ name, description, tools: [] });

test("the reasoning efforts are the canonical strings", () => {
  expect(Object.entries(ReasoningEffort)).toEqual([
    ["LOW", "Low"],
    ["MEDIUM", "Medium"],
    ["HIGH", "High"],
  ]);
});

describe("TextContent", () => {
  test("has a text that can be changed", () => {
    const content = new TextContent({ text: "a" });
    content.text = "b";
    expect(JSON.stringify(content)).toBe('{"type":"text","text":"b"}');
  });

  test.each([
    [undefined, "init: expected an object, got undefined"],
    [null, "init: expected an object, got null"],
    ["text", "init: expected an object, got string"],
    [[], "init: expected an object, got array"],
    [{}, "text: expected a string, got undefined"],
    [{ text: null }, "text: expected a string, got null"],
    [{ text: 5 }, "text: expected a string, got number"],
    [{ text: new String("x") }, "text: expected a string, got String"],
  ])("refuses %#", (init, message) => {
    expectValueError(() => new TextContent(bad(init)), message);
  });

  test("refuses a text that is no string any more when it is written", () => {
    const content = new TextContent({ text: "a" });
    content.text = bad(5);
    expectValueError(() => content.toDict(), "text: expected a string, got number");
  });
});

describe("ChannelConfig", () => {
  test("keeps its channels, and copies the array", () => {
    const validChannels = ["a", "b"];
    const config = new ChannelConfig({ validChannels, channelRequired: false });
    validChannels.push("c");
    expect({ ...config }).toEqual({ validChannels: ["a", "b"], channelRequired: false });
  });

  test("requireChannels requires them", () => {
    expect({ ...ChannelConfig.requireChannels(["x"]) }).toEqual({
      validChannels: ["x"],
      channelRequired: true,
    });
  });

  test("refuses fields that are missing or wrong", () => {
    expectValueError(
      () => new ChannelConfig(bad({ channelRequired: true })),
      "validChannels: expected an array, got undefined",
    );
    expectValueError(
      () => new ChannelConfig(bad({ validChannels: ["a", 1], channelRequired: true })),
      "validChannels[1]: expected a string, got number",
    );
    expectValueError(
      () => new ChannelConfig(bad({ validChannels: [], channelRequired: "yes" })),
      "channelRequired: expected a boolean, got string",
    );
    expectValueError(
      () => ChannelConfig.requireChannels(bad("analysis")),
      "channels: expected an array, got string",
    );
  });
});

describe("SystemContent", () => {
  test.each([
    ["new()", () => SystemContent.new()],
    ["no initialiser", () => new SystemContent()],
    ["an empty initialiser", () => new SystemContent({})],
    ["undefined fields", () => new SystemContent({ modelIdentity: undefined, channelConfig: undefined })],
    ["an empty dict", () => SystemContent.fromDict({})],
  ])("has Python's defaults with %s", (_, make) => {
    expect(make()).toEqual(Object.assign(new SystemContent(), DEFAULTS));
    expect({ ...make(), channelConfig: { ...make().channelConfig } }).toEqual(DEFAULTS);
  });

  test("takes null as none", () => {
    expect({ ...new SystemContent(NONE) }).toEqual(NONE);
  });

  test("does not share its default channels", () => {
    SystemContent.new().channelConfig?.validChannels.push("mine");
    expect(SystemContent.new().channelConfig?.validChannels).toEqual(["analysis", "commentary", "final"]);
  });

  test("every with method changes the content and returns it", () => {
    const content = SystemContent.new();
    const config = new ChannelConfig({ validChannels: ["z"], channelRequired: false });
    const steps: [() => SystemContent, object][] = [
      [() => content.withModelIdentity("me"), { modelIdentity: "me" }],
      [() => content.withReasoningEffort("High"), { reasoningEffort: "High" }],
      [() => content.withConversationStartDate("2025-06-28"), { conversationStartDate: "2025-06-28" }],
      [() => content.withKnowledgeCutoff("2023-01"), { knowledgeCutoff: "2023-01" }],
      [() => content.withChannelConfig(config), { channelConfig: config }],
      [
        () => content.withRequiredChannels(["a", "b"]),
        { channelConfig: ChannelConfig.requireChannels(["a", "b"]) },
      ],
      [() => content.withTools(namespace("x")), { tools: { x: namespace("x") } }],
      [
        () => content.withBrowserTool(),
        { tools: { x: namespace("x"), browser: ToolNamespaceConfig.browser() } },
      ],
      [
        () => content.withPythonTool(),
        {
          tools: {
            x: namespace("x"),
            browser: ToolNamespaceConfig.browser(),
            python: ToolNamespaceConfig.python(),
          },
        },
      ],
    ];
    for (const [step, changed] of steps) {
      expect(step()).toBe(content);
      expect(content).toMatchObject(changed);
    }
    expect(Object.keys(content.tools ?? {})).toEqual(["x", "browser", "python"]);
  });

  test("withTools replaces a namespace of the same name, in its place", () => {
    const content = new SystemContent()
      .withTools(namespace("a", "old"))
      .withTools(namespace("b"))
      .withTools(namespace("a", "new"));
    expect(Object.keys(content.tools ?? {})).toEqual(["a", "b"]);
    expect(content.tools?.a?.description).toBe("new");
  });

  // Each text is what `json.dumps(content.to_dict(), separators=(",", ":"))` gives in Python.
  test.each([
    [
      new SystemContent(),
      '{"model_identity":"You are ChatGPT, a large language model trained by OpenAI.","reasoning_effort":"Medium","knowledge_cutoff":"2024-06","channel_config":{"valid_channels":["analysis","commentary","final"],"channel_required":true},"type":"system_content"}',
    ],
    [
      new SystemContent()
        .withRequiredChannels(["a", "b"])
        .withKnowledgeCutoff("2023-01")
        .withConversationStartDate("2025-06-28")
        .withReasoningEffort(ReasoningEffort.HIGH)
        .withModelIdentity("me"),
      '{"model_identity":"me","reasoning_effort":"High","conversation_start_date":"2025-06-28","knowledge_cutoff":"2023-01","channel_config":{"valid_channels":["a","b"],"channel_required":true},"type":"system_content"}',
    ],
    [new SystemContent(NONE), '{"type":"system_content"}'],
  ])("writes Python's dict, %#", (content, expected) => {
    expect(JSON.stringify(content.toDict())).toBe(expected);
    expect(JSON.stringify(content)).toBe(expected);
  });

  test("fromDict gives a missing key its default, null none, and ignores unknown keys", () => {
    const content = SystemContent.fromDict({ reasoning_effort: "High", model_identity: null, extra: 1 });
    expect(JSON.stringify(content)).toBe(
      '{"reasoning_effort":"High","knowledge_cutoff":"2024-06","channel_config":{"valid_channels":["analysis","commentary","final"],"channel_required":true},"type":"system_content"}',
    );
  });

  test("a null model identity does not survive toDict and fromDict, as in Python", () => {
    const content = new SystemContent({ modelIdentity: null });
    expect(SystemContent.fromDict(content.toDict()).modelIdentity).toBe(DEFAULTS.modelIdentity);
  });

  test("fromDict reads what toDict writes", () => {
    const content = new SystemContent()
      .withPythonTool()
      .withBrowserTool()
      .withConversationStartDate("2025-06-28");
    expect(SystemContent.fromDict(content.toDict())).toEqual(content);
  });

  test.each([
    [null, "init: expected an object, got null"],
    [{ modelIdentity: 5 }, "modelIdentity: expected a string or null, got number"],
    [{ reasoningEffort: "Max" }, "reasoningEffort: Unknown reasoning effort: 'Max'"],
    [{ reasoningEffort: "LOW" }, "reasoningEffort: Unknown reasoning effort: 'LOW'"],
    [{ conversationStartDate: new Date(0) }, "conversationStartDate: expected a string or null, got Date"],
    [{ knowledgeCutoff: true }, "knowledgeCutoff: expected a string or null, got boolean"],
    [
      { channelConfig: { validChannels: [], channelRequired: true } },
      "channelConfig: expected a ChannelConfig, got object",
    ],
    [{ tools: [] }, "tools: expected an object or null, got array"],
    [{ tools: { a: {} } }, "tools.a: expected a ToolNamespaceConfig, got object"],
  ])("refuses %#", (init, message) => {
    expectValueError(() => new SystemContent(bad(init)), message);
  });

  test.each([
    [[], "raw: expected an object, got array"],
    [{ model_identity: 5 }, "model_identity: expected a string or null, got number"],
    [{ reasoning_effort: "Max" }, "reasoning_effort: Unknown reasoning effort: 'Max'"],
    [{ channel_config: [] }, "channel_config: expected an object or null, got array"],
    [{ channel_config: {} }, "channel_config.valid_channels: expected an array, got undefined"],
    [
      { channel_config: { valid_channels: ["a", null], channel_required: true } },
      "channel_config.valid_channels[1]: expected a string, got null",
    ],
    [
      { channel_config: { valid_channels: [] } },
      "channel_config.channel_required: expected a boolean, got undefined",
    ],
    [{ tools: { a: 5 } }, "tools.a: expected an object, got number"],
  ])("fromDict refuses %#", (raw, message) => {
    expectValueError(() => SystemContent.fromDict(raw), message);
  });

  test("toDict refuses a field that has been set to something wrong", () => {
    const content = SystemContent.new();
    if (content.channelConfig) content.channelConfig.validChannels = bad(["a", 5]);
    expectValueError(() => content.toDict(), "channelConfig.validChannels[1]: expected a string, got number");
    content.channelConfig = null;
    content.reasoningEffort = bad("Max");
    expectValueError(() => content.toDict(), "reasoningEffort: Unknown reasoning effort: 'Max'");
  });

  // Each text is what `json.dumps(content.to_dict(), separators=(",", ":"))` gives in Python after the same call.
  test.each([
    [
      "withModelIdentity",
      '{"reasoning_effort":"Medium","conversation_start_date":"d","knowledge_cutoff":"2024-06","channel_config":{"valid_channels":["c"],"channel_required":true},"type":"system_content"}',
    ],
    [
      "withReasoningEffort",
      '{"model_identity":"m","conversation_start_date":"d","knowledge_cutoff":"2024-06","channel_config":{"valid_channels":["c"],"channel_required":true},"type":"system_content"}',
    ],
    [
      "withConversationStartDate",
      '{"model_identity":"m","reasoning_effort":"Medium","knowledge_cutoff":"2024-06","channel_config":{"valid_channels":["c"],"channel_required":true},"type":"system_content"}',
    ],
    [
      "withKnowledgeCutoff",
      '{"model_identity":"m","reasoning_effort":"Medium","conversation_start_date":"d","channel_config":{"valid_channels":["c"],"channel_required":true},"type":"system_content"}',
    ],
    [
      "withChannelConfig",
      '{"model_identity":"m","reasoning_effort":"Medium","conversation_start_date":"d","knowledge_cutoff":"2024-06","type":"system_content"}',
    ],
  ] as const)("%s takes null as none", (method, expected) => {
    const content = new SystemContent({ modelIdentity: "m", conversationStartDate: "d" });
    content.withRequiredChannels(["c"]);
    expect(content[method](null)).toBe(content);
    expect(JSON.stringify(content)).toBe(expected);
  });

  test.each([
    ["withModelIdentity", undefined, "modelIdentity: expected a string or null, got undefined"],
    ["withReasoningEffort", "none", "reasoningEffort: Unknown reasoning effort: 'none'"],
    ["withReasoningEffort", undefined, "reasoningEffort: Unknown reasoning effort: undefined"],
    ["withConversationStartDate", 5, "conversationStartDate: expected a string or null, got number"],
    ["withKnowledgeCutoff", true, "knowledgeCutoff: expected a string or null, got boolean"],
    ["withChannelConfig", {}, "channelConfig: expected a ChannelConfig, got object"],
    ["withRequiredChannels", null, "channels: expected an array, got null"],
    ["withTools", null, "nsConfig: expected a ToolNamespaceConfig, got null"],
  ] as const)("%s refuses %s, and changes nothing", (method, argument, message) => {
    const content = SystemContent.new();
    expectValueError(() => content[method](bad(argument)), message);
    expect(content).toEqual(SystemContent.new());
  });
});

describe("DeveloperContent", () => {
  test.each([
    ["new()", () => DeveloperContent.new()],
    ["no initialiser", () => new DeveloperContent()],
    ["undefined fields", () => new DeveloperContent({ instructions: undefined, tools: undefined })],
    ["nulls", () => new DeveloperContent({ instructions: null, tools: null })],
    ["an empty dict", () => DeveloperContent.fromDict({})],
  ])("is empty with %s", (_, make) => {
    expect({ ...make() }).toEqual({ instructions: null, tools: null });
    expect(JSON.stringify(make())).toBe('{"type":"developer_content"}');
  });

  test("every with method changes the content and returns it", () => {
    const content = DeveloperContent.new();
    expect(content.withInstructions("i")).toBe(content);
    expect(content.withTools(namespace("a"))).toBe(content);
    expect(content.withFunctionTools([ToolDescription.new("f", "d")])).toBe(content);
    expect(content.instructions).toBe("i");
    expect(Object.keys(content.tools ?? {})).toEqual(["a", "functions"]);
    expect(content.tools?.functions?.description).toBeNull();
    expect(content.withInstructions(null)).toBe(content);
    expect(content.instructions).toBeNull();
  });

  test("writes Python's dict", () => {
    const content = new DeveloperContent()
      .withFunctionTools([
        ToolDescription.new("f", "d", { type: "object", z: 1, a: null }),
        ToolDescription.new("g", "h"),
      ])
      .withInstructions("i");
    expect(JSON.stringify(content)).toBe(
      '{"instructions":"i","tools":{"functions":{"name":"functions","tools":[{"name":"f","description":"d","parameters":{"type":"object","z":1,"a":null}},{"name":"g","description":"h"}]}},"type":"developer_content"}',
    );
    expect(DeveloperContent.fromDict(content.toDict())).toEqual(content);
  });

  test("a namespace called __proto__ is a namespace", () => {
    const text =
      '{"instructions":"x","tools":{"__proto__":{"name":"__proto__","description":"d","tools":[]}},"type":"developer_content"}';
    const read = DeveloperContent.fromDict(JSON.parse(text));
    expect(JSON.stringify(read)).toBe(text);
    expect(Object.keys(read.tools ?? {})).toEqual(["__proto__"]);
    const made = new DeveloperContent({ instructions: "x" }).withTools(namespace("__proto__", "d"));
    expect(JSON.stringify(made)).toBe(text);
    expect(Object.getPrototypeOf(made.tools)).toBe(Object.prototype);
  });

  test("refuses fields of the wrong type", () => {
    expectValueError(
      () => new DeveloperContent(bad({ instructions: ["x"] })),
      "instructions: expected a string or null, got array",
    );
    expectValueError(
      () => DeveloperContent.fromDict({ instructions: 5 }),
      "instructions: expected a string or null, got number",
    );
    expectValueError(
      () => DeveloperContent.new().withInstructions(bad(5)),
      "instructions: expected a string or null, got number",
    );
    expectValueError(
      () => DeveloperContent.new().withFunctionTools(bad(null)),
      "tools: expected an array, got null",
    );
    expectValueError(
      () => DeveloperContent.new().withFunctionTools(bad([{ name: "f", description: "d" }])),
      "tools[0]: expected a ToolDescription, got object",
    );
  });
});

test("a content of an unknown type is refused, with its path", () => {
  const message = (content: unknown) => () => Message.fromDict({ role: "user", content: [content] });
  expectValueError(message({ type: "image" }), "content[0].type: Unknown content variant: 'image'");
  expectValueError(message({}), "content[0].type: Unknown content variant: undefined");
  expectValueError(message("text"), "content[0]: expected an object, got string");
  expectValueError(message({ type: "text" }), "content[0].text: expected a string, got undefined");
});
