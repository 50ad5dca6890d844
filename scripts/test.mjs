/**
 * Runs every `check:…` script of package.json in order, each to its end, and closes with the line `N passed, N failed`.
 *
 * The line counts the tests that cargo and Vitest run. A stage that fails without a failed test, or that should run
 * tests and ran none, counts as one failure, so that the line says 0 failed only if everything is right.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { countTests } from "./count.mjs";

const { scripts } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const stages = Object.keys(scripts).filter((name) => name.startsWith("check:"));
const runsTests = (stage) => /\bcargo test\b|\bvitest\b/.test(scripts[stage]);

/** Runs an npm script and shows its output as it comes. Resolves to its exit code and to what it wrote to stdout. */
function run(script) {
  const npm = spawn("npm", ["run", "--silent", script], {
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  let output = "";
  npm.stdout.setEncoding("utf8").on("data", (text) => {
    process.stdout.write(text);
    output += text;
  });
  return new Promise((resolve, reject) => {
    npm.on("error", reject);
    npm.on("close", (code) => resolve({ code, output }));
  });
}

/** Runs a stage and returns what it adds to the count. */
async function runStage(stage) {
  console.log(`\n## ${stage}`);
  const started = Date.now();
  const { code, output } = await run(stage);
  const { passed, failed } = countTests(output);
  const ok = code === 0 && failed === 0 && (passed > 0 || !runsTests(stage));
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`## ${stage}: ${ok ? "ok" : "failed"}, ${seconds} s`);
  return { passed, failed: ok ? 0 : Math.max(failed, 1) };
}

let passed = 0;
let failed = 0;
for (const stage of stages) {
  const counted = await runStage(stage);
  passed += counted.passed;
  failed += counted.failed;
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
