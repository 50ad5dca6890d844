/**
 * The toolchain that rust-toolchain.toml names, from rustup, as on a machine of the workflow. Each system's own linker
 * links, and for Linux, Zig, with the oldest glibc.
 */
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { run } from "../command.mjs";
import { cratePrefixes, ZIGBUILD_ENVIRONMENT, zig, zigbuildFolder } from "./compiler.mjs";

/** The environment in which the targets are built. Zig is for Linux, and is installed on Linux only. */
export function rustupEnvironment() {
  const environment = { ...process.env, CARGO_HOME: process.env.CARGO_HOME || join(homedir(), ".cargo") };
  if (process.platform !== "linux") return environment;
  return {
    ...environment,
    ...ZIGBUILD_ENVIRONMENT,
    PATH: [zigbuildFolder(), process.env.PATH].join(delimiter),
    CARGO_ZIGBUILD_ZIG_PATH: zig(),
  };
}

/** Installs the standard library of a target, unless it is there. */
export function addTarget(name) {
  run("rustup", ["target", "add", name], { stdio: "inherit" });
}

/** Paths of this machine that the compiler would write into an addon. The standard library comes without any. */
export function rustupPathPrefixes({ CARGO_HOME }) {
  return cratePrefixes(CARGO_HOME);
}
