/** All errors of the facade in one table: what is said, when, and with which class and code. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  Author,
  ChannelConfig,
  CompletionParser,
  Conversation,
  HarmonyEncoding,
  type HarmonyError,
  HarmonyRuntimeError,
  HarmonyValueError,
  loadHarmonyEncoding,
  lossMask,
  Message,
  StreamableParser,
  SystemContent,
  TextContent,
} from "openai-harmony-node";
import * as chat from "openai-harmony-node/chat-completions";
import * as gateway from "openai-harmony-node/gateway";
import * as responses from "openai-harmony-node/responses";
import { functionTool, functionTools, toolNames } from "openai-harmony-node/tools";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { CONSTRAINT_ERRORS } from "./structural-tag/errors.ts";
import { bad, messageWithParameters, ROOT, thrown } from "./support.ts";

const encoding = loadHarmonyEncoding();
const message = Message.fromRoleAndContent("user", "x");
const toolMessage = Message.fromRoleAndContent("tool", "x");

const cyclic: Record<string, unknown> = {};
cyclic.self = cyclic;

let deep: Record<string, unknown> = {};
for (let i = 0; i < 100_000; i++) deep = { a: deep };

let shared: Record<string, unknown> = {};
for (let i = 0; i < 30; i++) shared = { a: shared, b: shared };

const twoFaced = () => {
  let reads = 0;
  return {
    get a() {
      return reads++ === 0 ? 1 : 5n;
    },
  };
};

/** Reads a request of the Chat Completions API with these fields. */
const readChat = (fields: object, options?: chat.RequestOptions) => () =>
  chat.toConversation({ messages: [], ...fields }, options);

/** Reads a request of the Responses API with these fields. */
const readResponses = (fields: object, options?: responses.ResponseRequestOptions) => () =>
  responses.toConversation(fields, options);

const schemaThatMakes = (input: () => Record<string, unknown>) => ({
  "~standard": { jsonSchema: { input } },
});
const nothing = () => {
  throw new Error("it fails");
};

/** Makes a gateway with these options, in front of a backend that says nothing. */
const createGateway = (options: object) => () => {
  const backend: gateway.Backend = {
    async *generate() {},
    async health() {
      return true;
    },
  };
  return gateway.createHandler({ backend, ...options });
};

interface Row {
  when: string;
  provoke: () => unknown;
  message: string | RegExp;
  path: string | RegExp | null;
}

