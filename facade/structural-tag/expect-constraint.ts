/** Checks of constraints and options. */
import { HarmonyValueError, prependPath } from "../validation/errors.ts";
import {
  booleanOption,
  expectBoolean,
  expectObject,
  expectOptions,
  expectString,
  isObject,
  mapItems,
  quote,
  wrongType,
} from "../validation/expect.ts";
import { expectJson, stringify } from "../validation/json.ts";
import type { ConstrainedFunction, OutputConstraint } from "./constraint.ts";

/** How a grammar is written. */
export interface GrammarOptions {
  /**
   * Whether the prompt ends within a final message that is open. The grammar then starts in its text. If the constraint
   * has a format, that text must be empty so far, because the grammar takes the whole format. Default: `false`, the prompt
   * ends in `<|start|>assistant`.
   */
  prefilled?: boolean;
}

/** Returns a constraint whose every part is what the type says. */
export function expectConstraint(value: unknown): OutputConstraint {
  const { functions, calls, parallelCalls, format } = expectObject(value, "constraint");
  return {
    functions: mapItems(functions, "functions", expectFunction),
    calls: expectCalls(calls),
    parallelCalls: expectBoolean(parallelCalls, "parallelCalls"),
    format: expectFormat(format),
  };
}

/** The option `prefilled`, and all options as they are. */
export function expectGrammarOptions(value: unknown): {
  prefilled: boolean;
  options: Record<string, unknown>;
} {
  const options = expectOptions(value, "options");
  return { prefilled: booleanOption(options, "prefilled", false), options };
}

function expectFunction(value: unknown): ConstrainedFunction {
  const { name, parameters } = expectObject(value, "");
  return {
    name: expectFunctionName(name),
    parameters: parameters === null ? null : expectSchema(parameters, "parameters"),
  };
}

/** A name that a header can carry: it ends at a space and at a token of the format. */
function expectFunctionName(value: unknown): string {
  const name = expectString(value, "name");
  if (/^[^\s<>]+$/u.test(name)) return name;
  throw new HarmonyValueError(`expected a name without spaces, < and >, got ${quote(name)}`, {
    path: "name",
  });
}

function expectCalls(value: unknown): OutputConstraint["calls"] {
  if (value === "allowed" || value === "required" || value === "forbidden") return value;
  throw new HarmonyValueError(`expected 'allowed', 'required' or 'forbidden', got ${quote(value)}`, {
    path: "calls",
  });
}

function expectFormat(value: unknown): OutputConstraint["format"] {
  if (value === null) return null;
  const { type, schema } = expectObject(value, "format", "an object or null");
  if (type === "json_object") return { type };
  if (type !== "json_schema") {
    throw new HarmonyValueError(`expected 'json_object' or 'json_schema', got ${quote(type)}`, {
      path: "format.type",
    });
  }
  try {
    return { type, schema: expectSchema(schema, "schema") };
  } catch (error) {
    throw prependPath("format", error);
  }
}

function expectSchema(value: unknown, path: string): object | boolean {
  if (typeof value !== "boolean" && !isObject(value)) throw wrongType(path, "an object or a boolean", value);
  return JSON.parse(stringify(expectJson(value, path)));
}
