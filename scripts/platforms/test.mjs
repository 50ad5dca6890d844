/**
 * Tests the addons that build.mjs has made: inspects each, runs those that can run here, and prints what was done as a
 * table. Fails if anything is wrong with any of them.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { run } from "./command.mjs";
import { inspectAddon } from "./inspect/addon.mjs";
import { makeApp } from "./run/app.mjs";
import { runtimesOf } from "./run/runtimes.mjs";
import { runSuite, withoutLayout } from "./run/suite.mjs";
import { addonName, selectTargets } from "./targets.mjs";

const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));

const HEADER = [
  ...["platform", "tested", "cases", "load, ms", "needs", "addon, bytes", "gzip -9, bytes", "tarball, bytes"],
];

/** Tests one target. Returns its rows of the table, and everything that is wrong with it. */
async function testTarget(target, quickstart) {
  try {
    return await testAddon(target, quickstart);
  } catch (error) {
    return { rows: [[target.platform, "failed"]], problems: [error.message] };
  }
}

async function testAddon(target, quickstart) {
  const file = join(ROOT, "npm", target.platform, addonName(target.platform));
  if (!existsSync(file)) {
    return { rows: [[target.platform, "not built"]], problems: ["is not built: npm run build:platforms"] };
  }
  const { minimum, problems } = inspectAddon(file, target, ROOT);
  if (!existsSync(join(file, "..", "LICENSE.third-party.txt"))) problems.push("has no licence texts");
  const { scratch, tarballSize } = makeApp(target, ROOT);
  const sizes = [statSync(file).size, gzipSync(readFileSync(file), { level: 9 }).length, tarballSize];
  const facts = [needs(minimum), ...sizes];
  if (target.runsOn === undefined) {
    return {
      rows: [[target.platform, `linked and inspected only: ${target.linkedOnly}`, "", "", ...facts]],
      problems,
    };
  }
  const rows = [];
  for (const runtime of runtimesOf(target)) {
    console.log(`${target.platform}: ${runtime.name}`);
    const result = await runSuite(runtime, scratch, quickstart);
    rows.push([target.platform, runtime.name, result.cases ?? "failed", result.load ?? "failed", ...facts]);
    problems.push(...result.problems.map((problem) => `${runtime.name}: ${problem}`));
  }
  return { rows, problems };
}

function needs(minimum) {
  const [found] = Object.entries(minimum).map(([system, version]) => `${system} ${version}`);
  return found ?? "musl";
}

/** What the quickstart prints here, with the plain build. It is the same everywhere. */
function expectedQuickstart() {
  try {
    return withoutLayout(run(process.execPath, [join(ROOT, "examples", "quickstart.mjs")]));
  } catch (error) {
    throw new Error(`The package must be built here first, with \`npm run build\`: ${error.message}`);
  }
}

function printTable(rows) {
  const line = (cells) => `| ${HEADER.map((_, i) => cells[i] ?? "").join(" | ")} |`;
  console.log(["", line(HEADER), line(HEADER.map(() => "---")), ...rows.map(line), ""].join("\n"));
}

const targets = selectTargets(process.argv.slice(2));
const quickstart = expectedQuickstart();
const results = [];
for (const target of targets) results.push({ target, ...(await testTarget(target, quickstart)) });
printTable(results.flatMap(({ rows }) => rows));
const problems = results.flatMap(({ target, problems }) =>
  problems.map((problem) => `${target.platform} ${problem}`),
);
for (const problem of problems) console.log(problem);
console.log(`${targets.length} platforms, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