const VALUE: Row[] = [
  ...CONSTRAINT_ERRORS,
  {
    when: "a signal is none",
    provoke: () => encoding.parseCompletionStream([], { signal: bad(5) }),
    message: "signal: expected an AbortSignal or null, got number",
    path: "signal",
  },
  {
    when: "names are none",
    provoke: () => toolNames(bad("get_weather")),
    message: "names: expected an iterable of strings, got string",
    path: "names",
  },
  {
    when: "a tool is no function",
    provoke: () => functionTools([{ name: "f" }, bad({ type: "custom", name: "g" })]),
    message: "tools[1].type: expected 'function', got 'custom'",
    path: "tools[1].type",
  },
  {
    when: "a way to treat schemas is unknown",
    provoke: () => functionTool({ name: "f" }, bad({ schemas: "x" })),
    message: "schemas: expected 'reference' or 'faithful', got 'x'",
    path: "schemas",
  },
  {
    when: "a schema is none",
    provoke: () => functionTool(bad({ type: "function", function: { name: "f", parameters: "{}" } })),
    message:
      "function.parameters: expected a JSON Schema, or a schema that has `~standard.jsonSchema`, got string",
    path: "function.parameters",
  },
  {
    when: "a schema's library does not make JSON Schema of it",
    provoke: () => functionTool(bad({ name: "f", parameters: { "~standard": { vendor: "valibot" } } })),
    message:
      "parameters: expected a JSON Schema, or a schema that has `~standard.jsonSchema`, which this schema of valibot has not",
    path: "parameters",
  },
  {
    when: "a schema's library fails to make JSON Schema of it",
    provoke: () => functionTool({ name: "f", parameters: schemaThatMakes(() => nothing()) }),
    message: "parameters: cannot be made JSON Schema: it fails",
    path: "parameters",
  },
  {
    when: "a schema's library makes something else of it",
    provoke: () => functionTool({ name: "f", parameters: schemaThatMakes(() => bad(null)) }),
    message: "parameters: expected a JSON Schema, got null",
    path: "parameters",
  },
  {
    when: "tokens follow text in one completion",
    provoke: () => {
      const parser = new CompletionParser(encoding);
      parser.push("x");
      parser.push(220);
    },
    message: "input: expected text, as before, got tokens",
    path: "input",
  },
  {
    when: "a field is not a string",
    provoke: () => new TextContent(bad({ text: 5 })),
    message: "text: expected a string, got number",
    path: "text",
  },
  {
    when: "a field is neither a string nor null",
    provoke: () => message.withChannel(bad(5)),
    message: "channel: expected a string or null, got number",
    path: "channel",
  },
  {
    when: "a field is not a boolean",
    provoke: () => new ChannelConfig(bad({ validChannels: [], channelRequired: 1 })),
    message: "channelRequired: expected a boolean, got number",
    path: "channelRequired",
  },
  {
    when: "a field is not an array",
    provoke: () => new Conversation(bad({ messages: {} })),
    message: "messages: expected an array, got object",
    path: "messages",
  },
  {
    when: "an argument is not an object",
    provoke: () => new Author(bad(5)),
    message: "init: expected an object, got number",
    path: "init",
  },
  {
    when: "options are not an object",
    provoke: () => encoding.encode("x", bad(5)),
    message: "options: expected an object or null, got number",
    path: "options",
  },
  {
    when: "parameters are not an object",
    provoke: () => messageWithParameters(5),
    message: "parameters: expected an object or null, got number",
    path: "parameters",
  },
  {
    when: "a value is not an instance of its class",
    provoke: () => new Message(bad({ author: "user" })),
    message: "author: expected an Author, got string",
    path: "author",
  },
  {
    when: "a content is not one",
    provoke: () => new Message({ author: message.author, content: bad(["x"]) }),
    message:
      "content[0]: expected a TextContent, SystemContent or DeveloperContent, got 'x' (a string goes in a TextContent)",
    path: "content[0]",
  },
  {
    when: "a content's type is unknown",
    provoke: () => Message.fromDict({ role: "user", content: [{ type: "image" }] }),
    message: "content[0].type: Unknown content variant: 'image'",
    path: "content[0].type",
  },
  {
    when: "a role is unknown",
    provoke: () => Message.fromRoleAndContent(bad("bogus"), "x"),
    message: "Unknown role: 'bogus'",
    path: null,
  },
  {
    when: "a reasoning effort is unknown",
    provoke: () => SystemContent.new().withReasoningEffort(bad("Max")),
    message: "reasoningEffort: Unknown reasoning effort: 'Max'",
    path: "reasoningEffort",
  },
  {
    when: "an encoding's name is unknown",
    provoke: () => loadHarmonyEncoding(bad("nope")),
    message: "Invalid HarmonyEncodingName: nope",
    path: null,
  },
  {
    when: "an engine's name is unknown",
    provoke: () => loadHarmonyEncoding(undefined, bad({ engine: "slow" })),
    message: "engine: expected 'fast' or 'reference', got 'slow'",
    path: "engine",
  },
  {
    when: "an error handler is unknown",
    provoke: () => encoding.decode([], bad({ errors: "x" })),
    message: "errors: expected 'replace', 'strict' or 'ignore', got 'x'",
    path: "errors",
  },
  {
    when: "an analysis retention is unknown",
    provoke: () => encoding.renderConversation([], bad({ analysisRetention: "x" })),
    message: "analysisRetention: expected 'python', 'current-turn' or 'all', got 'x'",
    path: "analysisRetention",
  },
  {
    when: "analysis is retained by two options",
    provoke: () => encoding.renderConversation([], { analysisRetention: "all", autoDropAnalysis: true }),
    message: "analysisRetention: cannot be set together with autoDropAnalysis",
    path: "analysisRetention",
  },
  {
    when: "a purpose is unknown",
    provoke: () => encoding.renderConversationWithSpans([], bad({ for: "x" })),
    message: "for: expected 'completion', 'training' or 'conversation', got 'x'",
    path: "for",
  },
  {
    when: "a span is not the encoding's",
    provoke: () => lossMask([{ message: 0, start: 0, content: 1, stop: 2, end: 3 }], 3),
    message: "spans: expected a span as renderConversationWithSpans has returned it, or `choose`",
    path: "spans",
  },
  {
    when: "a span lies outside of the tokens",
    provoke: () => lossMask([{ message: 0, start: 0, content: 1, stop: 2, end: 3 }], 2),
    message: "spans[0]: expected a span within 2 tokens",
    path: "spans[0]",
  },
  {
    when: "the part to keep is unknown",
    provoke: () => encoding.truncate("x", 1, bad({ keep: "middle" })),
    message: "keep: expected 'start' or 'end', got 'middle'",
    path: "keep",
  },
  {
    when: "a number of tokens is none",
    provoke: () => encoding.fitConversation([], "assistant", -1),
    message: "maxTokens: expected an integer from 0, got -1",
    path: "maxTokens",
  },
  {
    when: "a token is not an id",
    provoke: () => encoding.decode([1, -1]),
    message: "tokens[1]: expected an integer from 0 to 4294967295, got -1",
    path: "tokens[1]",
  },
  {
    when: "a HarmonyEncoding is constructed",
    provoke: () => new (bad(HarmonyEncoding) as new (native: unknown, engine: string) => unknown)({}, "fast"),
    message: "a HarmonyEncoding is made by loadHarmonyEncoding only",
    path: null,
  },
  {
    when: "a method is called without its encoding",
    provoke: () => HarmonyEncoding.prototype.stopTokens.call(bad({})),
    message: "encoding: expected a HarmonyEncoding, got object",
    path: "encoding",
  },
  {
    when: "a method is called without its parser",
    provoke: () => StreamableParser.prototype.process.call(bad({}), 1),
    message: "parser: expected a StreamableParser, got object",
    path: "parser",
  },
  {
    when: "a message argument is not one",
    provoke: () => encoding.render(bad(5)),
    message: "message: expected a Message or JSON text, got number",
    path: "message",
  },
  {
    when: "an argument cannot be iterated over",
    provoke: () => encoding.renderConversation(bad(5)),
    message: "conversation: expected a Conversation, an iterable of Message, or JSON text, got number",
    path: "conversation",
  },
  {
    when: "JSON text does not parse",
    provoke: () => Message.fromJson("{"),
    message: /^invalid message JSON: /,
    path: null,
  },
  {
    when: "JSON text for the addon does not parse",
    provoke: () => encoding.render("{"),
    message: "invalid message JSON: EOF while parsing an object at line 1 column 1",
    path: null,
  },
  {
    when: "JSON text for the addon has a wrong value",
    provoke: () =>
      encoding.renderConversation('{"messages":[{"role":"user","content":"x"},{"role":"me","content":""}]}'),
    message: /^invalid conversation JSON: unknown variant `me`, expected one of .* at line 1 column \d+$/,
    path: "messages[1].role",
  },
  {
    when: "parameters are not JSON",
    provoke: () => messageWithParameters({ a: [Number.NaN] }).toJson(),
    message: /parameters\.a\[0\]: expected a JSON value, got NaN$/,
    path: "content[0].tools.functions.tools[0].parameters.a[0]",
  },
  {
    when: "parameters contain themselves",
    provoke: () => messageWithParameters(cyclic).toJson(),
    message: /parameters\.self: the value contains itself$/,
    path: "content[0].tools.functions.tools[0].parameters.self",
  },
  {
    when: "parameters are nested too deeply to be written",
    provoke: () => messageWithParameters(deep).toJson(),
    message: /^content\[0\]\.tools\.functions\.tools\[0\]\.parameters(\.a)+\.?…: nested too deeply$/,
    path: `content[0].tools.functions.tools[0].${`parameters${".a".repeat(100)}`.slice(0, 100)}…`,
  },
  {
    when: "parameters are nested too deeply to be rendered",
    provoke: () =>
      encoding.render(messageWithParameters(JSON.parse(`${'{"a":'.repeat(200)}1${"}".repeat(200)}`))),
    message: /^invalid message JSON: recursion limit exceeded at line 1 column \d+$/,
    path: null,
  },
  {
    when: "parameters are too many values",
    provoke: () => messageWithParameters(shared).toJson(),
    message: /parameters(\.[ab])+: more than 1,000,000 values$/,
    path: /^content\[0\]\.tools\.functions\.tools\[0\]\.parameters(\.[ab])+$/,
  },
  {
    when: "parameters change while they are written",
    provoke: () => messageWithParameters(twoFaced()).toJson(),
    message: /^cannot be written as JSON: .*BigInt/,
    path: null,
  },
  {
    when: "tokens do not decode to UTF-8, and that is to be an error",
    provoke: () => encoding.decode([130], { errors: "strict" }),
    message: /^the tokens do not decode to UTF-8: /,
    path: null,
  },
  {
    when: "what a request asks for cannot be served",
    provoke: readResponses({ input: [{ type: "mcp_call" }] }),
    message: "input[0]: an item of type 'mcp_call' is not supported",
    path: "input[0]",
  },
  {
    when: "a message's role is unknown",
    provoke: readChat({ messages: [{ role: "robot", content: "" }] }),
    message: "messages[0].role: unknown role 'robot'",
    path: "messages[0].role",
  },
  {
    when: "an item's role is unknown",
    provoke: readResponses({ input: [{ role: "robot", content: "" }] }),
    message: "input[0].role: unknown role 'robot'",
    path: "input[0].role",
  },
  {
    when: "a content is neither text nor parts",
    provoke: readResponses({ input: [{ role: "user", content: 5 }] }),
    message: "input[0].content: expected a string or an array of parts, got number",
    path: "input[0].content",
  },
  {
    when: "chain of thought is no parts",
    provoke: readResponses({ input: [{ type: "reasoning", content: "x" }] }),
    message: "input[0].content: expected an array of parts, got string",
    path: "input[0].content",
  },
  {
    when: "a result has no call",
    provoke: readResponses({ input: [{ type: "function_call_output", call_id: "1", output: "" }] }),
    message: "input[0].call_id: no call before has the id '1'",
    path: "input[0].call_id",
  },
  {
    when: "a message with calls is to be gone on with",
    provoke: readChat({
      messages: [
        {
          role: "assistant",
          tool_calls: [{ id: "1", type: "function", function: { name: "f", arguments: "" } }],
        },
      ],
      continue_final_message: true,
    }),
    message: "messages[0].tool_calls: a message with calls cannot be continued",
    path: "messages[0].tool_calls",
  },
  {
    when: "a function has no name",
    provoke: readResponses({ tools: [{ type: "function", name: "" }] }),
    message: "tools[0].name: expected a name, got an empty string",
    path: "tools[0].name",
  },
  {
    when: "a tool choice is unknown",
    provoke: readResponses({ tool_choice: "any" }),
    message: "tool_choice: unknown tool choice 'any'",
    path: "tool_choice",
  },
  {
    when: "a tool choice names no function of the request",
    provoke: readResponses({ tool_choice: { type: "function", name: "f" } }),
    message: "tool_choice.name: no function of the request is called 'f'",
    path: "tool_choice.name",
  },
  {
    when: "a call is required of nothing",
    provoke: readResponses({ tool_choice: "required" }),
    message: "tool_choice: a call is required, and there is no function",
    path: "tool_choice",
  },
  {
    when: "a reasoning effort of a request is unknown",
    provoke: readResponses({ reasoning: { effort: "huge" } }),
    message: "reasoning.effort: reasoning effort 'huge' is not supported",
    path: "reasoning.effort",
  },
  {
    when: "a format of an answer is unknown",
    provoke: readResponses({ text: { format: { type: "xml" } } }),
    message: "text.format.type: unknown format 'xml'",
    path: "text.format.type",
  },
  {
    when: "the schema of an answer is none",
    provoke: readResponses({ text: { format: { type: "json_schema", name: "x", schema: 5 } } }),
    message: "text.format.schema: expected a JSON Schema, got number",
    path: "text.format.schema",
  },
  {
    when: "the response before is none",
    provoke: readResponses({}, { previous: bad("x") }),
    message: "previous: expected an object, an array or null, got string",
    path: "previous",
  },
  {
    when: "a hook is no function",
    provoke: readResponses({}, { resolveItem: bad("x") }),
    message: "resolveItem: expected a function or null, got string",
    path: "resolveItem",
  },
  {
    when: "what makes identifiers is no function",
    provoke: () => responses.toResponse(encoding, "", { newId: bad("x") }),
    message: "newId: expected a function, got string",
    path: "newId",
  },
  {
    when: "a time is none",
    provoke: () => responses.toResponse(encoding, "", { created: bad("x") }),
    message: "created: expected a number, got string",
    path: "created",
  },
  {
    when: "a number of a prompt's tokens is none",
    provoke: () => responses.toResponse(encoding, "", { promptTokens: 0.5 }),
    message: "promptTokens: expected an integer, got number",
    path: "promptTokens",
  },
  {
    when: "stop strings are too many",
    provoke: () => responses.toResponse(encoding, "", { request: { stop: new Array(33).fill("x") } }),
    message: "stop: expected at most 32 strings, got 33",
    path: "stop",
  },
  {
    when: "a part of a completion has both tokens and text",
    provoke: () => responses.toResponse(encoding, { tokens: [], text: "" }),
    message: "input: expected tokens or text, got both",
    path: "input",
  },
  {
    when: "probabilities are none",
    provoke: () => responses.toResponse(encoding, { logprobs: bad("x") }),
    message: "logprobs: expected an array or null, got string",
    path: "logprobs",
  },
  {
    when: "the reason why an engine stopped is unknown",
    provoke: () => new responses.ResponseEventer(encoding).end(bad("tired")),
    message: "finishReason: expected 'stop', 'length' or null, got 'tired'",
    path: "finishReason",
  },
  {
    when: "a response is to have a second completion",
    provoke: () => responses.toResponse(encoding, { index: 1 }),
    message: "index: expected 0, as a response has one completion, got 1",
    path: "index",
  },
  {
    when: "a result in a conversation has no call",
    provoke: () =>
      responses.toInputItems(
        Conversation.fromMessages([Message.fromDict({ ...toolMessage.toDict(), name: "f" })]),
      ),
    message: "messages[0]: there is no call of 'f' before",
    path: "messages[0]",
  },
  {
    when: "a gateway has no backend",
    provoke: createGateway({ backend: {} }),
    message: "backend: expected a Backend, got object",
    path: "backend",
  },
  {
    when: "a gateway has keys, and none is one",
    provoke: createGateway({ apiKeys: [] }),
    message: "apiKeys: expected at least one key",
    path: "apiKeys",
  },
  {
    when: "a key of a gateway is empty",
    provoke: createGateway({ apiKeys: [""] }),
    message: "apiKeys[0]: expected a string that is not empty",
    path: "apiKeys[0]",
  },
  {
    when: "a base path is none",
    provoke: createGateway({ basePath: "llm" }),
    message: "basePath: expected a path that begins with a slash",
    path: "basePath",
  },
  {
    when: "a pool has no backend",
    provoke: () => gateway.backendPool([]),
    message: "backends: expected at least one",
    path: "backends",
  },
  {
    when: "a store is to keep nothing",
    provoke: () => new gateway.ResponseStore({ maxEntries: 0 }),
    message: "maxEntries: expected an integer from 1, got 0",
    path: "maxEntries",
  },
  {
    when: "a key for reasoning has another length",
    provoke: () => gateway.sealReasoning("x", new Uint8Array(16)),
    message: "key: expected 32 bytes, or base64 of them, got 16 bytes",
    path: "key",
  },
];

