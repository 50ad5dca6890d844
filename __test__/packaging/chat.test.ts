/** The entries `chat` and `tools` need neither the addon nor Node.js: a browser can have them. */
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { installedProject, writeFiles } from "./support.ts";

const PROGRAM = `
import { Conversation, DeveloperContent, HarmonyValueError, Message, SystemContent } from "openai-harmony-node/chat";
import { functionTool, toolNames } from "openai-harmony-node/tools";
const names = toolNames(["get weather"]);
const parameters = { $ref: "a.json", $defs: { A: { $id: "a.json", const: 5 } } };
globalThis.tool = { ...functionTool({ name: "get weather", parameters }, { names, schemas: "faithful" }) };
const conversation = Conversation.fromMessages([
  Message.fromRoleAndContent("system", SystemContent.new().withBrowserTool().withPythonTool()),
  Message.fromRoleAndContent("developer", DeveloperContent.new().withInstructions("Be brief.")),
  Message.fromRoleAndContent("user", "Hi"),
]);
globalThis.same = Conversation.fromJson(conversation.toJson()).toJson() === conversation.toJson();
try { Message.fromJson("{}"); } catch (error) { globalThis.typed = error instanceof HarmonyValueError; }
`;

test("they are bundled for browsers without a setting, and runs without Node.js", async () => {
  const project = installedProject();
  writeFiles(project, { "chat.mjs": PROGRAM });
  const { outputFiles, warnings } = await build({
    entryPoints: [join(project, "chat.mjs")],
    bundle: true,
    platform: "browser",
    logLevel: "silent",
    write: false,
  });
  expect(warnings).toEqual([]);
  const code = outputFiles[0]?.text ?? "";
  expect(code).not.toMatch(
    /openai-harmony-node-(linux|darwin|win32)|\.node\b|getBuiltinModule|dlopen|process\./,
  );
  // What browsers have beside the language itself.
  const browser = createContext({ structuredClone, TextDecoder, TextEncoder, URL });
  runInContext(code, browser);
  expect(browser).toMatchObject({
    same: true,
    typed: true,
    tool: {
      name: "get_weather",
      parameters: { type: "integer", enum: [5], description: "Always 5" },
    },
  });
});
