/** Lays the packages out as they are published, in folders of their own, for `npm pack`. */
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The main package: the working tree without an addon, which depends on the packages of these platforms. */
export function stageMain(stage, platforms) {
  const { files } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  // npm runs a script of the package before and after it packs, which reads the platforms' manifests.
  const scripts = ["entries.mjs", "manifest.mjs"].map((name) => join("scripts", name));
  const manifests = ["", ...platforms.map((platform) => join("npm", platform))];
  const others = manifests.map((folder) => join(folder, "package.json"));
  for (const name of [...files, "README.md", "LICENSE", ...scripts, ...others]) {
    cpSync(join(ROOT, name), join(stage, name), { recursive: true });
  }
  return stage;
}

/** The package of a platform in this folder, with the addon that it has, or with one from the package's folder. */
export function stagePlatform(stage, folder, addon) {
  cpSync(folder, stage, { recursive: true });
  if (addon !== undefined) cpSync(join(ROOT, addon), join(stage, addon));
  return stage;
}