const RUNTIME: Row[] = [
  {
    when: "what has to stay of a conversation does not fit",
    provoke: () => encoding.fitConversation([message], "assistant", 6),
    message: "the newest turn and the system and developer messages take 7 tokens, more than 6",
    path: null,
  },
  {
    when: "a completion goes on after its end",
    provoke: () => {
      const parser = new CompletionParser(encoding);
      parser.finish();
      parser.push("x");
    },
    message: "the completion has been finished already",
    path: null,
  },
  {
    when: "a message cannot be rendered",
    provoke: () => encoding.render(toolMessage),
    message: "Tools should have a name!",
    path: null,
  },
  {
    when: "one message of several cannot be rendered",
    provoke: () => encoding.renderConversation([message, toolMessage]),
    message: "Tools should have a name!",
    path: "messages[1]",
  },
  {
    when: "a text contains a disallowed special token",
    provoke: () => encoding.encode("<|end|>"),
    message: /^the text contains '<\|end\|>', which is a disallowed special token here\.\n/,
    path: null,
  },
  {
    when: "one text of several contains a disallowed special token",
    provoke: () => encoding.encodeBatch(["x", "<|end|>"]),
    message: /^texts\[1\]: the text contains '<\|end\|>'/,
    path: "texts[1]",
  },
  {
    when: "a token does not exist",
    provoke: () => encoding.decode([201089]),
    message: "Invalid token for decoding: 201089",
    path: null,
  },
  {
    when: "a completion is malformed",
    provoke: () => encoding.parseMessagesFromCompletionTokens([1], null),
    message: /./,
    path: null,
  },
];

