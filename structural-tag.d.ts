/** A function that may be called. */
export interface ConstrainedFunction {
	/** The name as Harmony has it, without `functions.`. */
	name: string;
	/** JSON Schema of the arguments; `null`: any JSON object. */
	parameters: object | boolean | null;
}

/** The format of an answer's text. */
export type ConstrainedFormat = {
	/** Any JSON object. */
	type: "json_object";
} | {
	/** What a JSON Schema allows. */
	type: "json_schema";
	/** The schema. */
	schema: object | boolean;
};

/** What the answer must look like. */
export interface OutputConstraint {
	/** The functions that the answer may call. Names as Harmony has them, without `functions.`. */
	functions: readonly ConstrainedFunction[];
	/** Whether the answer may call them, must call one, or must not. */
	calls: "allowed" | "required" | "forbidden";
	/** Whether it may call several. */
	parallelCalls: boolean;
	/** The format of the text on the final channel; `null`: any text. */
	format: ConstrainedFormat | null;
}

/** How a grammar is written. */
export interface GrammarOptions {
	/**
	 * Whether the prompt ends within a final message that is open. The grammar then starts in its text. If the constraint
	 * has a format, that text must be empty so far, because the grammar takes the whole format. Default: `false`, the prompt
	 * ends in `<|start|>assistant`.
	 */
	prefilled?: boolean;
}

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
export declare function toGbnf(constraint: OutputConstraint, options?: GrammarOptions | null): string;

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
export declare function toLark(constraint: OutputConstraint, options?: GrammarOptions | null): string;

/** A part of a structural tag, as xgrammar documents them. */
export interface StructuralTagFormat {
	/** The kind of the part, such as `sequence`, `tag` or `json_schema`. */
	type: string;
	/** What a part of that kind has. */
	[field: string]: unknown;
}

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
export declare function toStructuralTag(constraint: OutputConstraint, options?: StructuralTagOptions | null): StructuralTag;

export {};
