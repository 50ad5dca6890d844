/** What the prompt says of a normalised schema, construct by construct, and what it cannot say. */
import { normalizeSchema } from "openai-harmony-node/tools";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { rendered, renderedProperty } from "./rendered.ts";

const string = { type: "string" };
const node = {
  type: "object",
  description: "A node.",
  properties: { value: { type: "number" }, next: { $ref: "#/$defs/Node" } },
  required: ["value"],
};

/** Normalises parameters with one property `p`. */
function normalized(p: unknown, rest: object = {}) {
  return normalizeSchema({ type: "object", properties: { p }, ...rest });
}

/** What the prompt says of a property, which must be possible without a warning. */
function said(p: unknown, rest: object = {}): string {
  const { schema, warnings } = normalized(p, rest);
  expect(warnings).toEqual([]);
  return renderedProperty(schema);
}

/** The warnings, each as its path and message. */
function warned(schema: unknown): string[] {
  return normalizeSchema(schema).warnings.map(({ path, message }) => `${path}: ${message}`);
}

describe("the prompt says", () => {
  test.each([
    ["const", { const: "a" }, 'p?: "a"'],
    ["a number's const", { const: 5, description: "Five" }, "// Five. Always 5\np?: number"],
    ["a boolean's const", { const: true }, "// Always true\np?: boolean"],
    [
      "an object's const",
      { const: { a: [1] } },
      '// Always {"a":[1]}\np?:     // Always {"a":[1]}\n{\n    }',
    ],
    ["an enum without a type", { enum: ["a", "b"] }, 'p?: "a" | "b"'],
    ["a numeric enum", { type: "integer", enum: [1, 2] }, "// One of 1, 2\np?: number"],
    ["all booleans", { enum: [true, false] }, "p?: boolean"],
    ["an enum with null", { type: ["string", "null"], enum: ["a", null] }, 'p?: "a" | null'],
    ["a numeric enum with null", { enum: [1, null] }, "// One of 1, null\np?: number | null"],
    ["a value with null in it", { enum: ["annulled", null] }, 'p?:\n | "annulled"\n | null\n'],
    ["mixed values", { enum: ["a", 1, null] }, 'p?:\n | "a"\n | number // Always 1\n | null\n'],
    ["values that the type allows", { type: "string", enum: ["a", 1] }, 'p?: "a"'],
    ["null", { type: "null" }, "p?: null"],
    ["any value", true, "p?: any"],
    ["a list of one type", { type: ["string"] }, "p?: string"],
    ["a nullable array", { type: ["array", "null"], items: string }, "p?: string[] | null"],
    [
      "a nullable object",
      { type: ["object", "null"], properties: { a: string } },
      "p?: {\n    a?: string,\n    } | null",
    ],
    [
      "a nullable object with something nullable in it",
      { type: ["object", "null"], properties: { a: { type: ["string", "null"] } } },
      "p?:\n | {\n   a?: string | null,\n   }\n | null\n",
    ],
    ["a list of types", { type: ["array", "string"], items: string }, "p?:\n | string[]\n | string\n"],
    ["OpenAPI's nullable", { type: "string", enum: ["a"], nullable: true }, 'p?: "a" | null'],
    ["nullable without a type", { allOf: [{ enum: ["a"] }], nullable: true }, 'p?: "a" | null'],
    [
      "anyOf with null",
      { anyOf: [string, { type: "null" }], default: null },
      "p?: string | null, // default: null",
    ],
    ["anyOf of types", { anyOf: [string, { type: "integer" }] }, "p?: string | number"],
    ["anyOf of one", { anyOf: [{ const: "a" }] }, 'p?: "a"'],
    ["anyOf of any", { anyOf: [{}, string] }, "p?: any"],
    ["oneOf of one", { oneOf: [{ type: "boolean" }] }, "p?: boolean"],
    ["oneOf of const", { oneOf: [{ const: "a" }, { const: "b" }] }, 'p?: "a" | "b"'],
    [
      "anyOf of const",
      { anyOf: [{ const: 1 }, { const: 2 }, { type: "null" }] },
      "// One of 1, 2, null\np?: number | null",
    ],
    [
      "const with descriptions",
      {
        oneOf: [
          { const: "a", description: "First" },
          { const: "b", description: "Second" },
        ],
      },
      'p?:\n | "a" // First\n | "b" // Second\n',
    ],
    ["an open enum", { anyOf: [string, { enum: ["a"] }] }, 'p?:\n | "a"\n | string\n'],
    [
      "alternatives that overlap",
      {
        anyOf: [
          { type: "object", properties: { a: string } },
          { type: "object", properties: { b: string } },
        ],
      },
      "p?:\n | {\n   a?: string,\n   }\n | {\n   b?: string,\n   }\n",
    ],
    [
      "alternatives and what they have in common",
      {
        type: "object",
        properties: { a: string, b: string },
        anyOf: [{ required: ["a"] }, { required: ["b"] }],
      },
      "p?:\n | {\n   a: string,\n   b?: string,\n   }\n | {\n   a?: string,\n   b: string,\n   }\n",
    ],
    [
      "alternatives in alternatives",
      { anyOf: [{ anyOf: [string, { type: "array", items: string }] }, { type: "null" }] },
      "p?:\n | string\n | string[]\n | null\n",
    ],
    [
      "allOf",
      {
        description: "Both.",
        allOf: [
          { type: "object", description: "One", properties: { a: string }, required: ["a"] },
          { properties: { a: { enum: ["x", "y"] }, b: { type: "number" } } },
          { properties: { a: { enum: ["y", 1], description: "A" } } },
        ],
      },
      '// Both. One\np?:     // Both. One\n{\n    // A\n    a: "y",\n    b?: number,\n    }',
    ],
    [
      "allOf of closed objects",
      {
        allOf: [
          { type: "object", properties: { a: string, b: string }, additionalProperties: false },
          { properties: { a: string, c: string } },
        ],
      },
      "p?: {\n    a?: string,\n    b?: string,\n    }",
    ],
    [
      "a required property that is not described",
      { type: "object", required: ["a"] },
      "p?: {\n    a: any,\n    }",
    ],
    [
      "further properties of a simple type",
      { type: "object", additionalProperties: { type: "integer" }, propertyNames: string },
      "// Further properties: number\np?:     // Further properties: number\n{\n    }",
    ],
    [
      "the values of items",
      { type: "array", items: { enum: [1, 2] } },
      "// Items: one of 1, 2\np?: number[]",
    ],
    ["nullable items", { type: "array", items: { enum: ["a", null] } }, 'p?: \n     | "a"\n     | null[]'],
  ])("%s", (_, schema, expected) => {
    expect(said(schema)).toBe(expected);
  });

  test("what references lead to", () => {
    const $defs = { Unit: { enum: ["c", "f"], description: "A unit." }, "a/b ~": { $ref: "#/$defs/Unit" } };
    for (const $ref of ["#/$defs/Unit", "#/$defs/a~1b%20~0"]) {
      expect(said({ $ref }, { $defs })).toBe('// A unit.\np?: "c" | "f"');
    }
    expect(said({ $ref: "#/$defs/Unit", description: "Of what" }, { $defs })).toBe(
      '// Of what. A unit.\np?: "c" | "f"',
    );
    expect(said({ $ref: "#/definitions/A" }, { definitions: { A: string } })).toBe("p?: string");
    expect(said({ $ref: "#/components/schemas/A" }, { components: { schemas: { A: string } } })).toBe(
      "p?: string",
    );
    expect(said({ $ref: "#/x/1" }, { x: [{}, string] })).toBe("p?: string");
    expect(said({ $ref: "#a" }, { $defs: { A: { $anchor: "a", ...string } } })).toBe("p?: string");
    expect(said({ $ref: "#a" }, { definitions: { A: { $id: "#a", ...string } } })).toBe("p?: string");
    expect(said({ $dynamicRef: "#a" }, { $defs: { A: { $dynamicAnchor: "a", ...string } } })).toBe(
      "p?: string",
    );
  });

  test("what references with identifiers lead to", () => {
    const rest = {
      $id: "https://example.com/root.json",
      $defs: {
        A: {
          $id: "a.json",
          type: "object",
          properties: { b: { $ref: "#/$defs/B" } },
          $defs: { B: { const: "b" } },
        },
      },
    };
    for (const $ref of ["a.json", "https://example.com/a.json", "#/$defs/A", "root.json#/$defs/A"]) {
      expect(said({ $ref }, rest)).toBe('p?: {\n    b?: "b",\n    }');
    }
    expect(said({ $ref: "a.json#/$defs/B" }, rest)).toBe('p?: "b"');
  });

  test("a schema within itself, once", () => {
    const { schema, warnings } = normalized({ $ref: "#/$defs/Node" }, { $defs: { Node: node } });
    expect(renderedProperty(schema)).toBe(
      "// A node.\np?:     // A node.\n{\n    value: number,\n    // A node.\n    next?:         // A node.\n" +
        "{\n        value: number,\n        next?: any,\n        },\n    }",
    );
    expect(warnings).toEqual([
      {
        path: "/$defs/Node/properties/next/$ref",
        message: "leads to a schema that it is within; any value is said instead",
      },
    ]);
  });

  test("what Zod says", () => {
    const schema = z.object({
      shape: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("circle"), radius: z.number() }),
        z.object({ kind: z.literal("square"), side: z.number().nullable() }),
      ]),
      colour: z.enum(["red", "green"]).nullable().describe("Its colour"),
      size: z.union([z.literal("small"), z.literal(10), z.literal(20)]).optional(),
      labels: z.record(z.string(), z.string()),
    });
    const normal = normalizeSchema(schema["~standard"].jsonSchema.input({ target: "draft-2020-12" }));
    expect(normal.warnings).toEqual([]);
    expect(rendered(normal.schema)).toBe(`{
shape:
 | {
   kind: "circle",
   radius: number,
   }
 | {
   kind: "square",
   side: number | null,
   }
,
// Its colour
colour: "red" | "green" | null,
size?:
 | "small"
 | number // One of 10, 20
,
// Further properties: string
labels:     // Further properties: string
{
    },
}`);
  });
});

