/**
 * Installs the engines, once before the tests. Python 3.11 or newer is needed, and PyPI for the first run: the packages
 * are kept in `node_modules/.cache`.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));
const VERSION = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);

/** The virtual environment with the packages, where also the engines' files are. */
export const FOLDER = fileURLToPath(
  new URL(`../../../node_modules/.cache/engines-${VERSION}`, import.meta.url),
);

/** The Python of that environment. */
export const PYTHON = join(FOLDER, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

export default async function install(): Promise<void> {
  const complete = join(FOLDER, "complete");
  if (existsSync(complete)) return;
  const run = promisify(execFile);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(dirname(FOLDER), { recursive: true });
  await run(process.env.PYTHON ?? "python3", ["-m", "venv", FOLDER]);
  const options = ["--quiet", "--no-deps", "--only-binary=:all:", "--requirement", REQUIREMENTS];
  await run(PYTHON, ["-m", "pip", "install", ...options]);
  writeFileSync(complete, "");
}
