/** Structural tags, which xgrammar and with it vLLM and SGLang take. */
import { HarmonyValueError } from "../validation/errors.ts";
import { quote } from "../validation/expect.ts";
import { completionGrammar } from "./completion.ts";
import type { OutputConstraint } from "./constraint.ts";
import { expectConstraint, expectGrammarOptions, type GrammarOptions } from "./expect-constraint.ts";
import type { StructuralTagFormat } from "./structural-tag-format.ts";
import { writeText } from "./structural-tag-text.ts";
import { writeTokens } from "./structural-tag-tokens.ts";

/** A structural tag. */
export interface StructuralTag {
  /** Always `structural_tag`. */
  type: "structural_tag";
  /** What the completion is. */
  format: StructuralTagFormat;
}

/** How a structural tag is written. */
export interface StructuralTagOptions extends GrammarOptions {
  /**
   * How tokens of the format are written: as their text (`"text"`), or as their ids (`"tokens"`). Ids are exact. But
   * xgrammar up to 0.2.8 at least confuses them if one compiler with a cache, such as vLLM's, compiles several grammars
   * that have some. Default: `"text"`.
   */
  dialect?: "text" | "tokens";
}

/**
 * Writes the structural tag of a constraint for xgrammar from 0.1.34, and so for vLLM and SGLang.
 *
 * @throws {@linkcode HarmonyValueError} if the constraint or an option is not one, or if the constraint asks for a call
 * and there is no function.
 *
 * @example
 * ```ts
 * import { toStructuralTag } from "openai-harmony-node/structural-tag";
 *
 * const tag = toStructuralTag({
 *   functions: [{ name: "get_time", parameters: null }],
 *   calls: "required",
 *   parallelCalls: false,
 *   format: null,
 * });
 * const body = { structured_outputs: { structural_tag: JSON.stringify(tag) } }; // of a request to vLLM
 * ```
 */
export function toStructuralTag(
  constraint: OutputConstraint,
  options?: StructuralTagOptions | null,
): StructuralTag {
  const checked = expectConstraint(constraint);
  const { prefilled, options: others } = expectGrammarOptions(options);
  const { dialect = "text" } = others;
  if (dialect !== "text" && dialect !== "tokens") {
    throw new HarmonyValueError(`expected 'text' or 'tokens', got ${quote(dialect)}`, { path: "dialect" });
  }
  const grammar = completionGrammar(checked, prefilled);
  return { type: "structural_tag", format: dialect === "text" ? writeText(grammar) : writeTokens(grammar) };
}
