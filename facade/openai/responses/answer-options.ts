/** What a converter of answers is told: by its options, and by the request that it answers. */
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import type { ToolNames } from "../../tools/names.ts";
import { expectObject, expectOptions, isObject, wrongType } from "../../validation/expect.ts";
import { type AnswerRules, answerRules, NO_RULES } from "../shared/answer-rules.ts";
import { choice } from "../shared/input-options.ts";
import { type AnswerOptions, answerOptions, type CheckedAnswerOptions } from "../shared/output-options.ts";
import { calledFunctions, readItems } from "./input.ts";
import { responseRequestOptions } from "./request-options.ts";
import { builtInTool, readToolChoice, readTools } from "./tools.ts";
import type { ResponseCreateParams, ResponseOtherTool } from "./types.ts";

/** How a completion becomes a response. */
export interface ResponseOptions extends AnswerOptions {
  /**
   * The request. It says which tools there are, which calls are wanted, and what stops the text; and most of it comes back
   * in the response. Default: none.
   */
  request?: ResponseCreateParams | null;
  /** The names of the functions, as {@link toPrompt} has returned them. Default: those that `request` gives. */
  tools?: ToolNames | null;
  /**
   * How chain of thought comes: as it is, or as a summary, which is all that some clients show. Default: `text`.
   */
  reasoningEvents?: "text" | "summary";
  /**
   * Makes the `encrypted_content` of a reasoning item of its text. Clients send that back, and `openReasoning` opens it.
   * Default: items have none.
   */
  sealReasoning?: ((text: string) => string) | null;
}

/** What is known of a response before its first token. */
export interface ResponseSettings extends CheckedAnswerOptions {
  readonly encoding: HarmonyEncoding;
  readonly request: ResponseCreateParams;
  readonly rules: AnswerRules;
  readonly isSummary: boolean;
  readonly sealReasoning: ((text: string) => string) | null;
  /** The container that code runs in; `null` if code is chain of thought, as the request has no code interpreter. */
  readonly container: string | null;
}

const ANY_CONTAINER = "auto";

/** Checks options. */
export function responseSettings(
  encoding: HarmonyEncoding,
  options: ResponseOptions | null | undefined,
): ResponseSettings {
  const given = expectOptions(options, "options") as ResponseOptions;
  const { sealReasoning = null, tools = null } = given;
  if (sealReasoning !== null && typeof sealReasoning !== "function") {
    throw wrongType("sealReasoning", "a function or null", sealReasoning);
  }
  const request = (given.request ?? null) as ResponseCreateParams | null;
  const rules =
    request === null ? NO_RULES : rulesOf(expectObject(request, "request") as ResponseCreateParams);
  return {
    ...answerOptions(given, "resp", request?.model),
    encoding,
    request: request ?? {},
    rules: tools === null ? rules : { ...rules, tools },
    isSummary: choice(given, "reasoningEvents", ["text", "summary"]) === "summary",
    sealReasoning,
    container: request === null ? ANY_CONTAINER : containerOf(request.tools),
  };
}

/** Reads a request that has been served already: what could not be served, {@link toPrompt} has refused or left out. */
function rulesOf(request: ResponseCreateParams): AnswerRules {
  const options = responseRequestOptions({ onUnsupported: "skip" });
  const tools = readTools(request, options);
  const called = calledFunctions(readItems(request, options));
  return answerRules(request, tools.functions, called, readToolChoice(request, tools, options), false);
}

function containerOf(tools: ResponseCreateParams["tools"]): string | null {
  const tool = tools?.find((each) => isObject(each) && builtInTool(each.type) === "python");
  if (tool === undefined) return null;
  const { container } = tool as ResponseOtherTool;
  return typeof container === "string" ? container : ANY_CONTAINER;
}
