/**
 * Packs the release into a folder: `node scripts/release/pack.mjs <folder>`. Packs nothing unless the addon of every
 * platform is there, with its licences, and the inspection finds nothing wrong with it.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { npm } from "../npm.mjs";
import { inspectAddon } from "../platforms/inspect/addon.mjs";
import { addonName, TARGETS } from "../platforms/targets.mjs";
import { releasePackages } from "./packages.mjs";
import { stageMain, stagePlatform } from "./stage.mjs";

const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** What a package must have beside what git has. */
const LICENCES = ["LICENSE", "LICENSE.third-party.txt"];

function problemsOf(target, folder) {
  const needed = [addonName(target.platform), ...LICENCES];
  const missing = needed.filter((name) => !existsSync(join(folder, name))).map((name) => `has no ${name}`);
  if (missing.length > 0) return missing;
  try {
    return inspectAddon(join(folder, addonName(target.platform)), target, ROOT).problems;
  } catch (error) {
    return [error.message];
  }
}

function pack(folder, destination) {
  console.log(npm(["pack", "--silent", "--pack-destination", destination], { cwd: folder }).trim());
}

/**
 * Packs the main package and those of the targets, which are in folders of `packages`. Throws, and packs nothing, if
 * anything is wrong with any of them.
 */
export function packRelease(destination, packages = join(ROOT, "npm"), targets = TARGETS) {
  const problems = targets.flatMap((target) =>
    problemsOf(target, join(packages, target.platform)).map((problem) => `${target.platform} ${problem}`),
  );
  if (problems.length > 0) throw new Error(problems.join("\n"));
  const scratch = mkdtempSync(join(tmpdir(), "openai-harmony-node-release-"));
  mkdirSync(destination, { recursive: true });
  const platforms = targets.map(({ platform }) => platform);
  for (const platform of platforms) {
    pack(stagePlatform(join(scratch, platform), join(packages, platform)), destination);
  }
  pack(stageMain(join(scratch, "main"), platforms), destination);
  rmSync(scratch, { recursive: true });
  return releasePackages(destination);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(`${packRelease(resolve(process.argv[2])).length} packages`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
