/**
 * The compilers: Rust with the sources of its standard library, which is compiled for each target, and Zig, which
 * links for all of them and brings their C libraries. `rustup.mjs` has the others.
 */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../command.mjs";
import { CACHE, installed } from "./cache.mjs";
import { unpackDebian } from "./debian.mjs";
import { pins } from "./pins.mjs";
import { unpackWheel } from "./registries.mjs";

/** Zig's program. */
export function zig() {
  return join(installedWheel("zig"), "ziglang", "zig");
}

/** What Zig keeps between runs. */
export const ZIG_ENVIRONMENT = {
  ZIG_GLOBAL_CACHE_DIR: join(CACHE, "zig-cache"),
  ZIG_LOCAL_CACHE_DIR: join(CACHE, "zig-cache"),
};

/** The same for cargo-zigbuild. */
export const ZIGBUILD_ENVIRONMENT = {
  ...ZIG_ENVIRONMENT,
  CARGO_ZIGBUILD_CACHE_DIR: join(CACHE, "cargo-zigbuild-cache"),
};

/** A folder with LLVM's programs, such as that of rustup's component `llvm-tools`. Without it, Debian's are installed. */
const OTHER_LLVM = process.env.HARMONY_LLVM;

/** A program of LLVM, such as `llvm-readobj`. Its libraries are found through `llvmEnvironment`. */
export function llvm(program) {
  return OTHER_LLVM ? join(OTHER_LLVM, program) : debianLlvm(program);
}

/** The environment for the programs of LLVM. */
export function llvmEnvironment() {
  return OTHER_LLVM ? process.env : debianEnvironment();
}

function debianLlvm(program) {
  return join(rust(), "usr", "bin", `${program}-22`);
}

function debianEnvironment() {
  return { ...process.env, LD_LIBRARY_PATH: join(rust(), "usr", "lib", "x86_64-linux-gnu") };
}

/** The environment in which `cargo zigbuild` compiles and links for any target. */
export function compilerEnvironment() {
  const programs = [join(rust(), "usr", "bin"), zigbuildFolder(), join(installedSupport(), "bin")];
  return {
    ...debianEnvironment(),
    ...ZIGBUILD_ENVIRONMENT,
    PATH: [...programs, process.env.PATH].join(":"),
    CARGO_HOME: join(CACHE, "cargo"),
    CARGO_ZIGBUILD_ZIG_PATH: zig(),
    // cargo's option `-Z build-std`, which a stable cargo knows only when told that it is none.
    RUSTC_BOOTSTRAP: "1",
    CARGO_UNSTABLE_BUILD_STD: "std,panic_unwind",
    LIBNODE_PATH: join(installedSupport(), "libnode"),
  };
}

/** The folder of the program cargo-zigbuild. */
export function zigbuildFolder() {
  return dirname(join(installedWheel("cargo-zigbuild"), pins("pypi", "cargo-zigbuild").programs[0]));
}

/** Paths of this machine that the compiler would write into an addon, and what stands there instead. */
export function pathPrefixes(environment) {
  return [
    ...cratePrefixes(environment.CARGO_HOME),
    [join(rust(), "usr", "lib", "rustlib", "src", "rust"), "/rust"],
    [join(rust(), "usr", "src", readdirSync(join(rust(), "usr", "src"))[0]), "/rust"],
  ];
}

/** The same for the sources of crates alone. */
export function cratePrefixes(cargoHome) {
  const registries = join(cargoHome, "registry", "src");
  return readdirSync(registries).map((registry) => [join(registries, registry), "/crates"]);
}

/** The folder of Debian's Rust and LLVM. */
function rust() {
  const packages = pins("debian", "rust");
  return installed("rust", JSON.stringify(packages), (folder) => unpackDebian(packages, folder));
}

function installedWheel(name) {
  const wheel = pins("pypi", name);
  return installed(name, wheel.sha256, (folder) => unpackWheel(wheel, folder));
}

/** Two things that builds ask for and that no package has. */
function installedSupport() {
  return installed("support", "1", (folder) => {
    // rustc strips macOS files with a program of this name.
    mkdirSync(join(folder, "bin"));
    symlinkSync(debianLlvm("llvm-objcopy"), join(folder, "bin", "rust-objcopy"));
    // napi-build links with these on Windows without Microsoft's compiler. napi-rs looks its symbols up by itself.
    mkdirSync(join(folder, "libnode"));
    writeFileSync(join(folder, "libnode", "libnode.dll"), "");
    writeFileSync(join(folder, "libnode", "libnode.a"), "!<arch>\n");
  });
}

/** Compiles one C file to a Windows library. */
export function compileWindowsLibrary(source, library) {
  const args = [
    "cc",
    "-target",
    "x86_64-windows-gnu",
    "-shared",
    "-O1",
    "-s",
    "-o",
    library,
    source,
    "-ladvapi32",
  ];
  run(zig(), args, { env: { ...process.env, ...ZIG_ENVIRONMENT } });
}
