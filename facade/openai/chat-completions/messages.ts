/** The messages of a request, as a conversation's history. */
import type { Message } from "../../chat/message.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import {
  expectObject,
  expectString,
  expectStringOrNull,
  isObject,
  mapItems,
  quote,
} from "../../validation/expect.ts";
import { assistantMessage, type History } from "../shared/history.ts";
import type { CheckedRequestOptions } from "../shared/input-options.ts";
import { unsupported } from "../shared/unsupported.ts";
import { readText } from "./text.ts";

/** A message of a request, whose fields have not been checked. */
export interface RawMessage {
  fields: Record<string, unknown>;
  path: string;
}

/** Checks that messages are objects. */
export function rawMessages(messages: unknown): RawMessage[] {
  return mapItems(messages, "messages", (message) => expectObject(message, "")).map((fields, i) => ({
    fields,
    path: `messages[${i}]`,
  }));
}

/** Splits off the instructions at the beginning: the texts of those that are not empty. */
export function leadingInstructions(
  messages: readonly RawMessage[],
  options: CheckedRequestOptions,
): { instructions: string[]; rest: RawMessage[] } {
  const end = messages.findIndex(({ fields: { role } }) => role !== "system" && role !== "developer");
  const count = end < 0 ? messages.length : end;
  const instructions = messages
    .slice(0, count)
    .map(({ fields, path }) => readText(fields.content, `${path}.content`, options))
    .filter((text) => text !== "");
  return { instructions, rest: messages.slice(count) };
}

/** Lists the functions that were called, so that each has a name in Harmony. */
export function calledFunctions(messages: readonly RawMessage[]): string[] {
  const names = messages.flatMap(({ fields: { tool_calls, function_call } }) => [
    ...(Array.isArray(tool_calls) ? tool_calls.map((call) => (isObject(call) ? call.function : null)) : []),
    function_call,
  ]);
  return names.flatMap((call) => (isObject(call) && typeof call.name === "string" ? [call.name] : []));
}

/** Adds messages to a history. */
export function addMessages(
  history: History,
  messages: readonly RawMessage[],
  options: CheckedRequestOptions,
): void {
  for (const message of messages) {
    const { role } = message.fields;
    if (role === "assistant") addAssistant(history, message, options);
    else if (role === "tool" || role === "function") addResult(history, message, options);
    else addText(history, message, options);
  }
}

function addText(history: History, { fields, path }: RawMessage, options: CheckedRequestOptions): void {
  const text = readText(fields.content, `${path}.content`, options);
  if (fields.role === "user") history.addUser(text);
  else if (fields.role === "system" || fields.role === "developer") history.addInstructions(text);
  else throw new HarmonyValueError(`unknown role ${quote(fields.role)}`, { path: `${path}.role` });
}

/** Adds what a function has returned. In the API's older form, the message tells the function's name only. */
function addResult(history: History, { fields, path }: RawMessage, options: CheckedRequestOptions): void {
  const field = fields.role === "tool" ? "tool_call_id" : "name";
  const given = expectString(fields[field], `${path}.${field}`);
  const id = fields.role === "tool" ? given : functionId(given);
  const text = readText(fields.content, `${path}.content`, options);
  if (history.hasCall(id) || !options.skipsUnsupported) history.addResult(id, text, `${path}.${field}`);
}

/** Adds what the assistant thought, said and called, in this order. Text beside calls was a preamble. */
function addAssistant(history: History, { fields, path }: RawMessage, options: CheckedRequestOptions): void {
  const calls = readCalls(fields, path, options);
  const text = readText(fields.content, `${path}.content`, options);
  const refusal = expectStringOrNull(fields.refusal ?? null, `${path}.refusal`) ?? "";
  history.addAssistant("analysis", readReasoning(fields, path) ?? recallReasoning(calls, options));
  history.addAssistant(calls.length > 0 ? "commentary" : "final", text === "" ? refusal : text);
  for (const { id, name, args } of calls) history.addCall(id, name, args);
}

/**
 * Makes the messages of an answer that has been begun: its reasoning, and the final message, even if that is empty.
 *
 * @throws {@linkcode HarmonyValueError} if the message calls functions.
 */
export function prefilledMessages({ fields, path }: RawMessage, options: CheckedRequestOptions): Message[] {
  if (readCalls(fields, path, options).length > 0) {
    throw new HarmonyValueError("a message with calls cannot be continued", { path: `${path}.tool_calls` });
  }
  const reasoning = readReasoning(fields, path) ?? "";
  const final = assistantMessage("final", readText(fields.content, `${path}.content`, options));
  return reasoning === "" ? [final] : [assistantMessage("analysis", reasoning), final];
}

interface Call {
  id: string;
  name: string;
  args: string;
}

function readReasoning(
  { reasoning, reasoning_content }: Record<string, unknown>,
  path: string,
): string | null {
  return (
    expectStringOrNull(reasoning ?? null, `${path}.reasoning`) ??
    expectStringOrNull(reasoning_content ?? null, `${path}.reasoning_content`)
  );
}

function recallReasoning(calls: readonly Call[], { recallReasoning }: CheckedRequestOptions): string {
  for (const { id } of calls) {
    const reasoning = recallReasoning(id);
    if (reasoning !== null) return reasoning;
  }
  return "";
}

function readCalls(fields: Record<string, unknown>, path: string, options: CheckedRequestOptions): Call[] {
  const { tool_calls, function_call } = fields;
  const calls = Array.isArray(tool_calls)
    ? tool_calls.flatMap((value, i) => readCall(value, `${path}.tool_calls[${i}]`, options))
    : [];
  if (function_call === undefined || function_call === null) return calls;
  const older = readFunctionCall(function_call, `${path}.function_call`);
  return [...calls, { id: functionId(older.name), ...older }];
}

function readCall(value: unknown, path: string, options: CheckedRequestOptions): Call[] {
  const call = expectObject(value, path);
  const { type = "function" } = call;
  if (type !== "function") {
    unsupported(options, path, `a call of type ${quote(type)}`);
    return [];
  }
  return [
    { id: expectString(call.id, `${path}.id`), ...readFunctionCall(call.function, `${path}.function`) },
  ];
}

function readFunctionCall(value: unknown, path: string): Omit<Call, "id"> {
  const { name, arguments: args } = expectObject(value, path);
  return { name: expectString(name, `${path}.name`), args: expectString(args, `${path}.arguments`) };
}

/** The identifier of the call that a result in the API's older form belongs to: the function's last one. */
function functionId(name: string): string {
  return `function:${name}`;
}
