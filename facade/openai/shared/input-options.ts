/** How a request becomes a conversation: the options that both converters take, and how they are checked. */
import type { ReasoningEffort } from "../../chat/content/system.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { expectOptions, expectStringOrNull, quote, wrongType } from "../../validation/expect.ts";

/** A reasoning effort that the model knows. */
export type Effort = "low" | "medium" | "high" | ReasoningEffort;

/** How a request becomes a conversation. */
export interface RequestOptions {
  /** The current date in the system message, such as `2025-06-28`; `null` leaves it out. Default: today, local time. */
  date?: string | null;
  /** Who the model is; `null` leaves it out. Default: that of {@link SystemContent}. */
  modelIdentity?: string | null;
  /** The end of the model's knowledge; `null` leaves it out. Default: that of {@link SystemContent}. */
  knowledgeCutoff?: string | null;
  /**
   * What each effort of a request means; `null` refuses it. It is added to the default, which maps `none` and `minimal`
   * to `low`, and `xhigh` and `max` to `high`. Efforts that are in neither are refused.
   */
  reasoningEffortMap?: Readonly<Record<string, Effort | null>> | null;
  /** The content type of calls in the history. Default: `json`. */
  toolCallContentType?: "json" | "<|constrain|>json";
  /** Whether the prompt says the JSON Schema of the answer. Default: `true`. */
  responseFormatInPrompt?: boolean;
  /** Whether what cannot be served, such as an image, throws or is left out. Default: `throw`. */
  onUnsupported?: "throw" | "skip";
  /**
   * How schemas of tools are shown to the model: as the reference shows them, or normalized by `normalizeSchema` first, so
   * that the prompt says what the author meant. Default: `reference`.
   */
  schemas?: "reference" | "faithful";
  /** Returns the reasoning that came before a call, for clients that do not send it back. Default: none. */
  recallReasoning?: ((callId: string) => string | null | undefined) | null;
}

/** Options that have been checked, with their defaults. */
export interface CheckedRequestOptions {
  readonly date: string | null;
  readonly modelIdentity: string | null | undefined;
  readonly knowledgeCutoff: string | null | undefined;
  readonly reasoningEffortMap: Readonly<Record<string, Effort | null>>;
  readonly toolCallContentType: string;
  readonly responseFormatInPrompt: boolean;
  readonly skipsUnsupported: boolean;
  readonly isFaithful: boolean;
  readonly recallReasoning: (callId: string) => string | null;
}

/** Checks options. */
export function requestOptions(options: RequestOptions | null | undefined): CheckedRequestOptions {
  const given = expectOptions(options, "options") as RequestOptions;
  const { date = today(), modelIdentity, knowledgeCutoff, responseFormatInPrompt = true } = given;
  if (typeof responseFormatInPrompt !== "boolean") {
    throw wrongType("responseFormatInPrompt", "a boolean", responseFormatInPrompt);
  }
  return {
    date: expectStringOrNull(date, "date"),
    modelIdentity: stringOption(modelIdentity, "modelIdentity"),
    knowledgeCutoff: stringOption(knowledgeCutoff, "knowledgeCutoff"),
    reasoningEffortMap: expectOptions(given.reasoningEffortMap, "reasoningEffortMap") as Record<
      string,
      Effort
    >,
    toolCallContentType: choice(given, "toolCallContentType", ["json", "<|constrain|>json"]),
    responseFormatInPrompt,
    skipsUnsupported: choice(given, "onUnsupported", ["throw", "skip"]) === "skip",
    isFaithful: choice(given, "schemas", ["reference", "faithful"]) === "faithful",
    recallReasoning: recall(given.recallReasoning ?? null),
  };
}

function stringOption(value: unknown, path: string): string | null | undefined {
  return value === undefined ? undefined : expectStringOrNull(value, path);
}

/** Returns an option that is one of these values, of which the first is the default. */
export function choice<K extends string, const V extends string>(
  options: { [key in K]?: NoInfer<V> | undefined },
  key: K,
  values: readonly [V, ...V[]],
): V {
  const value = options[key] ?? values[0];
  if (values.includes(value)) return value;
  const expected = values.map(quote).join(" or ");
  throw new HarmonyValueError(`expected ${expected}, got ${quote(value)}`, { path: key });
}

/** Returns a look-up whose results are checked. */
function recall(look: RequestOptions["recallReasoning"]): (callId: string) => string | null {
  if (look === null || look === undefined) return () => null;
  if (typeof look !== "function") throw wrongType("recallReasoning", "a function or null", look);
  return (callId) => expectStringOrNull(look(callId) ?? null, "recallReasoning()");
}

function today(): string {
  const now = new Date();
  const two = (value: number) => String(value).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
