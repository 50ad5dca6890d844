/**
 * What a completion may look like, in terms that the grammars of all engines have. Each engine's file writes it in its
 * own language.
 */

/** The tokens of the format that may stand in a grammar, and their ids. */
export const FORMAT_TOKENS = {
  "<|constrain|>": 200003,
  "<|channel|>": 200005,
  "<|start|>": 200006,
  "<|end|>": 200007,
  "<|message|>": 200008,
  "<|call|>": 200012,
} as const;

/** The name of one of these tokens. */
type FormatToken = keyof typeof FORMAT_TOKENS;

/** A grammar, or a part of one. */
export type Grammar =
  /** These characters, in whatever tokens. */
  | { kind: "literal"; text: string }
  | { kind: "token"; token: FormatToken }
  /** `<|call|>`, which ends the completion if the engine stops at it, and is then none of the grammar's business. */
  | { kind: "callEnd" }
  /** Any text without special tokens. */
  | { kind: "text" }
  | { kind: "json"; schema: object | boolean; path: string }
  | { kind: "sequence"; parts: readonly Grammar[] }
  /** One of several. */
  | { kind: "choice"; options: readonly Grammar[] }
  | { kind: "optional"; item: Grammar }
  /** Any number of times. */
  | { kind: "many"; item: Grammar }
  /** Once or several times, with something between. */
  | { kind: "separated"; item: Grammar; separator: Grammar }
  /** A part with a name, which languages that have rules write once. */
  | { kind: "rule"; name: string; body: Grammar };

export const TEXT: Grammar = { kind: "text" };
export const CALL_END: Grammar = { kind: "callEnd" };
const token = (name: FormatToken): Grammar => ({ kind: "token", token: name });
export const json = (schema: object | boolean, path: string): Grammar => ({ kind: "json", schema, path });
export const choice = (...options: Grammar[]): Grammar =>
  options.length === 1 && options[0] !== undefined ? options[0] : { kind: "choice", options };
export const optional = (item: Grammar): Grammar => ({ kind: "optional", item });
export const many = (item: Grammar): Grammar => ({ kind: "many", item });
export const separated = (item: Grammar, separator: Grammar): Grammar => ({
  kind: "separated",
  item,
  separator,
});
export const rule = (name: string, body: Grammar): Grammar => ({ kind: "rule", name, body });

/** One part after another. A string is a token of the format if it is the name of one, and a literal otherwise. */
export function sequence(...parts: (Grammar | string)[]): Grammar {
  return { kind: "sequence", parts: parts.map((part) => (typeof part === "string" ? word(part) : part)) };
}

function word(text: string): Grammar {
  return text in FORMAT_TOKENS ? token(text as FormatToken) : { kind: "literal", text };
}
