/**
 * Checks in a second that the addon of a plain build could be linked with the oldest glibc that is supported, by the
 * functions that it calls: each must have been in that glibc already. So a dependency that calls a newer one is found
 * at once. The proof is in test.mjs, for the addon that is really linked with that glibc.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compareVersions, dynamicSymbols } from "./inspect/elf.mjs";
import { addonName, TARGETS } from "./targets.mjs";

/** An older glibc has these in a static part, libc_nonshared.a, which becomes part of the addon. */
const STATIC = new Set(["fstat64", "fstatat64", "lstat64", "stat64"]);

/** The functions of this machine's glibc, and the version that each came with. */
function functionsOfGlibc() {
  const isGlibc = (path) => /\/(libc|libm|ld-linux[^/]*)\.so\.\d$/.test(path);
  const libraries = process.report.getReport().sharedObjects.filter(isGlibc);
  const oldest = new Map();
  for (const { name, version, defined } of libraries.flatMap(dynamicSymbols)) {
    const number = /^GLIBC_(\d[\d.]*)$/.exec(version)?.[1];
    if (!defined || number === undefined) continue;
    const known = oldest.get(name);
    if (known === undefined || compareVersions(number, known) < 0) oldest.set(name, number);
  }
  return oldest;
}

/** The functions that an addon cannot do without, and that glibc has only since a version that is too new. */
function tooNew(file, limit) {
  const functions = functionsOfGlibc();
  return dynamicSymbols(file)
    .filter(
      ({ defined, binding, version }) => !defined && binding === "GLOBAL" && version?.startsWith("GLIBC_"),
    )
    .map(({ name }) => ({ name, since: functions.get(name) }))
    .filter(
      ({ name, since }) => !STATIC.has(name) && (since === undefined || compareVersions(since, limit) > 0),
    );
}

function check(platform) {
  const target = TARGETS.find((candidate) => candidate.platform === platform);
  if (target?.minimum.glibc === undefined || !process.report.getReport().header.glibcVersionRuntime) {
    console.log(`no check of glibc: this is ${platform}, without glibc`);
    return true;
  }
  const file = fileURLToPath(new URL(join("../..", addonName(platform)), import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is not there: npm run build:native`);
  const found = tooNew(file, target.minimum.glibc);
  for (const { name, since } of found)
    console.log(`needs ${name}, which glibc has since ${since ?? "never"}`);
  if (found.length === 0)
    console.log(`every function that the addon calls is in glibc ${target.minimum.glibc}`);
  return found.length === 0;
}

const suffix = { linux: "-gnu", win32: "-msvc" }[process.platform] ?? "";
process.exitCode = check(`${process.platform}-${process.arch}${suffix}`) ? 0 : 1;
