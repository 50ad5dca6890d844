/** Numbers as JSON writes them, and integers within bounds. */
import { anyOf, literal, type Rules, repeated } from "./rules.ts";

/** Defines any integer, and returns the rule's name. */
export function anyInteger(rules: Rules): string {
  return rules.define("integer", () => `"-"? ${naturalNumber(rules)}`);
}

/** Defines any number, without a sign if it cannot be negative. */
export function anyNumber(rules: Rules, negative: boolean): string {
  const name = negative ? "number" : "number-from-0";
  const sign = negative ? '"-"? ' : "";
  return rules.define(name, () => `${sign}${naturalNumber(rules)} ("." [0-9]+)? ([eE] [-+]? [0-9]+)?`);
}

function naturalNumber(rules: Rules): string {
  return rules.define("natural-number", () => '"0" | [1-9] [0-9]*');
}

/** The integers from `min` to `max`, each of which may be missing; `null` if there are none. */
export function integerRange(rules: Rules, min: bigint | null, max: bigint | null): string | null {
  if (min === null && max === null) return anyInteger(rules);
  if (min !== null && max !== null && min > max) return null;
  const alternatives: string[] = [];
  if (min === null || min < 0n) {
    const negativeMax = max !== null && max < 0n ? -max : 1n;
    alternatives.push(`"-" ${naturalRange(negativeMax, min === null ? null : -min)}`);
  }
  if (max === null || max >= 0n) alternatives.push(naturalRange(min === null || min < 0n ? 0n : min, max));
  return anyOf(alternatives);
}

/** The integers from `min`, which is not negative, to `max`. */
function naturalRange(min: bigint, max: bigint | null): string {
  const alternatives: string[] = [];
  const digits = String(min).length;
  const longest = max === null ? digits : String(max).length;
  for (let length = digits; length <= longest; length++) {
    const smallest = length === digits ? String(min) : `1${"0".repeat(length - 1)}`;
    const largest = max !== null && length === longest ? String(max) : "9".repeat(length);
    alternatives.push(...sameLength(smallest, largest));
  }
  if (max === null) alternatives.push(`[1-9] ${repeated("[0-9]", longest, Number.POSITIVE_INFINITY)}`);
  return anyOf(alternatives);
}

/** The numbers between two with the same number of digits. */
function sameLength(min: string, max: string): string[] {
  if (min === max) return [literal(min)];
  let common = 0;
  while (min[common] === max[common]) common++;
  const prefix = common === 0 ? "" : `${literal(min.slice(0, common))} `;
  const rest = min.length - common - 1;
  let first = Number(min[common]);
  let last = Number(max[common]);
  const alternatives: string[] = [];
  const [minRest, maxRest] = [min.slice(common + 1), max.slice(common + 1)];
  if (rest > 0 && /[^0]/.test(minRest)) {
    alternatives.push(`${prefix}"${first}" ${anyOf(sameLength(minRest, "9".repeat(rest)))}`);
    first++;
  }
  const upper: string[] = [];
  if (rest > 0 && /[^9]/.test(maxRest)) {
    upper.push(`${prefix}"${last}" ${anyOf(sameLength("0".repeat(rest), maxRest))}`);
    last--;
  }
  if (first <= last) {
    const digit = first === last ? `"${first}"` : `[${first}-${last}]`;
    alternatives.push(`${prefix}${digit}${rest > 0 ? ` ${repeated("[0-9]", rest, rest)}` : ""}`);
  }
  return [...alternatives, ...upper];
}
