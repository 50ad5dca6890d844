/** The native addon, opened at its first use. */
import { searchAddon } from "./search.ts";
import { type Addon, openUsualFile } from "./usual-file.ts";

export type { BindingCompletionParser, BindingEncoding, BindingParser } from "./binding.d.ts";

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
