/** The native addon: opened at its first use, wherever it is; and an error that says what to do where it is not. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { statedLength } from "../facade/native/image.ts";
import { PUBLISHED_TARGETS } from "../facade/native/target.ts";
import { ROOT, run } from "./support.ts";

const FOLDER = "node_modules/openai-harmony-node";
const libc = process.platform === "linux" ? "(glibc [\\d.]+|musl)" : "the system's";

/** The build for this machine, such as `linux-x64-gnu`: a test machine has that one and no other. */
const file = (await readdir(ROOT)).find((name) => name.endsWith(".node")) ?? "";
const target = file.split(".")[1] ?? "";
const platformPackage = `openai-harmony-node-${target}`;

let temporary: string;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), "openai-harmony-node-test-"));
});

afterAll(() => rm(temporary, { recursive: true }));

/** Makes a project that has the package without its addon. Returns the project's folder. */
async function install(name: string): Promise<string> {
  const project = join(temporary, name);
  await mkdir(join(project, FOLDER), { recursive: true });
  for (const part of ["dist", "package.json"]) {
    await cp(join(ROOT, part), join(project, FOLDER, part), { recursive: true });
  }
  return project;
}

/** Uses the package without the addon, then tries twice what needs it. Returns the message, which is the same. */
async function firstUses(project: string, { env = {}, prelude = "", caused = true } = {}): Promise<string> {
  const program = `
    ${prelude}
    import * as harmony from "openai-harmony-node";
    const message = harmony.Message.fromRoleAndContent("user", "x").toJson();
    if (harmony.Message.fromJson(message).toJson() !== message) throw new Error("not the same");
    const errors = [1, 2].map(() => {
      try {
        harmony.loadHarmonyEncoding();
      } catch (error) {
        const typed = error instanceof harmony.HarmonyModuleNotFoundError;
        return [typed, error.name, error.code, error.message, error.cause instanceof Error, "cause" in error];
      }
    });
    console.log(JSON.stringify(errors));
  `;
  const ended = await run(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: project,
    env,
  });
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  const errors: [boolean, string, string, string, boolean, boolean][] = JSON.parse(ended.stdout);
  const message = errors[0]?.[3] ?? "";
  const expected = [
    true,
    "HarmonyModuleNotFoundError",
    "ERR_HARMONY_MODULE_NOT_FOUND",
    message,
    caused,
    caused,
  ];
  expect(errors).toEqual([expected, expected]);
  expect(message).toMatch(/^The native addon of openai-harmony-node cannot be loaded\.\n/);
  expect(message).not.toMatch(/Require stack|npm has a bug|wasm|universal|android/);
  return message;
}

describe("without the addon, the import works and the first use says", () => {
  test("for which platform the addon was looked for, where, and what to do", async () => {
    const project = await install("missing");
    const message = await firstUses(project);
    expect(message).toMatch(
      new RegExp(
        `\\n {2}platform: ${process.platform}, architecture: ${process.arch}, libc: ${libc}, Node\\.js: ${process.version}\\n`,
      ),
    );
    const root = join(project, FOLDER);
    expect(message.split("\n").filter((line) => line.startsWith("  - "))).toEqual([
      `  - ${join(root, file)}: no such file`,
      `  - ${join(root, "node_modules", platformPackage, file)}: no such file`,
      `  - ${join(root, "..", platformPackage, file)}: no such file`,
      `  - ${platformPackage}: Cannot find module '${platformPackage}'`,
    ]);
    expect(message).toContain("\n    npm install openai-harmony-node --include=optional\n");
  });

  test("that the addon is broken, and how", async () => {
    const project = await install("broken");
    await writeFile(join(project, FOLDER, file), "this is not an addon");
    const message = await firstUses(project);
    expect(message).toContain(`\n  - ${join(project, FOLDER, file)}: `);
    expect(message).not.toContain(`${join(project, FOLDER, file)}: no such file`);
  });

  test.each([1, 2, 3, 4, 5, 6, 7])("that the addon is incomplete: %s eighths of it", async (eighths) => {
    const project = await install(`incomplete-${eighths}`);
    const path = join(project, FOLDER, file);
    const whole = await readFile(join(ROOT, file));
    const size = Math.floor((whole.length * eighths) / 8);
    await writeFile(path, whole.subarray(0, size));
    const message = await firstUses(project);
    expect(message).toContain(
      `  - ${path}: the file is incomplete: it has ${size} of ${whole.length} bytes\n`,
    );
    expect(message).toContain("\n    npm install openai-harmony-node --include=optional\n");
  });

  test.each(["9.9.9", undefined])("that the addon is of another version: %s", async (other) => {
    const project = await install(`version-${other}`);
    await cp(join(ROOT, file), join(project, FOLDER, file));
    const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
    const prelude = `process.dlopen = (module) => { module.exports = { VERSION: ${JSON.stringify(other)} }; };`;
    const message = await firstUses(project, { prelude });
    expect(message).toContain(
      `: the addon is of version ${other ?? "0.0.0"}, this package is of version ${version}\n`,
    );
  });

  test("that the file named by NAPI_RS_NATIVE_LIBRARY_PATH is not there, and tries no other", async () => {
    const path = join(temporary, "nowhere.node");
    const message = await firstUses(await install("nowhere"), { env: { NAPI_RS_NATIVE_LIBRARY_PATH: path } });
    expect(message.split("\n").filter((line) => line.startsWith("  - "))).toEqual([
      expect.stringContaining(`  - ${path}: `),
    ]);
    expect(message).toContain("NAPI_RS_NATIVE_LIBRARY_PATH names this file");
    expect(message).not.toContain("npm install");
  });

  test.each([
    ["linux", "ia32"],
    ["freebsd", "x64"],
    ["sunos", "x64"],
  ])("that there is no build for %s-%s, and which builds there are", async (platform, arch) => {
    const message = await firstUses(await install(`${platform}-${arch}`), {
      caused: false,
      prelude: `
        Object.defineProperty(process, "platform", { value: "${platform}" });
        Object.defineProperty(process, "arch", { value: "${arch}" });
      `,
    }).then((text) => text.replaceAll(`${platform}-${arch}`, "THIS"));
    expect(message).toMatch(/\n {2}There is no build for THIS(-gnu|-musl)?\. Builds exist for:\n/);
    for (const published of PUBLISHED_TARGETS) expect(message).toContain(published);
    expect(message).toContain("NAPI_RS_NATIVE_LIBRARY_PATH");
    expect(message).not.toMatch(/npm install|no such file|Cannot find module/);
  });
});

