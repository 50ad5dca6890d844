/** `@vercel/nft` lists all files that a program needs, whichever C library the machine has. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { nodeFileTrace } from "@vercel/nft";
import { expect, test } from "vitest";
import { expectWorks, installedProject, packed, run, temporaryFolder, writeFiles } from "./support.ts";

const linux = process.platform === "linux";

/** Copies the files that a program needs, and nothing else. Returns the folder and the list. */
async function trace(project: string, program: string): Promise<{ folder: string; files: string[] }> {
  const folder = temporaryFolder();
  const { fileList } = await nodeFileTrace([join(project, program)], { base: project, processCwd: project });
  const files = [...fileList];
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    cpSync(join(project, file), join(folder, file));
  }
  return { folder, files };
}

test.each(["program.mjs", "program.cjs"])("%s runs from its traced files", async (program) => {
  const { folder, files } = await trace(installedProject(), program);
  expect(files).toContain(join("node_modules", packed.platformPackage, packed.addon));
  expectWorks(await run(process.execPath, [join(folder, program)]));
});

/** Makes a machine appear to have musl's loader, as many with glibc do; and Node.js to be linked with it, if wanted. */
const MACHINE_WITH_MUSL = `
  const fs = require("node:fs");
  const { existsSync } = fs;
  fs.existsSync = (path) => /^\\/lib\\/ld-musl-/.test(path) || existsSync(path);
  if (process.env.MUSL_PROGRAM) process.execPath = process.env.MUSL_PROGRAM;
`;

/** Copies the header of the running program, so that it names musl's loader. */
function headerOfMuslProgram(): Buffer {
  const header = readFileSync(process.execPath).subarray(0, 4096);
  const loader = header.indexOf("/lib64/ld-linux") === -1 ? "/lib/ld-linux" : "/lib64/ld-linux";
  header.fill("/lib/ld-musl-x\0", header.indexOf(loader), header.indexOf(loader) + 15);
  return header;
}

test.runIf(linux && packed.addon.includes("-gnu")).each(["program.mjs", "program.cjs"])(
  "%s: both C libraries' builds are traced, and each is found where Node.js is linked with it",
  async (program) => {
    const project = installedProject();
    const muslAddon = packed.addon.replace("-gnu", "-musl");
    const muslPackage = packed.platformPackage.replace("-gnu", "-musl");
    // The same file under the other name: what counts is which of them is opened.
    const addon = join(project, "node_modules", packed.platformPackage, packed.addon);
    const musl = join("node_modules", muslPackage);
    writeFiles(project, { [join(musl, "package.json")]: { name: muslPackage, main: muslAddon } });
    cpSync(addon, join(project, musl, muslAddon));
    const { folder, files } = await trace(project, program);
    expect(files).toContain(join("node_modules", packed.platformPackage, packed.addon));
    expect(files).toContain(join(musl, muslAddon));

    const breakAddon = (path: string) => writeFileSync(join(folder, path), "not an addon");
    writeFiles(folder, { "machine.cjs": MACHINE_WITH_MUSL });
    writeFileSync(join(folder, "musl-program"), headerOfMuslProgram());
    const start = ["--require", join(folder, "machine.cjs"), join(folder, program)];
    const MUSL_PROGRAM = join(folder, "musl-program");
    const sound = readFileSync(addon);

    breakAddon(join(musl, muslAddon));
    expectWorks(await run(process.execPath, start));
    expect((await run(process.execPath, start, { env: { MUSL_PROGRAM } })).stderr).toContain(muslAddon);

    writeFileSync(join(folder, musl, muslAddon), sound);
    breakAddon(join("node_modules", packed.platformPackage, packed.addon));
    expectWorks(await run(process.execPath, start, { env: { MUSL_PROGRAM } }));
    expect((await run(process.execPath, start)).stderr).toContain(packed.addon);
  },
);
