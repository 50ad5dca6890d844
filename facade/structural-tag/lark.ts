/** Lark, the grammars of llguidance. */
import { stringify } from "../validation/json.ts";
import { completionGrammar } from "./completion.ts";
import type { OutputConstraint } from "./constraint.ts";
import { expectConstraint, expectGrammarOptions, type GrammarOptions } from "./expect-constraint.ts";
import type { Grammar } from "./grammar.ts";

/** Text: llguidance does not take special tokens for one. */
const TEXT_RULE = "TEXT: /(?s:.*)/";

/**
 * Writes the grammar of a constraint for llguidance, which vLLM and SGLang can use too: Lark with special tokens and JSON
 * Schemas in it. Keywords that llguidance does not know are ignored.
 *
 * @throws {@linkcode HarmonyValueError} if the constraint is not one, or if it asks for a call and there is no function.
 *
 * @example
 * ```ts
 * import { toLark } from "openai-harmony-node/structural-tag";
 *
 * const grammar = toLark({
 *   functions: [],
 *   calls: "forbidden",
 *   parallelCalls: false,
 *   format: { type: "json_object" },
 * });
 * grammar.includes('"final" final_content_type <|message|> %json'); // => true
 * ```
 */
export function toLark(constraint: OutputConstraint, options?: GrammarOptions | null): string {
  const checked = expectConstraint(constraint);
  const { prefilled } = expectGrammarOptions(options);
  const rules = new Map<string, string>();
  const start = write(completionGrammar(checked, prefilled), rules);
  const lines = [...rules].map(([name, body]) => `${name}: ${body}`);
  return ["%llguidance {}", `start: ${start}`, ...lines, TEXT_RULE, ""].join("\n");
}

function write(grammar: Grammar, rules: Map<string, string>): string {
  switch (grammar.kind) {
    case "literal":
      return JSON.stringify(grammar.text);
    case "token":
      return grammar.token;
    case "callEnd":
      return "<|call|>";
    case "text":
      return "TEXT";
    case "json":
      return `%json ${stringify(lenient(grammar.schema))}`;
    case "sequence":
      return grammar.parts.map((part) => write(part, rules)).join(" ");
    case "choice":
      return `(${grammar.options.map((option) => write(option, rules)).join(" | ")})`;
    case "optional":
      return `(${write(grammar.item, rules)})?`;
    case "many":
      return `(${write(grammar.item, rules)})*`;
    case "separated":
      return `${write(grammar.item, rules)} (${write(grammar.separator, rules)} ${write(grammar.item, rules)})*`;
    case "rule": {
      const name = grammar.name.replaceAll("-", "_");
      if (!rules.has(name)) {
        rules.set(name, "");
        rules.set(name, write(grammar.body, rules));
      }
      return name;
    }
  }
}

/** A schema with the setting that an unknown keyword is no error. */
function lenient(schema: object | boolean): object {
  const settings = { "x-guidance": { lenient: true } };
  if (schema === true) return settings;
  return schema === false ? { ...settings, not: {} } : { ...settings, ...schema };
}
