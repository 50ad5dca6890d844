/** What the package exports: exactly these values, the same by `import` and by `require`. */
import { createRequire } from "node:module";
import * as imported from "openai-harmony-node";
import { expect, test } from "vitest";
import { runModule } from "./support.ts";

const VALUES = [
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
];

test("the exported values are these", () => {
  expect(Object.keys(imported).sort()).toEqual(VALUES);
});

test("require gives the same objects as import", async () => {
  const { code, stdout, stderr } = await runModule(`
    import { createRequire } from "node:module";
    import * as imported from "openai-harmony-node";
    const required = createRequire(import.meta.url)("openai-harmony-node");
    const names = Object.keys(imported);
    console.log(JSON.stringify([names, names.filter((name) => required[name] !== imported[name])]));
  `);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([VALUES, []]);
});

test("package.json can be imported, internal files cannot", () => {
  const require = createRequire(import.meta.url);
  expect(require("openai-harmony-node/package.json").name).toBe("openai-harmony-node");
  expect(() => require("openai-harmony-node/dist/require/index.cjs")).toThrow(/not defined by "exports"/);
  expect(() => require("openai-harmony-node/facade/native/load.ts")).toThrow(/not defined by "exports"/);
});
