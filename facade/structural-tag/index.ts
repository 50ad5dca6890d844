/**
 * Grammars for constrained decoding: what an engine needs so that a completion calls functions with the right arguments,
 * or has the right format, while the tokens of the Harmony format stay possible. Pure TypeScript.
 */
export type { ConstrainedFormat, ConstrainedFunction, OutputConstraint } from "./constraint.ts";
export type { GrammarOptions } from "./expect-constraint.ts";
export { toGbnf } from "./gbnf/gbnf.ts";
export { toLark } from "./lark.ts";
export { type StructuralTag, type StructuralTagOptions, toStructuralTag } from "./structural-tag.ts";
export type { StructuralTagFormat } from "./structural-tag-format.ts";
