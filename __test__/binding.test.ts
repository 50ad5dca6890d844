/** The native addon: loaded at its first use, and an error that tells what to do where it cannot be loaded. */
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROOT, run } from "./support.ts";

const FOLDER = "node_modules/openai-harmony-node";
const libc = process.platform === "linux" ? "(glibc [\\d.]+|musl)" : "the system's";
const addon = `openai-harmony-node.${process.platform}-${process.arch}`;

let temporary: string;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), "openai-harmony-node-test-"));
});

afterAll(() => rm(temporary, { recursive: true }));

/** A copy of the package without its addon. Returns the folder of a project that has it installed. */
async function install(name: string): Promise<string> {
  const project = join(temporary, name);
  await mkdir(join(project, FOLDER), { recursive: true });
  for (const part of ["dist", "package.json", "binding.cjs"]) {
    await cp(join(ROOT, part), join(project, FOLDER, part), { recursive: true });
  }
  return project;
}

/** The names of the addon's files on this platform. */
function addonFiles(): string[] {
  const abi =
    process.platform === "linux" ? ["-gnu", "-musl"] : process.platform === "win32" ? ["-msvc"] : [""];
  return abi.map((suffix) => `${addon}${suffix}.node`);
}

/** Uses the package without the addon, then tries twice what needs it. Returns the two errors. */
async function firstUses(project: string, env: Record<string, string> = {}) {
  const program = `
    import * as harmony from "openai-harmony-node";
    const message = harmony.Message.fromRoleAndContent("user", "x").toJson();
    if (harmony.Message.fromJson(message).toJson() !== message) throw new Error("not the same");
    const errors = [
      () => harmony.loadHarmonyEncoding(),
      () => harmony.loadHarmonyEncoding(),
      () => harmony.ToolNamespaceConfig.browser(),
      () => harmony.SystemContent.new().withPythonTool(),
    ].map((use) => {
      try {
        use();
      } catch (error) {
        const typed = error instanceof harmony.HarmonyModuleNotFoundError;
        return [typed, error.name, error.code, error.message, error.cause instanceof Error];
      }
    });
    console.log(JSON.stringify(errors));
  `;
  const ended = await run(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: project,
    env,
  });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  const errors: [boolean, string, string, string, boolean][] = JSON.parse(ended.stdout);
  expect(errors).toHaveLength(4);
  for (const error of errors) {
    expect(error).toEqual([
      true,
      "HarmonyModuleNotFoundError",
      "ERR_HARMONY_MODULE_NOT_FOUND",
      errors[0]?.[3],
      true,
    ]);
  }
  return errors[0]?.[3] ?? "";
}

test("without the addon the import works, and the first use says everything there is to say", async () => {
  const message = await firstUses(await install("missing"));
  expect(message).toMatch(/^The native addon of openai-harmony-node cannot be loaded\.\n/);
  expect(message).toMatch(
    new RegExp(
      `\\n {2}platform: ${process.platform}, architecture: ${process.arch}, libc: ${libc}, Node\\.js: ${process.version}\\n`,
    ),
  );
  expect(message).toContain(`\n  - Cannot find module './${addon}`);
  expect(message).toContain(`\n  - Cannot find module '${addon.replace(".", "-")}`);
  expect(message).toContain("\n    npm install openai-harmony-node --include=optional\n");
  expect(message).not.toMatch(/Require stack|npm has a bug/);
});

test("a broken addon is named, with the reason", async () => {
  const project = await install("broken");
  for (const file of addonFiles()) await writeFile(join(project, FOLDER, file), "this is not an addon");
  const message = await firstUses(project);
  expect(message).toContain(addon);
  expect(message).not.toContain(`Cannot find module './${addon}`);
});

test("a library path that leads nowhere is named", async () => {
  const path = join(temporary, "nowhere.node");
  const message = await firstUses(await install("nowhere"), { NAPI_RS_NATIVE_LIBRARY_PATH: path });
  expect(message).toContain(path);
});

test("once the addon is there, the next use works, in the same process", async () => {
  const project = await install("mended");
  const program = `
    import { copyFileSync, readdirSync } from "node:fs";
    import { loadHarmonyEncoding } from "openai-harmony-node";
    try { loadHarmonyEncoding(); } catch ({ code }) { console.log(code); }
    for (const file of readdirSync(process.env.ADDON)) {
      if (file.endsWith(".node")) copyFileSync(process.env.ADDON + "/" + file, "${FOLDER}/" + file);
    }
    console.log(loadHarmonyEncoding().decode([13225, 2375]));
  `;
  const ended = await run(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: project,
    env: { ADDON: ROOT },
  });
  expect(ended).toMatchObject({ stderr: "", stdout: "ERR_HARMONY_MODULE_NOT_FOUND\nHello world\n", code: 0 });
});

describe("the package of the platform is found", async () => {
  const file = (await readdir(ROOT)).find((name) => name.endsWith(".node")) ?? "";
  const platformPackage = file.replace(".", "-").replace(".node", "");

  /** Decodes tokens in a project, whose `node_modules` has this package; another one has the platform's. */
  async function decodeIn(project: string, platformFolder: string) {
    const target = join(platformFolder, "node_modules", platformPackage);
    await mkdir(target, { recursive: true });
    await cp(join(ROOT, file), join(target, file));
    await writeFile(join(target, "package.json"), JSON.stringify({ name: platformPackage, main: file }));
    const program = `
      import { loadHarmonyEncoding } from "openai-harmony-node";
      console.log(loadHarmonyEncoding().decode([13225, 2375]));
    `;
    return run(process.execPath, ["--input-type=module", "--eval", program], { cwd: project });
  }

  const decoded = { stderr: "", stdout: "Hello world\n", code: 0 };

  test.runIf(!file.includes("musl")).each([
    ["beside this one", "."],
    ["inside this one", FOLDER],
  ])("%s, without the loader", async (_, folder) => {
    const project = await install(`platform ${folder.length}`);
    await rm(join(project, FOLDER, "binding.cjs"));
    expect(await decodeIn(project, join(project, folder))).toMatchObject(decoded);
  });

  test("farther up, by the loader", async () => {
    const project = await install("workspace/packages/app");
    expect(await decodeIn(project, join(temporary, "workspace"))).toMatchObject(decoded);
  });
});
