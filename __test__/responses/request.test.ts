/** Requests: what each of their fields becomes, and which are refused. */
import fc from "fast-check";
import { Conversation, loadHarmonyEncoding, Message } from "openai-harmony-node";
import {
  type ResponseCreateParams,
  type ResponseInputItemLike,
  type ResponseRequestOptions,
  toConversation,
  toInputItems,
  toPrompt,
  toResponse,
} from "openai-harmony-node/responses";
import { describe, expect, test } from "vitest";
import { completionText } from "../openai-shapes/generators.ts";
import { bad, expectValueError, thrown } from "../support.ts";

const encoding = loadHarmonyEncoding();
const DATE = { date: "2025-06-28" };

/** The prompt after the system message, whose text the last argument tells. */
function promptOf(request: ResponseCreateParams, options: ResponseRequestOptions = {}): string {
  const text = encoding.decode(toPrompt(encoding, request, { ...DATE, ...options }).tokens);
  return text.slice(text.indexOf("<|end|>") + "<|end|>".length);
}

const user = (content: string) => ({ role: "user" as const, content });
const assistant = (content: string, phase?: "commentary" | "final_answer") => ({
  type: "message" as const,
  role: "assistant" as const,
  content: [{ type: "output_text", text: content }],
  phase: phase ?? null,
});
const reasoning = (text: string) => ({
  type: "reasoning",
  id: "rs_1",
  summary: [],
  content: [{ type: "reasoning_text", text }],
});
const call = (call_id: string, name = "f", args = "{}") => ({
  type: "function_call",
  call_id,
  name,
  arguments: args,
});
const output = (call_id: string, output: unknown = "ok") => ({
  type: "function_call_output",
  call_id,
  output,
});
const F = { type: "function" as const, name: "f", description: "Does it.", parameters: null };

const USER_HI = "<|start|>user<|message|>Hi<|end|>";
const START = "<|start|>assistant";
const CALL_F = `${START} to=functions.f<|channel|>commentary json<|message|>{}<|call|>`;
const RESULT_F = "<|start|>functions.f to=assistant<|channel|>commentary<|message|>ok<|end|>";
const thought = (text: string) => `${START}<|channel|>analysis<|message|>${text}<|end|>`;

describe("instructions", () => {
  const developer = (text: string) => `<|start|>developer<|message|># Instructions\n\n${text}<|end|>`;

  test.each<[string, ResponseCreateParams, string]>([
    ["of the field", { instructions: "A", input: "Hi" }, developer("A") + USER_HI],
    [
      "of the first item",
      { input: [{ role: "system", content: "A" }, user("Hi")] },
      developer("A") + USER_HI,
    ],
    [
      "of both",
      { instructions: "A", input: [{ role: "developer", content: "B" }, user("Hi")] },
      developer("A") + developer("B") + USER_HI,
    ],
    [
      "of two items",
      { input: [{ role: "system", content: "A" }, { role: "developer", content: "B" }, user("Hi")] },
      developer("A") + developer("B") + USER_HI,
    ],
    ["of a later item", { input: [user("Hi"), { role: "system", content: "A" }] }, USER_HI + developer("A")],
    [
      "that are empty",
      {
        instructions: "",
        input: [
          { role: "system", content: "" },
          { role: "developer", content: "A" },
          user("Hi"),
          { role: "system", content: [] },
        ],
      },
      developer("A") + USER_HI,
    ],
  ])("%s", (_, request, expected) => {
    expect(promptOf(request)).toBe(expected + START);
  });

  test("come before the tools, and the format after them", () => {
    const schema = { type: "object", properties: {}, additionalProperties: false };
    const request = {
      instructions: "A",
      input: "Hi",
      tools: [F],
      text: { format: { type: "json_schema", name: "n", description: "d", schema } },
    };
    const tools =
      "# Tools\n\n## functions\n\nnamespace functions {\n\n// Does it.\ntype f = () => any;\n\n} // namespace functions";
    const format = `# Response Formats\n\n## n\n\n// d\n${JSON.stringify(schema)}`;
    expect(promptOf(request)).toBe(`${developer(`A\n\n${tools}\n\n${format}`)}${USER_HI}${START}`);
    expect(promptOf(request, { responseFormatInPrompt: false })).toBe(
      `${developer(`A\n\n${tools}`)}${USER_HI}${START}`,
    );
  });

  test("are not inherited from the response before, but its items are", () => {
    const previous = { instructions: "A", input: [{ role: "developer" as const, content: "B" }, user("Hi")] };
    expect(promptOf({ input: "Hi", previous_response_id: "resp_1" }, { previous })).toBe(
      developer("B") + USER_HI + USER_HI + START,
    );
  });
});

