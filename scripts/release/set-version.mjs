/** Writes a version everywhere, and today's date into the changelog: `npm run version:set -- 1.2.3`. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import semver from "semver";
import { sections, withRelease } from "./changelog.mjs";
import { agreedVersion, places } from "./versions.mjs";

/**
 * Writes a version into every place, and gives it what the changelog has as unreleased. Throws, and writes nothing,
 * unless it is a newer version; the present one will do as long as the changelog does not have it.
 */
export function setVersion(root, version, date) {
  const changelog = readFileSync(join(root, "CHANGELOG.md"), "utf8");
  checkVersion(version, agreedVersion(root), changelog);
  const contents = places(root).map(({ file, replace }) => [
    file,
    replace(readFileSync(join(root, file), "utf8"), version),
  ]);
  contents.push(["CHANGELOG.md", withRelease(changelog, version, date)]);
  for (const [file, text] of contents) writeFileSync(join(root, file), text);
  return contents.map(([file]) => file);
}

function checkVersion(version, current, changelog) {
  if (semver.valid(version) !== version) throw new Error(`${version} is no semantic version, such as 1.2.3`);
  const isReleased = sections(changelog).some(({ name }) => name === current);
  if (semver.gt(version, current) || (version === current && !isReleased)) return;
  throw new Error(`${version} is not newer than ${current}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  try {
    const today = new Date().toISOString().slice(0, 10);
    console.log(setVersion(root, process.argv[2], today).join("\n"));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
