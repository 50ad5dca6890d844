/** The addon's file, opened if it is whole and of this version. */
import { closeSync, openSync, readvSync, statSync } from "node:fs";
import type * as Binding from "./binding.d.ts";
import { statedLength } from "./image.ts";

/** The addon's exports. */
export type Addon = typeof Binding;

/** The version in package.json, which the build puts in. */
declare const PACKAGE_VERSION: string;

/** An addon's image starts with at most this much that tells its length. */
const HEADER_LENGTH = 4096;

/**
 * Opens a file.
 *
 * @throws what Node.js throws if that is no addon for this process, and an error if the file is not whole or the addon
 * is of another version than this package.
 */
export function openAddon(file: string): Addon {
  expectWhole(file);
  const module = { exports: {} };
  process.dlopen(module, file);
  const addon = module.exports as Addon;
  const { VERSION } = addon as Partial<Addon>;
  if (VERSION === PACKAGE_VERSION) return addon;
  const version = VERSION ?? "0.0.0";
  throw new Error(`the addon is of version ${version}, this package is of version ${PACKAGE_VERSION}`);
}

/**
 * Refuses a file whose end is missing. A loader would map what is not there, and the process would die of a signal.
 *
 * The last byte tells as much as the size, and `readvSync` is the function of Node.js that is loaded in the least time.
 */
function expectWhole(path: string): void {
  const file = openSync(path, "r");
  try {
    const start = new Uint8Array(HEADER_LENGTH);
    const length = statedLength(start.subarray(0, readvSync(file, [start], 0))) ?? 0;
    if (length === 0 || readvSync(file, [new Uint8Array(1)], length - 1) === 1) return;
    throw new Error(`the file is incomplete: it has ${statSync(path).size} of ${length} bytes`);
  } finally {
    closeSync(file);
  }
}