describe("the history", () => {
  test("takes the response before as input and output, or as all items", () => {
    const request = { input: [output("call_1")], previous_response_id: "resp_1" };
    const [input, calls] = [[user("Hi")], [reasoning("Plan."), call("call_1")]];
    const expected = USER_HI + thought("Plan.") + CALL_F + RESULT_F + START;
    expect(promptOf(request, { previous: { input, output: calls } })).toBe(expected);
    expect(promptOf(request, { previous: { input: "Hi", output: calls } })).toBe(expected);
    expect(promptOf(request, { previous: [...input, ...calls] })).toBe(expected);
    expect(promptOf({ ...request, conversation: "conv_1" }, { previous: [...input, ...calls] })).toBe(
      expected,
    );
  });

  test("keeps chain of thought in a running loop, and drops it before the last answer", () => {
    const loop = [user("Hi"), reasoning("A"), call("1"), output("1"), reasoning("B"), call("2"), output("2")];
    const kept = USER_HI + thought("A") + CALL_F + RESULT_F + thought("B") + CALL_F + RESULT_F;
    expect(promptOf({ input: loop })).toBe(kept + START);
    const answer = `${START}<|channel|>final<|message|>Done.<|end|>`;
    const dropped = USER_HI + CALL_F + RESULT_F + CALL_F + RESULT_F + answer;
    const next = [user("Hi"), reasoning("C"), call("3")];
    expect(promptOf({ input: [...loop, reasoning("D"), assistant("Done."), ...next] })).toBe(
      dropped + USER_HI + thought("C") + CALL_F + START,
    );
  });

  test("reads the phase of a message", () => {
    const preamble = `${START}<|channel|>commentary<|message|>Look.<|end|>`;
    expect(promptOf({ input: [assistant("Look.", "commentary")] })).toBe(preamble + START);
    const answer = `${START}<|channel|>final<|message|>Look.<|end|>`;
    expect(promptOf({ input: [assistant("Look.", "final_answer")] })).toBe(answer + START);
    expect(promptOf({ input: [assistant("Look.")] })).toBe(answer + START);
    expect(promptOf({ input: [assistant("")] })).toBe(START);
  });

  test("joins parts: texts without a separator, chain of thought with line breaks, a refusal as text", () => {
    const parts = [
      { type: "input_text", text: "H" },
      { type: "input_text", text: "i" },
    ];
    const refusal = { role: "assistant" as const, content: [{ type: "refusal", refusal: "No." }] };
    const texts = ["A", "B"].map((text) => ({ type: "reasoning_text", text }));
    const input = [{ role: "user" as const, content: parts }, refusal, { type: "reasoning", content: texts }];
    expect(promptOf({ input })).toBe(
      `${USER_HI}${START}<|channel|>final<|message|>No.<|end|>${thought("A\nB")}${START}`,
    );
  });

  test("opens sealed chain of thought if there is no other, and else does without", () => {
    const sealed = {
      type: "reasoning",
      id: "rs_1",
      summary: [{ type: "summary_text", text: "S" }],
      encrypted_content: "x",
    };
    const openReasoning = (text: string) => (text === "x" ? "Opened." : null);
    const promptWith = (item: ResponseInputItemLike, options?: ResponseRequestOptions) =>
      promptOf({ input: [user("Hi"), item, call("1"), output("1")] }, options);
    const [with_, without] = [USER_HI + thought("Opened.") + CALL_F, USER_HI + CALL_F];
    expect(promptWith(sealed, { openReasoning })).toBe(with_ + RESULT_F + START);
    expect(promptWith({ ...sealed, content: [] } as ResponseInputItemLike, { openReasoning })).toBe(
      with_ + RESULT_F + START,
    );
    expect(promptWith(sealed)).toBe(without + RESULT_F + START);
    expect(
      promptWith({ ...sealed, encrypted_content: "y" } as ResponseInputItemLike, { openReasoning }),
    ).toBe(without + RESULT_F + START);
    const open = { ...reasoning("Plan."), encrypted_content: "x" };
    expect(promptWith(open, { openReasoning })).toBe(USER_HI + thought("Plan.") + CALL_F + RESULT_F + START);
  });

  test("recalls chain of thought that the client has not sent back, once for each response", () => {
    const recallReasoning = (id: string) => ({ "1": "A", "2": "A", "3": "B" })[id];
    const preamble = `${START}<|channel|>commentary<|message|>Look.<|end|>`;
    const calls = [assistant("Look.", "commentary"), call("1"), call("2")];
    const loop = [user("Hi"), ...calls, output("1"), output("2"), call("3"), output("3")];
    const expected = USER_HI + thought("A") + preamble + CALL_F + CALL_F + RESULT_F + RESULT_F;
    expect(promptOf({ input: loop }, { recallReasoning })).toBe(
      expected + thought("B") + CALL_F + RESULT_F + START,
    );
    const interleaved = [user("Hi"), call("1"), output("1"), call("2"), output("2")];
    expect(promptOf({ input: interleaved }, { recallReasoning })).toBe(
      USER_HI + thought("A") + CALL_F + RESULT_F + CALL_F + RESULT_F + START,
    );
    const sent = [user("Hi"), reasoning("Sent."), call("1"), output("1")];
    expect(promptOf({ input: sent }, { recallReasoning })).toBe(
      USER_HI + thought("Sent.") + CALL_F + RESULT_F + START,
    );
  });

  test("understands the calls of built-in tools, and what code has written", () => {
    const input = [
      user("Hi"),
      { type: "web_search_call", id: "ws_1", action: { type: "search", query: "news" } },
      { type: "web_search_call", id: "ws_2", action: { type: "search", queries: ["a", "b"] } },
      { type: "web_search_call", id: "ws_3", action: { type: "open_page", url: "https://a.example" } },
      { type: "web_search_call", id: "ws_4", action: { type: "find_in_page", pattern: "x", url: "" } },
      { type: "web_search_call", id: "ws_5" },
      {
        type: "code_interpreter_call",
        id: "ci_1",
        code: "print(1)",
        container_id: "auto",
        outputs: [{ type: "logs", logs: "1\n" }],
      },
      { type: "code_interpreter_call", id: "ci_2", code: "2", container_id: "auto", outputs: null },
    ];
    const browser = (name: string, args: object) =>
      `${START} to=browser.${name}<|channel|>analysis code<|message|>${JSON.stringify(args)}<|call|>`;
    const python = (code: string) => `${START} to=python<|channel|>analysis code<|message|>${code}<|call|>`;
    const calls =
      browser("search", { query: "news" }) +
      browser("search", { query: "a" }) +
      browser("open", { id: "https://a.example" }) +
      browser("find", { pattern: "x" }) +
      python("print(1)") +
      "<|start|>python to=assistant<|channel|>analysis<|message|>1\n<|end|>" +
      python("2");
    expect(promptOf({ input })).toBe(USER_HI + calls + START);
    expect(promptOf({ input: [...input, assistant("Done.")] })).toBe(
      `${USER_HI}${START}<|channel|>final<|message|>Done.<|end|>${START}`,
    );
  });

  test("keeps arguments as they were written", () => {
    const args = '{"id":12345678901234567890,"x":1.0} and no JSON';
    expect(promptOf({ input: [call("1", "f", args)] })).toContain(`<|message|>${args}<|call|>`);
  });

  test("names results by their calls, whatever their order", () => {
    const input = [call("1", "a"), call("2", "b"), output("2", "B"), output("1", "A")];
    expect(promptOf({ input })).toContain(
      "<|start|>functions.b to=assistant<|channel|>commentary<|message|>B<|end|>" +
        "<|start|>functions.a to=assistant<|channel|>commentary<|message|>A<|end|>",
    );
  });
});

