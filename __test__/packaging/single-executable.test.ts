/** Executables that hold the program: Node's single executable application, and `bun build --compile`. */
import { chmodSync, copyFileSync, cpSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import {
  ADDON_STEM,
  bunExecutable,
  expectWorks,
  installedProject,
  packed,
  run,
  succeed,
  temporaryFolder,
  tool,
  writeFiles,
} from "./support.ts";

/** Bundles the program to CommonJS, and makes an executable of it. Returns its path. */
async function makeExecutable(folder: string, assets: Record<string, string>): Promise<string> {
  const project = installedProject();
  await build({
    entryPoints: [join(project, "program.cjs")],
    outfile: join(folder, "bundle.cjs"),
    bundle: true,
    platform: "node",
    loader: { ".node": "copy" },
  });
  rmSync(project, { recursive: true });
  writeFiles(folder, {
    "sea.json": { main: "bundle.cjs", output: "sea.blob", disableExperimentalSEAWarning: true, assets },
  });
  await succeed(process.execPath, ["--experimental-sea-config", "sea.json"], { cwd: folder });
  const executable = join(folder, "program");
  copyFileSync(process.execPath, executable);
  chmodSync(executable, 0o755);
  const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";
  const postject = [tool("postject/dist/cli.js"), executable, "NODE_SEA_BLOB", "sea.blob"];
  await succeed(process.execPath, [...postject, "--sentinel-fuse", fuse], { cwd: folder });
  return executable;
}

/** Moves an executable to a folder that has nothing else. */
function alone(executable: string): string {
  const moved = join(temporaryFolder(), "program");
  cpSync(executable, moved);
  return moved;
}

// The others ask for a signature, which is not this package's subject.
describe.runIf(process.platform === "linux")("a single executable application of Node.js", () => {
  test("with the addon beside it, as the bundler copied it", async () => {
    const folder = temporaryFolder();
    const executable = alone(await makeExecutable(folder, {}));
    const copy = readdirSync(folder).find((name) => name.startsWith(ADDON_STEM)) ?? "";
    cpSync(join(folder, copy), join(executable, "..", copy));
    rmSync(folder, { recursive: true });
    expectWorks(await run(executable, [], { cwd: temporaryFolder() }));
  });

  test("with the addon as an asset, which leaves nothing behind", async () => {
    const assets = { [packed.addon]: join(packed.modules, packed.platformPackage, packed.addon) };
    const executable = alone(await makeExecutable(temporaryFolder(), assets));
    const TMPDIR = temporaryFolder();
    expectWorks(await run(executable, [], { cwd: tmpdir(), env: { TMPDIR } }));
    expect(readdirSync(TMPDIR)).toEqual([]);
  });
});

test("bun build --compile", async () => {
  const project = installedProject();
  const folder = temporaryFolder();
  const executable = join(folder, process.platform === "win32" ? "program.exe" : "program");
  const args = ["build", "--compile", join(project, "program.mjs"), "--outfile", executable];
  await succeed(bunExecutable(), args, { cwd: project });
  rmSync(project, { recursive: true });
  expectWorks(await run(executable, [], { cwd: folder }));
});