test("the published builds are those that are built, and each has its package", async () => {
  const { napi } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  const built = (napi.targets as string[]).map((triple) => {
    const [arch, , system, abi] = triple.replace("apple", "pc").split("-");
    const platform = system === "windows" ? "win32" : system;
    return [platform, arch === "x86_64" ? "x64" : "arm64", abi].filter(Boolean).join("-");
  });
  expect([...PUBLISHED_TARGETS].sort()).toEqual(built.sort());
  expect((await readdir(join(ROOT, "npm"))).sort()).toEqual(built.sort());
});

describe("an addon's file states its length", () => {
  test("the one for this machine", async () => {
    const addon = await readFile(join(ROOT, file));
    expect(statedLength(addon.subarray(0, 4096))).toBe(addon.length);
  });

  test("ELF: the table of sections is at the end", () => {
    const header = Buffer.alloc(64);
    header.write("\x7fELF", "latin1");
    header.writeBigUInt64LE(1000n, 40);
    header.writeUInt16LE(64, 58);
    header.writeUInt16LE(3, 60);
    expect(statedLength(header)).toBe(1000 + 3 * 64);
  });

  test("Mach-O: the last segment is at the end", () => {
    const header = Buffer.alloc(32 + 16 + 72 + 72);
    header.writeUInt32LE(0xfeedfacf, 0);
    header.writeUInt32LE(3, 16);
    header.writeUInt32LE(header.length - 32, 20);
    header.writeUInt32LE(0x1b, 32);
    header.writeUInt32LE(16, 36);
    for (const [command, start, length] of [
      [48, 4096n, 500n],
      [120, 0n, 4096n],
    ] as const) {
      header.writeUInt32LE(0x19, command);
      header.writeUInt32LE(72, command + 4);
      header.writeBigUInt64LE(start, command + 40);
      header.writeBigUInt64LE(length, command + 48);
    }
    expect(statedLength(header)).toBe(4596);
  });

  test("PE: the last section is at the end", () => {
    const header = Buffer.alloc(512);
    header.write("MZ", "latin1");
    header.writeUInt32LE(128, 60);
    header.write("PE\0\0", 128, "latin1");
    header.writeUInt16LE(2, 134);
    header.writeUInt16LE(112, 148);
    for (const [section, length, start] of [
      [264, 512, 1024],
      [304, 256, 1536],
    ] as const) {
      header.writeUInt32LE(length, section + 16);
      header.writeUInt32LE(start, section + 20);
    }
    expect(statedLength(header)).toBe(1792);
  });

  test("anything else, and a header without its end, state none", () => {
    for (const start of ["", "x", "\x7fELF", "\xcf\xfa\xed\xfe\0\0\0\0", "MZ", "this is not an addon"]) {
      expect(statedLength(Buffer.from(start, "latin1"))).toBeUndefined();
    }
    const endless = Buffer.alloc(4096);
    endless.writeUInt32LE(0xfeedfacf, 0);
    endless.writeUInt32LE(0xffffffff, 20);
    expect(statedLength(endless)).toBeUndefined();
  });
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

const decoded = { stderr: "", stdout: "Hello world\n", code: 0 };

/** Decodes tokens in a project. */
function decodeIn(project: string, env: Record<string, string> = {}) {
  const program = `
    import { loadHarmonyEncoding } from "openai-harmony-node";
    console.log(loadHarmonyEncoding().decode([13225, 2375]));
  `;
  return run(process.execPath, ["--input-type=module", "--eval", program], { cwd: project, env });
}

test("NAPI_RS_NATIVE_LIBRARY_PATH leads to the addon, from the working directory", async () => {
  const project = await install("named");
  await writeFile(join(project, FOLDER, file), "this is not an addon");
  await cp(join(ROOT, file), join(project, "mine.node"));
  for (const path of ["mine.node", join(project, "mine.node")]) {
    expect(await decodeIn(project, { NAPI_RS_NATIVE_LIBRARY_PATH: path })).toMatchObject(decoded);
  }
  await cp(join(ROOT, file), join(project, FOLDER, file));
  expect(await decodeIn(project, { NAPI_RS_NATIVE_LIBRARY_PATH: "" })).toMatchObject(decoded);
});

describe("the platform's package is found", () => {
  test.each([
    ["beside this one", "."],
    ["inside this one", FOLDER],
    ["farther up", "../.."],
  ])("%s", async (name, folder) => {
    const project = await install(join("workspace", name, "packages/app"));
    const home = join(project, folder, "node_modules", platformPackage);
    await mkdir(home, { recursive: true });
    await cp(join(ROOT, file), join(home, file));
    await writeFile(join(home, "package.json"), JSON.stringify({ name: platformPackage, main: file }));
    expect(await decodeIn(project)).toMatchObject(decoded);
  });
});
