/** What a request asks for and Harmony has no place for. */
import { HarmonyValueError } from "../../validation/errors.ts";
import type { CheckedRequestOptions } from "./input-options.ts";

/**
 * Refuses a part of a request, or returns if the options say that it is left out.
 *
 * @param path - the part, in the notation of OpenAI's `param`, such as `messages[0].content[1]`
 * @throws {@linkcode HarmonyValueError} unless `onUnsupported` is `skip`.
 */
export function unsupported(options: CheckedRequestOptions, path: string, what: string): void {
  if (!options.skipsUnsupported) throw new HarmonyValueError(`${what} is not supported`, { path });
}
