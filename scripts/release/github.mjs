/**
 * Makes the release on GitHub, with every file in a folder attached, or completes one that is there:
 * `node scripts/release/github.mjs v1.2.3 <file with the notes> <folder>`. It needs GitHub's program `gh`.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../platforms/command.mjs";

const [tag, notes, folder] = process.argv.slice(2);
const kind = tag.includes("-") ? "--prerelease" : "--latest";
const options = ["--title", tag, "--notes-file", notes, "--verify-tag", kind];

function exists() {
  try {
    run("gh", ["release", "view", tag]);
    return true;
  } catch (error) {
    if (/release not found/.test(error.message)) return false;
    throw error;
  }
}

run("gh", ["release", exists() ? "edit" : "create", tag, ...options]);
const files = readdirSync(folder).map((name) => join(folder, name));
run("gh", ["release", "upload", tag, "--clobber", ...files]);
console.log(`${tag} is released, with ${files.length} files`);
