/** Packs the package and its platform's package once, as a release does, for all tests in this folder. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { PUBLISHED_TARGETS } from "../../facade/native/target.ts";
import { stageMain, stagePlatform } from "../../scripts/release/stage.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What the tests get to know about the packed packages. */
export interface Packed {
  /** The file name of this machine's addon, such as `openai-harmony-node.linux-x64-gnu.node`. */
  addon: string;
  /** The name of the package which has it. */
  platformPackage: string;
  /** The main package's tarball; it has no addon. */
  tarball: string;
  /** The platform package's tarball. */
  platformTarball: string;
  /** A folder `node_modules` with both packages. */
  modules: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    packed: Packed;
  }
}

export default function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), "openai-harmony-node-packed-"));
  project.provide("packed", packAll(folder));
  return () => rmSync(folder, { recursive: true, force: true });
}

function packAll(folder: string): Packed {
  const addon = readdirSync(ROOT).find((name) => name.endsWith(".node"));
  if (addon === undefined) throw new Error("build the addon first: npm run build:native");
  const target = addon.split(".")[1] ?? "";
  const platformPackage = `openai-harmony-node-${target}`;
  const main = stageMain(join(folder, "main"), PUBLISHED_TARGETS);
  // A developer's addon lies beside it.
  writeFileSync(join(main, "openai-harmony-node.stub.node"), "");
  const tarball = pack(main, folder);
  // As a release does.
  execFileSync(process.execPath, [join(ROOT, "scripts/licenses.mjs"), target]);
  const platform = stagePlatform(join(folder, "platform"), join(ROOT, "npm", target), addon);
  const platformTarball = pack(platform, folder);
  const modules = join(folder, "node_modules");
  extract(tarball, join(modules, "openai-harmony-node"));
  extract(platformTarball, join(modules, platformPackage));
  return { addon, platformPackage, tarball, platformTarball, modules };
}

function pack(folder: string, destination: string): string {
  const args = ["pack", "--json", "--pack-destination", destination, "--cache", join(destination, "cache")];
  const output = execFileSync("npm", args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    shell: process.platform === "win32",
  });
  // The scripts around the packing write to the same stream.
  const [{ filename }] = JSON.parse(output.slice(output.indexOf("[\n"))) as [{ filename: string }];
  return join(destination, filename);
}

function extract(tarball: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
}
