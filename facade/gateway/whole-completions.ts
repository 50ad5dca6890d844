/** Gathers the completions of an answer that is given as a whole. */
import type { CompletionPart, FinishReason, TokenLogprob } from "../openai/chat-completions/index.ts";
import type { CompletionSource } from "./completion-source.ts";

/** Tells whether a completion needs no more, after another part of it. */
export type IsDone = (part: CompletionPart) => boolean;

/** One completion as it grows. */
class Gathered {
  #tokens: number[] | null = null;
  #text: string | null = null;
  #logprobs: TokenLogprob[] | null = null;
  #finishReason: FinishReason | null = null;
  isDone = false;

  push({ tokens, text, logprobs, finishReason }: CompletionPart): void {
    if (tokens !== undefined && tokens !== null) {
      this.#tokens ??= [];
      for (const token of typeof tokens === "number" ? [tokens] : tokens) this.#tokens.push(token);
    }
    if (typeof text === "string") this.#text = (this.#text ?? "") + text;
    if (logprobs) {
      this.#logprobs ??= [];
      for (const logprob of logprobs) this.#logprobs.push(logprob);
    }
    this.#finishReason = finishReason ?? null;
    this.isDone ||= this.#finishReason !== null;
  }

  toPart(): CompletionPart {
    return {
      tokens: this.#tokens,
      text: this.#text,
      logprobs: this.#logprobs,
      finishReason: this.#finishReason,
    };
  }
}

/**
 * Reads a source to its end, or until no completion needs more of it.
 *
 * @param n - how many completions there are
 * @param isDone - looks for what ends a completion before the engine does
 */
export async function gather(source: CompletionSource, n: number, isDone: IsDone): Promise<CompletionPart[]> {
  const completions = Array.from({ length: n }, () => new Gathered());
  for await (const part of source) {
    const completion = completions[part.index ?? 0] as Gathered;
    if (completion.isDone) continue;
    completion.push(part);
    completion.isDone ||= isDone(part);
    if (completions.every(({ isDone }) => isDone)) break;
  }
  return completions.map((completion) => completion.toPart());
}
