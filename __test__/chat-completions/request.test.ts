/** Requests: what becomes of each of their fields, and which are refused. */
import {
  Author,
  Conversation,
  DeveloperContent,
  loadHarmonyEncoding,
  Message,
  ReasoningEffort,
  Role,
} from "openai-harmony-node";
import {
  type ChatCompletionCreateParams,
  type ChatCompletionMessageParam,
  type RequestOptions,
  toConversation,
  toMessages,
  toPrompt,
} from "openai-harmony-node/chat-completions";
import { describe, expect, test } from "vitest";
import { bad, expectValueError } from "../support.ts";

const encoding = loadHarmonyEncoding();
const DATE = "2025-06-28";

const HELLO: ChatCompletionMessageParam = { role: "user", content: "Hi" };
const tool = (name: string, parameters?: object) => ({ type: "function", function: { name, parameters } });
const call = (id: string, name = "f", args = "{}") => ({
  id,
  type: "function",
  function: { name, arguments: args },
});

/** The prompt's text after the system message. */
function prompt(params: Partial<ChatCompletionCreateParams>, options?: RequestOptions): string {
  const request = { messages: [HELLO], ...params };
  const { tokens } = toPrompt(encoding, request, { date: DATE, ...options });
  return encoding.decode(tokens).replace(/^<\|start\|>system.*?<\|end\|>/s, "");
}

function system(params: Partial<ChatCompletionCreateParams>, options?: RequestOptions): string {
  const [message] = toConversation({ messages: [HELLO], ...params }, { date: DATE, ...options }).messages;
  return encoding.decode(encoding.render(message as Message));
}

function expectRefused(params: unknown, path: string, options?: RequestOptions): void {
  expect(() => prompt(params as ChatCompletionCreateParams, options)).toThrow(
    expect.objectContaining({ name: "HarmonyValueError", path }),
  );
}

describe("the system message", () => {
  test.each([
    [undefined, "medium"],
    [null, "medium"],
    ["none", "low"],
    ["minimal", "low"],
    ["low", "low"],
    ["medium", "medium"],
    ["high", "high"],
    ["xhigh", "high"],
    ["max", "high"],
  ])("effort %j is %s", (reasoning_effort, expected) => {
    expect(system({ reasoning_effort: bad(reasoning_effort) })).toContain(`Reasoning: ${expected}\n`);
  });

  test("other efforts are refused, and those that the map says", () => {
    for (const effort of ["huge", "Low", "", "toString", "__proto__", 5, {}]) {
      expectRefused({ reasoning_effort: effort }, "reasoning_effort");
    }
    expectRefused({ reasoning_effort: "none" }, "reasoning_effort", { reasoningEffortMap: { none: null } });
    for (const high of ["high", ReasoningEffort.HIGH] as const) {
      const text = system({ reasoning_effort: "huge" }, { reasoningEffortMap: { huge: high } });
      expect(text).toContain("Reasoning: high\n");
    }
    expectRefused({ reasoning_effort: "huge" }, "reasoning_effort", { reasoningEffortMap: { huge: bad(5) } });
  });

  test("has the options, and today without a date", () => {
    const text = system(
      {},
      { date: "2026-01-02", modelIdentity: "You are Bob.", knowledgeCutoff: "2025-01" },
    );
    expect(text).toContain("You are Bob.\nKnowledge cutoff: 2025-01\nCurrent date: 2026-01-02\n");
    const nothing = system({}, { date: null, modelIdentity: null, knowledgeCutoff: null });
    expect(nothing).toContain("<|message|>Reasoning: medium");
    const today = new Date();
    const parts = [today.getFullYear(), today.getMonth() + 1, today.getDate()];
    const [message] = toConversation({ messages: [] }).messages;
    expect(encoding.decode(encoding.render(message as Message))).toContain(
      `Current date: ${parts.map((part) => String(part).padStart(2, "0")).join("-")}\n`,
    );
  });
});

