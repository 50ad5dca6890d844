/** The README's quickstart, in a project that has installed the packed package. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { installedProject, ROOT, run, tool, writeFiles } from "./support.ts";

const README = readFileSync(join(ROOT, "README.md"), "utf8");
const QUICKSTART = README.match(/<!-- examples\/quickstart.mjs -->\n```js\n(.*?)```/s)?.[1] ?? "";

/** What the quickstart prints, but for the colours. */
const OUTPUT = [
  /^# The prompt, its special tokens in colour\n<\|start\|>system<\|message\|>You are ChatGPT/,
  /<\|end\|><\|start\|>user<\|message\|>What is 2 \+ 2\?<\|end\|><\|start\|>assistant\n/,
  /\n200006 17360 200008 3575 553 [\d ]+ 200006 173781\n/,
  /content: \[ \{ type: 'text', text: 'The user asks for a simple sum\.' \} \],\n {2}channel: 'analysis'/,
  /\nanalysis: "The"\nanalysis: " user"\n/,
  /\nfinal: "🎉"\n$/,
];

async function runQuickstart(name: string, source: string): Promise<void> {
  const project = installedProject();
  writeFiles(project, { [name]: source });
  const program = join(project, name);
  // Where there is no terminal, newer versions of Node.js colour nothing unless they are told to.
  const ended = await run(process.execPath, [program], { cwd: project, env: { FORCE_COLOR: "1" } });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with ESC
  const plain = ended.stdout.replace(/\u001b\[\d+m/g, "");
  expect(ended.stdout).not.toBe(plain);
  for (const part of OUTPUT) expect(plain).toMatch(part);
}

describe("the README's quickstart", () => {
  test("is the example that `npm start` runs", () => {
    expect(QUICKSTART).toBe(readFileSync(join(ROOT, "examples/quickstart.mjs"), "utf8"));
  });

  test("runs as an ES module", () => runQuickstart("quickstart.mjs", QUICKSTART));

  test("runs as CommonJS, through require()", async () => {
    const commonJs = QUICKSTART.replace(
      /import (\{[^}]*\}) from ("[^"]*");/g,
      (_, names: string, from: string) => `const ${names} = require(${from});`,
    );
    expect(commonJs.match(/require\(/g)).toHaveLength(2);
    await runQuickstart("quickstart.cjs", commonJs);
  });

  test.each(["mts", "cts"])("type-checks as .%s with nodenext, declarations included", async (extension) => {
    const project = installedProject();
    for (const name of ["@types/node", "undici-types"]) {
      cpSync(tool(name), join(project, "node_modules", name), { recursive: true });
    }
    const flags = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--types", "node"];
    const check = (source: string) => {
      writeFiles(project, { [`types.${extension}`]: source });
      const args = [tool("typescript-newest/bin/tsc"), ...flags, `types.${extension}`];
      return run(process.execPath, args, { cwd: project });
    };
    expect(await check(QUICKSTART)).toMatchObject({ code: 0, stdout: "" });
    expect((await check(QUICKSTART.replace("Role.ASSISTANT", '"nobody"'))).code).not.toBe(0);
  });
});
