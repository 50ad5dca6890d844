/** A request of the Chat Completions API as a conversation, and as a prompt. */
import { Conversation } from "../../chat/conversation.ts";
import type { Message } from "../../chat/message.ts";
import { expectEncoding, type HarmonyEncoding } from "../../encoding/encoding.ts";
import type { OutputConstraint } from "../../structural-tag/constraint.ts";
import type { ToolNames } from "../../tools/names.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { expectObject } from "../../validation/expect.ts";
import { readEffort } from "../shared/effort.ts";
import { describeFunctions, nameFunctions, outputConstraint } from "../shared/function-tools.ts";
import { History, withoutStaleAnalysis } from "../shared/history.ts";
import { type CheckedRequestOptions, type RequestOptions, requestOptions } from "../shared/input-options.ts";
import { firstDeveloperMessage, systemMessage } from "../shared/instructions.ts";
import { type Prompt, renderPrompt } from "../shared/prompt.ts";
import { readFormat } from "../shared/response-format.ts";
import { unsupported } from "../shared/unsupported.ts";
import { readFunctions, readToolChoice } from "./functions.ts";
import {
  addMessages,
  calledFunctions,
  leadingInstructions,
  prefilledMessages,
  type RawMessage,
  rawMessages,
} from "./messages.ts";
import type { ChatCompletionCreateParams } from "./types.ts";

/** A request that has been read. */
interface ReadRequest {
  messages: Message[];
  isPrefilled: boolean;
  tools: ToolNames;
  constraint: OutputConstraint | null;
}

/**
 * Makes a conversation of a request. Chain of thought that came before the last answer is left out.
 *
 * @example
 * ```ts
 * import { toConversation } from "openai-harmony-node/chat-completions";
 *
 * const { messages } = toConversation({
 *   messages: [
 *     { role: "system", content: "Be brief." },
 *     { role: "user", content: "What is 2 + 2?" },
 *   ],
 * });
 * messages.map(({ author }) => author.role); // => ["system", "developer", "user"]
 * ```
 * @throws {@linkcode HarmonyValueError} if the request is invalid or cannot be served. Its `path` is OpenAI's `param`.
 */
export function toConversation(
  params: ChatCompletionCreateParams,
  options?: RequestOptions | null,
): Conversation {
  return Conversation.fromMessages(readRequest(params, requestOptions(options)).messages);
}

/**
 * Makes a prompt of a request: its tokens, and what the engine and the answer's converter need beside them.
 *
 * @example
 * ```ts
 * import { toPrompt } from "openai-harmony-node/chat-completions";
 *
 * const encoding = loadHarmonyEncoding();
 * const request = { model: "gpt-oss-20b", messages: [{ role: "user" as const, content: "What is 2 + 2?" }] };
 * const { tokens, stopTokens } = toPrompt(encoding, request, { date: "2025-06-28" });
 * tokens.length; // => 75
 * stopTokens; // => [200002, 200012]
 * ```
 * @throws {@linkcode HarmonyValueError} if the request is invalid or cannot be served. Its `path` is OpenAI's `param`.
 */
export function toPrompt(
  encoding: HarmonyEncoding,
  params: ChatCompletionCreateParams,
  options?: RequestOptions | null,
): Prompt {
  expectEncoding(encoding);
  const { messages, isPrefilled, tools, constraint } = readRequest(params, requestOptions(options));
  return { ...renderPrompt(encoding, messages, isPrefilled), tools, constraint };
}

function readRequest(params: ChatCompletionCreateParams, options: CheckedRequestOptions): ReadRequest {
  const request = expectObject(params, "params") as unknown as ChatCompletionCreateParams;
  refuseOtherOutput(request, options);
  const raw = rawMessages(request.messages);
  const declared = readFunctions(request, options);
  const choice = readToolChoice(request, declared, options);
  const tools = nameFunctions(declared, calledFunctions(raw));
  const format = readFormat(request.response_format, "response_format", "json_schema");
  const { instructions, rest } = leadingInstructions(raw, options);
  const { closed, open } = splitPrefill(request, rest, options);
  const history = new History(tools, options.toolCallContentType);
  for (const text of instructions.slice(1)) history.addInstructions(text);
  addMessages(history, closed, options);
  const developer = firstDeveloperMessage(
    instructions[0] ?? "",
    choice.mode === "none" ? [] : describeFunctions(declared, tools, options),
    options.responseFormatInPrompt ? format.section : null,
  );
  return {
    messages: [
      systemMessage(options, readEffort(request.reasoning_effort, options, "reasoning_effort")),
      ...(developer === null ? [] : [developer]),
      ...withoutStaleAnalysis(history.messages),
      ...(open === null ? [] : prefilledMessages(open, options)),
    ],
    isPrefilled: open !== null,
    tools,
    constraint: outputConstraint(
      declared,
      choice,
      tools,
      request.parallel_tool_calls !== false,
      format.constraint,
    ),
  };
}

/** Splits off the message that the completion goes on with. */
function splitPrefill(
  request: ChatCompletionCreateParams,
  messages: readonly RawMessage[],
  options: CheckedRequestOptions,
): { closed: readonly RawMessage[]; open: RawMessage | null } {
  if (request.continue_final_message !== true) {
    if (request.add_generation_prompt === false) {
      unsupported(options, "add_generation_prompt", "a prompt that does not begin an answer");
    }
    return { closed: messages, open: null };
  }
  const open = messages.at(-1);
  if (open?.fields.role !== "assistant") {
    const message = "the last message is not the assistant's, so it cannot be continued";
    throw new HarmonyValueError(message, { path: "continue_final_message" });
  }
  return { closed: messages.slice(0, -1), open };
}

/** Refuses what the model cannot write or do. */
function refuseOtherOutput(request: ChatCompletionCreateParams, options: CheckedRequestOptions): void {
  const { modalities, audio, web_search_options } = request;
  if (Array.isArray(modalities) && modalities.some((modality) => modality !== "text")) {
    unsupported(options, "modalities", "any modality but text");
  }
  if (audio !== undefined && audio !== null) unsupported(options, "audio", "audio");
  if (web_search_options !== undefined && web_search_options !== null) {
    unsupported(options, "web_search_options", "web search");
  }
}