describe("tools", () => {
  const systemOf = (request: ResponseCreateParams) =>
    toConversation(request, DATE).toDict().messages[0]?.content[0] as { tools?: object };

  test.each([
    ["web_search", ["browser"]],
    ["web_search_2025_08_26", ["browser"]],
    ["web_search_preview", ["browser"]],
    ["web_search_preview_2025_03_11", ["browser"]],
    ["code_interpreter", ["python"]],
  ])("%s is one that the model was trained with", (type, tools) => {
    expect(Object.keys(systemOf({ input: "Hi", tools: [{ type }] }).tools ?? {})).toEqual(tools);
    expect(systemOf({ input: "Hi", tools: [{ type }], tool_choice: "none" }).tools).toBeUndefined();
  });

  test.each(["custom", "mcp", "file_search", "computer_use", "namespace", "web_search_x"])(
    "%s is refused",
    (type) => {
      const request = { input: "Hi", tools: [F, { type, name: "x" }] };
      expectValueError(() => toConversation(request), `tools[1]: a tool of type '${type}' is not supported`);
      expect(promptOf(request, { onUnsupported: "skip" })).toBe(promptOf({ input: "Hi", tools: [F] }));
    },
  );

  test("have names that Harmony can carry, and their own in the response", () => {
    const name = "files/read";
    const request = { input: [user("Hi"), call("1", name)], tools: [{ type: "function", name }] };
    const { tools, tokens } = toPrompt(encoding, request, DATE);
    const harmony = tools.toHarmony(name);
    expect(encoding.decode(tokens)).toContain(`to=functions.${harmony}<|channel|>`);
    const completion = `<|channel|>commentary to=functions.${harmony}<|message|>{}<|call|>`;
    expect(toResponse(encoding, completion, { request }).output[0]).toMatchObject({ name });
    const other = { input: [], tools: [{ type: "function", name: "f" }] };
    expect(toResponse(encoding, completion, { request: other, tools }).output[0]).toMatchObject({ name });
  });

  test.each<[string, Partial<ResponseCreateParams>, object | null]>([
    ["nothing", {}, null],
    [
      "a strict function",
      { tools: [{ ...F, strict: true }] },
      { calls: "allowed", parallelCalls: true, format: null },
    ],
    [
      "required",
      { tool_choice: "required", parallel_tool_calls: false },
      { calls: "required", parallelCalls: false },
    ],
    [
      "a function",
      { tool_choice: { type: "function", name: "g" } },
      { functions: [{ name: "g" }], calls: "required", parallelCalls: false },
    ],
    [
      "some functions",
      {
        tool_choice: {
          type: "allowed_tools",
          mode: "auto",
          tools: [{ type: "function", name: "g" }, { type: "web_search" }],
        },
      },
      { functions: [{ name: "g" }], calls: "allowed" },
    ],
    [
      "one of some functions",
      { tool_choice: { type: "allowed_tools", mode: "required", tools: [{ type: "function", name: "g" }] } },
      { functions: [{ name: "g" }], calls: "required" },
    ],
    [
      "none, and a format",
      { tool_choice: "none", text: { format: { type: "json_object" } } },
      { functions: [], calls: "forbidden", format: { type: "json_object" } },
    ],
    ["a format of text", { text: { format: { type: "text" } } }, null],
  ])("make the constraint that a request asks for: %s", (_, fields, expected) => {
    const g = { type: "function", name: "g" };
    const { constraint } = toPrompt(encoding, { input: "Hi", tools: [F, g], ...fields });
    if (expected === null) expect(constraint).toBeNull();
    else expect(constraint).toMatchObject(expected);
  });
});

