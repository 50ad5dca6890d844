/** Generators of JSON Schemas whose meaning a grammar can have in full, and of values that may fit them. */
import fc from "fast-check";

type Schema = Record<string, unknown>;

/** Names of properties, in the order in which objects have them: first those that schemas name. */
const NAMES = ["a", "ab", "b", "ü"];
const OTHER_NAMES = ["v", "w", "z"].map((name) => `${name}other`);
const CHARACTERS = ["a", "b", "<", "|", '"', "\\", "\n", "ü", "世", "🎉", " "];
/** Characters that a pattern does not name never are `|`. */
export const WITHOUT_BAR = /\[\^a\]|\^\.\$|\\W/;
const PATTERNS = ["^[ab]+$", "^a|b$", "[^a]", "^(a|b\\|){2}$", "^.$", "\\s", "^\\W*$"];

const texts = (minLength = 0, maxLength = 4) =>
  fc.array(fc.constantFrom(...CHARACTERS), { minLength, maxLength }).map((characters) => characters.join(""));
const integers = () => fc.oneof(fc.integer({ min: -30, max: 300 }), fc.integer({ min: -12345, max: 12345 }));

/** Two numbers in order, either of which may be missing. */
const bounds = (numbers: fc.Arbitrary<number>) =>
  fc
    .tuple(numbers, numbers, fc.boolean(), fc.boolean())
    .map(([a, b, from, to]): [number | undefined, number | undefined] => [
      from ? Math.min(a, b) : undefined,
      to ? Math.max(a, b) : undefined,
    ]);

/** A schema without the keywords that have no value. */
const given = (schema: Schema): Schema => JSON.parse(JSON.stringify(schema));

const leaves = (): fc.Arbitrary<Schema> =>
  fc.oneof(
    fc.constantFrom<Schema>(
      {},
      { type: "null" },
      { type: "boolean" },
      { type: "number" },
      { type: "string" },
    ),
    bounds(integers()).map(([minimum, maximum]) => given({ type: "integer", minimum, maximum })),
    bounds(fc.nat(4)).map(([minLength, maxLength]) => given({ type: "string", minLength, maxLength })),
    fc.constantFrom(...PATTERNS).map((pattern) => ({ type: "string", pattern })),
    fc
      .array(fc.oneof(texts(), integers(), fc.boolean()), { minLength: 1, maxLength: 3 })
      .map((values) => ({ enum: values })),
    fc.constant<Schema>({ type: ["string", "null"] }),
  );

/** Schemas of up to three levels. */
export function schemas(depth = 2): fc.Arbitrary<Schema> {
  if (depth === 0) return leaves();
  const inner = schemas(depth - 1);
  return fc.oneof(
    leaves(),
    fc
      .tuple(inner, bounds(fc.nat(3)))
      .map(([items, [minItems, maxItems]]) => given({ type: "array", items, minItems, maxItems })),
    fc
      .tuple(fc.array(inner, { minLength: 1, maxLength: 2 }), fc.oneof(fc.constant(false), inner))
      .map(([prefixItems, items]) => ({ type: "array", prefixItems, items })),
    fc
      .tuple(fc.array(inner, { maxLength: 4 }), fc.subarray(NAMES), fc.option(fc.oneof(fc.boolean(), inner)))
      .map(([values, required, additionalProperties]) => {
        const properties = Object.fromEntries(values.map((value, i) => [NAMES[i], value]));
        return given({
          type: "object",
          properties,
          required: required.filter((name) => Object.hasOwn(properties, name)),
          additionalProperties: additionalProperties ?? undefined,
        });
      }),
    fc.array(inner, { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc
      .array(inner, { minLength: 1, maxLength: 3 })
      .map((anyOf) => ({ type: ["object", "array", "string"], anyOf })),
  );
}

/** Any JSON value that is made of the same parts. */
export function documents(depth = 2): fc.Arbitrary<unknown> {
  const leaf = fc.oneof(fc.constantFrom(null, true, false, 1.5, -2e-7), integers(), texts());
  if (depth === 0) return leaf;
  const inner = documents(depth - 1);
  return fc.oneof(
    leaf,
    fc.array(inner, { maxLength: 4 }),
    objects(fc.constant(NAMES), () => inner),
  );
}

/** Values that mostly fit a schema. */
export function fitting(schema: unknown): fc.Arbitrary<unknown> {
  if (typeof schema === "boolean") return documents(1);
  const {
    type,
    enum: values,
    anyOf,
    items,
    prefixItems,
    properties,
    minimum = -40,
    maximum = 400,
  } = schema as Schema;
  const { minLength = 0, maxLength = 5, minItems = 0, maxItems = 4, additionalProperties } = schema as Schema;
  if (Array.isArray(values)) return fc.constantFrom(...values);
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map(fitting));
  switch (type) {
    case "integer":
      return fc.oneof(
        fc.integer({ min: Number(minimum), max: Math.max(Number(minimum), Number(maximum)) }),
        fc.constantFrom(Number(minimum) - 1, Number(minimum), Number(maximum), Number(maximum) + 1),
      );
    case "string":
      return texts(Number(minLength), Math.max(Number(minLength), Number(maxLength)));
    case "array": {
      const first = Array.isArray(prefixItems) ? prefixItems.map(fitting) : [];
      const least = Number(minItems);
      const others = fc.array(fitting(items === false ? true : items), {
        minLength: least,
        maxLength: Math.max(least, Number(maxItems)),
      });
      return fc
        .tuple(fc.tuple(...first), others, fc.boolean())
        .map(([a, b, both]) => (both || first.length === 0 ? [...a, ...b] : a));
    }
    case "object":
      return objects(fc.oneof(fc.constant(Object.keys(properties as Schema)), fc.subarray(NAMES)), (name) =>
        fitting((properties as Schema)[name] ?? additionalProperties ?? true),
      );
    default:
      return documents(1);
  }
}

/** Objects with these names, perhaps not all, and perhaps others after them. */
function objects(names: fc.Arbitrary<readonly string[]>, value: (name: string) => fc.Arbitrary<unknown>) {
  return fc
    .tuple(names, fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([]) }, fc.subarray(OTHER_NAMES)))
    .chain(([own, others]) =>
      fc.tuple(...[...own, ...others].map((name) => fc.tuple(fc.constant(name), value(name)))),
    )
    .map((entries) => Object.fromEntries(entries));
}

/** The schema as grammars mean it: an object that names properties has no others, unless it says so. */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === "enum" ? value : closed(value)]),
  );
  return "properties" in inner ? { additionalProperties: false, ...inner } : inner;
}
