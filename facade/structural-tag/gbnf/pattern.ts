/**
 * Regular expressions in strings. The part of the language that grammars have is taken; of any other expression, such
 * as one with a lookahead, nothing is made.
 */
import { type CharacterSet, complement, SHORTHANDS, union } from "./character-set.ts";
import { anyOf, characterClass, literal, repeated } from "./rules.ts";

/** How many characters llama.cpp has to count at most. It refuses more than 2,000 repetitions of a part. */
const MAX_SIZE = 1000;

const ESCAPE = String.raw`"\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})`;

/** Any characters in a string; but `>` does not follow `|`, so that nothing looks like a special token. */
const ANY = String.raw`([^"\\|\x00-\x1F] | ${ESCAPE} | "|"+ ([^"\\|>\x00-\x1F] | ${ESCAPE}))* "|"*`;

/** A part of an expression. */
interface Part {
  grammar: string;
  /** Whether it can be empty. */
  empty: boolean;
  /** How many parts it has if repetitions are written out, as llama.cpp does. */
  size: number;
}

class NotSupported extends Error {}

/** The JSON strings that have a match, without their quotes; `null` if a grammar cannot say it. */
export function stringsWithMatch(pattern: string): string | null {
  try {
    return new Parser(pattern).whole();
  } catch (error) {
    if (error instanceof NotSupported) return null;
    throw error;
  }
}

class Parser {
  readonly #characters: string[];
  #at = 0;

  constructor(pattern: string) {
    this.#characters = [...pattern];
  }

