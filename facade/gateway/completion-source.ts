/** What a backend gives, as the converters take it: its token ids are checked, and get their texts where those are shown. */
import type { HarmonyEncoding } from "../encoding/encoding.ts";
import type { CompletionPart, TokenLogprob, TopLogprob } from "../openai/chat-completions/index.ts";
import { HarmonyError } from "../validation/errors.ts";
import type { BackendLogprob, BackendPart, BackendTokenLogprob } from "./backends/backend.ts";
import { failure } from "./backends/engine-error.ts";
import { GatheredParts } from "./gathered-parts.ts";
import type { Generation } from "./generation.ts";

const NO_COMPLETION = "sent something that is no completion";

/** Reads a generation part by part. The first one may be asked for in advance, to learn whether there is an answer at all. */
export class CompletionSource implements AsyncIterableIterator<CompletionPart> {
  readonly #generation: Generation;
  readonly #parts: GatheredParts;
  readonly #encoding: HarmonyEncoding;
  readonly #n: number;
  #first: Promise<CompletionPart | null> | null = null;

  constructor(generation: Generation, encoding: HarmonyEncoding, n: number) {
    this.#generation = generation;
    this.#parts = new GatheredParts(generation);
    this.#encoding = encoding;
    this.#n = n;
  }

  /** Waits until there is a first part, or the end. */
  async begin(): Promise<void> {
    this.#first = this.#read();
    await this.#first;
  }

  async next(): Promise<IteratorResult<CompletionPart>> {
    const part = await (this.#first ?? this.#read());
    this.#first = null;
    return part === null ? { done: true, value: undefined } : { done: false, value: part };
  }

  /** Called by whoever has had enough. */
  async return(): Promise<IteratorResult<CompletionPart>> {
    this.#generation.finish();
    return { done: true, value: undefined };
  }

  /** Ends the generation at once. */
  end(reason?: unknown): void {
    this.#generation.end(reason);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async #read(): Promise<CompletionPart | null> {
    const part = await this.#parts.next();
    return part === null ? null : this.#convert(part);
  }

  #convert(part: BackendPart): CompletionPart {
    const { index = 0, logprobs = null } = part;
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.#n) throw failure(NO_COMPLETION);
    if (logprobs === null) return part as CompletionPart;
    return { ...part, logprobs: logprobs.map((each) => tokenLogprob(this.#encoding, each)) };
  }
}

/** What an error in an answer means: converters throw for nothing that a model writes. */
export function answerFailure(error: unknown): unknown {
  return error instanceof HarmonyError && error.code === "ERR_HARMONY_VALUE"
    ? failure(NO_COMPLETION, error)
    : error;
}

function tokenLogprob(encoding: HarmonyEncoding, logprob: BackendLogprob): TokenLogprob {
  return {
    ...topLogprob(encoding, logprob),
    top_logprobs: logprob.top.map((each) => topLogprob(encoding, each)),
  };
}

function topLogprob(encoding: HarmonyEncoding, { token, logprob }: BackendTokenLogprob): TopLogprob {
  // JSON has no infinity; OpenAI's API says -9999 for what is as good as impossible.
  const finite = Number.isFinite(logprob) ? logprob : -9999;
  if (typeof token === "string") {
    return { token, logprob: finite, bytes: token.includes("\ufffd") ? null : bytesOf(token) };
  }
  try {
    const bytes = encoding.decodeBytes([token]);
    return { token: new TextDecoder().decode(bytes), logprob: finite, bytes: Array.from(bytes) };
  } catch {
    return { token: `token_id:${token}`, logprob: finite, bytes: null };
  }
}

function bytesOf(text: string): number[] {
  return Array.from(new TextEncoder().encode(text));
}
