/**
 * Builds the addon for the platforms that are named, or for all of them, from the package registries alone. Each lands
 * in its platform package, `npm/<platform>/`, ready to pack.
 */
import { copyFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./command.mjs";
import { addonName, selectTargets, triple } from "./targets.mjs";
import { CACHE } from "./toolchain/cache.mjs";
import { compilerEnvironment, pathPrefixes } from "./toolchain/compiler.mjs";

const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));
const BUILDS = join(CACHE, "builds");
const EXPORTS_OF_DLL = fileURLToPath(new URL("exports.def", import.meta.url));

function build(target, environment) {
  const started = Date.now();
  const crate = ["--release", "--locked", "--package", "openai-harmony-node", "--lib"];
  const output = ["--target-dir", BUILDS, "--target", target.zig, ...pathOptions(target, environment)];
  // Zig reads it, and not what .cargo/config.toml sets for the compiler alone.
  const oldest = target.minimum.macos === undefined ? {} : { MACOSX_DEPLOYMENT_TARGET: target.minimum.macos };
  run("cargo-zigbuild", ["rustc", ...crate, ...output, "--", ...linkFlags(target)], {
    cwd: ROOT,
    env: { ...environment, ...oldest },
    stdio: "inherit",
  });
  const addon = join(ROOT, "npm", target.platform, addonName(target.platform));
  copyFileSync(join(BUILDS, triple(target), "release", library(target)), addon);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${addon}: ${statSync(addon).size} bytes, built in ${seconds} s`);
}

/** Cargo options for this machine's paths, in addition to the flags of `.cargo/config.toml`. */
function pathOptions(target, environment) {
  const prefixes = [[ROOT, "/package"], [BUILDS, "/target"], ...pathPrefixes(environment)];
  const flags = prefixes.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  return ["--config", `target.${triple(target)}.rustflags=${JSON.stringify(flags)}`];
}

/** Flags for the addon alone: for Windows, Zig would export every function, and write the time of the build. */
function linkFlags({ format }) {
  return format === "pe" ? [`-Clink-arg=${EXPORTS_OF_DLL}`, "-Clink-arg=-O2"] : [];
}

/** How Cargo names the addon. */
function library({ format }) {
  const names = {
    elf: "libopenai_harmony_node.so",
    macho: "libopenai_harmony_node.dylib",
    pe: "openai_harmony_node.dll",
  };
  return names[format];
}

const targets = selectTargets(process.argv.slice(2));
console.log(`everything is installed into ${CACHE} (set HARMONY_PLATFORMS_CACHE for another folder)`);
const environment = compilerEnvironment();
run("cargo", ["fetch", "--locked"], { cwd: ROOT, env: environment, stdio: "inherit" });
for (const target of targets) build(target, environment);
const platforms = targets.map(({ platform }) => platform);
run(process.execPath, [join(ROOT, "scripts", "licenses.mjs"), ...platforms], { env: environment });
