/** GBNF, the grammars of llama.cpp. */
import { prependPath } from "../../validation/errors.ts";
import { completionGrammar } from "../completion.ts";
import type { OutputConstraint } from "../constraint.ts";
import { expectConstraint, expectGrammarOptions, type GrammarOptions } from "../expect-constraint.ts";
import type { Grammar } from "../grammar.ts";
import { anyOf, literal, Rules } from "./rules.ts";
import { problem } from "./schema.ts";
import { freeText } from "./text.ts";
import { Values } from "./values.ts";

/**
 * Writes the grammar of a constraint for llama.cpp: the request's field `grammar`.
 *
 * `<|return|>` and `<|call|>` are not in it: llama.cpp ends a completion at them, and allows them where the grammar is
 * complete.
 *
 * @throws {@linkcode HarmonyValueError} if the constraint is not one, if it asks for a call and there is no function, or
 * if a schema cannot be used: if no value fits it, or if it refers to something that is not in it. `path` says where.
 *
 * @example
 * ```ts
 * import { toGbnf } from "openai-harmony-node/structural-tag";
 *
 * const grammar = toGbnf({
 *   functions: [],
 *   calls: "forbidden",
 *   parallelCalls: false,
 *   format: { type: "json_schema", schema: { enum: ["yes", "no"] } },
 * });
 * grammar.split("\n").find((line) => line.startsWith("format-0 ")); // => 'format-0 ::= ("\\"yes\\"" | "\\"no\\"")'
 * ```
 */
export function toGbnf(constraint: OutputConstraint, options?: GrammarOptions | null): string {
  const checked = expectConstraint(constraint);
  const { prefilled } = expectGrammarOptions(options);
  const rules = new Rules();
  rules.define("root", () => write(completionGrammar(checked, prefilled), rules));
  return rules.toString();
}

function write(grammar: Grammar, rules: Rules): string {
  switch (grammar.kind) {
    case "literal":
      return literal(grammar.text);
    case "token":
      return grammar.token;
    case "callEnd":
      return "";
    case "text":
      return freeText(rules);
    case "json":
      return jsonValue(grammar.schema, grammar.path, rules);
    case "sequence":
      return grammar.parts
        .map((part) => write(part, rules))
        .filter((part) => part !== "")
        .join(" ");
    case "choice":
      return anyOf(grammar.options.map((option) => write(option, rules)));
    case "optional": {
      const item = write(grammar.item, rules);
      return item === "" ? "" : `(${item})?`;
    }
    case "many":
      return `(${write(grammar.item, rules)})*`;
    case "separated": {
      const item = write(grammar.item, rules);
      return `${item} (${write(grammar.separator, rules)} ${item})*`;
    }
    case "rule":
      return rules.define(grammar.name, () => write(grammar.body, rules));
  }
}

/** The JSON values that fit a schema. */
function jsonValue(schema: object | boolean, path: string, rules: Rules): string {
  const prefix = path.startsWith("format") ? "format" : `function-${path.replace(/\D/g, "")}`;
  try {
    const name = new Values(rules, schema, prefix).of(schema, path);
    if (name === null) throw problem("no value fits the schema");
    return name;
  } catch (error) {
    throw prependPath(path, error);
  }
}
