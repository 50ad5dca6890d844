/** JSON values: their types, whether two are equal, and how deep they are. */
import { isObject } from "../../validation/expect.ts";

/** The types of JSON Schema. An integer is a number too. */
export type TypeName = "null" | "boolean" | "object" | "array" | "number" | "integer" | "string";

const TYPE_NAMES: ReadonlySet<unknown> = new Set<TypeName>([
  "null",
  "boolean",
  "object",
  "array",
  "number",
  "integer",
  "string",
]);

export function isTypeName(value: unknown): value is TypeName {
  return TYPE_NAMES.has(value);
}

/** The type of a value: `integer` for numbers without a fraction. */
export function typeOf(value: unknown): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return isTypeName(typeof value) ? (typeof value as TypeName) : "object";
}

export function hasType(value: unknown, types: ReadonlySet<TypeName>): boolean {
  const type = typeOf(value);
  return types.has(type) || (type === "integer" && types.has("number"));
}

/** The types that both sets allow. */
export function commonTypes(one: ReadonlySet<TypeName>, other: ReadonlySet<TypeName>): Set<TypeName> {
  const common = new Set([...one].filter((type) => other.has(type)));
  const integers = one.has("number") ? other.has("integer") : one.has("integer") && other.has("number");
  if (integers && !common.has("number")) common.add("integer");
  return common;
}

/** An object's own member, or `undefined`. */
export function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/** A text that two values share if JSON Schema takes them for equal, which the order of members does not matter to. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/** Why a value was not measured to its end. */
const TOO_MUCH = Number.POSITIVE_INFINITY;

const MAX_VALUES = 100_000;
const MAX_DEPTH = 200;

/** Measures how deeply values are nested, each object once. */
export class Depths {
  readonly #known = new WeakMap<object, number>();

  /** The number of levels, 0 for a scalar; infinite for an object within itself, and for too many values. */
  of(value: unknown): number {
    if (typeof value !== "object" || value === null) return 0;
    let depth = this.#known.get(value);
    if (depth === undefined) {
      depth = measured(value, { left: MAX_VALUES }, 0);
      this.#known.set(value, depth);
    }
    return depth;
  }
}

function measured(value: unknown, budget: { left: number }, level: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (level > MAX_DEPTH) return TOO_MUCH;
  let deepest = 0;
  for (const inner of Object.values(value)) {
    if (budget.left-- <= 0) return TOO_MUCH;
    deepest = Math.max(deepest, measured(inner, budget, level + 1));
    if (deepest === TOO_MUCH) break;
  }
  return deepest + 1;
}