describe("instructions", () => {
  test("the first become the developer message's, others a message each, in their places; empty ones vanish", () => {
    const text = prompt({
      messages: [
        { role: "system", content: "" },
        {
          role: "developer",
          content: [
            { type: "text", text: "A" },
            { type: "text", text: "B" },
          ],
        },
        { role: "system", content: "C" },
        HELLO,
        { role: "developer", content: "D" },
        { role: "system", content: "" },
      ],
      tools: [tool("f")],
    });
    expect(text).toBe(
      "<|start|>developer<|message|># Instructions\n\nAB\n\n# Tools\n\n## functions\n\nnamespace functions {\n\n" +
        "type f = () => any;\n\n} // namespace functions<|end|>" +
        "<|start|>developer<|message|># Instructions\n\nC<|end|><|start|>user<|message|>Hi<|end|>" +
        "<|start|>developer<|message|># Instructions\n\nD<|end|><|start|>assistant",
    );
  });
});

describe("the answer's format", () => {
  const response_format = {
    type: "json_schema",
    json_schema: { name: "list", description: "A list.", schema: { type: "array" } },
  };

  test("is a section at the end of the developer message", () => {
    const section = '# Response Formats\n\n## list\n\n// A list.\n{"type":"array"}<|end|>';
    expect(prompt({ response_format })).toContain(`<|start|>developer<|message|>${section}`);
    expect(prompt({ response_format, tools: [tool("f")] })).toContain(
      `} // namespace functions\n\n${section}`,
    );
    const messages: ChatCompletionMessageParam[] = [{ role: "system", content: "A" }, HELLO];
    expect(prompt({ response_format, messages })).toContain(`# Instructions\n\nA\n\n${section}`);
    expect(prompt({ response_format }, { responseFormatInPrompt: false })).not.toContain("developer");
  });

  test.each([
    [{ type: "text" }, null],
    [{ type: "json_object" }, { type: "json_object" }],
    [response_format, { type: "json_schema", schema: { type: "array" } }],
  ])("%j is in the constraint", (response_format, format) => {
    const { constraint } = toPrompt(encoding, { messages: [HELLO], response_format });
    expect(constraint?.format ?? null).toEqual(format);
  });

  test("of another type is refused", () => {
    expectRefused({ response_format: { type: "xml" } }, "response_format.type");
    expectRefused({ response_format: { type: "json_schema" } }, "response_format.json_schema");
    expectRefused(
      { response_format: { type: "json_schema", json_schema: {} } },
      "response_format.json_schema.name",
    );
    expectRefused(
      { response_format: { type: "json_schema", json_schema: { name: "a", schema: [] } } },
      "response_format.json_schema.schema",
    );
  });
});