describe("a schema that can be said", () => {
  test.each([
    { type: "object", properties: {} },
    {
      type: "object",
      title: "T",
      description: "D",
      properties: {
        a: { type: "string", enum: ["x", "y"], default: "x", examples: ["x"] },
        b: { type: ["string", "null"], minLength: 1, pattern: "^a", format: "uuid" },
        c: { type: "array", items: { type: "number", minimum: 1 }, minItems: 1, uniqueItems: true },
        d: { oneOf: [{ type: "string", description: "Text" }, { type: "number" }] },
        e: { type: "object", properties: { f: {} }, required: ["f"], additionalProperties: false },
      },
      required: ["a", "b"],
      additionalProperties: false,
    },
  ])("stays as it is: %#", (schema) => {
    expect(normalizeSchema(schema)).toEqual({ schema, warnings: [] });
  });

  test.each([true, {}])("stays as it is: %j", (schema) => {
    expect(normalizeSchema(schema)).toEqual({ schema, warnings: [] });
  });

  test("is the same after it has been normalised twice", () => {
    const once = normalized(
      { anyOf: [{ $ref: "#/$defs/A" }, { type: "null" }, { const: 5 }] },
      { $defs: { A: { const: "a" } } },
    );
    expect(normalizeSchema(once.schema)).toEqual(once);
  });
});

