/** The grammar of the JSON arrays that fit a schema. */
import { repeated } from "./rules.ts";
import type { Schema } from "./schema.ts";
import { count } from "./strings.ts";
import { whiteSpace } from "./text.ts";
import type { ValueRules } from "./value-rules.ts";

/** The longest array whose items are counted. */
const MAX_ITEMS = 500;

/** The arrays that fit a schema; `null` if none do. */
export function arrayGrammar(schema: Schema, values: ValueRules): string | null {
  const space = whiteSpace(values.rules);
  const { first, others } = itemsOf(schema, values);
  const impossible = first.indexOf(null);
  const listed = impossible >= 0 ? impossible : first.length;
  const open = impossible < 0 && others !== null;
  const most = Math.min(
    count(schema.maxItems) ?? Number.POSITIVE_INFINITY,
    open ? Number.POSITIVE_INFINITY : listed,
  );
  if ((count(schema.minItems) ?? 0) > most) return null;
  const least = Math.min(count(schema.minItems) ?? 0, MAX_ITEMS);
  const counted = most > MAX_ITEMS ? Number.POSITIVE_INFINITY : most;
  if (counted === 0) return `"[" ${space} "]"`;

  const named = first.slice(0, Math.min(listed, counted));
  const more = (from: number) => {
    if (!open || counted <= from) return "";
    return repeated(`("," ${space} ${others} ${space})`, Math.max(0, least - from), counted - from);
  };
  // From the end: what follows an item.
  let following = more(Math.max(1, named.length));
  for (let i = named.length - 1; i > 0; i--) {
    const item = `("," ${space} ${named[i]} ${space} ${following})`;
    following = i < least ? item : `${item}?`;
  }
  const items = `(${named[0] ?? others} ${space} ${following})`;
  return `"[" ${space} ${least > 0 ? items : `${items}?`} "]"`;
}

/** The rules of the first items, in order, and of all others; `null` where nothing can stand. */
function itemsOf(schema: Schema, values: ValueRules): { first: (string | null)[]; others: string | null } {
  // Before draft 2020-12, `items` was what is now `prefixItems`, and `additionalItems` the others.
  const old = Array.isArray(schema.items);
  const first = old ? schema.items : schema.prefixItems;
  const others = (old ? schema.additionalItems : schema.items) ?? true;
  return {
    first: Array.isArray(first)
      ? first.map((item, i) => values.at(`${old ? "items" : "prefixItems"}[${i}]`, item, "items"))
      : [],
    others: values.at(old ? "additionalItems" : "items", others, "items"),
  };
}
