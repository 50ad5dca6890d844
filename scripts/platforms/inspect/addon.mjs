/** Compares a built addon with what its target says it may be and need. */
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { EXPORTS } from "../targets.mjs";
import { CACHE } from "../toolchain/cache.mjs";
import { compareVersions, describeElf } from "./elf.mjs";
import { lengthProblems } from "./length.mjs";
import { describeMachO } from "./macho.mjs";
import { describePe } from "./pe.mjs";

const DESCRIBE = { elf: describeElf, macho: describeMachO, pe: describePe };

/** A path that no addon may contain, whoever has built it. */
const HOME = /\/(?:home|Users|root)\/[\w.-]+|[A-Z]:\\Users\\[\w.-]+/;

/** Inspects an addon. Returns the oldest system that it loads on, and everything that is wrong with it. */
export function inspectAddon(file, target, packageFolder) {
  const found = DESCRIBE[target.format](file);
  const problems = [
    ...(found.machine === target.machine ? [] : [`is for ${found.machine}, not ${target.machine}`]),
    ...exportProblems(found.exports, target),
    ...libraryProblems(found.libraries, target.libraries),
    ...minimumProblems(found.minimum, target.minimum),
    ...lengthProblems(file),
    ...pathProblems(readFileSync(file, "latin1"), packageFolder),
  ];
  return { minimum: found.minimum, problems };
}

function exportProblems(exports, { format }) {
  const missing = EXPORTS.filter((name) => !exports.includes(name)).map((name) => `does not export ${name}`);
  // Zig takes the list of exports for macOS and does not heed it. Node.js looks up one name, so more do no harm.
  if (format === "macho") return missing;
  const surplus = exports.filter((name) => !EXPORTS.includes(name)).map((name) => `exports ${name}`);
  return [...missing, ...surplus];
}

function libraryProblems(libraries, allowed) {
  const isAllowed = (name) =>
    allowed.some((known) => (known instanceof RegExp ? known.test(name) : known === name));
  return libraries.filter((name) => !isAllowed(name)).map((name) => `needs the library ${name}`);
}

function minimumProblems(found, allowed) {
  return Object.entries(found)
    .filter(([system, version]) => compareVersions(version, allowed[system] ?? "0") > 0)
    .map(([system, version]) => `needs ${system} ${version}, newer than ${allowed[system]}`);
}

function pathProblems(content, packageFolder) {
  // With the slash: the vocabulary, too, has words such as /root.
  const paths = [packageFolder, CACHE, homedir()].filter((path) => content.includes(`${path}/`));
  const home = HOME.exec(content);
  return [...paths, ...(home === null ? [] : [home[0]])].map((path) => `contains the builder's path ${path}`);
}
