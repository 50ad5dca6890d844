/** The addon's file, opened if it is whole and of this version. */
import type * as Binding from "./binding.d.ts";
import { readStart } from "./files.ts";
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

/** Refuses a file whose end is missing. A loader would map what is not there, and the process would die of a signal. */
function expectWhole(file: string): void {
  const start = readStart(file, HEADER_LENGTH);
  const length = start && statedLength(start.bytes);
  if (length === undefined || start === undefined || start.size >= length) return;
  throw new Error(`the file is incomplete: it has ${start.size} of ${length} bytes`);
}
