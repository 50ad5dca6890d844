/** The README's quickstart, in a project that has installed the packed package. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMONJS_QUICKSTART, expectQuickstart, QUICKSTART, WITH_COLOURS } from "./quickstart.ts";
import { installedProject, ROOT, run, tool, writeFiles } from "./support.ts";

async function runQuickstart(name: string, source: string): Promise<void> {
  const project = installedProject();
  writeFiles(project, { [name]: source });
  const options = { cwd: project, env: WITH_COLOURS };
  expectQuickstart(await run(process.execPath, [join(project, name)], options));
}

describe("the README's quickstart", () => {
  test("is the example that `npm start` runs", () => {
    expect(QUICKSTART).toBe(readFileSync(join(ROOT, "examples/quickstart.mjs"), "utf8"));
  });

  test("runs as an ES module", () => runQuickstart("quickstart.mjs", QUICKSTART));

  test("runs as CommonJS, through require()", async () => {
    expect(COMMONJS_QUICKSTART.match(/require\(/g)).toHaveLength(2);
    await runQuickstart("quickstart.cjs", COMMONJS_QUICKSTART);
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
