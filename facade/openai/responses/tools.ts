/** The tools of a request, and which of them may be called. */
import { HarmonyValueError } from "../../validation/errors.ts";
import { expectObject, expectString, mapItems, quote } from "../../validation/expect.ts";
import {
  AUTO,
  chooseFunctions,
  type FunctionTool,
  readChoiceMode,
  readFunction,
  type ToolChoice,
} from "../shared/function-tools.ts";
import type { CheckedRequestOptions } from "../shared/input-options.ts";
import type { BuiltInTool } from "../shared/instructions.ts";
import { unsupported } from "../shared/unsupported.ts";
import type { ResponseCreateParams } from "./types.ts";

/** The tools of a request. */
export interface RequestTools {
  functions: FunctionTool[];
  builtIns: BuiltInTool[];
}

/** Web search has many names, some with a date. */
const WEB_SEARCH = /^web_search(_preview)?(_\d{4}_\d{2}_\d{2})?$/;

/** Returns the tool that the model was trained with and that stands for a type of tools; `null` if there is none. */
export function builtInTool(type: unknown): BuiltInTool | null {
  if (type === "code_interpreter") return "python";
  return typeof type === "string" && WEB_SEARCH.test(type) ? "browser" : null;
}

/** Reads `tools`. */
export function readTools({ tools }: ResponseCreateParams, options: CheckedRequestOptions): RequestTools {
  const read: RequestTools = { functions: [], builtIns: [] };
  listOf(tools, "tools").forEach((tool, i) => {
    const { type } = tool;
    const builtIn = builtInTool(type);
    if (type === "function") read.functions.push(readFunction(tool, `tools[${i}]`));
    else if (builtIn !== null) read.builtIns.push(builtIn);
    else unsupported(options, `tools[${i}]`, `a tool of type ${quote(type)}`);
  });
  return read;
}

function listOf(value: unknown, path: string): Record<string, unknown>[] {
  return value === undefined || value === null ? [] : mapItems(value, path, (item) => expectObject(item, ""));
}

/** Reads `tool_choice`. */
export function readToolChoice(
  { tool_choice }: ResponseCreateParams,
  { functions, builtIns }: RequestTools,
  options: CheckedRequestOptions,
): ToolChoice {
  const path = "tool_choice";
  const choice = readChoiceMode(tool_choice, path) ?? readChoice(tool_choice, functions, options, path);
  if (choice.mode !== "required" || functions.length > 0) return choice;
  if (builtIns.length === 0) {
    throw new HarmonyValueError("a call is required, and there is no function", { path });
  }
  unsupported(options, path, "a required call of a built-in tool");
  return AUTO;
}

function readChoice(
  value: unknown,
  functions: readonly FunctionTool[],
  options: CheckedRequestOptions,
  path: string,
): ToolChoice {
  const choice = expectObject(value, path);
  if (choice.type === "function") {
    const name = expectString(choice.name, `${path}.name`);
    return { ...chooseFunctions([name], "required", functions, `${path}.name`), isNamed: true };
  }
  if (choice.type === "allowed_tools") {
    const names = listOf(choice.tools, `${path}.tools`).flatMap((tool, i) =>
      readAllowed(tool, `${path}.tools[${i}]`, options),
    );
    const mode = choice.mode === "required" ? "required" : "auto";
    return chooseFunctions(names, mode, functions, `${path}.tools`);
  }
  unsupported(options, path, `a tool choice of type ${quote(choice.type)}`);
  return AUTO;
}

/** Reads a tool that is allowed. Built-in ones are not called by a constraint's rules, so they have no name in it. */
function readAllowed(tool: Record<string, unknown>, path: string, options: CheckedRequestOptions): string[] {
  if (tool.type === "function") return [expectString(tool.name, `${path}.name`)];
  if (builtInTool(tool.type) === null) unsupported(options, path, `a tool of type ${quote(tool.type)}`);
  return [];
}
