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
  // State `a`, and state `b` after `|`. The last state of a string without a bound is that of all characters after it.
  const after = (state: "a" | "b", count: number) =>
    bounded && count === counted ? QUOTE : `${prefix}-${state}${Math.min(count, counted)}`;
  const define = (state: "a" | "b", count: number) => {
    const others = `[^${ESCAPED}|${state === "b" ? ">" : ""}] ${after("a", count + 1)}`;
    const alternatives = [
      others,
      `${escapeRule(rules)} ${after("a", count + 1)}`,
      `"|" ${after("b", count + 1)}`,
    ];
    rules.define(after(state, count), () => [...(count < min ? [] : [QUOTE]), ...alternatives].join(" | "));
  };
  for (let count = 0; count < counted + (bounded ? 0 : 1); count++) {
    define("a", count);
    if (count > 0) define("b", count);
  }
  return rules.define(prefix, () => `${QUOTE} ${after("a", 0)}`);
}

/** Defines any JSON string but the empty one, and returns the rule's name. */
export function nonEmptyString(rules: Rules): string {
  const rest = stringRest(rules);
  const first = `${escapeRule(rules)} ${rest} | "<" ${rest}-less | [^${ESCAPED}<] ${rest}`;
  return rules.define("non-empty-string", () => `${QUOTE} (${first})`);
}

/** Defines the white space between the parts of a JSON value: as much as indented JSON has. */
export function whiteSpace(rules: Rules): string {
  return rules.define("space", () => repeated(String.raw`[ \t\r\n]`, 0, 64));
}
