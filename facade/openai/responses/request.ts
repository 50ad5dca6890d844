/** A request of the Responses API as a conversation, and as a prompt. */
import { Conversation } from "../../chat/conversation.ts";
import type { Message } from "../../chat/message.ts";
import { expectEncoding, type HarmonyEncoding } from "../../encoding/encoding.ts";
import type { OutputConstraint } from "../../structural-tag/constraint.ts";
import type { ToolNames } from "../../tools/names.ts";
import { expectObject, expectOptions, expectStringOrNull } from "../../validation/expect.ts";
import { readEffort } from "../shared/effort.ts";
import { describeFunctions, nameFunctions, outputConstraint } from "../shared/function-tools.ts";
import { History, withoutStaleAnalysis } from "../shared/history.ts";
import { firstDeveloperMessage, systemMessage } from "../shared/instructions.ts";
import { type Prompt, renderPrompt } from "../shared/prompt.ts";
import { readFormat } from "../shared/response-format.ts";
import { unsupported } from "../shared/unsupported.ts";
import { ItemReader } from "./history-items.ts";
import { calledFunctions, leadingInstructions, readItems } from "./input.ts";
import {
  type CheckedResponseRequestOptions,
  type ResponseRequestOptions,
  responseRequestOptions,
} from "./request-options.ts";
import { readToolChoice, readTools } from "./tools.ts";
import type { ResponseCreateParams } from "./types.ts";

/** A request that has been read. */
interface ReadRequest {
  messages: Message[];
  tools: ToolNames;
  constraint: OutputConstraint | null;
}

/**
 * Makes a conversation of a request. Chain of thought that came before the last answer is left out.
 *
 * @example
 * ```ts
 * import { toConversation } from "openai-harmony-node/responses";
 *
 * const { messages } = toConversation({ instructions: "Be brief.", input: "What is 2 + 2?" });
 * messages.map(({ author }) => author.role); // => ["system", "developer", "user"]
 * ```
 * @throws {@linkcode HarmonyValueError} if the request is invalid or cannot be served. Its `path` is OpenAI's `param`.
 */
export function toConversation(
  params: ResponseCreateParams,
  options?: ResponseRequestOptions | null,
): Conversation {
  return Conversation.fromMessages(readRequest(params, responseRequestOptions(options)).messages);
}

/**
 * Makes a prompt of a request: its tokens, and what the engine and the answer's converter need beside them.
 *
 * @example
 * ```ts
 * import { toPrompt } from "openai-harmony-node/responses";
 *
 * const request = { model: "gpt-oss-20b", input: "What is 2 + 2?" };
 * const { tokens, stopTokens } = toPrompt(loadHarmonyEncoding(), request, { date: "2025-06-28" });
 * tokens.length; // => 75
 * stopTokens; // => [200002, 200012]
 * ```
 * @throws {@linkcode HarmonyValueError} if the request is invalid or cannot be served. Its `path` is OpenAI's `param`.
 */
export function toPrompt(
  encoding: HarmonyEncoding,
  params: ResponseCreateParams,
  options?: ResponseRequestOptions | null,
): Prompt {
  expectEncoding(encoding);
  const { messages, tools, constraint } = readRequest(params, responseRequestOptions(options));
  return { ...renderPrompt(encoding, messages, false), tools, constraint };
}

function readRequest(params: ResponseCreateParams, options: CheckedResponseRequestOptions): ReadRequest {
  const request = expectObject(params, "params") as ResponseCreateParams;
  refuseOtherWork(request, options);
  const items = readItems(request, options);
  const tools = readTools(request, options);
  const choice = readToolChoice(request, tools, options);
  const names = nameFunctions(tools.functions, calledFunctions(items));
  const text = expectOptions(request.text, "text");
  const format = readFormat(text.format, "text.format", null);
  const given = expectStringOrNull(request.instructions ?? null, "instructions") ?? "";
  const { instructions, rest } =
    given === "" ? leadingInstructions(items, options) : { instructions: given, rest: items };
  const history = new History(names, options.toolCallContentType);
  const reader = new ItemReader(history, options);
  for (const item of rest) reader.add(item);
  const isFree = choice.mode !== "none";
  const { effort } = expectOptions(request.reasoning, "reasoning");
  const developer = firstDeveloperMessage(
    instructions,
    isFree ? describeFunctions(tools.functions, names, options) : [],
    options.responseFormatInPrompt ? format.section : null,
  );
  const parallelCalls = request.parallel_tool_calls !== false;
  return {
    messages: [
      systemMessage(options, readEffort(effort, options, "reasoning.effort"), isFree ? tools.builtIns : []),
      ...(developer === null ? [] : [developer]),
      ...withoutStaleAnalysis(history.messages),
    ],
    tools: names,
    constraint: outputConstraint(tools.functions, choice, names, parallelCalls, format.constraint),
  };
}

/** Refuses what would have to be done beside the answer, or before it. */
function refuseOtherWork(request: ResponseCreateParams, options: CheckedResponseRequestOptions): void {
  const { prompt, background, context_management } = request;
  if (prompt !== undefined && prompt !== null) unsupported(options, "prompt", "a stored prompt");
  if (background === true) unsupported(options, "background", "a response in the background");
  if (Array.isArray(context_management) && context_management.length > 0) {
    unsupported(options, "context_management", "management of the context");
  }
}