describe("drafts", () => {
  test.each([
    [
      { type: "number", minimum: 1, exclusiveMinimum: true },
      { type: "number", exclusiveMinimum: 1 },
    ],
    [
      { type: "number", maximum: 1, exclusiveMaximum: true },
      { type: "number", exclusiveMaximum: 1 },
    ],
    [
      { type: "number", minimum: 1, exclusiveMinimum: false },
      { type: "number", minimum: 1 },
    ],
    [{ type: "number", exclusiveMinimum: true }, { type: "number" }],
    [
      { type: "number", allOf: [{ minimum: 1 }, { minimum: 2 }, { maximum: 4 }, { maximum: 3 }] },
      { type: "number", minimum: 2, maximum: 3 },
    ],
    [
      { type: "string", allOf: [{ pattern: "a" }, { pattern: "b" }] },
      { type: "string", pattern: "a", allOf: [{ pattern: "b" }] },
    ],
    [{ type: "integer", allOf: [{ type: "number" }] }, { type: "integer" }],
    [{ type: "any" }, {}],
    [{ id: "#x", $comment: "c", $schema: "s", type: "string" }, { type: "string" }],
  ])("%j", (schema, expected) => {
    expect(normalizeSchema(schema)).toEqual({ schema: expected, warnings: [] });
  });

  test("a list of items becomes prefixItems", () => {
    expect(
      normalizeSchema({ type: "array", items: [{ const: "a" }, string], additionalItems: false }),
    ).toEqual({
      schema: { type: "array", prefixItems: [{ type: "string", enum: ["a"] }, string], items: false },
      warnings: [{ path: "/items", message: "cannot be said to the model" }],
    });
    expect(normalizeSchema({ type: "array", items: string, additionalItems: false })).toEqual({
      schema: { type: "array", items: string },
      warnings: [],
    });
  });

  test("dependencies become what they are now", () => {
    const { schema } = normalizeSchema({
      type: "object",
      dependencies: { a: ["b"], c: { required: ["d"] } },
    });
    expect(schema).toEqual({
      type: "object",
      dependentRequired: { a: ["b"] },
      dependentSchemas: { c: { required: ["d"] } },
    });
  });
});