  /** The whole expression: each alternative may match anywhere, unless it says where. */
  whole(): string {
    const alternatives: string[] = [];
    do {
      const parts = this.#take("^") ? [] : [ANY];
      parts.push(this.#sequence().grammar);
      if (!this.#take("$")) parts.push(ANY);
      alternatives.push(parts.filter((part) => part !== "").join(" ") || '""');
    } while (this.#take("|"));
    if (this.#at < this.#characters.length) throw new NotSupported();
    return anyOf(alternatives);
  }

  #alternatives(): Part {
    const parts: Part[] = [];
    do parts.push(this.#sequence());
    while (this.#take("|"));
    return {
      grammar: `(${parts.map(({ grammar }) => grammar || '""').join(" | ")})`,
      empty: parts.some(({ empty }) => empty),
      size: sizeOf(parts),
    };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#characters.length && !this.#sees("|", ")", "$")) parts.push(this.#repeated());
    return {
      grammar: parts.map(({ grammar }) => grammar).join(" "),
      empty: parts.every(({ empty }) => empty),
      size: sizeOf(parts),
    };
  }

  #repeated(): Part {
    const part = this.#atom();
    const [min, max] = this.#quantifier() ?? [1, 1];
    this.#take("?"); // A lazy quantifier matches the same strings.
    const size = part.size * Math.max(1, min, max === Number.POSITIVE_INFINITY ? 0 : max);
    if (max < min || size > MAX_SIZE || (part.empty && max > 1)) throw new NotSupported();
    return { grammar: repeated(part.grammar, min, max), empty: part.empty || min === 0, size };
  }

  #quantifier(): [number, number] | null {
    if (this.#take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.#take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.#take("?")) return [0, 1];
    const [text, min, comma, max] = /^\{(\d+)(,(\d*))?\}/.exec(this.#rest(24)) ?? [];
    if (text === undefined) return null;
    this.#at += text.length;
    if (comma === undefined) return [Number(min), Number(min)];
    return [Number(min), max ? Number(max) : Number.POSITIVE_INFINITY];
  }

  #atom(): Part {
    if (this.#take("(")) {
      if (this.#take("?") && !this.#take(":") && !this.#groupName()) throw new NotSupported();
      const inside = this.#alternatives();
      if (!this.#take(")")) throw new NotSupported();
      return inside;
    }
    if (this.#take("[")) return characters(this.#class());
    if (this.#take(".")) return characters(SHORTHANDS["."] ?? []);
    if (this.#sees("^", "*", "+", "?", "{", "}", "]")) throw new NotSupported();
    return characters(this.#take("\\") ? this.#escape() : single(this.#next()));
  }

  #groupName(): boolean {
    const [name] = /^<[A-Za-z_$][\w$]*>/.exec(this.#rest(80)) ?? [];
    if (name !== undefined) this.#at += name.length;
    return name !== undefined;
  }

  #class(): CharacterSet {
    const negated = this.#take("^");
    let set: CharacterSet = [];
    while (!this.#take("]")) {
      const first = this.#classMember();
      if (!this.#sees("-") || this.#characters[this.#at + 1] === "]") {
        set = union(set, first);
        continue;
      }
      this.#at++;
      const last = this.#classMember();
      const [from, to] = [onlyOne(first), onlyOne(last)];
      if (from > to) throw new NotSupported();
      set = union(set, [[from, to]]);
    }
    return negated ? complement(set) : set;
  }

  #classMember(): CharacterSet {
    if (!this.#take("\\")) return single(this.#next());
    return this.#take("b") ? single("\b") : this.#escape();
  }

  #escape(): CharacterSet {
    const character = this.#next();
    const shorthand = SHORTHANDS[character];
    if (shorthand !== undefined && character !== ".") return shorthand;
    const control = { n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", 0: "\0" }[character];
    if (control !== undefined) return single(control);
    if (character === "x" || character === "u") return single(this.#codePoint(character === "x" ? 2 : 4));
    // The other letters and digits have a meaning that grammars lack.
    if (/[a-zA-Z0-9]/.test(character)) throw new NotSupported();
    return single(character);
  }

  #codePoint(digits: number): string {
    const braced = digits === 4 ? /^\{([0-9a-fA-F]{1,6})\}/.exec(this.#rest(8)) : null;
    const [text, hex = ""] = braced ?? new RegExp(`^([0-9a-fA-F]{${digits}})`).exec(this.#rest(digits)) ?? [];
    const codePoint = Number.parseInt(hex, 16);
    if (text === undefined || codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint < 0xe000)) {
      throw new NotSupported();
    }
    this.#at += text.length;
    return String.fromCodePoint(codePoint);
  }

  #sees(...characters: string[]): boolean {
    const next = this.#characters[this.#at];
    return next !== undefined && characters.includes(next);
  }

  #take(character: string): boolean {
    const takes = this.#sees(character);
    if (takes) this.#at++;
    return takes;
  }

  #next(): string {
    const character = this.#characters[this.#at++];
    if (character === undefined) throw new NotSupported();
    return character;
  }

  #rest(length: number): string {
    return this.#characters.slice(this.#at, this.#at + length).join("");
  }
}

function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { size }) => sum + size, 0);
}

function single(character: string): CharacterSet {
  const codePoint = character.codePointAt(0) ?? 0;
  return [[codePoint, codePoint]];
}

function onlyOne(set: CharacterSet): number {
  const [range, ...others] = set;
  if (range === undefined || others.length > 0 || range[0] !== range[1]) throw new NotSupported();
  return range[0];
}

/** A set of characters as JSON writes them in strings. */
function characters(set: CharacterSet): Part {
  const alternatives: string[] = [];
  const plain: [number, number][] = [];
  const has = (codePoint: number) => set.some(([first, last]) => first <= codePoint && codePoint <= last);
  // A set that has most characters is not about this one.
  const bar =
    has(0x7c) &&
    has(0x3c) &&
    has(0x3e) &&
    set.length > 0 &&
    set.some(([first, last]) => last - first > 0xffff);
  const left = bar ? complement(union(complement(set), [[0x7c, 0x7c]])) : set;
  for (const [first, last] of left) {
    let from = Math.max(first, 0x20);
    for (const escaped of [0x22, 0x5c]) {
      if (escaped < from || escaped > last) continue;
      if (from < escaped) plain.push([from, escaped - 1]);
      from = escaped + 1;
    }
    if (from <= last) plain.push([from, last]);
  }
  if (plain.length > 0) alternatives.push(characterClass(plain));
  for (let codePoint = 0; codePoint < 0x20; codePoint++) {
    if (has(codePoint))
      alternatives.push(literal(JSON.stringify(String.fromCodePoint(codePoint)).slice(1, -1)));
  }
  for (const escaped of ['"', "\\"]) {
    if (has(escaped.charCodeAt(0))) alternatives.push(literal(JSON.stringify(escaped).slice(1, -1)));
  }
  if (alternatives.length === 0) throw new NotSupported();
  return { grammar: anyOf(alternatives), empty: false, size: 1 };
}
