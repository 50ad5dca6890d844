/** What `/v1/completions` sends in a stream: vLLM and servers that are like OpenAI's. */
import type { BackendLogprob, BackendPart, BackendTokenLogprob } from "./backend.ts";
import { BackendError } from "./backend-error.ts";
import { failure } from "./engine-error.ts";

/** One of a chunk's choices. */
interface CompletionChoice {
  index?: number;
  text?: string;
  token_ids?: number[] | null;
  finish_reason?: string | null;
  logprobs?: CompletionLogprobs | null;
}

interface CompletionLogprobs {
  tokens?: string[];
  token_logprobs?: (number | null)[];
  top_logprobs?: (Record<string, number> | null)[] | null;
}

/** Tells whether the completions of a request have all ended, so that an answer that breaks off is noticed. */
export class Endings {
  #open: number;

  /** @param n - how many completions there are */
  constructor(n: number) {
    this.#open = n;
  }

  /** Takes what the engine says about the end of a completion, and returns what it means. */
  read(reason: unknown): "stop" | "length" | null {
    if (reason === null || reason === undefined || reason === "") return null;
    this.#open--;
    if (reason === "abort" || reason === "error") throw failure("gave up");
    return reason === "length" || reason === "repetition" ? "length" : "stop";
  }

  /** Whether there is nothing more to come. */
  get areComplete(): boolean {
    return this.#open <= 0;
  }

  /** @throws {BackendError} if a completion has not ended. */
  expectComplete(): void {
    if (this.areComplete) return;
    throw new BackendError("The model server broke off its answer.", { status: 502 });
  }
}

/**
 * Reads the chunks of a stream.
 *
 * @param chunks - the data of its events
 * @param request - how many completions there are, and how many alternatives each token has
 */
export async function* readCompletions(
  chunks: AsyncIterable<unknown>,
  { n, logprobs }: { n: number; logprobs: number | null },
): AsyncGenerator<BackendPart, void, undefined> {
  const endings = new Endings(n);
  const hasTokens = new Map<number, boolean>();
  for await (const chunk of chunks) {
    for (const choice of choicesOf(chunk)) {
      const { index = 0, text = "", token_ids } = choice;
      const finishReason = endings.read(choice.finish_reason);
      const part: BackendPart = { index, finishReason };
      // All parts of a completion are of one kind: that of the first one that has anything in it.
      if (!hasTokens.has(index) && (token_ids?.length || text !== "")) hasTokens.set(index, !!token_ids);
      if (hasTokens.get(index)) part.tokens = token_ids ?? [];
      else part.text = text;
      if (logprobs !== null && choice.logprobs) part.logprobs = readLogprobs(choice.logprobs, logprobs);
      yield part;
    }
  }
  endings.expectComplete();
}

function choicesOf(chunk: unknown): CompletionChoice[] {
  const { choices } = Object(chunk) as { choices?: unknown };
  return Array.isArray(choices) ? choices : [];
}

function readLogprobs(logprobs: CompletionLogprobs, count: number): BackendLogprob[] {
  const { tokens = [], token_logprobs = [], top_logprobs } = logprobs;
  return tokens.map((token, i) => ({
    token: readToken(token),
    logprob: token_logprobs[i] ?? 0,
    top: readTop(top_logprobs?.[i] ?? {}, count),
  }));
}

function readTop(top: Record<string, number>, count: number): BackendTokenLogprob[] {
  return Object.entries(top)
    .map(([token, logprob]) => ({ token: readToken(token), logprob }))
    .sort((a, b) => b.logprob - a.logprob)
    .slice(0, count);
}

/** vLLM writes ids as `token_id:123` if it is asked to. */
function readToken(token: string): number | string {
  const id = /^token_id:(\d+)$/.exec(token)?.[1];
  return id === undefined ? token : Number(id);
}