describe("functions", () => {
  const strict = { type: "function", function: { name: "s", parameters: { type: "object" }, strict: true } };

  test.each<[string, Partial<ChatCompletionCreateParams>, unknown]>([
    ["free", { tools: [tool("f")] }, null],
    ["free, as no function is strict", { tools: [tool("f")], parallel_tool_calls: false }, null],
    [
      "strict",
      { tools: [tool("f", { type: "object" }), strict] },
      {
        functions: [
          { name: "f", parameters: null },
          { name: "s", parameters: { type: "object" } },
        ],
        calls: "allowed",
        parallelCalls: true,
        format: null,
      },
    ],
    [
      "required",
      { tools: [tool("f", { type: "object" })], tool_choice: "required", parallel_tool_calls: false },
      {
        functions: [{ name: "f", parameters: { type: "object" } }],
        calls: "required",
        parallelCalls: false,
        format: null,
      },
    ],
    [
      "named",
      { tools: [tool("f"), tool("g")], tool_choice: { type: "function", function: { name: "g" } } },
      { functions: [{ name: "g", parameters: null }], calls: "required", parallelCalls: false, format: null },
    ],
    [
      "allowed",
      {
        tools: [tool("f"), tool("g")],
        tool_choice: {
          type: "allowed_tools",
          allowed_tools: { mode: "auto", tools: [{ type: "function", function: { name: "f" } }] },
        },
      },
      { functions: [{ name: "f", parameters: null }], calls: "allowed", parallelCalls: true, format: null },
    ],
    [
      "not wanted, with a format",
      { tools: [tool("f")], tool_choice: "none", response_format: { type: "json_object" } },
      { functions: [], calls: "forbidden", parallelCalls: true, format: { type: "json_object" } },
    ],
  ])("%s", (_, params, expected) => {
    expect(toPrompt(encoding, { messages: [HELLO], ...params }).constraint).toEqual(expected);
  });

  test("that are not to be called are not in the prompt; a choice of some leaves it as it is", () => {
    expect(prompt({ tools: [tool("f")], tool_choice: "none" })).toBe(prompt({}));
    const named = { type: "function", function: { name: "f" } };
    expect(prompt({ tools: [tool("f"), tool("g")], tool_choice: named })).toBe(
      prompt({ tools: [tool("f"), tool("g")] }),
    );
  });

  test("are understood in the older form, too", () => {
    const messages: ChatCompletionMessageParam[] = [
      HELLO,
      { role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } },
      { role: "function", name: "f", content: "1" },
    ];
    const newer: ChatCompletionMessageParam[] = [
      HELLO,
      { role: "assistant", tool_calls: [call("a")] },
      { role: "tool", tool_call_id: "a", content: "1" },
    ];
    expect(prompt({ messages, functions: [{ name: "f" }] })).toBe(
      prompt({ messages: newer, tools: [tool("f")] }),
    );
    const { constraint } = toPrompt(encoding, {
      messages,
      functions: [{ name: "f" }],
      function_call: { name: "f" },
    });
    expect(constraint?.calls).toBe("required");
  });

  test("whose names Harmony cannot carry have others in the prompt", () => {
    const messages: ChatCompletionMessageParam[] = [
      HELLO,
      { role: "assistant", tool_calls: [call("a", "read file")] },
      { role: "tool", tool_call_id: "a", content: "1" },
    ];
    const { tokens, tools } = toPrompt(encoding, { messages, tools: [tool("read file")] });
    const name = tools.toHarmony("read file");
    expect(name).toMatch(/^\w+$/);
    expect(tools.toOriginal(name)).toBe("read file");
    expect(encoding.decode(tokens).split(name)).toHaveLength(4);
  });

  test("can be shown as their author meant them", () => {
    const parameters = {
      type: "object",
      properties: { unit: { $ref: "#/$defs/unit" }, kind: { const: "daily" } },
      $defs: { unit: { enum: ["C", "F"] } },
    };
    const tools = [tool("f", parameters)];
    expect(prompt({ tools })).toContain("unit?: any,");
    const faithful = prompt({ tools }, { schemas: "faithful" });
    expect(faithful).toContain('unit?: "C" | "F",');
    expect(faithful).toContain('kind?: "daily",');
    // A grammar takes the schema as it is.
    const request = { messages: [HELLO], tools, tool_choice: "required" };
    const { constraint } = toPrompt(encoding, request, { schemas: "faithful" });
    expect(constraint?.functions).toEqual([{ name: "f", parameters }]);
  });

  test.each<[unknown, string]>([
    [{ tools: [{ type: "custom", custom: { name: "c" } }] }, "tools[0]"],
    [{ tools: [tool("f"), 5] }, "tools[1]"],
    [{ tools: 5 }, "tools"],
    [{ tools: [{ type: "function" }] }, "tools[0].function"],
    [{ tools: [tool("")] }, "tools[0].function.name"],
    [{ tools: [tool(bad(5))] }, "tools[0].function.name"],
    [{ tools: [tool("f", bad("x"))] }, "tools[0].function.parameters"],
    [{ tools: [tool("f", { a: [() => 1] })] }, "tools[0].function.parameters.a[0]"],
    [{ tool_choice: "required" }, "tool_choice"],
    [{ tool_choice: "sometimes" }, "tool_choice"],
    [{ tools: [tool("f")], tool_choice: { type: "custom", custom: { name: "c" } } }, "tool_choice"],
    [
      { tools: [tool("f")], tool_choice: { type: "function", function: { name: "g" } } },
      "tool_choice.function.name",
    ],
    [
      { tools: [tool("f")], tool_choice: { type: "allowed_tools", allowed_tools: { tools: [tool("g")] } } },
      "tool_choice.allowed_tools.tools",
    ],
  ])("are refused: %j", (params, path) => expectRefused(params, path));
});

