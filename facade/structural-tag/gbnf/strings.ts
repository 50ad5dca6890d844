/** The grammar of the JSON strings that fit a schema: by format, by pattern, by length. */
import { stringsWithMatch } from "./pattern.ts";
import type { Rules } from "./rules.ts";
import type { Schema } from "./schema.ts";
import { anyString, boundedString, nonEmptyString } from "./text.ts";

/** The longest string whose characters are counted. */
const MAX_LENGTH = 500;

const DATE = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
const TIME =
  "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])";
const OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

/** The formats that are enforced, as expressions. */
const FORMATS: Readonly<Record<string, string>> = {
  date: `^${DATE}$`,
  time: `^${TIME}$`,
  "date-time": `^${DATE}[Tt]${TIME}$`,
  uuid: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
  ipv4: `^${OCTET}(\\.${OCTET}){3}$`,
};

/** The strings that fit a schema; `null` if none do. */
export function stringGrammar(schema: Schema, rules: Rules): string | null {
  const pattern = typeof schema.pattern === "string" ? schema.pattern : FORMATS[String(schema.format)];
  const matching = pattern === undefined ? null : stringsWithMatch(pattern);
  if (matching !== null) return `"\\"" ${matching} "\\""`;
  const min = count(schema.minLength) ?? 0;
  const max = count(schema.maxLength) ?? Number.POSITIVE_INFINITY;
  if (min > max) return null;
  const [least, most] = [Math.min(min, MAX_LENGTH), max > MAX_LENGTH ? Number.POSITIVE_INFINITY : max];
  if (most !== Number.POSITIVE_INFINITY || least > 1) return boundedString(rules, least, most);
  return least === 0 ? anyString(rules) : nonEmptyString(rules);
}

/** A keyword's value that is a number of things. */
export function count(value: unknown): number | null {
  return typeof value === "number" && value >= 0 ? Math.floor(value) : null;
}
