/** What the packaging tests share: the packed packages, folders to use them in, and a small program to run there. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, inject, onTestFinished } from "vitest";
import { type Ended, ROOT, run } from "../support.ts";

export { ROOT, run };

/** Where the packed packages are. */
export const packed = inject("packed");

/** The name of the addon's file without its ending, which bundlers put a hash after. */
export const ADDON_STEM = packed.addon.slice(0, -".node".length);

/** Renders, parses and prints what came out, and whether both entries have the same class. */
const PROGRAM = `
import { Conversation, loadHarmonyEncoding, Message } from "openai-harmony-node";
import { Message as ChatMessage } from "openai-harmony-node/chat";
${body("console.log")}
`;

/** The same program as CommonJS. */
const COMMONJS_PROGRAM = `
const { Conversation, loadHarmonyEncoding, Message } = require("openai-harmony-node");
const { Message: ChatMessage } = require("openai-harmony-node/chat");
${body("console.log")}
`;

/** The statements of the program, for a module that imports what they need. */
export function body(print: string): string {
  return `
const encoding = loadHarmonyEncoding();
const conversation = Conversation.fromMessages([Message.fromRoleAndContent("user", "What is 2 + 2?")]);
const prompt = encoding.renderConversationForCompletion(conversation, "assistant");
const completion = encoding.encode("<|channel|>final<|message|>It is 4.<|return|>", { allowedSpecial: "all" });
const [message] = encoding.parseMessagesFromCompletionTokens(completion, "assistant");
${print}([encoding.decode(prompt), message.content[0].text, message instanceof ChatMessage].join("\\n"));
`;
}

/** What the program prints. */
export const OUTPUT = "<|start|>user<|message|>What is 2 + 2?<|end|><|start|>assistant\nIt is 4.\ntrue";

/** Uses the package, but for the addon, then what needs the addon; prints the error. */
export const FAILING_PROGRAM = `
import { loadHarmonyEncoding, Message } from "openai-harmony-node";
console.log(Message.fromRoleAndContent("user", "Hi").toJson());
try { loadHarmonyEncoding(); } catch (error) { console.log(error.name + ": " + error.message); }
`;

/** Makes an empty folder that is removed after the test. Nothing above it has packages. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "openai-harmony-node-packaging-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files, and makes the folders that they need. */
export function writeFiles(folder: string, files: Record<string, string | object>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
}

/** Makes a project that has both packages installed, with the program as `program.mjs` and `program.cjs`. */
export function installedProject(folder = temporaryFolder()): string {
  cpSync(packed.modules, join(folder, "node_modules"), { recursive: true });
  writeFiles(folder, {
    "package.json": { private: true },
    "program.mjs": PROGRAM,
    "program.cjs": COMMONJS_PROGRAM,
  });
  return folder;
}

/** Expects that a process has printed the program's output, and nothing else. */
export function expectWorks(ended: Ended): void {
  expect(ended).toEqual({ code: 0, signal: null, stdout: `${OUTPUT}\n`, stderr: "" });
}

/** Runs a command that must not fail, whatever it prints. */
export async function succeed(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  const ended = await run(command, args, options);
  expect(ended, `${command} ${args.join(" ")}\n${ended.stdout}\n${ended.stderr}`).toMatchObject({ code: 0 });
  return ended;
}

/** The path of a file in a development dependency. */
export function tool(path: string): string {
  return join(ROOT, "node_modules", path);
}

/** Bun's executable. npm leaves it in the package of the platform if it runs no scripts of packages. */
export function bunExecutable(): string {
  const packages = existsSync(tool("@oven")) ? readdirSync(tool("@oven")) : [];
  const inPackages = packages.flatMap((name) =>
    ["bun", "bun.exe"].map((file) => `@oven/${name}/bin/${file}`),
  );
  return [...inPackages, "bun/bin/bun.exe"].map(tool).find(existsSync) ?? "bun";
}
