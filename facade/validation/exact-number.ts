/**
 * Numbers that JavaScript would round, such as 12345678901234567890, on their way from JSON text to JSON text.
 *
 * In between, each is an object. `JSON.stringify` makes a string of it that nobody else can have written, and `stringify`
 * in `json.ts` the number's own text of that string.
 */

/** From so many digits on, an integer may be one that has to be rounded. */
const DIGITS = 16;

/** The beginning of the strings that stand for numbers. It is random, so that no text from outside has it. */
let mark: string | null = null;

/** A number as its text. */
class ExactNumber {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** What `JSON.stringify` writes as a string. */
  toJSON(): string {
    mark ??= crypto.randomUUID();
    return mark + this.#text;
  }

  /** The number as far as JavaScript has it. */
  valueOf(): number {
    return Number(this.#text);
  }
}

/** Puts numbers in the places of the strings that stand for them. */
export function writeExactNumbers(json: string): string {
  if (mark === null || !json.includes(mark)) return json;
  return json.replace(new RegExp(`"${mark}([^"]*)"`, "g"), "$1");
}

/**
 * Parses JSON twice over: as `JSON.parse` does, and with each integer that this has rounded as an {@link ExactNumber}. If
 * there are none, both are the same.
 *
 * @throws {SyntaxError} if the text is not JSON.
 */
export function parseExactly(text: string): { value: unknown; exact: unknown } {
  const value = JSON.parse(text);
  const marked = markIntegers(text);
  return { value, exact: marked === null ? value : JSON.parse(marked.text, marked.revive) };
}

/** Puts strings in the places of integers that are rounded; `null` if there are none. The text is JSON. */
function markIntegers(
  text: string,
): { text: string; revive: (key: string, value: unknown) => unknown } | null {
  if (!/\d{16}/.test(text)) return null;
  const prefix = `${crypto.randomUUID()} `;
  const parts: string[] = [];
  let copied = 0;
  for (const { start, end } of integersIn(text)) {
    parts.push(text.slice(copied, start), `"${prefix}${text.slice(start, end)}"`);
    copied = end;
  }
  if (copied === 0) return null;
  const revive = (_: string, value: unknown) =>
    typeof value === "string" && value.startsWith(prefix)
      ? new ExactNumber(value.slice(prefix.length))
      : value;
  return { text: parts.join("") + text.slice(copied), revive };
}

/** Finds the integers of JSON text, outside of strings, that JavaScript has to round. */
function* integersIn(text: string): Generator<{ start: number; end: number }> {
  const token = /"|-?\d[\d.eE+-]*/g;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found === '"') token.lastIndex = endOfString(text, match.index);
    else if (isRounded(found)) yield { start: match.index, end: token.lastIndex };
  }
}

/** Whether JavaScript would write it in another way, since it rounds it, or prefers an exponent. */
function isRounded(number: string): boolean {
  return number.length >= DIGITS && /^-?\d+$/.test(number) && String(Number(number)) !== number;
}

/** Returns where a string that begins at a place ends: after the first quotation mark that is not escaped. */
function endOfString(text: string, start: number): number {
  const stop = /["\\]/g;
  stop.lastIndex = start + 1;
  for (let match = stop.exec(text); match !== null; match = stop.exec(text)) {
    if (match[0] === '"') return stop.lastIndex;
    stop.lastIndex++;
  }
  return text.length;
}
