/**
 * Checks that a tag is the version that every place names and that the changelog describes, and prints what the
 * changelog says of it: `node scripts/release/check-tag.mjs v1.2.3`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { notesOf } from "./changelog.mjs";
import { agreedVersion } from "./versions.mjs";

/** Returns the notes of the version that the tag is for. */
export function checkTag(root, tag) {
  const version = agreedVersion(root);
  if (tag !== `v${version}`) throw new Error(`the tag is ${tag}, and the version ${version}`);
  return notesOf(readFileSync(join(root, "CHANGELOG.md"), "utf8"), version);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(checkTag(fileURLToPath(new URL("../..", import.meta.url)), process.argv[2]));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
