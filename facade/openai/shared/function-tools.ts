/** The functions of a request: what the prompt says of them, and which of them may be called. */
import { ToolDescription, type ToolParameters } from "../../chat/tool.ts";
import type { OutputConstraint } from "../../structural-tag/constraint.ts";
import { type ToolNames, toolNames } from "../../tools/names.ts";
import { normalizeParameters } from "../../tools/normalize.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { expectObject, expectString, isObject, quote, wrongType } from "../../validation/expect.ts";
import { expectJson } from "../../validation/json.ts";
import type { CheckedRequestOptions } from "./input-options.ts";

/** A function of a request. */
export interface FunctionTool {
  name: string;
  description: string;
  /** A JSON Schema of the arguments, which is checked where it is written; `null` if it takes none. */
  parameters: ToolParameters | null;
  /** Where it is in the request. */
  path: string;
  /** Whether the arguments must follow the schema. */
  isStrict: boolean;
}

/** What `tool_choice` says. */
export interface ToolChoice {
  mode: "none" | "auto" | "required";
  /** The functions that may be called; `null`: all of them. */
  names: readonly string[] | null;
  /** Whether it names one function, which then is to be called. */
  isNamed: boolean;
}

export const AUTO: ToolChoice = { mode: "auto", names: null, isNamed: false };

/** Reads a function: an object with `name`, `description`, `parameters` and `strict`. */
export function readFunction(value: unknown, path: string): FunctionTool {
  const { name, description, parameters, strict } = expectObject(value, path);
  const read = expectString(name, `${path}.name`);
  if (read === "")
    throw new HarmonyValueError("expected a name, got an empty string", { path: `${path}.name` });
  if (parameters !== undefined && parameters !== null && !isObject(parameters)) {
    throw wrongType(`${path}.parameters`, "an object or null", parameters);
  }
  return {
    name: read,
    description:
      description === undefined || description === null
        ? ""
        : expectString(description, `${path}.description`),
    parameters: parameters ?? null,
    path,
    isStrict: strict === true,
  };
}

/** Names all functions of a request for Harmony: those that it declares, and those that were called before. */
export function nameFunctions(functions: readonly FunctionTool[], called: Iterable<string>): ToolNames {
  return toolNames([...functions.map(({ name }) => name), ...called]);
}

/** Describes the functions for the prompt. */
export function describeFunctions(
  functions: readonly FunctionTool[],
  names: ToolNames,
  { isFaithful }: CheckedRequestOptions,
): ToolDescription[] {
  return functions.map(({ name, description, parameters, path }) => {
    const checked = expectJson(parameters, `${path}.parameters`);
    return new ToolDescription({
      name: names.toHarmony(name),
      description,
      parameters: isFaithful && checked !== null ? normalizeParameters(checked).parameters : checked,
    });
  });
}

/** Reads `tool_choice` as far as it is one of these words; returns `null` for an object. */
export function readChoiceMode(value: unknown, path: string): ToolChoice | null {
  if (value === undefined || value === null) return AUTO;
  if (value === "none" || value === "auto" || value === "required") return { ...AUTO, mode: value };
  if (typeof value === "object") return null;
  throw new HarmonyValueError(`unknown tool choice ${quote(value)}`, { path });
}

/** Chooses one function, or allows some. */
export function chooseFunctions(
  names: readonly string[],
  mode: "auto" | "required",
  functions: readonly FunctionTool[],
  path: string,
): ToolChoice {
  for (const name of names) {
    if (!functions.some((tool) => tool.name === name)) {
      throw new HarmonyValueError(`no function of the request is called ${quote(name)}`, { path });
    }
  }
  return { mode, names, isNamed: false };
}

/**
 * Says what an answer must look like; `null` if it is free. A function's arguments must follow their schema if the
 * function is strict, or if a call is required.
 */
export function outputConstraint(
  functions: readonly FunctionTool[],
  choice: ToolChoice,
  names: ToolNames,
  parallelCalls: boolean,
  format: OutputConstraint["format"],
): OutputConstraint | null {
  const allowed =
    choice.mode === "none" ? [] : functions.filter(({ name }) => choice.names?.includes(name) ?? true);
  const isRequired = choice.mode === "required";
  const isFree =
    format === null && !isRequired && choice.names === null && !allowed.some(({ isStrict }) => isStrict);
  if (isFree) return null;
  return {
    functions: allowed.map(({ name, parameters, isStrict }) => ({
      name: names.toHarmony(name),
      parameters: isStrict || isRequired ? parameters : null,
    })),
    calls: isRequired ? "required" : allowed.length === 0 ? "forbidden" : "allowed",
    parallelCalls: parallelCalls && !choice.isNamed,
    format,
  };
}
