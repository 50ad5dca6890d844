/** llama.cpp's server: `/completion` takes the prompt's tokens, and gives the completion's, or most of them. */
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import { loadHarmonyEncoding } from "../../encoding/load.ts";
import type { Backend, BackendLogprob, BackendPart, BackendRequest } from "./backend.ts";
import { Endings } from "./completions.ts";
import { Engine, type EngineOptions } from "./engine.ts";
import { gbnf } from "./grammar.ts";
import { merge } from "./merge.ts";
import { forEachUrl } from "./pool.ts";
import { extraFields, samplingFields } from "./sampling-fields.ts";

/** The fields of a client's request that llama.cpp knows, each with llama.cpp's name. */
const EXTRA = {
  top_k: "top_k",
  min_p: "min_p",
  typical_p: "typical_p",
  top_n_sigma: "top_n_sigma",
  repetition_penalty: "repeat_penalty",
  repeat_last_n: "repeat_last_n",
  samplers: "samplers",
  ignore_eos: "ignore_eos",
  cache_prompt: "cache_prompt",
};

/** What of the last chunk is needed. It would repeat the whole prompt otherwise. */
const FIELDS = ["content", "tokens", "tokens_predicted", "stop", "stop_type", "completion_probabilities"];

/** What the server sends. */
interface Chunk {
  content?: string;
  tokens?: number[];
  /** How many tokens have been sampled so far. */
  tokens_predicted?: number;
  /** How the completion ended, in the last chunk. */
  stop_type?: "none" | "eos" | "word" | "limit";
  completion_probabilities?: Probability[];
}

interface Probability {
  id: number;
  logprob: number;
  top_logprobs?: { id: number; logprob: number }[];
}

/**
 * Makes a backend of llama.cpp's server (`llama-server`), or of several.
 *
 * The server's stream lacks the ids of tokens that are only a part of a character. Where some are missing, the text that
 * has come is encoded: the tokens can then be others than those sampled, but are of the same text.
 *
 * @example
 * ```ts
 * import { llamaCppBackend } from "openai-harmony-node/gateway";
 *
 * const backend = llamaCppBackend({ url: "http://127.0.0.1:8080" });
 * ```
 */
export function llamaCppBackend(options: EngineOptions): Backend {
  return forEachUrl(options, (one) => new LlamaCpp(new Engine(one)));
}

class LlamaCpp implements Backend {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Asks once for each completion: the server gives no more in one answer than it can sample at the same time. */
  generate(request: BackendRequest, signal: AbortSignal): AsyncIterable<BackendPart> {
    if (request.n === 1) return this.#complete(request, 0, signal);
    const completions = Array.from(
      { length: request.n },
      (_, index) => (signal: AbortSignal) => this.#complete(request, index, signal),
    );
    return merge(completions, signal);
  }

  health(signal: AbortSignal): Promise<boolean> {
    return this.#engine.isHealthy("/health", signal);
  }

  async *#complete(request: BackendRequest, index: number, signal: AbortSignal): AsyncGenerator<BackendPart> {
    const endings = new Endings(1);
    const reader = new ChunkReader(loadHarmonyEncoding());
    for await (const event of this.#engine.post("/completion", this.#bodyOf(request, index), signal)) {
      const chunk = Object(event) as Chunk;
      const { content, stop_type, tokens = [], completion_probabilities } = chunk;
      const sampled = reader.tokensOf(chunk);
      // A token at which the server itself stops has no text, and the last chunk comes after it.
      const isStopped = content !== "" && request.stopTokens.includes(tokens.at(-1) ?? -1);
      yield {
        index,
        tokens: sampled,
        finishReason: endings.read(isStopped ? "stop" : stop_type === "limit" ? "length" : stop_type),
        logprobs: sampled === tokens ? readLogprobs(completion_probabilities, request.logprobs) : null,
      };
      if (isStopped) return;
    }
    endings.expectComplete();
  }

  #bodyOf(request: BackendRequest, index: number): object {
    const { tokens, maxTokens, logprobs, constraint } = request;
    const { n, seed, ...sampling } = samplingFields(request);
    return {
      model: this.#engine.modelFor(request.model),
      prompt: Array.from(tokens),
      stream: true,
      return_tokens: true,
      response_fields: FIELDS,
      ...sampling,
      ...(maxTokens === null ? null : { n_predict: maxTokens }),
      ...(request.seed === null ? null : { seed: seedOf(request.seed, index) }),
      // There are no log probabilities without an alternative.
      ...(logprobs === null ? null : { n_probs: Math.max(logprobs, 1) }),
      ...(constraint === null ? null : { grammar: gbnf(constraint, request.isPrefilled) }),
      ...extraFields(request, EXTRA),
    };
  }
}

/** Reads the tokens of a completion's chunks. */
class ChunkReader {
  readonly #encoding: HarmonyEncoding;
  readonly #formatTokens: readonly number[];
  #count = 0;

  constructor(encoding: HarmonyEncoding) {
    this.#encoding = encoding;
    this.#formatTokens = Object.values(encoding.formatTokens);
  }

  /** Returns the tokens of a chunk: those that it lists, or others for its text. */
  tokensOf({ content = "", tokens = [], tokens_predicted = 0 }: Chunk): readonly number[] {
    const isComplete = tokens.length >= tokens_predicted - this.#count;
    this.#count = tokens_predicted;
    const last = tokens.at(-1);
    if (last === undefined || !this.#encoding.isSpecialToken(last)) {
      return isComplete ? tokens : this.#encode(content);
    }
    // Of other special tokens there is no text, such as of `<|endoftext|>`, at which the server stops too.
    if (!this.#formatTokens.includes(last)) return this.#encode(content);
    // There is only one in a chunk, because the server sends it at once.
    return isComplete ? tokens : [...this.#encode(withoutEnd(content, this.#encoding.decode([last]))), last];
  }

  #encode(text: string): number[] {
    return text === "" ? [] : Array.from(this.#encoding.encode(text, { disallowedSpecial: [] }));
  }
}

function withoutEnd(text: string, end: string): string {
  return text.endsWith(end) ? text.slice(0, -end.length) : text;
}

/** The seed of each completion. The server takes 32 bits, and the largest of them for a seed of its own. */
function seedOf(seed: number, index: number): number {
  const seeds = 2 ** 32 - 1;
  return (((seed + index) % seeds) + seeds) % seeds;
}

function readLogprobs(
  probabilities: Probability[] | undefined,
  count: number | null,
): BackendLogprob[] | null {
  if (probabilities === undefined || count === null) return null;
  return probabilities.map(({ id, logprob, top_logprobs = [] }) => ({
    token: id,
    logprob,
    top: top_logprobs.slice(0, count).map(({ id, logprob }) => ({ token: id, logprob })),
  }));
}
