/** The native addon, opened at its first use. */
import type { Addon } from "./addon-file.ts";
import { searchAddon } from "./search.ts";
import { openUsualFile } from "./usual-file.ts";

export type { BindingBatch, BindingEncoding, BindingInput, BindingParser } from "./binding.d.ts";

let loaded: Addon | undefined;

/**
 * Returns the addon's exports.
 *
 * @throws {HarmonyModuleNotFoundError} if the addon cannot be loaded. The next call tries again.
 */
export function binding(): Addon {
  loaded ??= openUsualFile() ?? searchAddon();
  return loaded;
}