describe("what is refused", () => {
  const image = { type: "input_image", image_url: "data:image/png;base64,AAAA", detail: "auto" };
  test.each<[string, unknown, string | RegExp, ResponseRequestOptions?]>([
    ["no object", 5, "params: expected an object, got number"],
    ["input of a wrong type", { input: 5 }, "input: expected an array, got number"],
    ["an item that is none", { input: ["x"] }, "input[0]: expected an object, got string"],
    [
      "instructions of a wrong type",
      { instructions: 5 },
      "instructions: expected a string or null, got number",
    ],
    [
      "a role that is unknown",
      { input: [{ role: "tool", content: "" }] },
      "input[0].role: unknown role 'tool'",
    ],
    [
      "content of a wrong type",
      { input: [{ role: "user", content: 5 }] },
      "input[0].content: expected a string or an array of parts, got number",
    ],
    [
      "an image",
      { input: [{ role: "user", content: [{ type: "input_text", text: "?" }, image] }] },
      "input[0].content[1]: a part of type 'input_image' is not supported",
    ],
    [
      "a file",
      { input: [user(""), { role: "user", content: [{ type: "input_file", file_id: "f" }] }] },
      "input[1].content[0]: a part of type 'input_file' is not supported",
    ],
    [
      "a part without a type",
      { input: [{ role: "user", content: [{}] }] },
      "input[0].content[0]: a part of type undefined is not supported",
    ],
    [
      "an image as a result",
      { input: [call("1"), output("1", [image])] },
      "input[1].output[0]: a part of type 'input_image' is not supported",
    ],
    [
      "a result without its call",
      { input: [user("Hi"), call("1"), output("2")] },
      "input[2].call_id: no call before has the id '2'",
    ],
    [
      "a result that names no call",
      { input: [{ type: "function_call_output", output: "" }] },
      "input[0].call_id: expected a string, got undefined",
    ],
    [
      "a call without arguments",
      { input: [{ ...call("1"), arguments: undefined }] },
      "input[0].arguments: expected a string, got undefined",
    ],
    [
      "a reference",
      { input: [{ id: "msg_1" }] },
      "input[0]: a reference to an item that is not known is not supported",
    ],
    [
      "a reference to a reference",
      { input: [{ id: "msg_1" }] },
      "input[0]: a reference to an item that is not known is not supported",
      { resolveItem: (id) => ({ id }) },
    ],
    [
      "an error in what a reference stands for",
      { input: [{ type: "item_reference", id: "1" }] },
      "input[0].content[0]: a part of type 'input_image' is not supported",
      { resolveItem: () => ({ role: "user", content: [image] }) },
    ],
    [
      "an error in the response before",
      {},
      "previous.output[0].call_id: no call before has the id '1'",
      { previous: { output: [output("1")] } },
    ],
    [
      "an error in the items before",
      {},
      "previous[1].call_id: no call before has the id '1'",
      { previous: [user(""), output("1")] },
    ],
    [
      "an item of a type that is unknown",
      { input: [{ type: "computer_call", id: "1" }] },
      "input[0]: an item of type 'computer_call' is not supported",
    ],
    [
      "reasoning of a wrong type",
      { input: [{ type: "reasoning", content: "x" }] },
      "input[0].content: expected an array of parts, got string",
    ],
    [
      "an effort",
      { reasoning: { effort: "huge" } },
      "reasoning.effort: reasoning effort 'huge' is not supported",
    ],
    ["a format", { text: { format: { type: "xml" } } }, "text.format.type: unknown format 'xml'"],
    [
      "a format without a name",
      { text: { format: { type: "json_schema", schema: {} } } },
      "text.format.name: expected a string, got undefined",
    ],
    ["a tool choice", { tool_choice: "any" }, "tool_choice: unknown tool choice 'any'"],
    [
      "a choice of a type",
      { tools: [F], tool_choice: { type: "mcp" } },
      "tool_choice: a tool choice of type 'mcp' is not supported",
    ],
    [
      "a choice of no function",
      { tools: [F], tool_choice: { type: "function", name: "g" } },
      "tool_choice.name: no function of the request is called 'g'",
    ],
    [
      "an allowed tool",
      { tools: [F], tool_choice: { type: "allowed_tools", mode: "auto", tools: [{ type: "mcp" }] } },
      "tool_choice.tools[0]: a tool of type 'mcp' is not supported",
    ],
    [
      "a required call of nothing",
      { tool_choice: "required" },
      "tool_choice: a call is required, and there is no function",
    ],
    [
      "a required call of a built-in tool",
      { tools: [{ type: "web_search" }], tool_choice: "required" },
      "tool_choice: a required call of a built-in tool is not supported",
    ],
    [
      "a response before that is not given",
      { previous_response_id: "resp_1" },
      "previous_response_id: 'previous_response_id' without the option 'previous' is not supported",
    ],
    [
      "a conversation that is not given",
      { conversation: { id: "conv_1" } },
      "conversation: 'conversation' without the option 'previous' is not supported",
    ],
    ["a stored prompt", { prompt: { id: "pmpt_1" } }, "prompt: a stored prompt is not supported"],
    ["the background", { background: true }, "background: a response in the background is not supported"],
    [
      "management of the context",
      { context_management: [{ type: "compaction" }] },
      "context_management: management of the context is not supported",
    ],
    [
      "a previous response of a wrong type",
      {},
      "previous: expected an object, an array or null, got string",
      { previous: bad("x") },
    ],
    [
      "a hook of a wrong type",
      {},
      "openReasoning: expected a function or null, got string",
      { openReasoning: bad("x") },
    ],
    [
      "a hook that returns something else",
      { input: [{ type: "reasoning", encrypted_content: "x" }] },
      "openReasoning(): expected a string or null, got number",
      { openReasoning: () => bad(5) },
    ],
  ])("%s", (_, request, message, options) => {
    expectValueError(() => toPrompt(encoding, bad(request), { ...DATE, ...options }), message);
    const { path } = thrown(() => toConversation(bad(request), options)) as { path?: string };
    expect(message.toString().startsWith(path as string)).toBe(true);
  });

  test("can be left out instead", () => {
    const request: ResponseCreateParams = {
      input: [
        { role: "user", content: [{ type: "input_text", text: "Hi" }, image] },
        { type: "mcp_call" },
        { id: "msg_1" },
        output("1"),
      ],
      previous_response_id: "resp_1",
      background: true,
    };
    expect(promptOf(request, { onUnsupported: "skip" })).toBe(USER_HI + START);
  });
});

