/** What a gateway needs of an inference engine: tokens in, a stream of tokens or of text out. */
import type { TokensLike } from "../../native/tokens.ts";
import type { OutputConstraint } from "../../structural-tag/index.ts";

/**
 * An inference engine, or several behind one interface. This is one, too:
 *
 * @example
 * ```ts
 * const echo: Backend = {
 *   async *generate({ tokens }) {
 *     yield { text: `<|channel|>final<|message|>${tokens.length} tokens`, finishReason: "stop" };
 *   },
 *   async health() {
 *     return true;
 *   },
 * };
 * ```
 */
export interface Backend {
  /**
   * Samples completions of a prompt, and gives what is sampled as it arrives. Errors are {@link BackendError}s where the
   * engine, or the way to it, is at fault. The engine stops as soon as the signal is aborted, which it always is when no more
   * parts are wanted. What the engine sends is read only as fast as parts are taken.
   */
  generate(request: BackendRequest, signal: AbortSignal): AsyncIterable<BackendPart>;
  /** Tells whether the engine can take requests now. Never rejects. */
  health(signal: AbortSignal): Promise<boolean>;
}

/** What to sample. What is `null` is left to the engine. */
export interface BackendRequest {
  /** The model's name as the client gave it; `null`: none. Engines with a name of their own take that. */
  model: string | null;
  /** The prompt. It ends in `<|start|>assistant`, or in the beginning of a message. */
  tokens: Uint32Array;
  /** The prompt as text, with special tokens spelt out, for engines that take no tokens. It is decoded when it is read. */
  readonly text: string;
  /** The tokens to stop at. Engines pass the one that they stop at on where they can. */
  stopTokens: readonly number[];
  /** The same, spelt out when they are read. */
  readonly stopTexts: readonly string[];
  /** How many tokens to sample at most. */
  maxTokens: number | null;
  /** How many completions to sample. */
  n: number;
  /** How much chance is left to it, from 0 to 2. */
  temperature: number | null;
  /** How much of the probability the tokens have together that may be chosen. */
  topP: number | null;
  /** With the same one, the same is sampled, as far as the engine can. */
  seed: number | null;
  /** How much tokens lose for each time that they have come before, from -2 to 2. */
  frequencyPenalty: number | null;
  /** How much tokens lose that have come before, from -2 to 2. */
  presencePenalty: number | null;
  /** What to add to tokens' logits, by token id. */
  logitBias: Readonly<Record<string, number>> | null;
  /** How many alternatives to give with each token's log probability; `0`: none; `null`: no log probabilities. */
  logprobs: number | null;
  /** What the completion must look like; `null`: anything. An engine that cannot hold it to that ignores it. */
  constraint: OutputConstraint | null;
  /** Whether the prompt ends in the beginning of a final message, which the completion goes on with. */
  isPrefilled: boolean;
  /**
   * Further fields of the client's request that have to do with sampling, such as `top_k`, `min_p` and
   * `repetition_penalty`, under the names that vLLM, SGLang and llama.cpp share. Each engine takes those it knows.
   */
  extra: Readonly<Record<string, unknown>>;
}

/** A part of a completion. It has tokens or text, and all parts of a completion have the same of the two. */
export interface BackendPart {
  /** Which completion it belongs to, from 0 to `n - 1`. Default: 0. */
  index?: number;
  /** The tokens that have been sampled since the last part. */
  tokens?: TokensLike;
  /** The text that has been sampled since the last part, with special tokens spelt out. */
  text?: string;
  /** How the completion ended, in its last part: by itself, or cut off. Otherwise `null` or absent. */
  finishReason?: "stop" | "length" | null;
  /** The log probability of each of the part's tokens, if they were asked for. */
  logprobs?: readonly BackendLogprob[] | null;
}

/** A token, with its log probability and the likeliest alternatives. */
export interface BackendLogprob extends BackendTokenLogprob {
  /** The alternatives, the likeliest first. */
  top: readonly BackendTokenLogprob[];
}

/** A token and its log probability. */
export interface BackendTokenLogprob {
  /** Its id, or its text where the engine does not tell the id. */
  token: number | string;
  /** The natural logarithm of its probability. */
  logprob: number;
}
