/** How a request wants its answer to be sampled. */
import type { HarmonyEncoding } from "../encoding/encoding.ts";
import type { Prompt } from "../openai/chat-completions/index.ts";
import { isObject, quote } from "../validation/expect.ts";
import type { BackendRequest } from "./backends/backend.ts";
import { ApiError } from "./http/api-error.ts";
import type { Body } from "./http/body.ts";

/** What the two APIs say in different ways. */
export interface OwnSampling {
  model: string | null;
  maxTokens: number | null;
  n: number;
  logprobs: number | null;
}

/** Alternatives that OpenAI's APIs give at most. */
const MAX_TOP_LOGPROBS = 20;
const MAX_N = 128;

/** Makes the request for the backend. */
export function toBackendRequest(
  encoding: HarmonyEncoding,
  prompt: Prompt,
  body: Body,
  own: OwnSampling,
): BackendRequest {
  return new PromptRequest(encoding, prompt, body, own);
}

/** A request whose texts are made when they are read: most engines take tokens. */
class PromptRequest implements BackendRequest {
  readonly #encoding: HarmonyEncoding;
  readonly model: string | null;
  readonly tokens: Uint32Array;
  readonly stopTokens: readonly number[];
  readonly maxTokens: number | null;
  readonly n: number;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly seed: number | null;
  readonly frequencyPenalty: number | null;
  readonly presencePenalty: number | null;
  readonly logitBias: Record<string, number> | null;
  readonly logprobs: number | null;
  readonly constraint: Prompt["constraint"];
  readonly isPrefilled: boolean;
  readonly extra: Body;

  constructor(encoding: HarmonyEncoding, prompt: Prompt, body: Body, own: OwnSampling) {
    this.#encoding = encoding;
    this.model = own.model;
    this.tokens = prompt.tokens;
    this.stopTokens = prompt.stopTokens;
    this.maxTokens = own.maxTokens;
    this.n = own.n;
    this.temperature = numberIn(body, "temperature", 0, 2);
    this.topP = numberIn(body, "top_p", 0, 1);
    this.seed = readSeed(body);
    this.frequencyPenalty = numberIn(body, "frequency_penalty", -2, 2);
    this.presencePenalty = numberIn(body, "presence_penalty", -2, 2);
    this.logitBias = readLogitBias(body);
    this.logprobs = own.logprobs;
    this.isPrefilled = prompt.prefill !== null;
    this.constraint = this.isPrefilled ? withoutFormat(prompt.constraint) : prompt.constraint;
    this.extra = body;
  }

  get text(): string {
    return this.#encoding.decode(this.tokens);
  }

  get stopTexts(): string[] {
    return this.stopTokens.map((token) => this.#encoding.decode([token]));
  }
}

/**
 * Makes a prompt of a body in which integers are exact: the model is to see them as the author wrote them. The constraint is
 * that of the body with JavaScript's numbers, which grammars are made of.
 */
export function exactPrompt(body: Body, exact: Body, toPrompt: (body: Body) => Prompt): Prompt {
  const prompt = toPrompt(exact);
  return exact === body || prompt.constraint === null
    ? prompt
    : { ...prompt, constraint: toPrompt(body).constraint };
}

/** What has been written of a message has no part in the grammar of a format, so that its rest could not follow it. */
function withoutFormat(constraint: Prompt["constraint"]): Prompt["constraint"] {
  return constraint === null ? null : { ...constraint, format: null };
}

/** What a chat request says in its own way. */
export function chatSampling(body: Body, model: string | null): OwnSampling {
  const wanted = booleanIn(body, "logprobs");
  const top = integerIn(body, "top_logprobs", 0, MAX_TOP_LOGPROBS);
  if (top !== null && !wanted) throw invalid("top_logprobs", "needs `logprobs: true`");
  return {
    model,
    maxTokens: integerIn(body, "max_completion_tokens", 1) ?? integerIn(body, "max_tokens", 1),
    n: integerIn(body, "n", 1, MAX_N) ?? 1,
    logprobs: wanted ? (top ?? 0) : null,
  };
}

/** What a request of the Responses API says in its own way. */
export function responseSampling(body: Body, model: string | null): OwnSampling {
  const top = integerIn(body, "top_logprobs", 0, MAX_TOP_LOGPROBS);
  const isIncluded = Array.isArray(body.include) && body.include.includes("message.output_text.logprobs");
  return {
    model,
    maxTokens: integerIn(body, "max_output_tokens", 1),
    n: 1,
    logprobs: isIncluded ? (top ?? 0) : null,
  };
}

/** Reads a boolean; `false` if it is not there. */
export function booleanIn(body: Body, key: string): boolean {
  const value = body[key] ?? false;
  if (typeof value === "boolean") return value;
  throw invalid(key, `expected a boolean, got ${quote(value)}`);
}

function numberIn(body: Body, key: string, min: number, max: number): number | null {
  const value = body[key] ?? null;
  if (value === null) return null;
  if (typeof value === "number" && value >= min && value <= max) return value;
  throw invalid(key, `expected a number from ${min} to ${max}, got ${quote(value)}`);
}

function integerIn(body: Body, key: string, min: number, max = Number.MAX_SAFE_INTEGER): number | null {
  const value = body[key] ?? null;
  if (value === null) return null;
  if (Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max) {
    return value as number;
  }
  const limit = max === Number.MAX_SAFE_INTEGER ? "" : ` to ${max}`;
  throw invalid(key, `expected an integer from ${min}${limit}, got ${quote(value)}`);
}

/** Any integer is a seed. One that JavaScript has no exact number for is cut down to one that it has. */
function readSeed({ seed }: Body): number | null {
  if (seed === undefined || seed === null) return null;
  if (Number.isInteger(seed)) return (seed as number) % 2 ** 53;
  throw invalid("seed", `expected an integer, got ${quote(seed)}`);
}

function readLogitBias({ logit_bias }: Body): Record<string, number> | null {
  if (logit_bias === undefined || logit_bias === null) return null;
  if (!isObject(logit_bias)) throw invalid("logit_bias", "expected an object");
  for (const [token, bias] of Object.entries(logit_bias)) {
    const isToken = /^\d{1,6}$/.test(token);
    if (!isToken || typeof bias !== "number" || Math.abs(bias) > 100) {
      throw invalid("logit_bias", "expected token ids, each with a number from -100 to 100");
    }
  }
  return logit_bias as Record<string, number>;
}

function invalid(param: string, message: string): ApiError {
  return new ApiError(400, `${param}: ${message}`, { param });
}
