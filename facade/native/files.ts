/** Look-ups of files. What cannot be read counts as absent: without a permission, Deno throws even if asked for that. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Tells whether there is such a file. */
export function exists(path: string): boolean {
  return attempt(() => existsSync(path)) ?? false;
}

/** Returns the names of a folder's files. */
export function filesIn(folder: string): string[] {
  return attempt(() => readdirSync(folder)) ?? [];
}

/** Returns a file's JSON. */
export function readJson(path: string): unknown {
  return attempt(() => JSON.parse(readFileSync(path, "utf8")));
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
