/** Structural tags in which tokens of the format are ids. */
import { FORMAT_TOKENS, type Grammar } from "./grammar.ts";
import type { StructuralTagFormat } from "./structural-tag-format.ts";

/** The special tokens that no text has: those of the format, and the ends of a document. */
const NOT_TEXT = [199998, 199999, 200002, ...Object.values(FORMAT_TOKENS)];

export function writeTokens(grammar: Grammar): StructuralTagFormat {
  switch (grammar.kind) {
    case "literal":
      return { type: "const_string", value: grammar.text };
    case "token":
      return { type: "token", token: FORMAT_TOKENS[grammar.token] };
    case "callEnd":
      return { type: "token", token: FORMAT_TOKENS["<|call|>"] };
    case "text":
      return { type: "any_tokens", exclude_tokens: NOT_TEXT };
    case "json":
      return { type: "json_schema", json_schema: grammar.schema };
    case "sequence":
      return { type: "sequence", elements: grammar.parts.flatMap(elements) };
    case "choice":
      return { type: "or", elements: grammar.options.map(writeTokens) };
    case "optional":
      return { type: "optional", content: writeTokens(grammar.item) };
    case "many":
      return { type: "star", content: writeTokens(grammar.item) };
    case "separated": {
      const item = writeTokens(grammar.item);
      const more = { type: "sequence", elements: [...elements(grammar.separator), item] };
      return { type: "sequence", elements: [item, { type: "star", content: more }] };
    }
    case "rule":
      return writeTokens(grammar.body);
  }
}

/** The parts of a sequence within a sequence are parts of that. */
function elements(grammar: Grammar): StructuralTagFormat[] {
  return grammar.kind === "sequence" ? grammar.parts.flatMap(elements) : [writeTokens(grammar)];
}
