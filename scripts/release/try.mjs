/**
 * Installs a published version into an empty project and runs the quickstart there:
 * `node scripts/release/try.mjs 1.2.3 [options of npm]`. With `--signed`, the registry's signatures and the
 * attestations of where the packages were built must be right.
 */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { npm } from "../npm.mjs";
import { run } from "../platforms/command.mjs";

const QUICKSTART = fileURLToPath(new URL("../../examples/quickstart.mjs", import.meta.url));

/** Returns what the quickstart prints. */
export function installAndRun(version, options, { signed = false } = {}) {
  const project = mkdtempSync(join(tmpdir(), "openai-harmony-node-installed-"));
  try {
    writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }\n');
    npm(["install", "--no-audit", "--no-fund", `openai-harmony-node@${version}`, ...options], {
      cwd: project,
    });
    if (signed) console.log(npm(["audit", "signatures", ...options], { cwd: project }));
    copyFileSync(QUICKSTART, join(project, "quickstart.mjs"));
    return run(process.execPath, ["quickstart.mjs"], { cwd: project });
  } finally {
    rmSync(project, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** A registry takes some minutes until it has a new version everywhere. */
async function repeatedly(attempt, tries = 10) {
  for (let i = 1; ; i++) {
    try {
      return attempt();
    } catch (error) {
      if (i === tries) throw error;
      console.log(`${error.message}\n\nOnce more in 30 seconds.`);
      await sleep(30_000);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [version, ...options] = process.argv.slice(2);
  const signed = options.includes("--signed");
  const others = options.filter((option) => option !== "--signed");
  console.log(await repeatedly(() => installAndRun(version, [...others, "--prefer-online"], { signed })));
}
