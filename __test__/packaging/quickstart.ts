/** The README's quickstart as a program, for both module systems, and what it prints. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Ended } from "../support.ts";
import { ROOT } from "./support.ts";

const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** The quickstart as the README has it. */
export const QUICKSTART = README.match(/<!-- examples\/quickstart.mjs -->\n```js\n(.*?)```/s)?.[1] ?? "";

/** The same program with `require()`. */
export const COMMONJS_QUICKSTART = QUICKSTART.replace(
  /import (\{[^}]*\}) from ("[^"]*");/g,
  (_, names: string, from: string) => `const ${names} = require(${from});`,
);

/** Where there is no terminal, newer versions of Node.js colour nothing unless they are told to. */
export const WITH_COLOURS = { FORCE_COLOR: "1" };

/** What the quickstart prints, but for the colours. */
const OUTPUT = [
  /^# The prompt, its special tokens in colour\n<\|start\|>system<\|message\|>You are ChatGPT/,
  /<\|end\|><\|start\|>user<\|message\|>What is 2 \+ 2\?<\|end\|><\|start\|>assistant\n/,
  /\n200006 17360 200008 3575 553 [\d ]+ 200006 173781\n/,
  /content: \[ \{ type: 'text', text: 'The user asks for a simple sum\.' \} \],\n {2}channel: 'analysis'/,
  /\nanalysis: "The"\nanalysis: " user"\n/,
  /\nfinal: "🎉"\n$/,
];

/** Expects that a process has run the quickstart in colours, and printed nothing else. */
export function expectQuickstart(ended: Ended): void {
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with ESC
  const plain = ended.stdout.replace(/\u001b\[\d+m/g, "");
  expect(ended.stdout).not.toBe(plain);
  for (const part of OUTPUT) expect(plain).toMatch(part);
}
