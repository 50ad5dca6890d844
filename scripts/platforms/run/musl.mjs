/**
 * Systems that have nothing but musl's dynamic loader, which is also its C library. It is compiled from the source that
 * Debian has, 1.2.3; a patch adds what 1.2.4 can do and the libraries of Node.js for Alpine Linux need: compact
 * relative relocations.
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../command.mjs";
import { installed } from "../toolchain/cache.mjs";
import { ZIG_ENVIRONMENT, zig } from "../toolchain/compiler.mjs";
import { unpackDebian, unpackDebianSource } from "../toolchain/debian.mjs";
import { pins } from "../toolchain/pins.mjs";
import { copyEmulator, makeMountPoints } from "./roots.mjs";

const PATCH = fileURLToPath(new URL("musl-relr.patch", import.meta.url));

/** A system with musl, for `x86_64` or `aarch64`. */
export function muslRoot(machine) {
  const source = pins("debian-source", "musl");
  const version = JSON.stringify([source, readFileSync(PATCH, "utf8")]);
  return installed(`root-musl-${machine}`, version, (folder) => {
    makeMountPoints(folder);
    mkdirSync(join(folder, "lib"));
    copyFileSync(compileLoader(machine, source, folder), join(folder, "lib", `ld-musl-${machine}.so.1`));
    rmSync(join(folder, "build"), { recursive: true });
    if (machine === "aarch64") copyEmulator(folder);
  });
}

function compileLoader(machine, source, folder) {
  const build = join(folder, "build");
  mkdirSync(build);
  unpackDebianSource(source, build);
  run("patch", ["--strip=1", "--input", PATCH], { cwd: build });
  const env = {
    ...process.env,
    ...ZIG_ENVIRONMENT,
    CC: `${zig()} cc -target ${machine}-linux-musl`,
    AR: `${zig()} ar`,
    RANLIB: `${zig()} ranlib`,
  };
  const make = (...args) => run("make", ["--jobs=2", ...args], { cwd: build, env });
  run("./configure", [`--target=${machine}`, "--disable-static"], { cwd: build, env });
  make("lib/libc.so");
  linkAgain(machine, build);
  return join(build, "lib", "libc.so");
}

/** Links without Zig's own runtime, which makes `memcpy` and the like invisible to those who load the library. */
function linkAgain(machine, build) {
  unpackDebian(pins("debian", "libgcc"), join(build, "gcc"));
  const libgcc = join(build, "gcc", "usr", "lib", "gcc", `${machine}-linux-gnu`, "12", "libgcc.a");
  const objects = ["src", "ldso"].flatMap((name) =>
    readdirSync(join(build, "obj", name), { recursive: true })
      .filter((file) => file.endsWith(".lo"))
      .map((file) => join("obj", name, file)),
  );
  const options = ["-shared", "--entry=_dlstart", "--gc-sections", "--hash-style=both", "--no-undefined"];
  const symbols = ["-Bsymbolic-functions", "--dynamic-list=dynamic.list"];
  const args = ["ld.lld", ...options, ...symbols, "-o", "lib/libc.so", ...objects.sort(), libgcc];
  run(zig(), args, { cwd: build, env: { ...process.env, ...ZIG_ENVIRONMENT } });
}
