/** A system with Wine, in which the official node.exe runs. */
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "../command.mjs";
import { installed } from "../toolchain/cache.mjs";
import { compileWindowsLibrary } from "../toolchain/compiler.mjs";
import { unpackDebian } from "../toolchain/debian.mjs";
import { pins } from "../toolchain/pins.mjs";
import { enter, makeMountPoints, ROOT_ENVIRONMENT } from "./roots.mjs";

const BCRYPTPRIMITIVES = fileURLToPath(new URL("bcryptprimitives.c", import.meta.url));

/** Where Debian has Wine's built-in DLLs. */
const BUILT_IN = join("usr", "lib", "x86_64-linux-gnu", "wine", "x86_64-windows");

/** The program that starts others. */
export const WINE = "/usr/lib/wine/wine64";

/** What Wine reads. Its own messages are off, and so is everything that would draw or browse. */
export const WINE_ENVIRONMENT = {
  ...ROOT_ENVIRONMENT,
  WINEPREFIX: "/prefix",
  WINESERVER: "/usr/lib/wine/wineserver64",
  WINEDEBUG: "-all",
  WINEDLLOVERRIDES: "mscoree,mshtml,winemenubuilder.exe=",
};

/** A system with Wine 8, set up as Windows 10. */
export function wineRoot() {
  const packages = pins("debian", "wine");
  const version = JSON.stringify([packages, readFileSync(BCRYPTPRIMITIVES, "utf8")]);
  return installed("root-wine", version, (folder) => {
    unpackDebian(packages, folder);
    makeMountPoints(folder);
    mkdirSync(join(folder, "prefix"));
    addZlib(folder);
    runWine(folder, ["wineboot", "--init"]);
    runWine(folder, ["reg", "add", "HKCU\\Software\\Wine", "/v", "Version", "/d", "win10", "/f"]);
    runWine(folder, ["wineboot", "--shutdown"]);
    const library = join(folder, "prefix", "drive_c", "windows", "system32", "bcryptprimitives.dll");
    compileWindowsLibrary(BCRYPTPRIMITIVES, library);
  });
}

/** Makes a built-in DLL of the one that Debian has apart, as the package's installation does: by a mark at its start. */
function addZlib(folder) {
  const dll = readFileSync(join(folder, "usr", "x86_64-w64-mingw32", "lib", "zlib1.dll"));
  dll.fill(0, 64, 96).write("Wine builtin DLL", 64, "latin1");
  writeFileSync(join(folder, BUILT_IN, "zlib1.dll"), dll);
}

/** Runs a program of Windows. Its output is a file: Wine cannot open a pipe of Linux. */
function runWine(folder, command) {
  const log = join(folder, "setup.log");
  const output = openSync(log, "a");
  const [program, args] = enter(folder, {}, [WINE, ...command]);
  try {
    run(program, args, { env: WINE_ENVIRONMENT, stdio: ["ignore", output, output], timeout: 180_000 });
  } catch (error) {
    throw new Error(`${error.message}\n${readFileSync(log, "utf8").slice(-2_000)}`);
  } finally {
    closeSync(output);
  }
}
