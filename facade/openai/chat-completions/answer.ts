/** What a converter of answers is told: by its options, and by the request that it answers. */
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import { expectObject, expectOptions } from "../../validation/expect.ts";
import type { AnswerReader } from "../shared/answer.ts";
import { type AnswerRules, answerRules, NO_RULES } from "../shared/answer-rules.ts";
import { choice, requestOptions } from "../shared/input-options.ts";
import { type AnswerOptions, answerOptions, type CheckedAnswerOptions } from "../shared/output-options.ts";
import type { FinishReason } from "../shared/source.ts";
import { readFunctions, readToolChoice } from "./functions.ts";
import { calledFunctions, rawMessages } from "./messages.ts";
import type { ChatCompletionCreateParams, ChatFinishReason, CompletionUsage } from "./types.ts";

/** Where the chain of thought is in an answer: clients read one of two fields. */
export type ReasoningField = "reasoning" | "reasoning_content" | "both" | "none";

/** How completions become an answer. */
export interface ChatCompletionOptions extends AnswerOptions {
  /** The request. It says which functions there are, which calls are wanted, and what stops the text. Default: none. */
  request?: ChatCompletionCreateParams | null;
  /** Where the chain of thought is put. Default: `both`. */
  reasoningField?: ReasoningField;
}

/** What is known of an answer before its first token. */
export interface AnswerSettings extends CheckedAnswerOptions {
  readonly encoding: HarmonyEncoding;
  readonly rules: AnswerRules;
  readonly reasoningField: ReasoningField;
  /** Whether one function had to be called. The answer is then said to stop, as it could do nothing else. */
  readonly isNamedCall: boolean;
  readonly includesUsage: boolean;
  readonly choiceCount: number;
}

const REASONING_FIELDS = ["both", "reasoning", "reasoning_content", "none"] as const;

/** Checks options. */
export function answerSettings(
  encoding: HarmonyEncoding,
  options: ChatCompletionOptions | null | undefined,
): AnswerSettings {
  const given = expectOptions(options, "options") as ChatCompletionOptions;
  const request = given.request ?? null;
  return {
    ...answerOptions(given, "chatcmpl", request?.model),
    encoding,
    reasoningField: choice(given, "reasoningField", REASONING_FIELDS),
    includesUsage: request?.stream_options?.include_usage === true,
    choiceCount: request?.n ?? 1,
    ...(request === null ? { rules: NO_RULES, isNamedCall: false } : rulesOf(request)),
  };
}

function rulesOf(params: ChatCompletionCreateParams): Pick<AnswerSettings, "rules" | "isNamedCall"> {
  const request = expectObject(params, "request") as unknown as ChatCompletionCreateParams;
  const options = requestOptions({ onUnsupported: "skip" });
  const declared = readFunctions(request, options);
  const toolChoice = readToolChoice(request, declared, options);
  const called = calledFunctions(rawMessages(request.messages));
  const isPrefilled = request.continue_final_message === true;
  const rules = answerRules(request, declared, called, toolChoice, isPrefilled);
  return { rules, isNamedCall: toolChoice.isNamed };
}

/**
 * Says why an answer ended. Clients go on with the calls of an answer only if it ended with `tool_calls`.
 *
 * @param reason - how the engine stopped; `null` if it did not say
 */
export function finishReason(
  reader: AnswerReader,
  reason: FinishReason | null,
  { isNamedCall }: AnswerSettings,
): ChatFinishReason {
  const stopped = reader.isStopped || reader.isComplete ? "stop" : "length";
  if ((reader.isStopped ? stopped : (reason ?? stopped)) === "length") return "length";
  return reader.callCount > 0 && !isNamedCall ? "tool_calls" : "stop";
}

/** Sums up the usage of an answer's choices. */
export function usageOf(readers: Iterable<AnswerReader>, { promptTokens }: AnswerSettings): CompletionUsage {
  let [completionTokens, reasoningTokens] = [0, 0];
  for (const reader of readers) {
    completionTokens += reader.tokenCount;
    reasoningTokens += reader.reasoningTokenCount;
  }
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}
