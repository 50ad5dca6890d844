/** The native addon, loaded at its first use. The only file that touches the loader. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { types } from "node:util";
import type * as Binding from "#binding";
import { HarmonyModuleNotFoundError } from "./errors.ts";

export type { BindingEncoding, BindingParser } from "#binding";

/** The package's root, as seen from `dist/facade/`. */
const PACKAGE_FOLDER = fileURLToPath(new URL("../..", import.meta.url));

let loaded: typeof Binding | undefined;

/**
 * The addon's exports.
 *
 * @throws {HarmonyModuleNotFoundError} if it cannot be loaded. The next call tries again.
 */
export function binding(): typeof Binding {
  loaded ??= load();
  return loaded;
}

function load(): typeof Binding {
  try {
    return createRequire(import.meta.url)("#binding");
  } catch (cause) {
    throw new HarmonyModuleNotFoundError(describeFailure(cause), { cause });
  }
}

function describeFailure(cause: unknown): string {
  return [
    "The native addon of openai-harmony-node cannot be loaded.",
    `  platform: ${process.platform}, architecture: ${process.arch}, libc: ${libc()}, Node.js: ${process.version}`,
    `  tried, from ${PACKAGE_FOLDER}:`,
    ...tries(cause).map((failure) => `  - ${failure}`),
    "  Install it again on this machine, with its optional dependencies:",
    "    npm install openai-harmony-node --include=optional",
    "  If node_modules was copied from another platform, or npm left the platform's package out, delete " +
      "node_modules and package-lock.json first.",
  ].join("\n");
}

/**
 * What the loader tried, the first try first. Its own error is a summary, from which the failed tries hang as a chain
 * of causes, the last try first; an error without causes is the only try.
 */
function tries(error: unknown): string[] {
  const messages: string[] = [];
  const last = (error as Error).cause ?? error;
  for (let next = last; types.isNativeError(next) && messages.length < 20; next = next.cause) {
    messages.unshift(next.message.split("\nRequire stack:")[0]?.replaceAll("\n", " ") ?? "");
  }
  return messages;
}

function libc(): string {
  if (process.platform !== "linux") return "the system's";
  const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  const version = report.header.glibcVersionRuntime;
  return version === undefined ? "musl" : `glibc ${version}`;
}
