/** Sets of characters, as sorted ranges of code points. */

/** First and last code point of each range. */
export type CharacterSet = readonly (readonly [number, number])[];

const LAST = 0x10ffff;

/** The characters of either set. */
export function union(a: CharacterSet, b: CharacterSet): CharacterSet {
  const merged: [number, number][] = [];
  for (const [first, last] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** All characters that are not in the set. */
export function complement(set: CharacterSet): CharacterSet {
  const others: [number, number][] = [];
  let from = 0;
  // Halves of surrogate pairs are no characters.
  for (const [first, last] of union(set, [[0xd800, 0xdfff]])) {
    if (from < first) others.push([from, first - 1]);
    from = last + 1;
  }
  if (from <= LAST) others.push([from, LAST]);
  return others;
}

const of = (...parts: string[]): CharacterSet =>
  parts.reduce<CharacterSet>((set, part) => {
    const [first = 0, last = first] = [...part].map((character) => character.codePointAt(0));
    return union(set, [[first, last]]);
  }, []);

const DIGIT = of("09");
const WORD = of("az", "AZ", "09", "_");
const SPACE = of(
  "\t\r",
  " ",
  "\u00a0",
  "\u1680",
  "\u2000\u200a",
  "\u2028\u2029",
  "\u202f",
  "\u205f",
  "\u3000",
  "\ufeff",
);
const LINE_END = of("\n", "\r", "\u2028\u2029");

/** What `.` and the letters after a backslash stand for in regular expressions. */
export const SHORTHANDS: Readonly<Record<string, CharacterSet>> = {
  ".": complement(LINE_END),
  d: DIGIT,
  D: complement(DIGIT),
  w: WORD,
  W: complement(WORD),
  s: SPACE,
  S: complement(SPACE),
};
