/** The packed package, installed in an empty folder as a user would, with the README's quickstart. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
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

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "openai-harmony-node-packaging-"));
  npm(ROOT, "pack", "--pack-destination", folder);
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  npm(folder, "install", "--offline", `./openai-harmony-node-${version}.tgz`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]): string {
  return execFileSync("npm", args, {
    cwd,
    encoding: "utf8",
    shell: process.platform === "win32",
    stdio: "pipe",
  });
}

function node(name: string, source: string): string {
  writeFileSync(join(folder, name), source);
  return execFileSync(process.execPath, [join(folder, name)], { cwd: folder, encoding: "utf8" });
}

function expectQuickstart(output: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with ESC
  const plain = output.replace(/\u001b\[\d+m/g, "");
  expect(output).not.toBe(plain);
  for (const part of OUTPUT) expect(plain).toMatch(part);
}

describe("the README's quickstart", () => {
  test("is the example that `npm start` runs", () => {
    expect(QUICKSTART).toBe(readFileSync(join(ROOT, "examples/quickstart.mjs"), "utf8"));
  });

  test("runs as an ES module", () => {
    expectQuickstart(node("quickstart.mjs", QUICKSTART));
  });

  test("runs as CommonJS, through require()", () => {
    const commonJs = QUICKSTART.replace(
      /import (\{[^}]*\}) from ("[^"]*");/g,
      (_, names: string, from: string) => `const ${names} = require(${from});`,
    );
    expect(commonJs.match(/require\(/g)).toHaveLength(2);
    expectQuickstart(node("quickstart.cjs", commonJs));
  });

  test.each(["mts", "cts"])("type-checks as .%s with nodenext, declarations included", (extension) => {
    const source = join(folder, `types.${extension}`);
    writeFileSync(source, QUICKSTART);
    mkdirSync(join(folder, "node_modules/@types"), { recursive: true });
    for (const name of ["@types/node", "undici-types"]) {
      cpSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name), { recursive: true });
    }
    const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
    const flags = ["--noEmit", "--strict", "--module", "nodenext", "--target", "es2022", "--types", "node"];
    const check = () =>
      execFileSync(process.execPath, [tsc, ...flags, source], { cwd: folder, encoding: "utf8" });
    expect(check()).toBe("");
    writeFileSync(source, QUICKSTART.replace("Role.ASSISTANT", '"nobody"'));
    expect(check).toThrow();
  });
});

test("the tarball holds what users need, and no sources", () => {
  const [{ files }] = JSON.parse(npm(ROOT, "pack", "--dry-run", "--json")) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining([
      "LICENSE",
      "README.md",
      "dist/index.cjs",
      "dist/index.js",
      "index.d.cts",
      "index.d.ts",
    ]),
  );
  expect(paths.filter((path) => path.endsWith(".node"))).toHaveLength(1);
  expect(paths.filter((path) => /\.rs$|(?<!\.d)\.ts$|\.jsonl$/.test(path))).toEqual([]);
});
