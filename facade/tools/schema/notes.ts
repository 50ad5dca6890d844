/** Says in descriptions what the encoding does not show of a type: the values of numbers, booleans and the like. */
import type { Schema, Written } from "./disjoint.ts";

/** The schema with its values in its description, if its type does not show them. */
export function withValuesSaid(schema: Written): Written {
  if (typeof schema === "boolean") return schema;
  const said = unsaidValues(schema);
  if (said === undefined) return schema;
  const text = said.charAt(0).toUpperCase() + said.slice(1);
  const { description } = schema;
  if (typeof description !== "string") return { ...schema, description: text };
  return description.includes(text) ? schema : { ...schema, description: joined([description, text]) };
}

/** Joins descriptions. They stay on one line, as the encoding makes a comment of the first line only. */
export function joined(descriptions: readonly string[]): string {
  const sentences = descriptions.map((text) => (/[.!?:;]$/.test(text.slice(-1)) ? `${text} ` : `${text}. `));
  return [...sentences.slice(0, -1), descriptions.at(-1)].join("");
}

/** The type, if a few words say all of it. */
export function typeText(schema: Written): string | undefined {
  if (typeof schema === "boolean") return undefined;
  const { type, enum: values, ...rest } = schema;
  if (Object.keys(rest).some((keyword) => SHAPES.has(keyword))) return undefined;
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(" | ");
  const types = [type].flat().filter((name) => typeof name === "string");
  if (types.length === 0 || types.includes("array")) return undefined;
  return types.map((name) => (name === "integer" ? "number" : name)).join(" | ");
}

/** Keywords that say more than a type's name does. */
const SHAPES: ReadonlySet<string> = new Set([
  "properties",
  "additionalProperties",
  "patternProperties",
  "required",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
]);

function unsaidValues({ type, enum: values, items }: Schema): string | undefined {
  if (type === "array" && typeof items === "object" && items !== null) {
    const inner = unsaidValues(items as Schema);
    return inner === undefined ? undefined : `items: ${inner}`;
  }
  if (!Array.isArray(values) || type === "string") return undefined;
  const texts = values.map((value) => JSON.stringify(value));
  return texts.length === 1 ? `always ${texts[0]}` : `one of ${texts.join(", ")}`;
}
