/** JSON Schemas in GBNF: llama.cpp decides as ajv does, but where the guide says otherwise. */
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { loadHarmonyEncoding } from "openai-harmony-node";
import { toGbnf } from "openai-harmony-node/structural-tag";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closed, documents, fitting, schemas, WITHOUT_BAR } from "../schemas.ts";
import { type Engines, startEngines } from "./engines.ts";

const encoding = loadHarmonyEncoding();
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const CASES = Number(process.env.HARMONY_CASES ?? 300);

let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(() => engines.stop());

/** Those of some JSON texts that llama.cpp accepts. */
async function accepted(schema: object | boolean, texts: string[]): Promise<string[]> {
  const grammar = toGbnf(
    { functions: [], calls: "forbidden", parallelCalls: false, format: { type: "json_schema", schema } },
    { prefilled: true },
  );
  const tokens = texts.map((text) => [...encoding.encode(text, { allowedSpecial: "all" }), 200002]);
  const verdicts = await engines.accept("llama.cpp", grammar, tokens);
  return texts.filter((_, i) => verdicts[i]?.[0] === tokens[i]?.length && verdicts[i]?.[1]);
}

/** What is accepted by a schema that no value fits, of which no grammar is made. */
function nothingFits(error: Error): string[] {
  if (error.message !== "format.schema: no value fits the schema") throw error;
  return [];
}

interface Row {
  what: string;
  schema: object | boolean;
  yes: string[];
  no: string[];
}

const NODE = {
  $ref: "#/$defs/node",
  $defs: {
    node: {
      type: "object",
      properties: {
        value: { type: "integer" },
        next: { anyOf: [{ $ref: "#/$defs/node" }, { type: "null" }] },
      },
      required: ["value"],
      additionalProperties: false,
    },
  },
};
const ABCD = {
  type: "object",
  properties: { a: { type: "null" }, b: { type: "null" }, c: { type: "null" }, d: { type: "null" } },
  required: ["b", "d"],
};

