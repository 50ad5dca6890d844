/**
 * JSON Schema, seen as a list of alternatives: references are followed, `allOf` is merged into the schema around it,
 * and `anyOf` and `oneOf` are spread out. So a value's grammar has to deal with plain keywords only.
 */
import { HarmonyValueError } from "../../validation/errors.ts";
import { isObject } from "../../validation/expect.ts";

/** A schema that is an object. */
export type Schema = Record<string, unknown>;

/** More alternatives than any sensible schema has. */
const MAX_ALTERNATIVES = 500;

/** What describes a value and does not constrain it. */
const ANNOTATIONS = new Set(
  (
    "$schema $id $anchor $comment $defs definitions title description default examples deprecated readOnly writeOnly " +
    "x-guidance"
  ).split(" "),
);

/** A schema without what only describes it. */
export function withoutAnnotations(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([key]) => !ANNOTATIONS.has(key)));
}

/** The document that references point into. */
export class Document {
  readonly #root: unknown;

  constructor(root: unknown) {
    this.#root = root;
  }

  /** What a reference points to. */
  resolve(reference: unknown): Schema | boolean {
    if (typeof reference !== "string" || !/^#(\/|$)/.test(reference)) {
      throw problem(
        `expected a reference within the schema, such as #/$defs/name, got ${JSON.stringify(reference)}`,
      );
    }
    let target = this.#root;
    for (const step of reference.split("/").slice(1)) {
      const key = unescapeStep(step);
      target =
        (isObject(target) || Array.isArray(target)) && Object.hasOwn(target, key)
          ? Reflect.get(target, key)
          : null;
    }
    if (typeof target === "boolean" || isObject(target)) return target;
    throw problem(`there is nothing at ${reference}`);
  }

  /**
   * The alternatives of a schema: none has references, `allOf`, `anyOf`, `oneOf` or `const`. If there are none, no value
   * fits.
   *
   * @param path The references that have led to the schema.
   */
  alternatives(schema: Schema | boolean, path: readonly string[] = []): Schema[] {
    if (schema === true) return [{}];
    if (schema === false) return [];
    const { $ref, allOf, anyOf, oneOf, ...own } = withoutAnnotations(schema);
    let alternatives = [constAsEnum(own)];
    const restrict = (others: Schema[]) => {
      alternatives = bounded(alternatives, (one) => bounded(others, (other) => merge(one, other) ?? []));
    };
    if ($ref !== undefined) restrict(this.#referred($ref, path));
    for (const part of subschemas(allOf, "allOf")) restrict(this.alternatives(part, path));
    for (const group of [subschemas(anyOf, "anyOf"), subschemas(oneOf, "oneOf")]) {
      if (group.length > 0) restrict(bounded(group, (part) => this.alternatives(part, path)));
    }
    return alternatives;
  }

  #referred(reference: unknown, path: readonly string[]): Schema[] {
    const target = this.resolve(reference);
    if (path.includes(String(reference))) throw problem(`${reference} refers to itself without end`);
    return this.alternatives(target, [...path, String(reference)]);
  }
}

/** `flatMap`, for a sensible number of results. */
function bounded<T, U>(items: readonly T[], map: (item: T) => U | U[]): U[] {
  const results: U[] = [];
  for (const item of items) {
    for (const result of [map(item)].flat() as U[]) results.push(result);
    if (results.length > MAX_ALTERNATIVES) throw problem("the schema has too many alternatives");
  }
  return results;
}

function constAsEnum({ const: only, ...others }: Schema): Schema {
  if (only === undefined) return others;
  const { enum: values = [only] } = others;
  return { ...others, enum: Array.isArray(values) ? shared([only], values) : values };
}

/** A schema's error. The converter adds where in the constraint the schema is. */
export function problem(message: string): HarmonyValueError {
  return new HarmonyValueError(message, { path: "" });
}

/** A schema where one has to be. */
export function expectSubschema(value: unknown, key: string): Schema | boolean {
  if (typeof value === "boolean" || isObject(value)) return value;
  throw problem(`'${key}' has a value that is no schema`);
}

function subschemas(value: unknown, key: string): (Schema | boolean)[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length === 0) throw problem(`'${key}' is not an array of schemas`);
  return value.map((item) => expectSubschema(item, key));
}

function unescapeStep(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    return step;
  }
}

/** The values that fit two schemas, neither of which has alternatives; `null` if clearly none do. */
function merge(a: Schema, b: Schema): Schema | null {
  const merged: Schema = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const mine = merged[key];
    if (mine === undefined) merged[key] = value;
    else if (JSON.stringify(mine) !== JSON.stringify(value)) merged[key] = mergeKeyword(key, mine, value);
    if (merged[key] === NOTHING) return null;
  }
  return merged;
}

/** That no value fits. */
const NOTHING = Symbol("nothing");

function mergeKeyword(key: string, mine: unknown, other: unknown): unknown {
  switch (key) {
    case "type":
      return someOf(sharedTypes([mine].flat(), [other].flat()));
    case "enum":
      return Array.isArray(mine) && Array.isArray(other) ? someOf(shared(mine, other)) : mine;
    case "required":
      return Array.isArray(mine) && Array.isArray(other) ? [...new Set([...mine, ...other])] : mine;
    case "properties":
      return isObject(mine) && isObject(other) ? mergeProperties(mine, other) : mine;
    case "items":
    case "additionalProperties":
      return { allOf: [mine, other] };
    case "minimum":
    case "exclusiveMinimum":
    case "minLength":
    case "minItems":
      return Math.max(Number(mine), Number(other));
    case "maximum":
    case "exclusiveMaximum":
    case "maxLength":
    case "maxItems":
      return Math.min(Number(mine), Number(other));
    default:
      // A grammar can have one of them only.
      return mine;
  }
}

function mergeProperties(mine: Schema, other: Schema): Schema {
  const merged: Schema = { ...mine };
  for (const [name, schema] of Object.entries(other)) {
    merged[name] = Object.hasOwn(merged, name) ? { allOf: [merged[name], schema] } : schema;
  }
  return merged;
}

function sharedTypes(mine: unknown[], other: unknown[]): unknown[] {
  const has = (types: unknown[], type: unknown) =>
    types.includes(type) || (type === "integer" && types.includes("number"));
  return [...mine, ...other].filter(
    (type, i, all) => all.indexOf(type) === i && has(mine, type) && has(other, type),
  );
}

function shared(mine: unknown[], other: unknown[]): unknown[] {
  const texts = new Set(other.map((value) => JSON.stringify(value)));
  return mine.filter((value) => texts.has(JSON.stringify(value)));
}

function someOf(values: unknown[]): unknown {
  return values.length === 0 ? NOTHING : values;
}
