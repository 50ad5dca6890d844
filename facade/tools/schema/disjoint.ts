/** Tells whether no value is valid for two schemas, as far as that can be seen; both have been written already. */
import { isObject } from "../../validation/expect.ts";
import { DESCRIBING } from "./keywords.ts";
import type { Run } from "./run.ts";
import { canonical, commonTypes, isTypeName, own, type TypeName } from "./value.ts";

/** A schema as it is written, if it is not a boolean. */
export type Schema = Record<string, unknown>;

/** A schema as it is written. */
export type Written = Schema | boolean;

/** How deeply properties are compared. */
const MAX_LEVELS = 3;

const NUMBER: ReadonlySet<TypeName> = new Set(["null", "boolean", "object", "array", "number", "string"]);

export function areDisjoint(run: Run, one: Written, other: Written, level = 0): boolean {
  if (!run.compare()) return false;
  if (one === false || other === false) return true;
  if (one === true || other === true || level > MAX_LEVELS) return false;
  for (const [union, schema] of [
    [one, other],
    [other, one],
  ] as const) {
    const variants = union.oneOf;
    if (
      Array.isArray(variants) &&
      variants.every((variant) => areDisjoint(run, variant, schema, level + 1))
    ) {
      return true;
    }
  }
  const common = commonTypes(typesOf(one), typesOf(other));
  if (common.size === 0 || haveOtherValues(run, one, other)) return true;
  return common.size === 1 && common.has("object") && haveOtherProperties(run, one, other, level);
}

/** Whether no two of the schemas overlap. */
export function areExclusive(run: Run, schemas: readonly Written[]): boolean {
  return schemas.every((one, i) => schemas.every((other, j) => j >= i || areDisjoint(run, one, other)));
}

/** The types that a schema allows, at most. */
export function typesOf(schema: Written): ReadonlySet<TypeName> {
  if (typeof schema === "boolean") return schema ? NUMBER : new Set();
  const { type } = schema;
  if (type === undefined) return NUMBER;
  const types = (Array.isArray(type) ? type : [type]).filter(isTypeName);
  return new Set(schema.nullable === true ? [...types, "null"] : types);
}

/** Whether a schema restricts nothing. */
export function isAny(schema: Written): boolean {
  return (
    schema === true || (typeof schema === "object" && Object.keys(schema).every((key) => DESCRIBING.has(key)))
  );
}

function haveOtherValues(run: Run, one: Schema, other: Schema): boolean {
  if (!Array.isArray(one.enum) || !Array.isArray(other.enum)) return false;
  const values = new Set(one.enum.map(canonical));
  return other.enum.every((value) => run.compare() && !values.has(canonical(value)));
}

/** Whether a property that both require differs, or one requires a property that the other does not allow. */
function haveOtherProperties(run: Run, one: Schema, other: Schema, level: number): boolean {
  const properties = { one: propertiesOf(one), other: propertiesOf(other) };
  const required = { one: requiredOf(one), other: requiredOf(other) };
  return (
    required.one.some((name) => {
      if (!run.compare()) return false;
      if (forbids(other, properties.other, name)) return true;
      if (!required.other.includes(name)) return false;
      const [mine, its] = [own(properties.one, name), own(properties.other, name)];
      return (
        mine !== undefined &&
        its !== undefined &&
        areDisjoint(run, mine as Written, its as Written, level + 1)
      );
    }) || required.other.some((name) => run.compare() && forbids(one, properties.one, name))
  );
}

function forbids(schema: Schema, properties: object, name: string): boolean {
  const isClosed = schema.additionalProperties === false && schema.patternProperties === undefined;
  return isClosed && !Object.hasOwn(properties, name);
}

function propertiesOf(schema: Schema): object {
  return isObject(schema.properties) ? schema.properties : {};
}

function requiredOf(schema: Schema): string[] {
  return Array.isArray(schema.required) ? schema.required : [];
}
