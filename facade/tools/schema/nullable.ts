/** Adds null to a schema that is written, in the form that the model is shown as `… | null`. */
import type { Schema, Written } from "./disjoint.ts";
import { DESCRIBING } from "./keywords.ts";

/**
 * Where a schema is: `free` if the encoding shows descriptions and `nullable` there, as for properties and alternatives;
 * `bare` if it does not, as for items and the parameters as a whole; `hidden` if it shows nothing.
 */
export type Position = "free" | "bare" | "hidden";

export const NULL = { type: ["null"] };

/** The schema, or null; the schema itself does not allow it. */
export function withNull(schema: Schema, position: Position): Schema {
  const { type, oneOf, enum: values } = schema;
  if (Array.isArray(oneOf) && Object.keys(schema).every((key) => key === "oneOf" || DESCRIBING.has(key))) {
    return { ...schema, oneOf: [...oneOf, NULL] };
  }
  const enumeration = Array.isArray(values) ? { enum: [...values, null] } : {};
  const isSimple = type !== undefined && !EVERY_TYPE.some((keyword) => Object.hasOwn(schema, keyword));
  if (isSimple && isShownByName(schema)) return { ...schema, type: [type, "null"].flat(), ...enumeration };
  if (isSimple && position === "free" && typeof type === "string" && !showsNull(schema)) {
    return { ...schema, nullable: true, ...enumeration };
  }
  const { describing, rest } = split(schema);
  return { ...describing, oneOf: [rest, NULL] };
}

/** The only alternative that is left, which was written as one of several. */
export function alone(schema: Written, position: Position): Written {
  if (position !== "bare" || typeof schema === "boolean" || schema.nullable !== true) return schema;
  const { nullable: _, enum: values, ...rest } = schema;
  if (!Array.isArray(values)) return withNull(rest, position);
  return values.includes(null)
    ? withNull({ ...rest, enum: values.filter((value) => value !== null) }, position)
    : schema;
}

/** Keywords that restrict null too. */
const EVERY_TYPE = ["allOf", "anyOf", "oneOf", "not", "if"];

/** Whether a type's name says all that the encoding shows of a schema. */
function isShownByName({ type, enum: values }: Schema): boolean {
  return (
    Array.isArray(type) || (type === "string" ? values === undefined : type !== "object" && type !== "array")
  );
}

function split(schema: Schema) {
  const entries = Object.entries(schema);
  return {
    describing: Object.fromEntries(entries.filter(([keyword]) => DESCRIBING.has(keyword))),
    rest: Object.fromEntries(entries.filter(([keyword]) => !DESCRIBING.has(keyword))),
  };
}

/** Whether `null` may be in the text that the encoding makes of a type: then it does not show `nullable`. */
function showsNull({ enum: values, items, properties, description }: Schema): boolean {
  return [values, items, properties, properties && description].some(mentionsNull);
}

const mentions = new WeakMap<object, boolean>();

function mentionsNull(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value === "string") return value.includes("null");
  if (typeof value !== "object") return false;
  let known = mentions.get(value);
  if (known === undefined) {
    known = Object.entries(value).some(([key, inner]) => key.includes("null") || mentionsNull(inner));
    mentions.set(value, known);
  }
  return known;
}
