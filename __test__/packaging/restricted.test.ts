/** Surroundings that give a process less than usual: no place to write to, no /proc, fewer system calls. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  expectWorks,
  FAILING_PROGRAM,
  installedProject,
  packed,
  run,
  temporaryFolder,
  writeFiles,
} from "./support.ts";

const RESTRICT = join(import.meta.dirname, "restrict.py");
const PROGRAMS = ["program.mjs", "program.cjs"];

/** Uses the reference engine, which needs a file, after it has seen that none can be written. */
const READ_ONLY_PROGRAM = `
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { loadHarmonyEncoding } from "openai-harmony-node";
try { writeFileSync(tmpdir() + "/file", ""); } catch ({ code }) { console.log(code); }
try { loadHarmonyEncoding(undefined, { engine: "reference" }); } catch ({ name, message }) { console.log(name + ": " + message); }
console.log(loadHarmonyEncoding().decode([13225, 2375]));
`;

/** Makes Node.js find nothing in /proc, as far as JavaScript looks. */
const WITHOUT_PROC = `
const fs = require("node:fs");
for (const [name, original] of Object.entries(fs)) {
  if (typeof original !== "function" || !/^[a-z]/.test(name)) continue;
  fs[name] = (path, ...rest) =>
    original(typeof path === "string" ? path.replace(/^\\/proc\\b/, "/nowhere") : path, ...rest);
}
require("node:module").syncBuiltinESMExports();
if (fs.existsSync("/proc/self")) throw new Error("/proc is still there");
process.report.getReport = () => { throw new Error("no report"); };
`;

// What is restricted here, and how, is Linux's.
describe.runIf(process.platform === "linux")("on Linux", () => {
  describe("where the kernel refuses system calls", () => {
    beforeAll(async () => {
      const python = await run("python3", ["--version"]).catch(() => undefined);
      if (python?.code !== 0)
        throw new Error("this test needs python3, which sets the filter for system calls");
    });

    const restricted = (kind: string, program: string, TMPDIR: string) =>
      run("python3", [RESTRICT, kind, process.execPath, program], { env: { HOME: TMPDIR, TMPDIR } });

    test.each(PROGRAMS)("as a container does by default: %s", async (program) => {
      expectWorks(await restricted("container", join(installedProject(), program), temporaryFolder()));
    });

    test.each(PROGRAMS)("that would write to any place: %s", async (program) => {
      expectWorks(await restricted("read-only", join(installedProject(), program), temporaryFolder()));
    });

    test("that would write to any place: the reference engine says that it needs one", async () => {
      const project = installedProject();
      writeFiles(project, { "read-only.mjs": READ_ONLY_PROGRAM });
      const ended = await restricted("read-only", join(project, "read-only.mjs"), temporaryFolder());
      expect(ended).toMatchObject({ code: 0, stderr: "" });
      expect(ended.stdout).toMatch(
        /^EROFS\nHarmonyRuntimeError: cannot write the vocabulary file .*\nHello world\n$/,
      );
    });
  });

  test.each(PROGRAMS)(
    "where neither the home nor the folder for temporary files exists: %s",
    async (program) => {
      const nowhere = "/dev/null/nowhere";
      const env = { HOME: nowhere, TMPDIR: nowhere, XDG_CACHE_HOME: nowhere };
      expectWorks(await run(process.execPath, [join(installedProject(), program)], { cwd: "/", env }));
    },
  );

  describe("without /proc", () => {
    test.each(PROGRAMS)("as far as JavaScript can see: %s", async (program) => {
      const project = installedProject();
      writeFiles(project, { "without-proc.cjs": WITHOUT_PROC });
      const args = ["--require", join(project, "without-proc.cjs"), join(project, program)];
      expectWorks(await run(process.execPath, args));
    });

    test("and without the addon, the error comes all the same", async () => {
      const project = installedProject();
      writeFileSync(join(project, "node_modules", packed.platformPackage, packed.addon), "not an addon");
      writeFiles(project, { "without-proc.cjs": WITHOUT_PROC, "failing.mjs": FAILING_PROGRAM });
      const args = ["--require", join(project, "without-proc.cjs"), join(project, "failing.mjs")];
      const { stdout, ...ended } = await run(process.execPath, args);
      expect(ended).toMatchObject({ code: 0, stderr: "" });
      expect(stdout).toContain("HarmonyModuleNotFoundError: The native addon");
    });

    test("in a namespace of its own, where the system allows one", async () => {
      const project = installedProject();
      const emptyProc = ["-rm", "sh", "-c", 'mount -t tmpfs none /proc && exec "$@"', "sh"];
      const probe = await run("unshare", [...emptyProc, "test", "!", "-e", "/proc/self"]);
      if (probe.code !== 0) {
        // Then the tests before this one are what there is; the system must have said why.
        expect(probe.stderr).toMatch(
          /Operation not permitted|Permission denied|Invalid argument|No space left/,
        );
        return;
      }
      for (const program of PROGRAMS) {
        expectWorks(await run("unshare", [...emptyProc, process.execPath, join(project, program)]));
      }
    });
  });

  test("an addon that needs a library which is not there, as one for another C library", async () => {
    const project = installedProject();
    const addon = join(project, "node_modules", packed.platformPackage, packed.addon);
    // Names of the same length: the C library's, and one that no system has.
    const [libc, missing] = packed.addon.includes("musl")
      ? ["libc.so", "libq.so"]
      : ["libc.so.6", "libc.musl"];
    writeFileSync(addon, withLibrary(readFileSync(addon), libc, missing));
    writeFiles(project, { "failing.mjs": FAILING_PROGRAM });
    const { stdout, ...ended } = await run(process.execPath, [join(project, "failing.mjs")]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(stdout).toContain("HarmonyModuleNotFoundError: The native addon");
    expect(stdout).toMatch(new RegExp(`\\n {2}- [^\\n]*/${packed.addon}: [^\\n]*${missing}`));
    expect(stdout).toContain("\n    npm install openai-harmony-node --include=optional\n");
    expect(stdout).not.toContain("has been installed for another platform");
  });
});

/** Replaces the name of a needed library, in the table of names of an ELF file. */
function withLibrary(file: Buffer, name: string, other: string): Buffer {
  const place = file.indexOf(`\0${name}\0`);
  if (place < 0) expect.fail(`the addon does not need ${name}`);
  file.write(other, place + 1, "latin1");
  return file;
}
