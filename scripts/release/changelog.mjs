/** CHANGELOG.md: a section `## Unreleased`, then one for each version, `## 1.2.3 (2026-01-31)`. */

const HEADING = /^## (\S+)(?: \((\d{4}-\d{2}-\d{2})\))?$/gm;

/** The sections of a changelog in their order: name, date if there is one, and text without the heading. */
export function sections(changelog) {
  const headings = [...changelog.matchAll(HEADING)];
  return headings.map((heading, i) => ({
    name: heading[1],
    date: heading[2],
    text: changelog.slice(heading.index + heading[0].length, headings[i + 1]?.index).trim(),
  }));
}

/** Returns the changelog with what was unreleased as a version of that date. */
export function withRelease(changelog, version, date) {
  const all = sections(changelog);
  if (all.some(({ name }) => name === version)) throw new Error(`CHANGELOG.md has ${version} already`);
  const unreleased = all.find(({ name }) => name === "Unreleased");
  if (!unreleased?.text) throw new Error("CHANGELOG.md says nothing under ## Unreleased");
  return changelog.replace(/^## Unreleased$/m, `## ${version} (${date})`);
}

/** Returns what the changelog says of a version. Throws if it does not, or has changes that are in no version. */
export function notesOf(changelog, version) {
  const all = sections(changelog);
  if (all.some(({ name }) => name === "Unreleased")) {
    throw new Error("CHANGELOG.md still has a section ## Unreleased");
  }
  const found = all.find(({ name }) => name === version);
  if (!found?.date || !found.text) {
    throw new Error(`CHANGELOG.md has no section ## ${version} with a date and a text`);
  }
  if (all[0] !== found)
    throw new Error(`the newest section of CHANGELOG.md is ${all[0].name}, not ${version}`);
  return found.text;
}