function expectError(row: Row, type: abstract new (...args: never) => HarmonyError, code: string) {
  const error = thrown(row.provoke);
  expect(error).toBeInstanceOf(type);
  expect(error.code).toBe(code);
  const { message, path } = error as HarmonyValueError | HarmonyRuntimeError;
  const matching = (expected: Row["path"]) =>
    expected instanceof RegExp ? expect.stringMatching(expected) : expected;
  expect({ message, path }).toEqual({ message: matching(row.message), path: matching(row.path) });
}

test.each(VALUE)("HarmonyValueError: $when", (row) => {
  expectError(row, HarmonyValueError, "ERR_HARMONY_VALUE");
});

test.each(RUNTIME)("HarmonyRuntimeError: $when", (row) => {
  expectError(row, HarmonyRuntimeError, "ERR_HARMONY_RUNTIME");
});

describe("no error is missing here", () => {
  const messages = [...VALUE, ...RUNTIME].map(({ provoke }) => thrown(provoke).message);

  test.each(messagesInSource())("%s", (_, pattern) => {
    expect(messages.some((message) => pattern.test(message))).toBe(true);
  });
});

/** The errors that the facade makes: for each place, the source of the message and a pattern of it. */
function messagesInSource(): [string, RegExp][] {
  const found = new Map<string, RegExp>();
  const folder = join(ROOT, "facade");
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    // The loader's are in binding.test.ts.
    if (!name.endsWith(".ts") || name.endsWith(".d.ts")) continue;
    const text = readFileSync(join(folder, name), "utf8");
    const visit = (node: ts.Node) => {
      const message = messageOf(node);
      if (message !== undefined) found.set(message.getText(), patternOf(node, message));
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  }
  return [...found];
}

/** What a node says if it makes an error: a literal, or a template. What passes an error on does not count. */
function messageOf(node: ts.Node): ts.Expression | undefined {
  const argument = (call: ts.CallExpression | ts.NewExpression, index: number) => {
    const given = call.arguments?.[index];
    return given && (ts.isStringLiteral(given) || ts.isTemplateLiteral(given)) ? given : undefined;
  };
  if (ts.isNewExpression(node) && /^(Harmony(Value|Runtime)Error|Problem)$/.test(node.expression.getText())) {
    return argument(node, 0);
  }
  if (ts.isCallExpression(node) && node.expression.getText() === "wrongType") return argument(node, 1);
  return undefined;
}

function patternOf(node: ts.Node, message: ts.Expression): RegExp {
  const source = message
    .getText()
    .slice(1, -1)
    .split(/\$\{[^}]*\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^]*");
  return new RegExp(ts.isCallExpression(node) ? `: expected ${source}, got ` : `(^|: )${source}`);
}