describe("the response to a request", () => {
  test("says what was asked for", () => {
    const request: ResponseCreateParams = {
      model: "gpt-oss-120b",
      input: "Hi",
      instructions: "A",
      max_output_tokens: 100,
      metadata: { a: "b" },
      parallel_tool_calls: false,
      previous_response_id: "resp_0",
      reasoning: { effort: "low" },
      store: false,
      temperature: 0.5,
      text: { format: { type: "json_object" } },
      tool_choice: "required",
      tools: [F],
      top_p: 0.9,
      truncation: "auto",
      user: "u",
    };
    const { input: _, reasoning, ...echoed } = request;
    const response = toResponse(encoding, "<|return|>", { request, id: "resp_1", created: 5 });
    expect(response).toMatchObject({
      ...echoed,
      id: "resp_1",
      object: "response",
      created_at: 5,
      reasoning: { ...reasoning, summary: null },
    });
    const defaults = toResponse(encoding, "<|return|>", { model: "m", promptTokens: 3 });
    expect(defaults).toMatchObject({
      model: "m",
      metadata: {},
      parallel_tool_calls: true,
      temperature: null,
      text: { format: { type: "text" } },
      tool_choice: "auto",
      tools: [],
      truncation: "disabled",
      usage: { input_tokens: 3, output_tokens: 1, total_tokens: 4 },
    });
  });

  const two = ["f", "g"].map((name) => `<|channel|>commentary to=functions.${name}<|message|>{}<|call|>`);
  test.each<[string, Partial<ResponseCreateParams>, string[]]>([
    ["all", {}, ["f", "g"]],
    ["the first only, if calls must not be parallel", { parallel_tool_calls: false }, ["f"]],
    ["none, if none is wanted", { tool_choice: "none" }, []],
  ])("has calls: %s", (_, fields, names) => {
    const request = { input: "Hi", tools: [F], ...fields };
    const { output } = toResponse(encoding, two.join("<|start|>assistant"), { request });
    expect(output.map((item) => (item.type === "function_call" ? item.name : item.type))).toEqual(names);
  });

  test.each([
    ["search", '{"query":"news","topn":3}', { type: "search", query: "news" }],
    ["search", "news, please", { type: "search", query: "news, please" }],
    ["search", '{"q":12345678901234567890}', { type: "search", query: '{"q":12345678901234567890}' }],
    ["open", '{"id":"https://a.example"}', { type: "open_page", url: "https://a.example" }],
    ["open", '{"id":3,"cursor":1}', { type: "open_page", url: null }],
    ["find", '{"pattern":"x"}', { type: "find_in_page", pattern: "x", url: "" }],
  ])("has what the model wants of the browser: %s %s", (name, args, action) => {
    const { output } = toResponse(
      encoding,
      `<|channel|>analysis to=browser.${name} code<|message|>${args}<|call|>`,
    );
    expect(output).toMatchObject([{ type: "web_search_call", status: "completed", action }]);
  });

  test.each([
    [{ type: "code_interpreter", container: "cntr_1" }, "code_interpreter_call", "cntr_1"],
    [{ type: "code_interpreter", container: { type: "auto" } }, "code_interpreter_call", "auto"],
    [F, "reasoning", undefined],
  ])("has code as the tools say: %j", (tool, type, container_id) => {
    const completion = "<|channel|>analysis to=python code<|message|>print(1)<|call|>";
    const [item] = toResponse(encoding, completion, { request: { input: "Hi", tools: [tool] } }).output;
    expect(item).toMatchObject({ type, ...(container_id === undefined ? {} : { container_id }) });
    const hidden = completion.replace("analysis", "commentary");
    const { output } = toResponse(encoding, hidden, { request: { input: "Hi", tools: [tool] } });
    expect(output).toHaveLength(type === "reasoning" ? 0 : 1);
  });

  test("comes back as input without loss", () => {
    fc.assert(
      fc.property(completionText, (text) => {
        const request = { input: "Hi", tools: [F] };
        const { output } = toResponse(encoding, text, { request });
        const again = toConversation({ input: [user("Hi"), ...output] }, DATE);
        const items = toInputItems(again);
        expect(toConversation({ input: items }, DATE)).toEqual(again);
      }),
      { numRuns: 500 },
    );
  });
});

