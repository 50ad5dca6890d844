/** The folder that everything is installed into. Nothing else on the machine changes. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Toolchains, downloads and Cargo's own files: about 10 GB once all targets have been built and tested. */
export const CACHE = resolve(
  process.env.HARMONY_PLATFORMS_CACHE ||
    join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "openai-harmony-node", "platforms"),
);

/**
 * Returns a folder of the cache, which `install` fills the first time, and again whenever `version` differs.
 *
 * An interrupted installation leaves nothing that a later one would take for whole.
 */
export function installed(name, version, install) {
  const folder = join(CACHE, name);
  const stamp = join(folder, ".installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === version) return folder;
  console.log(`installing ${name} into ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  const unfinished = join(CACHE, "unfinished", name);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  install(unfinished);
  writeFileSync(join(unfinished, ".installed"), version);
  mkdirSync(join(folder, ".."), { recursive: true });
  renameSync(unfinished, folder);
  return folder;
}