describe("what cannot be said is a warning", () => {
  const unsaid = "cannot be said to the model";

  test.each([
    [{ type: "object", patternProperties: { "^a": string } }, `/patternProperties: ${unsaid}`],
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    [{ type: "object", if: { required: ["a"] }, then: { required: ["b"] } }, `/if: ${unsaid}`],
    [{ type: "string", not: { const: "a" } }, `/not: ${unsaid}`],
    [{ type: "object", dependentSchemas: { a: {} } }, `/dependentSchemas: ${unsaid}`],
    [{ type: "object", dependentRequired: { a: ["b"] } }, `/dependentRequired: ${unsaid}`],
    [{ type: "object", dependencies: { a: ["b"] } }, `/dependencies: ${unsaid}`],
    [{ type: "object", propertyNames: { pattern: "^a" } }, `/propertyNames: ${unsaid}`],
    [{ type: "object", unevaluatedProperties: false }, `/unevaluatedProperties: ${unsaid}`],
    [{ type: "array", prefixItems: [string] }, `/prefixItems: ${unsaid}`],
    [{ type: "array", contains: string }, `/contains: ${unsaid}`],
    [
      { type: "object", additionalProperties: { type: "object", properties: { a: string } } },
      "/additionalProperties: what further properties are cannot be said to the model",
    ],
    [{ properties: { a: string } }, ': "type" is missing; "object" is assumed'],
    [{ items: string }, ': "type" is missing; "array" is assumed'],
    [{ minLength: 1 }, ': "type" is missing; any value is said'],
    [
      { type: "object", properties: { a: false } },
      "/properties/a: allows no value, which cannot be said to the model",
    ],
    [{ allOf: [{ const: 1 }, { const: 2 }] }, ": allows no value, which cannot be said to the model"],
    [{ type: "integer", enum: ["a"] }, ": allows no value, which cannot be said to the model"],
    [{ $ref: "#/$defs/a/b" }, "/$ref: leads to nothing in this schema; any value is said instead"],
    [{ $ref: "other.json" }, "/$ref: leads to nothing in this schema; any value is said instead"],
    [{ $ref: "http://[" }, "/$ref: leads to nothing in this schema; any value is said instead"],
    [{ $ref: "#/%" }, "/$ref: leads to nothing in this schema; any value is said instead"],
    [{ $ref: 5 }, "/$ref: leads to nothing in this schema; any value is said instead"],
    [{ $ref: "#/__proto__" }, "/$ref: leads to nothing in this schema; any value is said instead"],
    [{ $ref: "#" }, "/$ref: leads to a schema that it is within; any value is said instead"],
    [{ type: "dict" }, "/type: names no type of JSON Schema"],
    [{ type: "object", properties: 5 }, "/properties: is not valid; it is left out"],
    [{ type: "object", properties: { "a/~": 5 } }, "/properties/a~1~0: is not a schema; it is left out"],
    [{ enum: [] }, "/enum: is not valid; it is left out"],
    [{ anyOf: [] }, "/anyOf: is not valid; it is left out"],
    [{ oneOf: {} }, "/oneOf: is not valid; it is left out"],
    [{ type: "number", minimum: "1" }, "/minimum: is not valid; it is left out"],
    [{ type: "string", pattern: 1 }, "/pattern: is not valid; it is left out"],
    [{ type: "object", required: true }, "/required: is not valid; it is left out"],
    [{ description: 1 }, "/description: is not valid; it is left out"],
    [null, ": is not a schema; it is left out"],
    ["x", ": is not a schema; it is left out"],
    [[], ": is not a schema; it is left out"],
  ])("%j", (schema, expected) => {
    expect(warned(schema)).toEqual([expected]);
  });

  test("and stays in the schema", () => {
    const schema = {
      type: "object",
      properties: { a: string },
      patternProperties: { "^x": { type: "number" } },
      if: { required: ["a"] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { required: ["b"] },
      not: { required: ["c"] },
    };
    expect(normalizeSchema(schema).schema).toEqual(schema);
  });

  test("once for each place, however many references lead there", () => {
    const $defs = { A: { type: "string", not: { const: "" } } };
    const properties = { a: { $ref: "#/$defs/A" }, b: { $ref: "#/$defs/A" } };
    expect(warned({ type: "object", properties, $defs })).toEqual([`/$defs/A/not: ${unsaid}`]);
  });
});
