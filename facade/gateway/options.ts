/** What a gateway is told, and how it is checked. */
import type { HarmonyEncoding } from "../encoding/encoding.ts";
import { loadHarmonyEncoding } from "../encoding/load.ts";
import type { NewId, ReasoningField, RequestOptions } from "../openai/chat-completions/index.ts";
import type { ReasoningStorage } from "../openai/shared/reasoning-store.ts";
import type { ReasoningKey } from "../openai/shared/sealed-reasoning.ts";
import { HarmonyValueError } from "../validation/errors.ts";
import { expectCount, expectOptions, wrongType } from "../validation/expect.ts";
import type { Backend } from "./backends/backend.ts";
import type { TimeLimits } from "./generation.ts";
import { ApiKeys } from "./http/api-keys.ts";
import { type AllowedOrigins, Cors } from "./http/cors.ts";
import { type ModelInfo, Models } from "./models.ts";
import type { ResponseStorage } from "./response-store.ts";

/** What a gateway is told. The options that say how requests become prompts are those of the converters. */
export interface GatewayOptions extends Omit<RequestOptions, "recallReasoning"> {
  /** The engine, or several. */
  backend: Backend;
  /** The result of `loadHarmonyEncoding`. Default: that. */
  encoding?: HarmonyEncoding;
  /** The models that there are; requests for others are refused. Default: any name is taken, and `gpt-oss` listed. */
  models?: readonly (string | ModelInfo)[] | null;
  /** The keys of which clients must send one. Default: none is needed. */
  apiKeys?: readonly string[] | null;
  /** What all paths begin with, such as `/llm`. Default: nothing. */
  basePath?: string;
  /** The origins whose pages may use the gateway from browsers; `*`: all. Default: none. */
  cors?: AllowedOrigins | null;
  /** How large the body of a request may be, in bytes. Default: 8 MiB. */
  maxBodyBytes?: number;
  /** How long an answer may take, in milliseconds. Default: 600,000. */
  timeoutMs?: number;
  /** How long the engine may be silent, before its first token and after each, in milliseconds. Default: 120,000. */
  idleTimeoutMs?: number;
  /** Where chat answers have the chain of thought. Default: `both`. */
  reasoningField?: ReasoningField;
  /** How streams of the Responses API tell the chain of thought. Default: `text`. */
  reasoningEvents?: "text" | "summary";
  /** Remembers the reasoning before calls, for clients that do not send it back. Default: none. */
  reasoningStore?: ReasoningStorage | null;
  /**
   * The key that reasoning is sealed with where a request of the Responses API includes `reasoning.encrypted_content`. Of
   * several, the first one seals, and any opens. Default: none, and `encrypted_content` is not given.
   */
  reasoningKeys?: ReasoningKey | readonly ReasoningKey[] | null;
  /** Keeps responses, unless a request says `store: false`. Default: none are kept. */
  responseStore?: ResponseStorage | null;
  /** Makes the identifiers of answers and their parts. Default: random ones. */
  newId?: NewId;
  /** Told of every error that is not the client's. Default: nobody is. */
  onError?: ((error: unknown, request: Request) => void) | null;
}

/** Options that have been checked. */
export interface Gateway {
  readonly backend: Backend;
  readonly encoding: HarmonyEncoding;
  readonly models: Models;
  readonly apiKeys: ApiKeys | null;
  readonly basePath: string;
  readonly cors: Cors;
  readonly maxBodyBytes: number;
  readonly limits: TimeLimits;
  readonly requestOptions: RequestOptions;
  readonly answerOptions: {
    newId?: NewId;
    reasoningField?: ReasoningField;
    reasoningEvents?: "text" | "summary";
  };
  readonly reasoningStore: ReasoningStorage | null;
  readonly reasoningKeys: readonly ReasoningKey[];
  readonly responseStore: ResponseStorage | null;
  readonly onError: (error: unknown, request: Request) => void;
}

/** Checks options. Those of the converters are checked by them, with each request. */
export function gatewayOptions(options: GatewayOptions): Gateway {
  const given = expectOptions(options, "options") as unknown as GatewayOptions;
  const { maxBodyBytes = 8 * 1024 * 1024, timeoutMs = 600_000, idleTimeoutMs = 120_000 } = given;
  return {
    backend: expectBackend(given.backend),
    encoding: given.encoding ?? loadHarmonyEncoding(),
    models: new Models(given.models ?? null),
    apiKeys: given.apiKeys === undefined || given.apiKeys === null ? null : new ApiKeys(given.apiKeys),
    basePath: readBasePath(given.basePath ?? ""),
    cors: new Cors(given.cors),
    maxBodyBytes: expectCount(maxBodyBytes, "maxBodyBytes"),
    limits: {
      total: expectCount(timeoutMs, "timeoutMs"),
      idle: expectCount(idleTimeoutMs, "idleTimeoutMs"),
    },
    requestOptions: pick(given, REQUEST_OPTIONS),
    answerOptions: pick(given, ["newId", "reasoningField", "reasoningEvents"]),
    reasoningStore: given.reasoningStore ?? null,
    reasoningKeys: listOf(given.reasoningKeys),
    responseStore: given.responseStore ?? null,
    onError: quietly(given.onError ?? (() => {})),
  };
}

const REQUEST_OPTIONS = [
  "date",
  "modelIdentity",
  "knowledgeCutoff",
  "reasoningEffortMap",
  "toolCallContentType",
  "responseFormatInPrompt",
  "onUnsupported",
  "schemas",
] as const;

/** Copies options that are given. */
function pick<T extends object, K extends keyof T>(options: T, keys: readonly K[]): Partial<Pick<T, K>> {
  const picked: Partial<Pick<T, K>> = {};
  for (const key of keys) if (options[key] !== undefined) picked[key] = options[key];
  return picked;
}

/** Tells of an error, unless it is the client that has gone away. */
export function report({ onError }: Gateway, request: Request, error: unknown): void {
  if (!request.signal.aborted) onError(error, request);
}

/** What a log throws is nothing that a client should see. */
function quietly(onError: Gateway["onError"]): Gateway["onError"] {
  return (error, request) => {
    try {
      onError(error, request);
    } catch {}
  };
}

function expectBackend(backend: unknown): Backend {
  const { generate, health } = Object(backend) as Partial<Backend>;
  if (typeof generate === "function" && typeof health === "function") return backend as Backend;
  throw wrongType("backend", "a Backend", backend);
}

function readBasePath(path: string): string {
  const trimmed = path.replace(/\/+$/, "");
  if (trimmed === "" || trimmed.startsWith("/")) return trimmed;
  throw new HarmonyValueError("expected a path that begins with a slash", { path: "basePath" });
}

function listOf(keys: GatewayOptions["reasoningKeys"]): readonly ReasoningKey[] {
  if (keys === undefined || keys === null) return [];
  return typeof keys === "string" || keys instanceof Uint8Array ? [keys] : keys;
}
