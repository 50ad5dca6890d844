/** What a completion comes from: an engine's output, bit by bit, with what the engine says beside it. */
import "../../completion/web-types.ts";
import type { CompletionInput } from "../../completion/options.ts";
import type { TokensLike } from "../../native/tokens.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { isObject, quote, wrongType } from "../../validation/expect.ts";

/** How an engine stopped: by itself, or because it reached a limit of tokens. */
export type FinishReason = "stop" | "length";

/** How likely a token was, as OpenAI's APIs say it. */
export interface TopLogprob {
  /** The token's text. */
  token: string;
  /** The natural logarithm of its probability. */
  logprob: number;
  /** The token's bytes; `null` if they are unknown. */
  bytes: number[] | null;
}

/** How likely a token was that the model wrote, and which others were likely there. */
export interface TokenLogprob extends TopLogprob {
  /** The most likely tokens at its place. */
  top_logprobs: TopLogprob[];
}

/** A part of a completion, with what the engine says beside it. */
export interface CompletionPart {
  /** A token id, or several. A part has either tokens or text, or neither. */
  tokens?: number | TokensLike | null;
  /** Text with its special tokens spelt out, cut anywhere. */
  text?: string | null;
  /** How the engine stopped, in the last part. */
  finishReason?: FinishReason | null;
  /** How likely each of the tokens was. */
  logprobs?: readonly TokenLogprob[] | null;
  /** Which of several completions the part belongs to. Default: 0. */
  index?: number;
}

/** A token id, several of them, text, or a part. */
export type SourceItem = CompletionInput | CompletionPart;

/** Where a completion comes from, such as the stream of an engine. */
export type AnswerSource = Iterable<SourceItem> | AsyncIterable<SourceItem> | ReadableStream<SourceItem>;

/** A part that has been checked. */
export interface CheckedPart {
  input: CompletionInput | null;
  finishReason: FinishReason | null;
  logprobs: readonly TokenLogprob[] | null;
  index: number;
}

/** Reads an item of a source. */
export function readItem(item: SourceItem): CheckedPart {
  if (!isPart(item)) return { input: item, finishReason: null, logprobs: null, index: 0 };
  const { tokens = null, text = null, finishReason = null, logprobs = null, index = 0 } = item;
  if (tokens !== null && text !== null) {
    throw new HarmonyValueError("expected tokens or text, got both", { path: "input" });
  }
  if (!Number.isSafeInteger(index) || index < 0) throw wrongType("index", "an integer from 0", index);
  if (logprobs !== null && !Array.isArray(logprobs))
    throw wrongType("logprobs", "an array or null", logprobs);
  return { input: tokens ?? text, finishReason: readFinishReason(finishReason), logprobs, index };
}

/** Checks how an engine stopped. */
export function readFinishReason(reason: FinishReason | null | undefined): FinishReason | null {
  if (reason === undefined || reason === null) return null;
  if (reason === "stop" || reason === "length") return reason;
  throw new HarmonyValueError(`expected 'stop', 'length' or null, got ${quote(reason)}`, {
    path: "finishReason",
  });
}

/** Tokens have an iterator, and parts have none. */
export function isPart(item: SourceItem): item is CompletionPart {
  return isObject(item) && !(Symbol.iterator in item);
}
