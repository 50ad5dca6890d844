/** Where this code runs from. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Returns the folder of the file that this code runs from, which is a bundler's output where there is a bundle.
 *
 * A stack trace tells it in every module format. `__filename` and `import.meta.url` do not: bundlers drop them, or
 * replace them by the path of the source on the machine of the build.
 */
export function runningFolder(): string {
  const file = runningFile();
  if (file === undefined) return process.cwd();
  return dirname(file.startsWith("file:") ? fileURLToPath(file) : file);
}

function runningFile(): string | undefined {
  const { prepareStackTrace } = Error;
  try {
    Error.prepareStackTrace = (_, sites) => sites[0]?.getFileName();
    return (new Error().stack as unknown as string | null | undefined) ?? undefined;
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

/** Returns this package's root, if the code runs from `dist/chunks` or from the sources, and not from a bundle. */
export function packageRoot(folder: string): string {
  return join(folder, "../..");
}

/** Tells whether the code runs from the package as installed, or from its sources. */
export function isInstalled(folder: string): boolean {
  try {
    const text = readFileSync(join(packageRoot(folder), "package.json"), "utf8");
    return JSON.parse(text).name === "openai-harmony-node";
  } catch {
    return false;
  }
}