const ROWS: Row[] = [
  {
    what: "anything",
    schema: true,
    yes: ["null", "1e5", '"x"', "[]", "[1, [2]]", '{"a": {"b": [true]}}'],
    no: ["", "nul", "01", "[1,]", '{"a"}'],
  },
  {
    what: "strings",
    schema: { type: "string" },
    yes: ['""', '"a<|b"', '"<|"', '"a|>b"', '"<||>"', '"\\u00e5\\"\\\\\\/"', '"世界🎉"'],
    no: ['"', '"a', '"\\x"', '"\n"', '"<|end|>"', '"<|foo_1|>"', "a", '"a"b"'],
  },
  {
    what: "numbers",
    schema: { type: "number" },
    yes: ["0", "-0", "12345678901234567890", "1.50", "1E+9", "-2e-3"],
    no: ["01", "1.", ".5", "+1", "1e", "NaN", '"1"', "--1"],
  },
  {
    what: "integers",
    schema: { type: "integer" },
    yes: ["0", "-7", "12345678901234567890"],
    no: ["1.5", "1e3", "01", "-"],
  },
  {
    what: "booleans and null",
    schema: { type: ["boolean", "null"] },
    yes: ["true", "false", "null"],
    no: ["True", "0", '"true"'],
  },
  {
    what: "enum",
    schema: { enum: ["a", 1, null, "ü", { x: [1] }] },
    yes: ['"a"', "1", "null", '"ü"', '{"x":[1]}'],
    no: ['"b"', "2", "a", '"ab"'],
  },
  {
    what: "enum with a type",
    schema: { type: "string", enum: ["a", 1, null] },
    yes: ['"a"'],
    no: ["1", "null"],
  },
  { what: "const", schema: { const: 'a"b' }, yes: ['"a\\"b"'], no: ['"a"'] },
  {
    what: "a range from 0",
    schema: { type: "integer", minimum: 0, maximum: 120 },
    yes: ["0", "9", "10", "99", "100", "119", "120"],
    no: ["-1", "121", "130", "200", "1000", "00"],
  },
  {
    what: "a range about 0",
    schema: { type: "integer", minimum: -15, exclusiveMaximum: 208 },
    yes: ["-15", "-9", "-1", "0", "7", "207", "199"],
    no: ["-16", "-20", "208", "300", "-100"],
  },
  {
    what: "a negative range",
    schema: { type: "integer", minimum: -120, maximum: -15 },
    yes: ["-120", "-15", "-99", "-100"],
    no: ["-14", "-121", "0", "15"],
  },
  {
    what: "a lower bound",
    schema: { type: "integer", minimum: 42 },
    yes: ["42", "43", "99", "100", "12345678901234567890"],
    no: ["41", "9", "0", "-42"],
  },
  {
    what: "an upper bound",
    schema: { type: "integer", maximum: 7.5 },
    yes: ["7", "0", "-1", "-123456"],
    no: ["8", "10", "77"],
  },
  {
    what: "numbers from 0",
    schema: { type: "number", minimum: 0 },
    yes: ["0", "0.5", "1e9"],
    no: ["-1", "-0.5"],
  },
  {
    what: "lengths",
    schema: { type: "string", minLength: 2, maxLength: 4 },
    yes: ['"ab"', '"abcd"', '"üüüü"', '"a\\n"', '"||||"', '"<|<|"'],
    no: ['""', '"a"', '"abcde"', '"a|>b"'],
  },
  {
    what: "a least length",
    schema: { type: "string", minLength: 1 },
    yes: ['"a"', `"${"a".repeat(900)}"`, '"|"', '"<"', '"a |> b"'],
    no: ['""', '"<|end|>"'],
  },
  { what: "a greatest length", schema: { type: "string", maxLength: 2 }, yes: ['""', '"ab"'], no: ['"abc"'] },
  { what: "a length of 0", schema: { type: "string", maxLength: 0 }, yes: ['""'], no: ['"a"'] },
  {
    what: "a pattern",
    schema: { type: "string", pattern: "^[a-c]{2,3}-\\d+(x|yy)?$" },
    yes: ['"ab-1"', '"abc-123yy"'],
    no: ['"a-1"', '"abcd-1"', '"ab-"', '"ab-1y"', '"xab-1"'],
  },
  {
    what: "a pattern anywhere",
    schema: { type: "string", pattern: "b+" },
    yes: ['"b"', '"abba"', '"b\\n"'],
    no: ['""', '"ac"'],
  },
  {
    what: "a pattern with alternatives",
    schema: { type: "string", pattern: "^a|b$" },
    yes: ['"ax"', '"xb"', '"a"'],
    no: ['"xa"', '"bx"'],
  },
  {
    what: "a pattern with characters to escape",
    schema: { type: "string", pattern: '^["\\\\\\n]\\.[^a"]\\/$' },
    yes: ['"\\".b/"', '"\\\\.ü/"', '"\\n.\\\\/"'],
    no: ['"a.b/"', '"\\".a/"', '"\\".\\"/"', '"\\"xb/"'],
  },
  {
    what: "a pattern that counts too far",
    schema: { type: "string", pattern: "^((a{100}){100}){100}$" },
    yes: ['"b"'],
    no: ["5"],
  },
  {
    what: "a pattern with a bound",
    schema: { type: "string", pattern: "^.{1,1000}$" },
    yes: ['"b"', `"${"a".repeat(1000)}"`],
    no: ['""', `"${"a".repeat(1001)}"`],
  },
  {
    what: "a pattern that is no grammar",
    schema: { type: "string", pattern: "^(?!a)b" },
    yes: ['"b"', '"a"'],
    no: ["5"],
  },
  {
    what: "a date",
    schema: { type: "string", format: "date" },
    yes: ['"2026-11-26"'],
    no: ['"2026-13-01"', '"26-11-26"', '"today"'],
  },
  {
    what: "a time",
    schema: { type: "string", format: "date-time" },
    yes: ['"2026-11-26T23:59:60Z"', '"2026-11-26T03:59:00.123+01:00"'],
    no: ['"2026-11-26"', '"2026-11-26T24:00:00Z"'],
  },
  {
    what: "a UUID",
    schema: { format: "uuid" },
    yes: ['"123e4567-e89b-12d3-a456-426614174000"'],
    no: ['"123e4567"'],
  },
  {
    what: "an IPv4 address",
    schema: { type: "string", format: "ipv4" },
    yes: ['"192.168.0.255"'],
    no: ['"256.0.0.1"', '"1.2.3"'],
  },
  { what: "another format", schema: { type: "string", format: "email" }, yes: ['"a@b.c"', '"x"'], no: ["1"] },
  {
    what: "arrays",
    schema: { type: "array", items: { type: "integer" } },
    yes: ["[]", "[1]", "[ 1 , 2,3 ]"],
    no: ['["a"]', "[1,]", "[,1]", "[1 2]"],
  },
  {
    what: "numbers of items",
    schema: { type: "array", items: { enum: [1] }, minItems: 2, maxItems: 3 },
    yes: ["[1,1]", "[1,1,1]"],
    no: ["[]", "[1]", "[1,1,1,1]"],
  },
  {
    what: "at least one item",
    schema: { type: "array", minItems: 1 },
    yes: ["[1]", '[1,"a",[]]'],
    no: ["[]"],
  },
  { what: "no items", schema: { type: "array", maxItems: 0 }, yes: ["[]", "[ ]"], no: ["[1]"] },
  {
    what: "tuples",
    schema: {
      type: "array",
      prefixItems: [{ type: "string" }, { type: "integer" }],
      items: false,
      minItems: 1,
    },
    yes: ['["a"]', '["a",1]'],
    no: ["[]", "[1]", '["a",1,2]', '["a","b"]'],
  },
  {
    what: "tuples with more",
    schema: { prefixItems: [{ type: "string" }], items: { type: "integer" }, maxItems: 3 },
    yes: ["[]", '["a"]', '["a",1,2]'],
    no: ["[1]", '["a","b"]', '["a",1,2,3]'],
  },
  {
    what: "some properties",
    schema: ABCD,
    yes: [
      '{"b":null,"d":null}',
      '{"a":null,"b":null,"d":null}',
      '{"b":null,"c":null,"d":null}',
      '{ "a": null, "b": null, "c": null, "d": null }',
    ],
    no: [
      "{}",
      '{"a":null}',
      '{"b":null}',
      '{"d":null,"b":null}',
      '{"b":null,"d":null,"e":1}',
      '{"a":null,"a":null,"b":null,"d":null}',
      '{"b":null,"d":null,}',
    ],
  },
  {
    what: "optional properties",
    schema: { properties: { a: { const: 1 }, b: { const: 2 } } },
    yes: ["{}", "{ }", '{"a":1}', '{"b":2}', '{"a":1,"b":2}'],
    no: ['{"b":2,"a":1}', '{,"a":1}', '{"c":1}'],
  },
  { what: "no properties", schema: { type: "object", properties: {} }, yes: ["{}"], no: ['{"a":1}'] },
  { what: "any object", schema: { type: "object" }, yes: ["{}", '{"a":1,"b":{"c":[]}}'], no: ["[]", "null"] },
  {
    what: "a map",
    schema: { type: "object", additionalProperties: { type: "integer" } },
    yes: ["{}", '{"a":1,"ü":2}'],
    no: ['{"a":"x"}'],
  },
  {
    what: "others beside the named",
    schema: {
      type: "object",
      properties: { ab: { const: 1 }, ac: { const: 2 }, 'a"': { const: 3 } },
      required: ["ab"],
      additionalProperties: { type: "string" },
    },
    yes: [
      '{"ab":1}',
      '{"ab":1,"x":"y"}',
      '{"ab":1,"a":"y","abc":"y","":"z","A":""}',
      '{"ab":1,"ac":2,"b":"x"}',
    ],
    no: [
      '{"x":"y"}',
      '{"ab":1,"x":1}',
      '{"ab":1,"ac":"x"}',
      '{"ab":1,"ab":"x"}',
      '{"ab":1,"\\u0061c":"x"}',
      '{"ab":1,"x":"y","ac":2}',
    ],
  },
  {
    what: "a required property that is not described",
    schema: { type: "object", properties: { a: { const: 1 } }, required: ["z"] },
    yes: ['{"a":1,"z":[]}', '{"z":1}'],
    no: ["{}", '{"a":1}'],
  },
  {
    what: "a property named __proto__",
    schema: JSON.parse('{"type":"object","properties":{"__proto__":{"const":1}},"required":["__proto__"]}'),
    yes: ['{"__proto__":1}'],
    no: ["{}"],
  },
  {
    what: "a property that cannot be",
    schema: { type: "object", properties: { a: false, b: { const: 1 } } },
    yes: ["{}", '{"b":1}'],
    no: ['{"a":1}'],
  },
  {
    what: "anyOf",
    schema: {
      anyOf: [{ type: "integer" }, { type: "object", properties: { a: { const: 1 } }, required: ["a"] }],
    },
    yes: ["1", '{"a":1}'],
    no: ['"x"', "{}"],
  },
  {
    what: "oneOf of consts",
    schema: { oneOf: [{ const: "x", title: "X" }, { const: "y" }] },
    yes: ['"x"', '"y"'],
    no: ['"z"'],
  },
  {
    what: "anyOf within an object",
    schema: {
      type: "object",
      properties: { t: { type: "string" } },
      required: ["t"],
      anyOf: [
        { properties: { a: { const: 1 } }, required: ["a"] },
        { properties: { b: { const: 2 } }, required: ["b"] },
      ],
    },
    yes: ['{"t":"","a":1}', '{"t":"","b":2}'],
    no: ['{"t":""}', '{"a":1}', '{"t":"","a":1,"b":2}'],
  },
  {
    what: "allOf",
    schema: {
      allOf: [
        { properties: { a: { type: "integer" } }, required: ["a"] },
        { properties: { a: { minimum: 5 }, b: { const: 1 } }, required: ["b"] },
      ],
    },
    yes: ['{"a":5,"b":1}'],
    no: ['{"a":4,"b":1}', '{"a":5}', '{"b":1}'],
  },
  {
    what: "types of which none remains",
    schema: { anyOf: [{ allOf: [{ type: "string" }, { type: "integer" }] }, { const: 1 }] },
    yes: ["1"],
    no: ['"x"', "2"],
  },
  {
    what: "a recursive definition",
    schema: NODE,
    yes: ['{"value":1}', '{"value":1,"next":null}', '{"value":1,"next":{"value":2,"next":{"value":3}}}'],
    no: ['{"next":null}', '{"value":1,"next":{}}', '{"value":1,"next":1}'],
  },
  {
    what: "a reference to the whole",
    schema: { type: "array", items: { $ref: "#" } },
    yes: ["[]", "[[],[[]]]"],
    no: ["[1]", "[[],"],
  },
  {
    what: "a reference with a description",
    schema: {
      properties: { a: { $ref: "#/definitions/x~1y", description: "d" } },
      definitions: { "x/y": { const: 1 } },
    },
    yes: ['{"a":1}'],
    no: ['{"a":2}'],
  },
  {
    what: "a reference with more keywords",
    schema: { $ref: "#/$defs/s", maxLength: 2, $defs: { s: { type: "string", minLength: 1 } } },
    yes: ['"a"', '"ab"'],
    no: ['""', '"abc"', "1"],
  },
  {
    what: "line breaks",
    schema: ABCD,
    yes: ['{\n  "b": null,\n  "d": null\n}', '{\r\n\t"b"\t:null ,"d":null}'],
    no: [' {"b":null,"d":null}', '{"b":null,"d":null}\n'],
  },
];

describe("a schema in a grammar of llama.cpp", () => {
  test.each(ROWS)("$what", async ({ schema, yes, no }) => {
    expect(await accepted(schema, [...yes, ...no])).toEqual(yes);
  });

  test("of a generated kind decides as ajv does", async () => {
    await fc.assert(
      fc.asyncProperty(
        schemas().chain((schema) =>
          fc.tuple(
            fc.constant(schema),
            fc.array(fitting(schema), { minLength: 3, maxLength: 6 }),
            fc.array(documents(), { minLength: 3, maxLength: 6 }),
          ),
        ),
        async ([schema, likely, others]) => {
          const validate = ajv.compile(closed(schema) as object);
          const bar = WITHOUT_BAR.test(JSON.stringify(schema)) ? "|" : null;
          const texts = [...new Set([...likely, ...others].map((value) => JSON.stringify(value)))].filter(
            (text) => bar === null || !text.includes(bar),
          );
          const valid = texts.filter((text) => validate(JSON.parse(text)));
          expect(await accepted(schema, texts).catch(nothingFits)).toEqual(valid);
        },
      ),
      { numRuns: CASES },
    );
  });
});
