/** Builds the package and runs every check. Ends with the line `N passed, N failed`. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ENTRIES } from "./entries.mjs";

let passed = 0;
let failed = 0;

/** Runs a command, shows its output, and counts it as failed if it fails. Returns the output. */
function run(title, command, ...args) {
  console.log(`\n## ${title}`);
  const started = Date.now();
  const { status, stdout } = spawnSync(command, args, {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    shell: process.platform === "win32",
  });
  process.stdout.write(stdout);
  console.log(
    `## ${title}: ${status === 0 ? "ok" : "failed"}, ${Math.round((Date.now() - started) / 1000)} s`,
  );
  if (status !== 0) failed++;
  return { ok: status === 0, stdout };
}

/** Adds what `cargo test` has counted. Its failing tests are counted here, not as one failed command. */
function countCargo({ ok, stdout }) {
  const results = [...stdout.matchAll(/^test result: .*?(\d+) passed; (\d+) failed/gm)];
  const sum = (group) => results.reduce((total, match) => total + Number(match[group]), 0);
  passed += sum(1);
  if (!ok && sum(2) > 0) failed += sum(2) - 1;
}

/** Adds what Vitest has written to its report. */
function countVitest({ ok }, report) {
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, "utf8"));
  passed += numPassedTests;
  if (!ok && numFailedTests > 0) failed += numFailedTests - 1;
}

/** Reads the files that a build writes and that are committed: declarations, and the export map. */
function readGenerated() {
  const declarations = Object.keys(ENTRIES).flatMap((name) => [`${name}.d.ts`, `${name}.d.cts`]);
  const files = [...declarations, "facade/native/binding.d.ts", "package.json"];
  return new Map(files.map((file) => [file, existsSync(file) ? readFileSync(file, "utf8") : ""]));
}

/** Fails for each generated file that was not the one which the sources give. */
function checkFresh(committed) {
  for (const [file, text] of readGenerated()) {
    if (text === committed.get(file)) continue;
    console.log(`${file} was stale: commit the one that has just been written`);
    failed++;
  }
}

const committed = readGenerated();
run("format and lint (JavaScript, TypeScript)", "npx", "biome", "ci", ".");
run("format (Rust)", "cargo", "fmt", "--all", "--check");
const built = [
  run("build the addon", "npm", "run", "--silent", "build:native"),
  run("build the facade", "npm", "run", "--silent", "build:js"),
];
checkFresh(committed);
run("types", "npx", "tsc");
const crates = ["tokenizer", "harmony", "reference", "testing"].flatMap((name) => ["-p", name]);
const clippy = (...targets) => ["cargo", "clippy", ...targets, "--", "-D", "warnings"];
run("lint (the crates)", ...clippy(...crates, "--all-targets"));
// Not its test target: outside of a real build, napi-rs exports nothing, and all would be dead code.
run("lint (the addon)", ...clippy("-p", "openai-harmony-node"));
const doc = (...options) => ["cargo", "doc", ...crates, "--no-deps", ...options];
process.env.RUSTDOCFLAGS = "-D warnings";
run("documentation (what the crates export)", ...doc());
run("documentation (all of the crates)", ...doc("--document-private-items"));
// Engine against engine, with this many random cases of each kind. A failure prints the case in its smallest form.
process.env.HARMONY_CASES ??= "20000";
const rustTests = ["cargo", "test", ...crates, "--profile", "checked"];
countCargo(run("Rust tests", ...rustTests));
if (process.arch === "x64" && process.platform !== "win32") {
  // What the other processors use, with a tenth of the cases.
  process.env.HARMONY_CASES = String(Math.ceil(Number(process.env.HARMONY_CASES) / 10));
  process.env.RUSTC_WORKSPACE_WRAPPER = resolve("scripts/portable.sh");
  countCargo(run("Rust tests (portable code)", ...rustTests));
  delete process.env.RUSTC_WORKSPACE_WRAPPER;
}
if (built.every(({ ok }) => ok)) {
  const report = join(tmpdir(), `openai-harmony-node-${process.pid}.json`);
  const vitest = ["run", "--reporter=default", "--reporter=json", `--outputFile=${report}`];
  countVitest(run("package tests", "npx", "vitest", ...vitest), report);
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
