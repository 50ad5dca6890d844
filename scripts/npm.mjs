/** Runs npm on any system. */
import { run } from "./platforms/command.mjs";

/** Runs npm with these arguments to its end and returns what it wrote to standard output. Throws if it fails. */
export function npm(args, options = {}) {
  // On Windows npm is a script, which only a shell can run.
  return run("npm", args, { ...options, shell: process.platform === "win32" });
}
