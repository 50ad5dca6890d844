/** The declarations, in the oldest and the newest TypeScript that they are made for, under all kinds of settings. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { installedProject, run, tool, writeFiles } from "./support.ts";

/** Uses both entries, and takes a value of the one for a value of the other. */
const USER = `
import { type HarmonyEncoding, HarmonyValueError, loadHarmonyEncoding, Message, Role } from "openai-harmony-node";
import { Conversation, Message as ChatMessage, type MessageDict } from "openai-harmony-node/chat";

export const message: ChatMessage = Message.fromRoleAndContent(Role.USER, "Hi");
export const back: Message = ChatMessage.fromRoleAndContent("assistant", "Hello");
export const encoding: HarmonyEncoding = loadHarmonyEncoding();
export const tokens: Uint32Array = encoding.renderConversation(Conversation.fromMessages([message, back]));
export const dict: MessageDict = message.toDict();
export const path: string | null = new HarmonyValueError("m", { cause: 1, path: "p" }).path;
`;

/** Takes values of the CommonJS declarations for values of the ES module's, and the other way round. */
const MIXED = `
import * as commonJs from "./user.cjs";
import { type HarmonyEncoding, type Message, StreamableParser } from "openai-harmony-node";

export const message: Message = commonJs.message;
export const encoding: HarmonyEncoding = commonJs.encoding;
export const parser = new StreamableParser(commonJs.encoding, "assistant");
export const tokens = commonJs.encoding.render(message);
`;

const MISUSE = `
import { Message } from "openai-harmony-node";
export const message = Message.fromRoleAndContent("nobody", "Hi");
`;

const VERSIONS = { oldest: "typescript-5.4", current: "typescript", newest: "typescript-newest" };

const SETTINGS = [
  { module: "node16", moduleResolution: "node16", files: ["user.ts", "user.mts", "user.cts", "mixed.mts"] },
  {
    module: "nodenext",
    moduleResolution: "nodenext",
    files: ["user.ts", "user.mts", "user.cts", "mixed.mts"],
  },
  { module: "esnext", moduleResolution: "bundler", files: ["user.ts"] },
  { module: "preserve", moduleResolution: "bundler", files: ["user.ts"] },
  { module: "commonjs", moduleResolution: "node10", files: ["user.ts"] },
];

/** TypeScript 7 has no `node10` any more. */
const CASES = Object.entries(VERSIONS).flatMap(([version, folder]) =>
  SETTINGS.filter(({ moduleResolution }) => version !== "newest" || moduleResolution !== "node10").map(
    (settings) => ({ version, compiler: tool(`${folder}/bin/tsc`), ...settings }),
  ),
);

test.concurrent.each(CASES)(
  "$version TypeScript, $module with $moduleResolution",
  async ({ compiler, files, ...settings }) => {
    const { module, moduleResolution } = settings;
    const project = installedProject();
    const compilerOptions = {
      module,
      moduleResolution,
      target: "es2020",
      lib: ["es2020"],
      types: [],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
    };
    writeFiles(project, {
      "user.ts": USER,
      "user.mts": USER,
      "user.cts": USER,
      "mixed.mts": MIXED,
      "misuse.ts": MISUSE,
      "tsconfig.json": { compilerOptions, files },
      "tsconfig.misuse.json": { compilerOptions, files: ["misuse.ts"] },
    });
    const check = (config: string) => run(process.execPath, [compiler, "--project", join(project, config)]);
    expect(await check("tsconfig.json")).toMatchObject({ stdout: "", code: 0 });
    // The declarations are really there: without them, everything would be right.
    expect((await check("tsconfig.misuse.json")).stdout).toContain('"nobody"');
  },
);
