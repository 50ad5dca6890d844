/** What every addon is put through in every runtime. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";

const MINUTE = 60_000;

/** How often the load time is measured where that says something; the best counts. */
const LOADS = 5;

/**
 * Runs the suite. Returns the number of `cases` that passed, the `load` time in milliseconds, and what went wrong as
 * `problems`.
 */
export async function runSuite(runtime, scratch, quickstart) {
  const problems = [];
  const check = async (title, test) => {
    try {
      return await test();
    } catch (error) {
      problems.push(`${title}: ${error.message}`);
    }
  };
  const cases = await check("conformance", () => conformance(runtime, scratch));
  await check("quickstart", () => sameOutput(runtime, scratch, quickstart));
  await check("CommonJS", () => lastLine(runtime, scratch, "programs/commonjs.cjs", /^done$/));
  await check("incomplete addon", () => lastLine(runtime, scratch, "programs/incomplete.mjs", /^done$/));
  await check("worker threads", () => lastLine(runtime, scratch, "programs/workers.mjs", /^done$/));
  await check("kill in mid-call", () => killInMidCall(runtime, scratch));
  const load = await check("load", () => loadTime(runtime, scratch));
  return { cases, load, problems };
}

async function conformance(runtime, scratch) {
  const [, passed] = await lastLine(runtime, scratch, "conformance/run.mjs", /^(\d+) passed, 0 failed$/);
  return Number(passed);
}

async function sameOutput(runtime, scratch, expected) {
  const { stdout } = await runToEnd(runtime, scratch, "quickstart.mjs");
  if (withoutLayout(stdout) !== expected) throw new Error(`other output than on this machine:\n${stdout}`);
}

/** An output without what differs between runtimes: colours, and how `console.log` lays out and quotes an object. */
export function withoutLayout(output) {
  return stripVTControlCharacters(output).replaceAll(/[\s"',]/g, "");
}

/** A process that is killed within the addon ends at once, and the next one works as if nothing had been. */
async function killInMidCall(runtime, scratch) {
  const process = start(runtime, scratch, "programs/endless.mjs");
  const deadline = Date.now() + 5 * MINUTE;
  while (!process.output().stdout.includes("working")) {
    if (process.hasEnded() || Date.now() > deadline)
      throw new Error(`it did not begin: ${describe(process)}`);
    await sleep(20);
  }
  await sleep(200);
  process.child.kill("SIGKILL");
  const killed = Date.now();
  const { signal } = await process.ended;
  if (signal !== "SIGKILL") throw new Error(`it ended by itself: ${describe(process)}`);
  if (Date.now() - killed > 5_000) throw new Error("it took more than 5 s to end");
  await lastLine(runtime, scratch, "programs/load-time.mjs", /^[\d.]+$/);
}

async function loadTime(runtime, scratch) {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < (runtime.emulated ? 1 : LOADS); i++) {
    const [time] = await lastLine(runtime, scratch, "programs/load-time.mjs", /^[\d.]+$/);
    best = Math.min(best, Number(time));
  }
  return best;
}

/** Runs a program, whose last line must match. */
async function lastLine(runtime, scratch, script, pattern) {
  const { stdout, stderr } = await runToEnd(runtime, scratch, script);
  const match = pattern.exec(stdout.trim().split("\n").at(-1));
  if (match === null) throw new Error(`unexpected output:\n${(stdout + stderr).slice(-2_000)}`);
  return match;
}

async function runToEnd(runtime, scratch, script) {
  const process = start(runtime, scratch, script);
  const timer = setTimeout(() => process.child.kill("SIGKILL"), 20 * MINUTE);
  const { code } = await process.ended;
  clearTimeout(timer);
  if (code !== 0) throw new Error(describe(process));
  return process.output();
}

function start(runtime, scratch, script) {
  const { program, args, env } = runtime.command(scratch, script);
  // Files, as Wine cannot write into a pipe of Linux.
  const files = ["stdout", "stderr"].map((name) => join(scratch, "tmp", name));
  const [stdout, stderr] = files.map((file) => openSync(file, "w"));
  const child = spawn(program, args, { env, cwd: join(scratch, "app"), stdio: ["ignore", stdout, stderr] });
  closeSync(stdout);
  closeSync(stderr);
  const process = {
    child,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    output: () => ({ stdout: readFileSync(files[0], "utf8"), stderr: readFileSync(files[1], "utf8") }),
  };
  process.ended = new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve({ code, signal }));
  });
  return process;
}

function describe({ child, output }) {
  const { stdout, stderr } = output();
  return `${child.signalCode ?? `status ${child.exitCode}`}\n${(stdout + stderr).slice(-2_000)}`;
}
