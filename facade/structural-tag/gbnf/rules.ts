/** The rules of a grammar in GBNF, the notation of llama.cpp, and its smallest parts. */
import { HarmonyValueError } from "../../validation/errors.ts";

/** Far more than llama.cpp could use. It keeps a schema that multiplies from filling the memory. */
const MAX_RULES = 20_000;

/** The rules that have been written so far. */
export class Rules {
  readonly #rules = new Map<string, string>();
  readonly #numbers = new Map<string, number>();

  /** Writes a rule, unless there is one of that name, and returns the name. */
  define(name: string, body: () => string): string {
    if (!this.#rules.has(name)) {
      if (this.#rules.size >= MAX_RULES)
        throw new HarmonyValueError("the schema is too large for a grammar", { path: "" });
      this.#rules.set(name, ""); // The body may refer to the rule.
      this.#rules.set(name, body());
    }
    return name;
  }

  /** Writes a rule for a part that stands in several places, and returns its name. */
  share(body: string): string {
    return body === "" ? "" : this.define(`part-${this.number(body)}`, () => body);
  }

  /** A number of its own for each key, so that names made of it are different. */
  number(key: string): number {
    const number = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }

  /** The grammar's text, with the rule `root` first. */
  toString(): string {
    return [...this.#rules]
      .sort(([a], [b]) => Number(b === "root") - Number(a === "root"))
      .map(([name, body]) => `${name} ::= ${body}\n`)
      .join("");
  }
}

/** A literal. */
export function literal(text: string): string {
  const escaped = text.replace(/["\\\p{Cc}\p{Cs}]/gu, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    if (character === "\n") return "\\n";
    return escapeCodePoint(character.codePointAt(0) ?? 0);
  });
  return `"${escaped}"`;
}

/** Alternatives in parentheses; a single one as it is. */
export function anyOf(alternatives: readonly string[]): string {
  const different = [...new Set(alternatives)];
  return different.length === 1 ? (different[0] ?? "") : `(${different.join(" | ")})`;
}

/** A repetition; `max` may be infinite. */
export function repeated(item: string, min: number, max: number): string {
  if (max === 0) return '""';
  if (min === 1 && max === 1) return item;
  if (min === 0 && max === 1) return `${item}?`;
  if (max === Number.POSITIVE_INFINITY && min <= 1) return `${item}${min === 0 ? "*" : "+"}`;
  return `${item}{${min === max ? min : `${min},${max === Number.POSITIVE_INFINITY ? "" : max}`}}`;
}

/** A class of characters, from ranges of code points. */
export function characterClass(ranges: readonly (readonly [number, number])[]): string {
  const parts = ranges.map(([first, last]) =>
    first === last ? classMember(first) : `${classMember(first)}-${classMember(last)}`,
  );
  return `[${parts.join("")}]`;
}

/** A character in a class. */
export function classMember(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return /^[a-zA-Z0-9 ]$/.test(character) ? character : escapeCodePoint(codePoint);
}

function escapeCodePoint(codePoint: number): string {
  const hex = codePoint.toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, "0")}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
