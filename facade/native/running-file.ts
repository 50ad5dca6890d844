/** Where this code runs from. */
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readJson } from "./files.ts";

/** The folder of the module, in the form of the package that Node.js imports; `undefined` in all others. */
declare const moduleFolder: string | undefined;

/** Returns the folder of this code, quickly. A bundler may have made it a path on the machine of the build. */
export function ownFolder(): string {
  return typeof moduleFolder === "string" ? moduleFolder : runningFolder();
}

/**
 * Returns the folder of the file that this code runs from, which is a bundler's output where there is a bundle.
 *
 * A stack trace tells it in every module format. `__filename` and `import.meta.url` do not: bundlers drop them, or
 * replace them by the path of the source on the machine of the build.
 */
export function runningFolder(): string {
  const name = runningFile() ?? "";
  const file = name.startsWith("file:") ? fileURLToPath(name) : name;
  // The code of a single executable application has a name, but no path.
  return dirname(isAbsolute(file) ? file : process.execPath);
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

/** Returns this package's root, if the code runs from a folder of `dist` or from the sources, and not from a bundle. */
export function packageRoot(folder: string): string {
  return `${folder}/../..`;
}

/** Tells whether the code runs from the package as installed, or from its sources. */
export function isInstalled(folder: string): boolean {
  const manifest = readJson(join(packageRoot(folder), "package.json")) as { name?: unknown } | undefined;
  return manifest?.name === "openai-harmony-node";
}