describe("the history", () => {
  test("has reasoning, text and calls in this order, and reasoning that is recalled", () => {
    const messages: ChatCompletionMessageParam[] = [
      HELLO,
      { role: "assistant", content: "Look.", tool_calls: [call("a"), call("b")] },
      { role: "tool", tool_call_id: "a", content: "1" },
      { role: "tool", tool_call_id: "b", content: "2" },
    ];
    const recallReasoning = (id: string) => (id === "b" ? "Hm." : null);
    expect(prompt({ messages }, { recallReasoning })).toContain(
      "<|start|>assistant<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>commentary<|message|>Look.<|end|>" +
        "<|start|>assistant to=functions.f<|channel|>commentary json<|message|>{}<|call|>",
    );
    const asked: string[] = [];
    const given = messages.with(1, {
      ...messages[1],
      reasoning_content: "So.",
    } as ChatCompletionMessageParam);
    expect(prompt({ messages: given }, { recallReasoning: (id) => void asked.push(id) })).toContain(
      "analysis<|message|>So.<|end|>",
    );
    expect(asked).toEqual([]);
    expect(prompt({ messages }, { toolCallContentType: "<|constrain|>json" })).toContain(
      "<|channel|>commentary <|constrain|>json<|message|>{}<|call|>",
    );
  });

  test("keeps arguments as they are", () => {
    for (const args of ["", "not JSON", '{"n":12345678901234567890, "x":1.0}', "<|call|>"]) {
      const messages: ChatCompletionMessageParam[] = [
        HELLO,
        { role: "assistant", tool_calls: [call("a", "f", args)] },
      ];
      expect(prompt({ messages })).toContain(`json<|message|>${args}<|call|>`);
    }
  });

  test("keeps refusals, and leaves out empty answers", () => {
    expect(prompt({ messages: [HELLO, { role: "assistant", content: null, refusal: "No." }] })).toContain(
      "final<|message|>No.",
    );
    expect(prompt({ messages: [HELLO, { role: "assistant", content: "" }] })).toBe(prompt({}));
  });

  test.each<[unknown, string]>([
    [{ messages: 5 }, "messages"],
    [{ messages: [5] }, "messages[0]"],
    [{ messages: [{ role: "robot", content: "" }] }, "messages[0].role"],
    [{ messages: [{ role: "user", content: 5 }] }, "messages[0].content"],
    [{ messages: [{ role: "user", content: [5] }] }, "messages[0].content[0]"],
    [{ messages: [{ role: "user", content: [{ type: "text" }] }] }, "messages[0].content[0].text"],
    [{ messages: [HELLO, { role: "user", content: [{ type: "input_audio" }] }] }, "messages[1].content[0]"],
    [{ messages: [{ role: "tool", content: "" }] }, "messages[0].tool_call_id"],
    [{ messages: [{ role: "tool", tool_call_id: "x", content: "" }] }, "messages[0].tool_call_id"],
    [{ messages: [{ role: "assistant", tool_calls: [{}] }] }, "messages[0].tool_calls[0].id"],
    [{ messages: [{ role: "assistant", tool_calls: [{ id: "a" }] }] }, "messages[0].tool_calls[0].function"],
    [{ messages: [{ role: "assistant", tool_calls: [{ type: "custom" }] }] }, "messages[0].tool_calls[0]"],
    [
      { messages: [{ role: "assistant", tool_calls: [call("a", "f", bad({}))] }] },
      "messages[0].tool_calls[0].function.arguments",
    ],
    [{ messages: [{ role: "assistant", reasoning: 5 }] }, "messages[0].reasoning"],
    [{ modalities: ["text", "audio"] }, "modalities"],
    [{ audio: {} }, "audio"],
    [{ web_search_options: {} }, "web_search_options"],
    [{ add_generation_prompt: false }, "add_generation_prompt"],
    [{ continue_final_message: true }, "continue_final_message"],
    [
      { continue_final_message: true, messages: [{ role: "assistant", tool_calls: [call("a")] }] },
      "messages[0].tool_calls",
    ],
  ])("is refused: %j", (params, path) => expectRefused(params, path));

  test("can be without what is not supported", () => {
    const messages = [
      { role: "user", content: [{ type: "text", text: "Hi" }, { type: "image_url" }] },
      { role: "assistant", tool_calls: [{ type: "custom" }] },
      { role: "tool", tool_call_id: "x", content: "1" },
    ];
    const params = { messages, tools: [{ type: "custom" }], tool_choice: { type: "custom" }, audio: {} };
    expect(prompt(bad(params), { onUnsupported: "skip" })).toBe(prompt({}));
  });

  test("goes on with an open answer, even an empty one, and keeps its reasoning", () => {
    const open = (message: object) =>
      toPrompt(encoding, {
        messages: [HELLO, { role: "assistant", ...message }],
        continue_final_message: true,
      });
    const { tokens, prefill } = open({ content: "Hello, wor", reasoning: "Hm." });
    expect(encoding.decode(prefill as Uint32Array)).toBe("<|channel|>final<|message|>Hello, wor");
    expect(encoding.decode(tokens)).toMatch(
      /analysis<\|message\|>Hm\.<\|end\|><\|start\|>assistant<\|channel\|>final<\|message\|>Hello, wor$/,
    );
    expect(encoding.decode(open({ content: "" }).tokens)).toMatch(/<\|channel\|>final<\|message\|>$/);
  });
});

