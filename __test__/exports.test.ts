/** What the package exports: exactly these values, the same by `import` and by `require`. */
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { runModule } from "./support.ts";

/** The values of each entry. */
const VALUES: Record<string, string[]> = {
  "openai-harmony-node": [
    "Author",
    "ChannelConfig",
    "CompletionParser",
    "CompletionParserStream",
    "Conversation",
    "DeveloperContent",
    "HarmonyEncoding",
    "HarmonyEncodingName",
    "HarmonyError",
    "HarmonyModuleNotFoundError",
    "HarmonyRuntimeError",
    "HarmonyValueError",
    "Message",
    "ReasoningEffort",
    "Role",
    "StreamState",
    "StreamableParser",
    "SystemContent",
    "TextContent",
    "ToolDescription",
    "ToolNamespaceConfig",
    "isHarmonyName",
    "loadHarmonyEncoding",
    "lossMask",
  ],
  "openai-harmony-node/chat-completions": [
    "ChatCompletionChunker",
    "ReasoningStore",
    "openReasoning",
    "sealReasoning",
    "toChatCompletion",
    "toChatCompletionChunks",
    "toConversation",
    "toMessages",
    "toPrompt",
    "toServerSentEvents",
  ],
  "openai-harmony-node/gateway": [
    "BackendError",
    "ReasoningStore",
    "ResponseStore",
    "backendPool",
    "createHandler",
    "llamaCppBackend",
    "openReasoning",
    "sealReasoning",
    "sglangBackend",
    "textCompletionsBackend",
    "vllmBackend",
  ],
  "openai-harmony-node/responses": [
    "ReasoningStore",
    "ResponseEventer",
    "openReasoning",
    "sealReasoning",
    "toConversation",
    "toInputItems",
    "toPrompt",
    "toResponse",
    "toResponseEvents",
    "toServerSentEvents",
  ],
  "openai-harmony-node/structural-tag": ["toGbnf", "toLark", "toStructuralTag"],
  "openai-harmony-node/tools": [
    "HarmonyError",
    "HarmonyValueError",
    "ToolDescription",
    "functionTool",
    "functionTools",
    "normalizeSchema",
    "toolNames",
  ],
};

const entries = Object.entries(VALUES);

test.each(entries)("the exported values of %s are these", async (entry, values) => {
  expect(Object.keys(await import(entry)).sort()).toEqual(values);
});

test.each(entries)("require gives the same objects of %s as import", async (entry, values) => {
  const { code, stdout, stderr } = await runModule(`
    import { createRequire } from "node:module";
    import * as imported from "${entry}";
    const required = createRequire(import.meta.url)("${entry}");
    const names = Object.keys(imported);
    console.log(JSON.stringify([names, names.filter((name) => required[name] !== imported[name])]));
  `);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([values, []]);
});

test("package.json can be imported, internal files cannot", () => {
  const require = createRequire(import.meta.url);
  expect(require("openai-harmony-node/package.json").name).toBe("openai-harmony-node");
  expect(() => require("openai-harmony-node/dist/require/index.cjs")).toThrow(/not defined by "exports"/);
  expect(() => require("openai-harmony-node/facade/native/load.ts")).toThrow(/not defined by "exports"/);
});
