/** A completion that is all there: parsed in one call of the addon, without events. */
import { expectToken, joinTokens, toTokens } from "../native/tokens.ts";
import { readBatch } from "./batch.ts";
import { Completion } from "./completion.ts";
import type { ParsedCompletion } from "./events.ts";
import type { CheckedOptions, CompletionInput } from "./options.ts";
import { type Codec, toText, toTokenArray } from "./reader.ts";

/** A whole completion: its text, or its tokens if there is none. */
export interface WholeCompletion {
  text: string | null;
  tokens: Uint32Array;
}

const NO_TOKENS = new Uint32Array();

/** Checks a completion, and puts the prefill before it. */
export function wholeCompletion(
  codec: Codec,
  { prefill }: CheckedOptions,
  input: CompletionInput,
): WholeCompletion {
  if (typeof input === "string") {
    return { text: prefill === null ? input : toText(codec, prefill) + input, tokens: NO_TOKENS };
  }
  const tokens =
    typeof input === "number" ? Uint32Array.of(expectToken(input, "input")) : toTokens(input, "input");
  return { text: null, tokens: prefill === null ? tokens : joinTokens(toTokenArray(codec, prefill), tokens) };
}

/** Reads what the addon has made of a completion. */
export function parsedCompletion(codec: Codec, options: CheckedOptions, batch: string[]): ParsedCompletion {
  const completion = new Completion(codec, options);
  readBatch(batch, completion);
  const { messages, diagnostics, stop } = completion;
  return { messages, diagnostics, stop };
}
