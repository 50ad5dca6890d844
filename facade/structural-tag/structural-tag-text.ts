/**
 * Structural tags in which tokens of the format are their text. xgrammar takes a token for its text, so that the text
 * may come as the token, which a model does.
 */
import { FORMAT_TOKENS, type Grammar } from "./grammar.ts";
import type { StructuralTagFormat } from "./structural-tag-format.ts";

/** What no text has. */
const NOT_TEXT = ["<|startoftext|>", "<|endoftext|>", "<|return|>", ...Object.keys(FORMAT_TOKENS)];

export function writeText(grammar: Grammar): StructuralTagFormat {
  const [only, ...others] = elements([grammar]);
  if (only !== undefined && others.length === 0) return only;
  return { type: "sequence", elements: only === undefined ? [] : [only, ...others] };
}

/** The parts of a sequence. Literals and tokens that follow one another become one text. */
function elements(grammars: readonly Grammar[]): StructuralTagFormat[] {
  const written: StructuralTagFormat[] = [];
  let text = "";
  const flush = () => {
    if (text !== "") written.push({ type: "const_string", value: text });
    text = "";
  };
  const parts = grammars.flatMap(flatten);
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as Grammar;
    const after = parts[i + 1];
    if (isConstant(part)) text += textOf(part);
    else if (part.kind === "text" && after?.kind === "token") {
      // The end of a tag is where any text ends.
      written.push({ type: "tag", begin: text, content: anyText(after.token), end: after.token });
      text = "";
      i++;
    } else {
      flush();
      written.push(writeOne(part));
    }
  }
  flush();
  return written;
}

function flatten(grammar: Grammar): Grammar[] {
  if (grammar.kind === "sequence") return grammar.parts.flatMap(flatten);
  if (grammar.kind === "rule") return flatten(grammar.body);
  if (grammar.kind !== "separated") return [grammar];
  const more: Grammar = { kind: "sequence", parts: [grammar.separator, grammar.item] };
  return [...flatten(grammar.item), { kind: "many", item: more }];
}

type Constant = Extract<Grammar, { kind: "literal" | "token" | "callEnd" }>;

function isConstant(grammar: Grammar): grammar is Constant {
  return grammar.kind === "literal" || grammar.kind === "token" || grammar.kind === "callEnd";
}

function textOf(grammar: Constant): string {
  if (grammar.kind === "callEnd") return "<|call|>";
  return grammar.kind === "literal" ? grammar.text : grammar.token;
}

function anyText(end: string | null): StructuralTagFormat {
  return { type: "any_text", excludes: NOT_TEXT.filter((text) => text !== end) };
}

function writeOne(grammar: Grammar): StructuralTagFormat {
  switch (grammar.kind) {
    case "text":
      return anyText(null);
    case "json":
      return { type: "json_schema", json_schema: grammar.schema };
    case "choice":
      return { type: "or", elements: grammar.options.map(writeText) };
    case "optional":
      return { type: "optional", content: writeText(grammar.item) };
    case "many":
      return { type: "star", content: writeText(grammar.item) };
    default:
      return writeText(grammar);
  }
}
