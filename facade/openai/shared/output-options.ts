/** What both converters of answers are told. */
import { expectOptions, wrongType } from "../../validation/expect.ts";
import { type NewId, randomId } from "./ids.ts";

/** How a completion becomes an answer. */
export interface AnswerOptions {
  /** The answer's identifier. Default: a new one. */
  id?: string;
  /** When the answer was made, in seconds since 1970. Default: now. */
  created?: number;
  /** The model's name in the answer. Default: the request's. */
  model?: string;
  /** The number of the prompt's tokens, for the usage. Default: 0. */
  promptTokens?: number;
  /** Makes the identifiers of the answer and its parts. Default: random ones. */
  newId?: NewId;
  /** Ends a stream when it is aborted. Default: none. */
  signal?: AbortSignal | null;
}

/** Options that have been checked. */
export interface CheckedAnswerOptions {
  readonly id: string;
  readonly created: number;
  readonly model: string;
  readonly promptTokens: number;
  readonly newId: NewId;
}

/** Checks options. */
export function answerOptions(
  options: AnswerOptions | null | undefined,
  kind: "chatcmpl" | "resp",
  requestedModel: unknown,
): CheckedAnswerOptions {
  const given = expectOptions(options, "options") as AnswerOptions;
  const { newId = randomId, promptTokens = 0, created = Math.floor(Date.now() / 1000) } = given;
  if (typeof newId !== "function") throw wrongType("newId", "a function", newId);
  if (!Number.isFinite(created)) throw wrongType("created", "a number", created);
  if (!Number.isSafeInteger(promptTokens)) throw wrongType("promptTokens", "an integer", promptTokens);
  return {
    id: given.id ?? newId(kind),
    created,
    model: given.model ?? (typeof requestedModel === "string" ? requestedModel : "gpt-oss"),
    promptTokens,
    newId,
  };
}
