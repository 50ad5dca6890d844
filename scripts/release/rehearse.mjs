/**
 * Rehearses a release: `node scripts/release/rehearse.mjs <folder>` publishes the packages in the folder to a registry
 * on this machine, twice, since a release can be run again, installs the package from there into an empty project, and
 * runs the quickstart.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { releasePackages } from "./packages.mjs";
import { publish } from "./publish.mjs";
import { installAndRun } from "./try.mjs";

const REGISTRY = fileURLToPath(new URL("registry.mjs", import.meta.url));

/** Starts a registry in a process of its own. Resolves to the process and the address. */
async function startRegistry(folder) {
  const child = spawn(process.execPath, [REGISTRY, folder], { stdio: ["ignore", "pipe", "inherit"] });
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`the registry ended with status ${code}`);
  });
  const [url] = await Promise.race([once(createInterface(child.stdout), "line"), failed]);
  failed.catch(() => {});
  return { child, url };
}

/** npm's options for that registry. npm asks for a token before it publishes; this registry takes any. */
function optionsFor(url, folder) {
  const userconfig = join(folder, "npmrc");
  writeFileSync(userconfig, `${url.replace(/^http:/, "")}:_authToken=none\n`);
  return ["--userconfig", userconfig, "--registry", url, "--cache", join(folder, "cache")];
}

/** Calls back with npm's options for an empty registry, and takes that away when the answer is there. */
export async function withRegistry(use) {
  const folder = mkdtempSync(join(tmpdir(), "openai-harmony-node-registry-"));
  const { child, url } = await startRegistry(folder);
  try {
    return await use(optionsFor(url, folder));
  } finally {
    const closed = once(child, "close");
    child.kill();
    await closed;
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Returns what the quickstart prints. */
export function rehearse(packages) {
  return withRegistry((options) => {
    const all = releasePackages(packages);
    const published = publish(packages, [], options);
    if (published.length !== all.length) throw new Error(`published only ${published.join(", ")}`);
    const again = publish(packages, [], options);
    if (again.length !== 0) throw new Error(`published a second time: ${again.join(", ")}`);
    return installAndRun(all.at(-1).version, options);
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await rehearse(process.argv[2]));
}
