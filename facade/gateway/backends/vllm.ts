/** vLLM: `/v1/completions` takes the prompt's tokens, and gives the completion's. */

import type { Backend, BackendPart, BackendRequest } from "./backend.ts";
import { readCompletions } from "./completions.ts";
import { Engine, type EngineOptions, type OneEngine } from "./engine.ts";
import { structuralTagText } from "./grammar.ts";
import { forEachUrl } from "./pool.ts";
import { extraFields, samplingFields } from "./sampling-fields.ts";

/** How vLLM is talked to. */
export interface VllmOptions extends EngineOptions {
  /**
   * How many tokens prompt and completion have together at most. Where a request sets no limit, it is what remains of this,
   * because vLLM would stop after 16 tokens otherwise. Default: what the server's list of models says, or 131,072.
   */
  contextLength?: number;
}

/** The fields of a client's request that vLLM knows. */
const EXTRA = [
  "top_k",
  "min_p",
  "repetition_penalty",
  "length_penalty",
  "min_tokens",
  "ignore_eos",
  "allowed_token_ids",
  "bad_words",
  "priority",
  "cache_salt",
  "thinking_token_budget",
  "repetition_detection",
  "vllm_xargs",
];

const GPT_OSS_CONTEXT = 131_072;

/**
 * Makes a backend of a server of vLLM, or of several.
 *
 * @example
 * ```ts
 * import { vllmBackend } from "openai-harmony-node/gateway";
 *
 * const backend = vllmBackend({ url: "http://127.0.0.1:8000", model: "openai/gpt-oss-20b" });
 * ```
 */
export function vllmBackend(options: VllmOptions): Backend {
  return forEachUrl(options, (one) => new Vllm(one));
}

class Vllm implements Backend {
  readonly #engine: Engine;
  #contextLength: number | null;

  constructor(options: OneEngine<VllmOptions>) {
    this.#engine = new Engine(options);
    this.#contextLength = options.contextLength ?? null;
  }

  async *generate(request: BackendRequest, signal: AbortSignal): AsyncGenerator<BackendPart> {
    const { tokens, logprobs, constraint } = request;
    const body = {
      model: this.#engine.modelFor(request.model),
      prompt: Array.from(tokens),
      stream: true,
      return_token_ids: true,
      skip_special_tokens: false,
      stop_token_ids: request.stopTokens,
      max_tokens: request.maxTokens ?? (await this.#remaining(tokens.length, signal)),
      ...samplingFields(request),
      ...(logprobs === null ? null : { logprobs, return_tokens_as_token_ids: true }),
      ...(constraint === null
        ? null
        : { structured_outputs: { structural_tag: structuralTagText(constraint, request.isPrefilled) } }),
      ...extraFields(request, EXTRA),
    };
    yield* readCompletions(this.#engine.post("/v1/completions", body, signal), request);
  }

  health(signal: AbortSignal): Promise<boolean> {
    return this.#engine.isHealthy("/health", signal);
  }

  async #remaining(promptLength: number, signal: AbortSignal): Promise<number> {
    this.#contextLength ??= contextLengthIn(await this.#engine.get("/v1/models", signal));
    // With nothing left, the engine says that the prompt is too long.
    return Math.max(1, (this.#contextLength ?? GPT_OSS_CONTEXT) - promptLength);
  }
}

function contextLengthIn(models: unknown): number | null {
  const { data } = Object(models) as { data?: unknown };
  const { max_model_len } = Object(Array.isArray(data) ? data[0] : null) as { max_model_len?: unknown };
  return Number.isSafeInteger(max_model_len) ? (max_model_len as number) : null;
}
