/** Any server with OpenAI's `/v1/completions`: the prompt goes as text, and the completion comes as text. */
import type { Backend, BackendPart, BackendRequest } from "./backend.ts";
import { readCompletions } from "./completions.ts";
import { Engine, type EngineOptions, type OneEngine } from "./engine.ts";
import { forEachUrl } from "./pool.ts";
import { extraFields, samplingFields } from "./sampling-fields.ts";

/** How a server for text completions is talked to. */
export interface TextCompletionsOptions extends EngineOptions {
  /** The path of the endpoint. Default: `/v1/completions`. */
  path?: string;
  /** What is asked whether the server is there. Default: `/health`. */
  healthPath?: string;
  /**
   * How many tokens prompt and completion have together at most. Where a request sets no limit, it is what remains of this,
   * because many servers stop after 16 tokens otherwise. Default: 131,072.
   */
  contextLength?: number;
}

/** The fields of a client's request that are passed on. */
const EXTRA = ["top_k", "min_p", "repetition_penalty"];

/**
 * Makes a backend of a server that takes prompts as text, or of several.
 *
 * The server must spell special tokens out, and read them in the prompt. It is asked for that by `skip_special_tokens:
 * false`, which several engines know. Special tokens that a user spells out look the same to it as those of the format:
 * prefer a backend that takes tokens.
 *
 * @example
 * ```ts
 * import { textCompletionsBackend } from "openai-harmony-node/gateway";
 *
 * const backend = textCompletionsBackend({ url: "http://127.0.0.1:8080", model: "gpt-oss-20b" });
 * ```
 */
export function textCompletionsBackend(options: TextCompletionsOptions): Backend {
  return forEachUrl(options, (one) => new TextCompletions(one));
}

class TextCompletions implements Backend {
  readonly #engine: Engine;
  readonly #options: Required<Pick<TextCompletionsOptions, "path" | "healthPath" | "contextLength">>;

  constructor(options: OneEngine<TextCompletionsOptions>) {
    const { path = "/v1/completions", healthPath = "/health", contextLength = 131_072 } = options;
    this.#engine = new Engine(options);
    this.#options = { path, healthPath, contextLength };
  }

  async *generate(request: BackendRequest, signal: AbortSignal): AsyncGenerator<BackendPart> {
    const { path, contextLength } = this.#options;
    const body = {
      model: this.#engine.modelFor(request.model),
      prompt: request.text,
      stream: true,
      stop: request.stopTexts,
      skip_special_tokens: false,
      max_tokens: request.maxTokens ?? Math.max(1, contextLength - request.tokens.length),
      ...samplingFields(request),
      ...(request.logprobs === null ? null : { logprobs: request.logprobs }),
      ...extraFields(request, EXTRA),
    };
    yield* readCompletions(this.#engine.post(path, body, signal), request);
  }

  health(signal: AbortSignal): Promise<boolean> {
    return this.#engine.isHealthy(this.#options.healthPath, signal);
  }
}
