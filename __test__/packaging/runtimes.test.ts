/** Node.js, Jest, Bun and Deno, with the packages installed. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  body,
  bunExecutable,
  expectWorks,
  FAILING_PROGRAM,
  installedProject,
  OUTPUT,
  run,
  succeed,
  tool,
  writeFiles,
} from "./support.ts";

const deno = tool("deno/bin.cjs");

describe("Node.js", () => {
  test.each(["program.mjs", "program.cjs"])("%s", async (program) => {
    expectWorks(await run(process.execPath, [join(installedProject(), program)]));
  });

  test("import and require, in either order and of either entry, give the same classes", async () => {
    const project = installedProject();
    const load = {
      imported: `await import("openai-harmony-node")`,
      importedChat: `await import("openai-harmony-node/chat")`,
      required: `require("openai-harmony-node")`,
      requiredChat: `require("openai-harmony-node/chat")`,
    };
    for (const order of [Object.entries(load), Object.entries(load).reverse()]) {
      writeFiles(project, {
        "mixed.mjs": `
          import { createRequire } from "node:module";
          const require = createRequire(import.meta.url);
          const { ${order.map(([name]) => name).join(", ")} } = { ${order.map((entry) => entry.join(": ")).join(", ")} };
          const names = Object.keys(importedChat);
          for (const other of [imported, required, requiredChat]) {
            console.log(names.length, names.every((name) => other[name] === importedChat[name]));
          }
          console.log(Object.keys(imported).every((name) => imported[name] === required[name]));
        `,
      });
      const ended = await run(process.execPath, [join(project, "mixed.mjs")]);
      expect(ended.stderr).toBe("");
      expect(ended.stdout).toMatch(/^(\d+ true\n)\1\1true\n$/);
    }
  });
});

test("Jest in its default configuration", async () => {
  const project = installedProject();
  const source = `
    const { Conversation, HarmonyRuntimeError, loadHarmonyEncoding, Message } = require("openai-harmony-node");
    const { Message: ChatMessage } = require("openai-harmony-node/chat");
    test("renders and parses", () => {
      let output;
      ${body("(text => { output = text; })")}
      expect(output).toBe(${JSON.stringify(OUTPUT)});
      expect(prompt).toBeInstanceOf(Uint32Array);
    });
    test("throws errors of this realm", () => {
      const encoding = loadHarmonyEncoding();
      expect(() => encoding.decode([201089])).toThrow(HarmonyRuntimeError);
      expect(() => encoding.decode([201089])).toThrow(Error);
    });
  `;
  // Two files, each of which Jest gives a global object of its own, in one process.
  writeFiles(project, { "one.test.js": source, "two.test.js": source });
  const args = [tool("jest/bin/jest.js"), "--runInBand", "--no-cache", "--rootDir", project];
  const { stderr } = await succeed(process.execPath, args, { cwd: project });
  expect(stderr).toMatch(/Tests: +4 passed, 4 total/);
});

describe("Bun", () => {
  test.each(["program.mjs", "program.cjs"])("%s", async (program) => {
    const project = installedProject();
    expectWorks(await run(bunExecutable(), [join(project, program)], { cwd: project }));
  });
});

describe("Deno", () => {
  const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };

  test.each(["program.mjs", "program.cjs"])("%s, with the permissions it needs", async (program) => {
    const project = installedProject();
    const args = [deno, "run", "--no-prompt", "--allow-ffi", "--allow-read", join(project, program)];
    expectWorks(
      await run(process.execPath, args, { cwd: project, env: { ...env, DENO_DIR: join(project, ".deno") } }),
    );
  });

  test("without permissions, the import works and the error names the permission", async () => {
    const project = installedProject();
    writeFiles(project, { "failing.mjs": FAILING_PROGRAM });
    const ended = await run(process.execPath, [deno, "run", "--no-prompt", join(project, "failing.mjs")], {
      cwd: project,
      env: { ...env, DENO_DIR: join(project, ".deno") },
    });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain("HarmonyModuleNotFoundError: The native addon");
    expect(ended.stdout).toMatch(/--allow-ffi|ffi access/);
  });
});