test("options are checked", () => {
  const messages = [HELLO];
  expectValueError(() => toPrompt(bad(5), { messages }), "encoding: expected a HarmonyEncoding, got number");
  expectValueError(() => toConversation(bad(5)), "params: expected an object, got number");
  expectValueError(
    () => toConversation({ messages }, bad(5)),
    "options: expected an object or null, got number",
  );
  expectValueError(
    () => toConversation({ messages }, { date: bad(5) }),
    "date: expected a string or null, got number",
  );
  for (const option of ["toolCallContentType", "onUnsupported", "schemas"]) {
    expectValueError(
      () => toConversation({ messages }, { [option]: "other" }),
      new RegExp(`^${option}: expected '`),
    );
  }
  expectValueError(
    () => toConversation({ messages }, { responseFormatInPrompt: bad(5) }),
    "responseFormatInPrompt: expected a boolean, got number",
  );
  expectValueError(
    () => toConversation({ messages }, { recallReasoning: bad(5) }),
    "recallReasoning: expected a function or null, got number",
  );
});

describe("the way back", () => {
  test.each<[string, ChatCompletionMessageParam[]]>([
    ["turns", [HELLO, { role: "assistant", content: "Hello." }, { role: "user", content: "Bye" }]],
    [
      "calls",
      [
        { role: "developer", content: "A" },
        HELLO,
        {
          role: "assistant",
          content: "Look.",
          reasoning: "Hm.",
          tool_calls: [call("call_0"), call("call_1", "g", "")],
        },
        { role: "tool", tool_call_id: "call_1", content: "2" },
        { role: "tool", tool_call_id: "call_0", content: "1" },
        { role: "assistant", content: null, reasoning: "So.", tool_calls: [call("call_2")] },
        { role: "tool", tool_call_id: "call_2", content: "3" },
      ],
    ],
  ])("%s", (_, messages) => {
    expect(toMessages(toConversation({ messages }))).toEqual(messages);
  });

  test("leaves out what a request says elsewhere, and built-in tools", () => {
    const conversation = Conversation.fromMessages([
      Message.fromRoleAndContent(Role.SYSTEM, "Once."),
      Message.fromRoleAndContent(Role.DEVELOPER, DeveloperContent.new().withInstructions("A")),
      Message.fromRoleAndContent(Role.ASSISTANT, "{}")
        .withChannel("analysis")
        .withRecipient("browser.search"),
      Message.fromAuthorAndContent(Author.new(Role.TOOL, "browser.search"), "Found."),
    ]);
    expect(toMessages(conversation)).toEqual([
      { role: "system", content: "Once." },
      { role: "developer", content: "A" },
    ]);
  });

  test("refuses a result without a call", () => {
    const conversation = Conversation.fromDict({
      messages: [{ role: "tool", name: "functions.f", content: [{ type: "text", text: "1" }] }],
    });
    expectValueError(() => toMessages(conversation), "messages[0]: there is no call of 'functions.f' before");
  });
});
