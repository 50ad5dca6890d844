/** SGLang: `/generate` takes the prompt's tokens, and gives the completion's. */

import type { Backend, BackendLogprob, BackendPart, BackendRequest, BackendTokenLogprob } from "./backend.ts";
import { Endings } from "./completions.ts";
import { Engine, type EngineOptions } from "./engine.ts";
import { errorOf } from "./engine-error.ts";
import { structuralTagText } from "./grammar.ts";
import { forEachUrl } from "./pool.ts";
import { extraFields, samplingFields } from "./sampling-fields.ts";

/** The fields of a client's request that SGLang knows, each with SGLang's name. */
const EXTRA = {
  top_k: "top_k",
  min_p: "min_p",
  repetition_penalty: "repetition_penalty",
  min_tokens: "min_new_tokens",
  ignore_eos: "ignore_eos",
};

/** What an event says beside the tokens. */
interface MetaInfo {
  finish_reason?: { type: string; message?: string; status_code?: number } | null;
  completion_tokens?: number;
  output_token_logprobs?: SglangLogprob[];
  output_top_logprobs?: (SglangLogprob[] | null)[];
}

type SglangLogprob = [logprob: number, token: number, text: string | null];

/**
 * Makes a backend of a server of SGLang, or of several.
 *
 * @example
 * ```ts
 * import { sglangBackend } from "openai-harmony-node/gateway";
 *
 * const backend = sglangBackend({ url: ["http://127.0.0.1:30000", "http://127.0.0.1:30001"] });
 * ```
 */
export function sglangBackend(options: EngineOptions): Backend {
  return forEachUrl(options, (one) => new Sglang(new Engine(one)));
}

class Sglang implements Backend {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async *generate(request: BackendRequest, signal: AbortSignal): AsyncGenerator<BackendPart> {
    const endings = new Endings(request.n);
    const outputs = new Map<number, Output>();
    for await (const event of this.#engine.post("/generate", bodyOf(request), signal)) {
      const {
        index = 0,
        output_ids = [],
        meta_info = {},
      } = event as {
        index?: number;
        output_ids?: number[];
        meta_info?: MetaInfo;
      };
      const output = outputs.get(index) ?? new Output();
      outputs.set(index, output);
      const tokens = output.newTokens(output_ids, meta_info.completion_tokens);
      const finishReason = endings.read(expectNoFailure(meta_info.finish_reason)?.type);
      yield {
        index,
        tokens,
        finishReason,
        logprobs: newLogprobs(meta_info, tokens.length, request.logprobs),
      };
    }
    endings.expectComplete();
  }

  health(signal: AbortSignal): Promise<boolean> {
    return this.#engine.isHealthy("/health", signal);
  }
}

function bodyOf(request: BackendRequest): object {
  const { logprobs, constraint } = request;
  const { seed, ...sampling } = samplingFields(request);
  return {
    input_ids: Array.from(request.tokens),
    stream: true,
    sampling_params: {
      // Without a limit, SGLang goes on to the end of the context; if the field is absent, for 128 tokens.
      max_new_tokens: request.maxTokens,
      stop_token_ids: request.stopTokens,
      skip_special_tokens: false,
      no_stop_trim: true,
      ...sampling,
      ...(seed === undefined ? null : { sampling_seed: seed }),
      ...(constraint === null
        ? null
        : { structural_tag: structuralTagText(constraint, request.isPrefilled) }),
      ...extraFields(request, EXTRA),
    },
    ...(logprobs === null ? null : { return_logprob: true, top_logprobs_num: logprobs }),
  };
}

function expectNoFailure(reason: MetaInfo["finish_reason"]): MetaInfo["finish_reason"] {
  if (reason?.type !== "abort") return reason;
  throw errorOf(reason.status_code ?? 502, { message: reason.message }, null);
}

/**
 * The tokens of one completion. Each event has all of them so far, or only the new ones, depending on how the server was
 * started, which nothing in it says.
 */
class Output {
  #count = 0;
  #isCumulative: boolean | null = null;

  /** Takes the tokens of an event, and how many there are in all, and returns the new ones. */
  newTokens(tokens: readonly number[], total: number | undefined): readonly number[] {
    if (this.#count > 0) this.#isCumulative ??= this.#findOut(tokens.length, total);
    const added = this.#isCumulative === false ? tokens : tokens.slice(this.#count);
    this.#count += added.length;
    return added;
  }

  /** `null` if it can be both. */
  #findOut(length: number, total = length): boolean | null {
    const isIncrement = length === total - this.#count;
    return isIncrement && length !== total ? false : length < this.#count ? null : true;
  }
}

function newLogprobs(
  { output_token_logprobs, output_top_logprobs }: MetaInfo,
  count: number,
  top: number | null,
) {
  if (top === null || count === 0 || (output_token_logprobs?.length ?? 0) < count) return null;
  const alternatives = output_top_logprobs?.slice(-count) ?? [];
  return output_token_logprobs?.slice(-count).map(
    (each, i): BackendLogprob => ({
      ...readLogprob(each),
      top: (alternatives[i] ?? []).slice(0, top).map(readLogprob),
    }),
  );
}

function readLogprob([logprob, token]: SglangLogprob): BackendTokenLogprob {
  return { token, logprob };
}
