/**
 * Free text, outside of JSON and in its strings. llama.cpp compares a grammar with the text of each token, and the text
 * of `<|end|>` is seven characters that any text could have. So nothing that looks like a special token may occur.
 */
import { type Rules, repeated } from "./rules.ts";

const WORD = "a-z0-9_";
/** What a JSON string has to escape, in a class of characters. */
const ESCAPED = String.raw`"\\\x00-\x1F`;
const ESCAPE = String.raw`"\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})`;
const QUOTE = String.raw`"\""`;

/**
 * An automaton that knows how much of `<|word|>` has been read: for each state the characters that it treats in its own
 * way, and the states that they lead to. `<` always leads to `-less`, and any other character back to the start.
 */
const STATES: Record<string, { special: string; next: Record<string, string> }> = {
  "": { special: "<", next: {} },
  "-less": { special: "<|", next: { '"|"': "-bar" } },
  "-bar": { special: `<${WORD}`, next: { [`[${WORD}]`]: "-word" } },
  "-word": { special: `<|${WORD}`, next: { [`[${WORD}]`]: "-word", '"|"': "-close" } },
  "-close": { special: "<>", next: {} },
};

/** Defines the states, each of which also has `others` to go on with. */
function automaton(rules: Rules, prefix: string, excluded: string, others: readonly string[]): string {
  for (const [name, { special, next }] of Object.entries(STATES)) {
    const alternatives = [
      ...others,
      `"<" ${prefix}-less`,
      ...Object.entries(next).map(([character, state]) => `${character} ${prefix}${state}`),
      `[^${excluded}${special}] ${prefix}`,
    ];
    rules.define(prefix + name, () => alternatives.join(" | "));
  }
  return prefix;
}

/** Defines any text, and returns the rule's name. */
export function freeText(rules: Rules): string {
  return automaton(rules, "text", "", ['""']);
}

/** Defines any JSON string, and returns the rule's name. */
export function anyString(rules: Rules): string {
  return rules.define("string", () => `${QUOTE} ${stringRest(rules)}`);
}

/** Defines the rest of a JSON string, with the quote that ends it. */
function stringRest(rules: Rules): string {
  return automaton(rules, "string-rest", ESCAPED, [QUOTE, `${escapeRule(rules)} string-rest`]);
}

function escapeRule(rules: Rules): string {
  return rules.define("escape", () => ESCAPE);
}

/**
 * Defines a JSON string of `min` to `max` characters, and returns the rule's name. To count characters and also look
 * for special tokens would take too many rules: here `>` must not follow `|`.
 */
export function boundedString(rules: Rules, min: number, max: number): string {
  const bounded = max !== Number.POSITIVE_INFINITY;
  const prefix = `string-${min}-${bounded ? max : ""}`;
  const counted = bounded ? max : min;
  const after = (state: "a" | "b", count: number) => {
    if (count < counted) return `${prefix}-${state}${count}`;
    if (bounded) return QUOTE;
    return stringRest(rules) + (state === "b" ? "-close" : "");
  };
  const state = (name: "a" | "b", count: number) => {
    const others = `[^${ESCAPED}|${name === "b" ? ">" : ""}] ${after("a", count + 1)}`;
    const alternatives = [
      others,
      `${escapeRule(rules)} ${after("a", count + 1)}`,
      `"|" ${after("b", count + 1)}`,
    ];
    rules.define(after(name, count), () => [...(count < min ? [] : [QUOTE]), ...alternatives].join(" | "));
  };
  for (let count = 0; count < counted; count++) state("a", count);
  for (let count = 1; count < counted; count++) state("b", count);
  return rules.define(prefix, () => `${QUOTE} ${after("a", 0)}`);
}

/** Defines the white space between the parts of a JSON value: as much as indented JSON has. */
export function whiteSpace(rules: Rules): string {
  return rules.define("space", () => repeated(String.raw`[ \t\r\n]`, 0, 64));
}
