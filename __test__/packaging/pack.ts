/** Packs the package and its platform's package once, as a release does, for all tests in this folder. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

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
  const tarball = pack(stageMain(join(folder, "main")), folder);
  const platformTarball = pack(stagePlatform(join(folder, "platform"), target, addon), folder);
  const modules = join(folder, "node_modules");
  extract(tarball, join(modules, "openai-harmony-node"));
  extract(platformTarball, join(modules, platformPackage));
  return { addon, platformPackage, tarball, platformTarball, modules };
}

/**
 * Lays out what a release packs, in a folder of its own: npm's scripts change package.json there for a while. An addon
 * lies beside it, as in a working tree.
 */
function stageMain(stage: string): string {
  const { files } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { files: string[] };
  const scripts = ["scripts/entries.mjs", "scripts/manifest.mjs"];
  for (const name of [...files, "package.json", "README.md", "LICENSE", "npm", ...scripts]) {
    cpSync(join(ROOT, name), join(stage, name), {
      recursive: true,
      filter: (path) => !path.endsWith(".node"),
    });
  }
  writeFileSync(join(stage, "openai-harmony-node.stub.node"), "");
  return stage;
}

/** Lays out the platform's package with the licence texts, which a release writes as well, and the addon. */
function stagePlatform(stage: string, target: string, addon: string): string {
  execFileSync(process.execPath, [join(ROOT, "scripts/licenses.mjs"), target]);
  cpSync(join(ROOT, "npm", target), stage, { recursive: true });
  cpSync(join(ROOT, addon), join(stage, addon));
  return stage;
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
