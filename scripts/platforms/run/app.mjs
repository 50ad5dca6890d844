/** An application that has installed the package and the addon of one platform, as npm would have laid them out. */
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { run } from "../command.mjs";
import { addonName } from "../targets.mjs";
import { CACHE } from "../toolchain/cache.mjs";

/**
 * Makes a folder with `app`, the application with all test programs, and `tmp`, an empty folder. Both packages are
 * those that would be published. Returns the folder and the size of the platform's tarball.
 */
export function makeApp({ platform }, packageFolder) {
  const scratch = join(CACHE, "tests", platform);
  rmSync(scratch, { recursive: true, force: true });
  const app = join(scratch, "app");
  const modules = join(app, "node_modules");
  mkdirSync(join(scratch, "tmp"), { recursive: true });
  // A plain build's addon may lie in the package's folder, and must not be tested in place of the platform's.
  install(packageFolder, join(modules, "openai-harmony-node"), ["--exclude=*.node"]);
  const platformFolder = join(packageFolder, "npm", platform);
  const tarballSize = install(platformFolder, join(modules, `openai-harmony-node-${platform}`), []);
  writeFileSync(join(app, "package.json"), '{ "private": true, "type": "module" }\n');
  copyFileSync(join(packageFolder, "examples", "quickstart.mjs"), join(app, "quickstart.mjs"));
  cpSync(join(packageFolder, "__test__", "conformance"), join(app, "conformance"), { recursive: true });
  cpSync(join(packageFolder, "scripts", "platforms", "programs"), join(app, "programs"), { recursive: true });
  makeIncomplete(join(platformFolder, addonName(platform)), join(app, "incomplete.node"));
  return { scratch, tarballSize };
}

/** Copies an addon without its last byte. */
function makeIncomplete(addon, copy) {
  copyFileSync(addon, copy);
  truncateSync(copy, statSync(addon).size - 1);
}

function install(source, destination, tarOptions) {
  const packed = join(destination, "packed");
  mkdirSync(packed, { recursive: true });
  run("npm", ["pack", "--silent", "--cache", join(CACHE, "npm"), "--pack-destination", packed], {
    cwd: source,
  });
  const archive = join(packed, readdirSync(packed)[0]);
  const { size } = statSync(archive);
  run("tar", [
    "--extract",
    "--strip-components=1",
    ...tarOptions,
    "--file",
    archive,
    "--directory",
    destination,
  ]);
  rmSync(packed, { recursive: true });
  return size;
}
