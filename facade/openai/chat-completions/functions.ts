/** The functions of a request, and which of them may be called; in the API's older form, too. */
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
import { unsupported } from "../shared/unsupported.ts";
import type { ChatCompletionCreateParams } from "./types.ts";

/** Reads `tools`, or `functions`. */
export function readFunctions(
  params: ChatCompletionCreateParams,
  options: CheckedRequestOptions,
): FunctionTool[] {
  const { tools, functions } = params;
  if (tools === undefined || tools === null) {
    return listOf(functions, "functions").map((each, i) => readFunction(each, `functions[${i}]`));
  }
  return listOf(tools, "tools").flatMap((value, i) => {
    const path = `tools[${i}]`;
    const tool = expectObject(value, path);
    if (tool.type === "function") return [readFunction(tool.function, `${path}.function`)];
    unsupported(options, path, `a tool of type ${quote(tool.type)}`);
    return [];
  });
}

function listOf(value: unknown, path: string): unknown[] {
  return value === undefined || value === null ? [] : mapItems(value, path, (item) => item);
}

/** Reads `tool_choice`, or `function_call`. */
export function readToolChoice(
  params: ChatCompletionCreateParams,
  functions: readonly FunctionTool[],
  options: CheckedRequestOptions,
): ToolChoice {
  const choice =
    params.tool_choice === undefined || params.tool_choice === null
      ? readFunctionCall(params.function_call, functions)
      : readChoice(params.tool_choice, functions, options);
  if (choice.mode === "required" && functions.length === 0) {
    throw new HarmonyValueError("a call is required, and there is no function", { path: "tool_choice" });
  }
  return choice;
}

function readChoice(
  value: unknown,
  functions: readonly FunctionTool[],
  options: CheckedRequestOptions,
): ToolChoice {
  const path = "tool_choice";
  const mode = readChoiceMode(value, path);
  if (mode !== null) return mode;
  const choice = expectObject(value, path);
  if (choice.type === "function") {
    const name = nameIn(choice, path);
    return { ...chooseFunctions([name], "required", functions, `${path}.function.name`), isNamed: true };
  }
  if (choice.type === "allowed_tools") {
    const allowed = expectObject(choice.allowed_tools, `${path}.allowed_tools`);
    const toolsPath = `${path}.allowed_tools.tools`;
    const names = listOf(allowed.tools, toolsPath).map((tool, i) =>
      nameIn(expectObject(tool, `${toolsPath}[${i}]`), `${toolsPath}[${i}]`),
    );
    return chooseFunctions(names, allowed.mode === "required" ? "required" : "auto", functions, toolsPath);
  }
  unsupported(options, path, `a tool choice of type ${quote(choice.type)}`);
  return AUTO;
}

function nameIn(choice: Record<string, unknown>, path: string): string {
  return expectString(expectObject(choice.function, `${path}.function`).name, `${path}.function.name`);
}

function readFunctionCall(value: unknown, functions: readonly FunctionTool[]): ToolChoice {
  const path = "function_call";
  const mode = readChoiceMode(value, path);
  if (mode !== null) return mode;
  const name = expectString(expectObject(value, path).name, `${path}.name`);
  return { ...chooseFunctions([name], "required", functions, `${path}.name`), isNamed: true };
}
