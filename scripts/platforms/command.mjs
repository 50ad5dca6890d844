/** Programs that the scripts run to their end. */
import { spawnSync } from "node:child_process";

/**
 * Runs a program and returns what it has written to standard output.
 *
 * @throws {Error} with the end of its output, if the program fails.
 */
export function run(command, args, options = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    ...options,
  });
  if (error?.code === "ENOENT") throw new Error(`${command} is not installed`);
  if (error) throw error;
  if (status === 0) return stdout;
  const output = `${stdout ?? ""}${stderr ?? ""}`.trim().split("\n").slice(-20).join("\n");
  throw new Error(`${[command, ...args].join(" ")}\nfailed (${signal ?? `status ${status}`})\n${output}`);
}
