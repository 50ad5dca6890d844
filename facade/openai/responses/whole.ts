/** A whole completion as a response. */
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import type { TokensLike } from "../../native/tokens.ts";
import type { CompletionPart } from "../shared/source.ts";
import type { ResponseOptions } from "./answer-options.ts";
import { ResponseEventer } from "./eventer.ts";
import type { Response } from "./response-types.ts";

/**
 * Makes a response of a whole completion. It is what a client makes of the events of {@link toResponseEvents}.
 *
 * @example
 * ```ts
 * import { toResponse } from "openai-harmony-node/responses";
 *
 * const completion = "<|channel|>commentary to=functions.get_time <|constrain|>json<|message|>{}<|call|>";
 * const { output } = toResponse(loadHarmonyEncoding(), completion);
 * output.map(({ type }) => type); // => ["function_call"]
 * ```
 * @param completion - its tokens, its text, or one of these with what the engine says beside it
 * @throws {@linkcode HarmonyValueError} if an argument is invalid. No completion is.
 */
export function toResponse(
  encoding: HarmonyEncoding,
  completion: TokensLike | string | CompletionPart,
  options?: ResponseOptions | null,
): Response {
  const eventer = new ResponseEventer(encoding, options);
  eventer.push(completion);
  eventer.end();
  return eventer.response as Response;
}
