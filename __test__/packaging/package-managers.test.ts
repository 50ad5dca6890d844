/** npm, pnpm with isolated modules, and Yarn Plug'n'Play install the tarballs, without a network. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  COMMONJS_PROGRAM,
  expectWorks,
  PROGRAM,
  packed,
  run,
  succeed,
  temporaryFolder,
  tool,
  writeFiles,
} from "./support.ts";

const platform = { [packed.platformPackage]: `file:${packed.platformTarball}` };

/** Makes a project that depends on the tarball. Each manager has its own way to say where the other one is. */
function project(manifest: object, files: Record<string, string> = {}): string {
  const folder = temporaryFolder();
  const dependencies = { "openai-harmony-node": `file:${packed.tarball}` };
  writeFiles(folder, {
    "package.json": { private: true, dependencies, ...manifest },
    "program.mjs": PROGRAM,
    "program.cjs": COMMONJS_PROGRAM,
    ...files,
  });
  return folder;
}

test("npm", async () => {
  const folder = project({ overrides: platform });
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await succeed(npm, ["install", "--offline", "--cache", join(folder, ".cache")], { cwd: folder });
  for (const program of ["program.mjs", "program.cjs"]) {
    expectWorks(await run(process.execPath, [join(folder, program)]));
  }
});

test("pnpm", async () => {
  const folder = project({ pnpm: { overrides: platform } });
  const env = { XDG_CACHE_HOME: join(folder, ".cache"), XDG_STATE_HOME: join(folder, ".state") };
  const args = ["install", "--offline", "--no-frozen-lockfile", "--store-dir", join(folder, ".store")];
  await succeed(process.execPath, [tool("pnpm/bin/pnpm.cjs"), ...args], { cwd: folder, env });
  expect(existsSync(join(folder, "node_modules", packed.platformPackage))).toBe(false);
  for (const program of ["program.mjs", "program.cjs"]) {
    expectWorks(await run(process.execPath, [join(folder, program)]));
  }
});

test("Yarn Plug'n'Play", async () => {
  const settings = `
nodeLinker: pnp
enableGlobalCache: false
enableImmutableInstalls: false
enableNetwork: false
enableTelemetry: false
globalFolder: .yarn/global
`;
  const folder = project({ resolutions: platform }, { ".yarnrc.yml": settings, "yarn.lock": "" });
  const yarn = tool("@yarnpkg/cli-dist/bin/yarn.js");
  await succeed(process.execPath, [yarn, "install"], { cwd: folder });
  expect(existsSync(join(folder, "node_modules"))).toBe(false);
  for (const program of ["program.mjs", "program.cjs"]) {
    expectWorks(await run(process.execPath, [yarn, "node", program], { cwd: folder }));
  }
});
