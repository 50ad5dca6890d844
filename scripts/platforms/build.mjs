/**
 * Builds the addon for the platforms that are named, or for all of them. Each lands in its platform package,
 * `npm/<platform>/`, ready to pack. Without an option, everything comes from the package registries, and Zig links for
 * every system; with `--rustup`, the toolchain of this machine builds for this system, as in the workflow.
 */
import { copyFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./command.mjs";
import { addonName, publishedTriple, selectTargets, triple } from "./targets.mjs";
import { CACHE } from "./toolchain/cache.mjs";
import { compilerEnvironment, pathPrefixes } from "./toolchain/compiler.mjs";
import { addTarget, rustupEnvironment, rustupPathPrefixes } from "./toolchain/rustup.mjs";

const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));
const EXPORTS_OF_DLL = fileURLToPath(new URL("exports.def", import.meta.url));

/** What differs between the two toolchains. `how` says how a target is named, linked and installed. */
const REGISTRIES = {
  builds: join(CACHE, "builds"),
  environment: compilerEnvironment,
  prefixes: pathPrefixes,
  how: (target) => ({
    cargo: "cargo-zigbuild",
    target: target.zig,
    triple: triple(target),
    // For Windows, Zig would export every function, and write the time of the build.
    linkFlags: target.format === "pe" ? [`-Clink-arg=${EXPORTS_OF_DLL}`, "-Clink-arg=-O2"] : [],
  }),
};

const RUSTUP = {
  builds: join(ROOT, "target", "platforms"),
  environment: rustupEnvironment,
  prefixes: rustupPathPrefixes,
  how: (target) => ({
    cargo: target.format === "elf" ? "cargo-zigbuild" : "cargo",
    target: target.format === "elf" ? target.zig : publishedTriple(target),
    triple: publishedTriple(target),
    // Microsoft's linker, too, would write the time of the build.
    linkFlags: target.format === "pe" ? ["-Clink-arg=/Brepro"] : [],
    prepare: () => addTarget(publishedTriple(target)),
  }),
};

function build(target, toolchain, environment) {
  const started = Date.now();
  const { builds } = toolchain;
  const how = toolchain.how(target);
  how.prepare?.();
  const crate = ["--release", "--locked", "--package", "openai-harmony-node", "--lib"];
  const prefixes = [[ROOT, "/package"], [builds, "/target"], ...toolchain.prefixes(environment)];
  const output = ["--target-dir", builds, "--target", how.target, ...pathOptions(how.triple, prefixes)];
  // Zig reads it, and not what .cargo/config.toml sets for the compiler alone.
  const oldest = target.minimum.macos === undefined ? {} : { MACOSX_DEPLOYMENT_TARGET: target.minimum.macos };
  run(how.cargo, ["rustc", ...crate, ...output, "--", ...how.linkFlags], {
    cwd: ROOT,
    env: { ...environment, ...oldest },
    stdio: "inherit",
  });
  const addon = join(ROOT, "npm", target.platform, addonName(target.platform));
  copyFileSync(join(builds, how.triple, "release", library(target)), addon);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${addon}: ${statSync(addon).size} bytes, built in ${seconds} s`);
}

/** Cargo options for this machine's paths, in addition to the flags of `.cargo/config.toml`. */
function pathOptions(name, prefixes) {
  const flags = prefixes.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  return ["--config", `target.${name}.rustflags=${JSON.stringify(flags)}`];
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

const isOption = (argument) => argument === "--rustup";
const args = process.argv.slice(2);
const toolchain = args.some(isOption) ? RUSTUP : REGISTRIES;
const targets = selectTargets(args.filter((argument) => !isOption(argument)));
console.log(`everything is installed into ${CACHE} (set HARMONY_PLATFORMS_CACHE for another folder)`);
const environment = toolchain.environment();
run("cargo", ["fetch", "--locked"], { cwd: ROOT, env: environment, stdio: "inherit" });
for (const target of targets) build(target, toolchain, environment);
const names = targets.map(({ platform }) => platform);
const licenses = [join(ROOT, "scripts", "licenses.mjs"), ...names, ...args.filter(isOption)];
run(process.execPath, licenses, { env: environment });
