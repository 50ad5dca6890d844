/** Generators of schemas and of values for them, for property tests. */
import fc from "fast-check";

/** Objects as JSON has them. All keys are there, or only those that are required. */
function record(model: Record<string, fc.Arbitrary<unknown>>, requiredKeys = Object.keys(model)) {
  return fc.record(model, { requiredKeys, noNullPrototype: true }) as fc.Arbitrary<Record<string, unknown>>;
}

/** Values near each other, so that many are valid for a generated schema and many are not. */
export const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<unknown>("a", "b", "null", "abc", 0, 1, 2, 1.5, true, false, null),
    fc.array(tie("any"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("a", "b", "k"), tie("any"), { maxKeys: 3, noNullPrototype: true }),
  ),
})).any;

const scalar = fc.constantFrom<unknown>("a", "b", "null", 0, 1, 1.5, true, false, null);
const typeName = fc.constantFrom("string", "number", "integer", "boolean", "null", "object", "array");
const count = fc.integer({ min: 0, max: 2 });

/** An object with these keys. As a literal, one with `then` would look like a promise. */
function withKeys(keys: readonly string[], values: readonly unknown[]): object {
  return Object.fromEntries(keys.map((key, i) => [key, values[i]]));
}

/** Members of a schema that say something, one or several of them. */
function members(schema: fc.Arbitrary<unknown>, reference: fc.Arbitrary<object>): fc.Arbitrary<object> {
  const schemas = fc.array(schema, { minLength: 1, maxLength: 3 });
  const properties = fc.dictionary(fc.constantFrom("a", "b", "k"), schema, {
    maxKeys: 3,
    noNullPrototype: true,
  });
  const required = fc.uniqueArray(fc.constantFrom("a", "b", "k"), { maxLength: 2 });
  const sayable = fc.oneof(
    typeName.map((type) => ({ type })),
    fc.uniqueArray(typeName, { minLength: 1, maxLength: 4 }).map((type) => ({ type })),
    fc.constantFrom("string", "object", "array", "integer").map((type) => ({ type, nullable: true })),
    fc.uniqueArray(scalar, { minLength: 1, maxLength: 4 }).map((values) => ({ enum: values })),
    value.map((only) => ({ const: only })),
    record({ type: fc.constant("object"), properties, required }, ["properties"]),
    record({ properties, required, additionalProperties: schema }, []),
    record({ type: fc.constant("array"), items: schema }),
    record({ minimum: count, maxLength: count, maxItems: count, exclusiveMaximum: count }, []),
    fc.constantFrom({ pattern: "^a" }, { pattern: "b" }, { multipleOf: 2 }, { uniqueItems: true }),
    schemas.map((allOf) => ({ allOf })),
    schemas.map((anyOf) => ({ anyOf })),
    schemas.map((oneOf) => ({ oneOf })),
    reference,
    fc.constantFrom({ title: "T" }, { description: "Some" }, { description: "null" }, { default: "a" }),
  );
  const unsayable = fc.oneof(
    schema.map((not) => ({ not })),
    fc.tuple(schema, schema, schema).map((parts) => withKeys(["if", "then", "else"], parts)),
    record({ patternProperties: record({ "^a": schema }), properties }, ["patternProperties"]),
    record({ prefixItems: fc.array(schema, { minLength: 1, maxLength: 2 }), items: schema }),
    record({ contains: schema, minContains: count }, ["contains"]),
    record({ dependentRequired: fc.record({ a: required }), dependentSchemas: fc.record({ b: schema }) }),
    record({ propertyNames: schema, unevaluatedProperties: schema }, []),
  );
  return fc.oneof({ weight: 15, arbitrary: sayable }, { weight: 1, arbitrary: unsayable });
}

/** Schemas of draft 2020-12, with definitions that refer to each other. */
export const schema: fc.Arbitrary<Record<string, unknown>> = fc
  .letrec<{ any: unknown; part: object; object: object }>((tie) => ({
    any: fc.oneof({ weight: 12, arbitrary: tie("object") }, { weight: 1, arbitrary: fc.boolean() }),
    object: fc
      .array(tie("part"), { minLength: 1, maxLength: 3, depthIdentifier: "schema" })
      .map((parts) => Object.assign({}, ...parts)),
    part: fc.oneof(
      { depthSize: "small", depthIdentifier: "schema" },
      fc.oneof(
        typeName.map((type) => ({ type })),
        fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values })),
      ),
      members(
        tie("any"),
        fc.constantFrom("#/$defs/one", "#/$defs/two", "#", "#anchored").map(($ref) => ({ $ref })),
      ),
    ),
  }))
  .object.chain((root) => fc.tuple(fc.constant(root), definitions))
  .map(([root, $defs]) => ({ ...root, $defs }));

const definitions = record({
  one: fc.constantFrom(
    { type: "string", enum: ["a", "b"] },
    { type: "object", properties: { a: { $ref: "#/$defs/one" }, k: { const: "b" } }, required: ["k"] },
  ),
  two: fc.constantFrom(
    { anyOf: [{ $ref: "#/$defs/one" }, { type: "null" }] },
    { $anchor: "anchored", type: ["integer", "null"], enum: [1, 2, null] },
  ),
});
