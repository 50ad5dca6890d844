/** What a parser of completions can be told, and how it is checked. */
import "./web-types.ts";
import { expectRole, type Role } from "../chat/role.ts";
import { type TokensLike, toTokens } from "../native/tokens.ts";
import { expectOptions } from "../validation/expect.ts";

/** A part of a completion: a token id, several of them, or text with its special tokens spelt out. */
export type CompletionInput = number | TokensLike | string;

/** How a completion is parsed. */
export interface CompletionOptions {
  /**
   * The role of the first message if the prompt states it already; `null` if the completion begins with `<|start|>`.
   * Default: `assistant`.
   */
  role?: Role | null;
  /**
   * The beginning of the completion, if the prompt contains it already: tokens, or text with its special tokens spelt
   * out. It is parsed first, and its events come with those of the first input.
   */
  prefill?: TokensLike | string | null;
}

/** How a stream of a completion is parsed. */
export interface CompletionStreamOptions extends CompletionOptions {
  /** Ends the stream when it is aborted, even while the source is silent. Default: none. */
  signal?: AbortSignal | null;
}

/** Options that have been checked. */
export interface CheckedOptions {
  role: Role | null;
  prefill: Uint32Array | string | null;
}

/** Checks options. */
export function completionOptions(options: CompletionOptions | null | undefined): CheckedOptions {
  const { role = "assistant", prefill = null } = expectOptions(options, "options") as CompletionOptions;
  return {
    role: role === null ? null : expectRole(role),
    prefill: typeof prefill === "string" || prefill === null ? prefill : toTokens(prefill),
  };
}
