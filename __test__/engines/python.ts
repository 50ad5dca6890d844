/** The Python in which the engines run: a virtual environment with pinned packages, made once and kept in a cache. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Ended, ROOT, run } from "../support.ts";

/** Where everything is kept that the tests here need to make only once. */
export const CACHE = join(ROOT, "node_modules/.cache/openai-harmony-node");

/** The path of a file in this folder. */
export const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const REQUIREMENTS = here("requirements.txt");
const OLDEST: [number, number] = [3, 11];

/** Returns the path of a Python that has the packages. */
export async function pythonWithPackages(cache = CACHE): Promise<string> {
  const { command, version } = await findPython();
  const folder = join(cache, `python-${digest(version, readFileSync(REQUIREMENTS))}`);
  const python = inVenv(folder);
  if (existsSync(python)) return python;
  await makeOnce(folder, async (unfinished) => {
    await makeVenv(command, unfinished);
    await installPackages(inVenv(unfinished));
  });
  return python;
}

/** A name for what has been made from some inputs. */
export function digest(...inputs: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const input of inputs) hash.update(input).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** Makes a folder. If another process has been faster, its folder stays. */
async function makeOnce(folder: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(`${folder}-`);
  try {
    await fill(unfinished);
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function inVenv(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts/python.exe") : join(folder, "bin/python");
}

async function findPython(): Promise<{ command: string; version: string }> {
  const command = process.env.PYTHON ?? (process.platform === "win32" ? "python" : "python3");
  const needed = `The tests with real engines need Python ${OLDEST.join(".")} or newer.`;
  const hint = "Set the environment variable PYTHON to the path of one.";
  const code = "import sys; print(sys.version_info[0], sys.version_info[1], sys.version, sys.executable)";
  const ended = await run(command, ["-c", code]).catch((cause: unknown) => {
    throw new Error(`${needed} "${command}" cannot be started. ${hint}`, { cause });
  });
  if (ended.code !== 0) throw new Error(`${needed} "${command}" fails:\n${lastLines(ended)}\n${hint}`);
  const [major = 0, minor = 0] = ended.stdout.split(" ").map(Number);
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    throw new Error(`${needed} "${command}" is Python ${major}.${minor}. ${hint}`);
  }
  return { command, version: ended.stdout };
}

async function makeVenv(command: string, folder: string): Promise<void> {
  const ended = await run(command, ["-m", "venv", folder]);
  if (ended.code === 0) return;
  throw new Error(
    `"${command} -m venv" fails:\n${lastLines(ended)}\n` +
      "The tests with real engines need Python with its modules venv and pip. Debian and Ubuntu have them in the package " +
      "python3-venv.",
  );
}

async function installPackages(python: string): Promise<void> {
  const options = ["--disable-pip-version-check", "--no-input", "--no-deps", "--only-binary", ":all:"];
  const ended = await run(python, ["-m", "pip", "install", ...options, "--requirement", REQUIREMENTS]);
  if (ended.code === 0) return;
  throw new Error(
    `pip cannot install the packages that the tests with real engines need:\n${lastLines(ended)}\n` +
      "They come from the Python package index that pip is configured to use, and need 300 MB.",
  );
}

/** The end of what a program has written, where it says what went wrong. */
export function lastLines({ stdout, stderr }: Ended, count = 10): string {
  return `${stdout}${stderr}`.trimEnd().split("\n").slice(-count).join("\n");
}