describe("toInputItems", () => {
  test("is the way back from toConversation", () => {
    const input: ResponseInputItemLike[] = [
      { role: "developer", content: "A" },
      user("Hi"),
      reasoning("Plan."),
      assistant("Look.", "commentary"),
      call("1", "f", '{"id":12345678901234567890}'),
      call("2", "f"),
      { type: "web_search_call", action: { type: "search", query: "q" } } as ResponseInputItemLike,
      {
        type: "code_interpreter_call",
        code: "1",
        outputs: [{ type: "logs", logs: "1" }],
      } as ResponseInputItemLike,
      output("1", "a"),
      output("2", "b"),
      { role: "system", content: "B" },
    ];
    const conversation = toConversation({ input }, DATE);
    const items = toInputItems(conversation);
    expect(items.map((item) => (item.type === "message" ? item.role : item.type))).toEqual([
      "developer",
      "user",
      "reasoning",
      "assistant",
      "function_call",
      "function_call",
      "web_search_call",
      "code_interpreter_call",
      "function_call_output",
      "function_call_output",
      "developer",
    ]);
    expect(toConversation({ input: items }, DATE)).toEqual(conversation);
    const ids = items.flatMap((item) => ("id" in item ? [item.id] : []));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("leaves out what the browser has returned, and refuses a result without a call", () => {
    const tool = (name: string) =>
      Message.fromDict({ role: "tool", name, content: "x", channel: "commentary", recipient: "assistant" });
    expect(toInputItems(Conversation.fromMessages([tool("browser.search")]))).toEqual([]);
    expectValueError(
      () => toInputItems(Conversation.fromMessages([tool("functions.f")])),
      "messages[0]: there is no call of 'functions.f' before",
    );
    expectValueError(() => toInputItems(bad([])), "conversation: expected a Conversation, got array");
  });
});
