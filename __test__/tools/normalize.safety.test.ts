/** Normalising throws for no value, changes none, takes little time, and leaves what can be rendered. */
import fc from "fast-check";
import { normalizeSchema } from "openai-harmony-node/tools";
import { describe, expect, test } from "vitest";
import { rendered } from "./rendered.ts";
import { schema } from "./schemas.ts";

const KEYWORDS = [
  ..."$ref $id $anchor $defs type enum const allOf anyOf oneOf not if then else properties".split(" "),
  ..."patternProperties additionalProperties required items prefixItems nullable minimum exclusiveMinimum".split(
    " ",
  ),
  ..."dependencies contains description default __proto__ constructor toString".split(" "),
];

/** JSON that looks like a schema in places. */
const json = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { depthSize: "medium" },
    fc.constantFrom<unknown>(
      "string",
      "object",
      "null",
      "#",
      "#/properties/type",
      "#/$defs",
      "x",
      -1,
      1e308,
      true,
      null,
    ),
    fc.array(tie("any"), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYWORDS), tie("any")), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).any;

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

describe("whatever it is given", () => {
  test("it throws for no JSON value, changes none, and leaves what can be rendered", () => {
    fc.assert(
      fc.property(json, (value) => {
        const { schema: normalized, warnings } = normalizeSchema(frozen(value));
        rendered(normalized);
        for (const { path } of warnings) expect(path).toMatch(/^(\/[^/]*)*$/);
      }),
      { numRuns: 3_000 },
    );
  });

  test("a schema says the same after it has been normalised twice", () => {
    fc.assert(
      fc.property(schema, (value) => {
        const { schema: once, warnings } = normalizeSchema(frozen(value));
        if (warnings.length === 0) expect(rendered(normalizeSchema(once).schema)).toBe(rendered(once));
      }),
      { numRuns: 1_000 },
    );
  });

  test("names of Object's prototype are names like others", () => {
    const value = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"const":"a"},"constructor":{"type":"string"}},"required":["__proto__","toString"],"__proto__":{"type":"array"}}',
    );
    const { schema: normalized, warnings } = normalizeSchema(value);
    expect(rendered(normalized)).toBe('{\n__proto__: "a",\nconstructor?: string,\ntoString: any,\n}');
    expect(warnings).toEqual([]);
    expect(Object.getPrototypeOf(normalized)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).const).toBeUndefined();
  });
});

describe("in little time", () => {
  const SIZE = 10_000;
  const string = { type: "string" };
  const many = <T>(make: (i: number) => T): T[] => Array.from({ length: SIZE }, (_, i) => make(i));
  const deep = (wrap: (inner: object) => object): object => many(() => 0).reduce<object>(wrap, string);
  const defs = (count: number, make: (next: object) => object) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `d${i}`,
        i + 1 < count ? make({ $ref: `#/$defs/d${i + 1}` }) : string,
      ]),
    );
  const cycle = (make: (self: Record<string, unknown>) => object) => {
    const self: Record<string, unknown> = {};
    return Object.assign(self, make(self));
  };
  const twoProperties = (next: object) => ({ type: "object", properties: { a: next, b: next } });

  test.each<[string, object]>([
    ["deep properties", deep((inner) => ({ type: "object", properties: { a: inner } }))],
    ["deep items", deep((inner) => ({ type: "array", items: inner }))],
    ["deep allOf", deep((inner) => ({ allOf: [inner] }))],
    ["deep anyOf", deep((inner) => ({ anyOf: [inner, { type: "null" }] }))],
    ["deep not", deep((inner) => ({ not: inner }))],
    ["a deep default", { type: "object", default: deep((inner) => [inner]) }],
    ["a deep const", { const: deep((inner) => [inner]) }],
    ["a long chain of references", { $ref: "#/$defs/d0", $defs: defs(SIZE, (next) => next) }],
    ["references that double", { $ref: "#/$defs/d0", $defs: defs(60, twoProperties) }],
    ["allOf that doubles", { $ref: "#/$defs/d0", $defs: defs(60, (next) => ({ allOf: [next, next] })) }],
    [
      "alternatives that double",
      { $ref: "#/$defs/d0", $defs: defs(60, (next) => ({ anyOf: [next, { type: "array", items: next }] })) },
    ],
    [
      "schemas that all refer to each other",
      {
        $ref: "#/$defs/d0",
        $defs: Object.fromEntries(
          [...Array(12).keys()].map((i) => [
            `d${i}`,
            {
              type: "object",
              properties: Object.fromEntries(
                [...Array(12).keys()].map((j) => [`p${j}`, { $ref: `#/$defs/d${j}` }]),
              ),
            },
          ]),
        ),
      },
    ],
    [
      "alternatives that overlap, at each level",
      [...Array(50).keys()].reduce<object>(
        (inner) => ({
          anyOf: [
            { type: "object", properties: { a: inner } },
            { type: "object", properties: { b: string } },
          ],
        }),
        string,
      ),
    ],
    [
      "many properties",
      { type: "object", properties: { ...many(() => ({ $ref: "#/$defs/a" })) }, $defs: { a: {} } },
    ],
    ["many in allOf", { allOf: many((i) => ({ properties: { [`p${i}`]: string } })) }],
    ["many of a property", { allOf: many((i) => ({ properties: { p: { minLength: i } } })) }],
    [
      "many further properties",
      { allOf: many((i) => ({ properties: { [`p${i}`]: string }, additionalProperties: string })) },
    ],
    ["many patterns", { allOf: many((i) => ({ pattern: `${i}` })) }],
    ["many descriptions", { allOf: many((i) => ({ description: `${i}` })) }],
    ["many values", { oneOf: many((i) => ({ const: i })) }],
    ["many alternatives", { anyOf: many((i) => ({ type: "object", properties: { [`p${i}`]: string } })) }],
    [
      "many alternatives of many properties",
      {
        type: "object",
        properties: Object.fromEntries(many((i) => [`p${i}`, string])),
        anyOf: many((i) => ({ required: [`p${i}`] })),
      },
    ],
    [
      "many unions",
      { type: "string", allOf: many((i) => ({ anyOf: [{ minLength: i }, { pattern: `${i}` }] })) },
    ],
    [
      "an object within itself",
      cycle((self) => ({ type: "object", properties: { self, list: { items: self } } })),
    ],
    ["an object in its own allOf", cycle((self) => ({ allOf: [self], nullable: true }))],
    ["an object that is its own not", cycle((self) => ({ not: self }))],
    ["an object that is its own default", cycle((self) => ({ type: "object", default: self }))],
  ])("%s", (_, value) => {
    const start = performance.now();
    const { schema: normalized } = normalizeSchema(value);
    const took = performance.now() - start;
    rendered(normalized);
    // Far more than it takes, far less than if the time grew with the square of the size.
    expect(took).toBeLessThan(5_000);
    expect(JSON.stringify(normalized).length).toBeLessThan(5_000_000);
  });

  test("references that double are shown as far as that is possible", () => {
    const { schema: normalized, warnings } = normalizeSchema({
      $ref: "#/$defs/d0",
      $defs: defs(60, twoProperties),
    });
    const levels = rendered(normalized)
      .match(/^ *a\?/gm)
      ?.map((line) => line.length / 4);
    expect(Math.max(...(levels ?? []))).toBeGreaterThan(3);
    expect(warnings.length).toBeGreaterThan(0);
  });
});
