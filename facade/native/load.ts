/** The native addon, loaded at its first use. The only file that touches the loader. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { types } from "node:util";
import type * as Binding from "#binding";
import { HarmonyModuleNotFoundError } from "../validation/errors.ts";

export type { BindingEncoding, BindingParser } from "#binding";

/** The package's root, as seen from `dist/index.js`. */
const PACKAGE_FOLDER = fileURLToPath(new URL("..", import.meta.url));

const ABI: Partial<Record<string, string>> = { linux: "-gnu", win32: "-msvc" };

const MUSL_LOADERS = ["/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1"];

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
  return openUsualFile() ?? loadFromAnywhere();
}

/**
 * Opens the addon where a build or npm puts it. This takes a millisecond; the loader, which finds it anywhere and can
 * say why not, takes four more.
 */
function openUsualFile(): typeof Binding | undefined {
  if (process.env.NAPI_RS_NATIVE_LIBRARY_PATH !== undefined) return undefined;
  const file = usualFiles().find(existsSync);
  if (file === undefined) return undefined;
  const module = { exports: {} };
  try {
    process.dlopen(module, file);
  } catch {
    return undefined;
  }
  return module.exports as typeof Binding;
}

/** A build's file, then that of the platform's package, inside this package or beside it. None where musl may be. */
function usualFiles(): string[] {
  if (MUSL_LOADERS.some(existsSync)) return [];
  const target = `${process.platform}-${process.arch}${ABI[process.platform] ?? ""}`;
  const file = `openai-harmony-node.${target}.node`;
  const platformPackage = `openai-harmony-node-${target}`;
  return [
    join(PACKAGE_FOLDER, file),
    join(PACKAGE_FOLDER, "node_modules", platformPackage, file),
    join(PACKAGE_FOLDER, "..", platformPackage, file),
  ];
}

function loadFromAnywhere(): typeof Binding {
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
