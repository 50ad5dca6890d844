/** The errors of the entry `openai-harmony-node/structural-tag`, as rows of the table of all errors. */
import { type OutputConstraint, toGbnf, toLark, toStructuralTag } from "openai-harmony-node/structural-tag";
import { bad } from "../support.ts";

const FREE: OutputConstraint = { functions: [], calls: "allowed", parallelCalls: true, format: null };
const REQUIRED: OutputConstraint = { ...FREE, calls: "required" };

/** A constraint with a schema of the answer. */
const answer = (schema: unknown): OutputConstraint => ({
  ...FREE,
  format: { type: "json_schema", schema: bad(schema) },
});
/** A constraint with a schema of a function's arguments. */
const args = (parameters: unknown): OutputConstraint => ({
  ...FREE,
  functions: [{ name: "f", parameters: null }, bad({ name: "g", parameters })],
});

let nested: object = {};
for (let i = 0; i < 150; i++) nested = { type: "array", items: nested };

const several = (count: number, of: (i: number) => unknown) => Array.from({ length: count }, (_, i) => of(i));

export const CONSTRAINT_ERRORS = [
  {
    when: "a constraint is none",
    provoke: () => toLark(bad(null)),
    message: "constraint: expected an object, got null",
    path: "constraint",
  },
  {
    when: "a call is required in an open final message",
    provoke: () => toLark({ ...REQUIRED, functions: [{ name: "f", parameters: null }] }, { prefilled: true }),
    message: "calls: a call is required, but the prompt ends in the final message",
    path: "calls",
  },
  {
    when: "a call is required, and no function can be called",
    provoke: () => toStructuralTag({ ...REQUIRED, functions: [{ name: "f", parameters: false }] }),
    message: "functions: a call is required, but there is no function to call",
    path: "functions",
  },
  {
    when: "a function's name would end the header",
    provoke: () => toGbnf({ ...FREE, functions: [{ name: "a<|message|>", parameters: null }] }),
    message: "functions[0].name: expected a name without spaces, < and >, got 'a<|message|>'",
    path: "functions[0].name",
  },
  {
    when: "calls are neither allowed, required nor forbidden",
    provoke: () => toLark({ ...FREE, calls: bad("auto") }),
    message: "calls: expected 'allowed', 'required' or 'forbidden', got 'auto'",
    path: "calls",
  },
  {
    when: "a format is of no known type",
    provoke: () => toLark({ ...FREE, format: bad({ type: "text" }) }),
    message: "format.type: expected 'json_object' or 'json_schema', got 'text'",
    path: "format.type",
  },
  {
    when: "a schema is none",
    provoke: () => toLark(answer("{}")),
    message: "format.schema: expected an object or a boolean, got string",
    path: "format.schema",
  },
  {
    when: "the schema of arguments is not JSON",
    provoke: () => toLark(args({ minimum: Number.NaN })),
    message: /^functions\[1\]\.parameters\.minimum: /,
    path: "functions[1].parameters.minimum",
  },
  {
    when: "a structural tag has a dialect that does not exist",
    provoke: () => toStructuralTag(FREE, { dialect: bad("xml") }),
    message: "dialect: expected 'text' or 'tokens', got 'xml'",
    path: "dialect",
  },
  {
    when: "no value fits a schema",
    provoke: () => toGbnf(answer({ type: "object", properties: { a: false }, required: ["a"] })),
    message: "format.schema: no value fits the schema",
    path: "format.schema",
  },
  {
    when: "a reference leads out of the schema",
    provoke: () => toGbnf(args({ properties: { a: { $ref: "https://example.com/schema" } } })),
    message:
      'functions[1].parameters.properties.a: expected a reference within the schema, such as #/$defs/name, got "https://example.com/schema"',
    path: "functions[1].parameters.properties.a",
  },
  {
    when: "a reference leads nowhere",
    provoke: () => toGbnf(answer({ items: { $ref: "#/$defs/x" } })),
    message: "format.schema.items: there is nothing at #/$defs/x",
    path: "format.schema.items",
  },
  {
    when: "a reference leads to itself",
    provoke: () => toGbnf(answer({ anyOf: [{ type: "null" }, { $ref: "#" }] })),
    message: "format.schema: # refers to itself without end",
    path: "format.schema",
  },
  {
    when: "a schema stands where none can",
    provoke: () => toGbnf(answer({ properties: { a: 5 } })),
    message: "format.schema.properties.a: 'properties' has a value that is no schema",
    path: "format.schema.properties.a",
  },
  {
    when: "a keyword of alternatives has none",
    provoke: () => toGbnf(answer({ anyOf: [] })),
    message: "format.schema: 'anyOf' is not an array of schemas",
    path: "format.schema",
  },
  {
    when: "a list of values is none",
    provoke: () => toGbnf(answer({ enum: "x" })),
    message: "format.schema: 'enum' is not an array",
    path: "format.schema",
  },
  {
    when: "required names are not strings",
    provoke: () => toGbnf(answer({ type: "object", required: [1] })),
    message: "format.schema: 'required' is not an array of strings",
    path: "format.schema",
  },
  {
    when: "a type does not exist",
    provoke: () => toGbnf(answer({ type: "text" })),
    message: `format.schema: 'type' has no type "text"`,
    path: "format.schema",
  },
  {
    when: "a schema is nested too deeply for a grammar",
    provoke: () => toGbnf(answer(nested)),
    message: /^format\.schema(\.items)+: nested too deeply$/,
    path: /^format\.schema(\.items)+$/,
  },
  {
    when: "a schema multiplies its alternatives",
    provoke: () =>
      toGbnf(answer({ allOf: several(4, (i) => ({ anyOf: several(9, (j) => ({ [`x${i}`]: j })) })) })),
    message: "format.schema: the schema has too many alternatives",
    path: "format.schema",
  },
  {
    when: "a schema needs too many rules",
    provoke: () =>
      toGbnf(
        answer({
          prefixItems: several(100, (i) => ({ type: "string", minLength: 300, maxLength: 301 + i })),
        }),
      ),
    message: /^format\.schema\.prefixItems\[\d+\]: the schema is too large for a grammar$/,
    path: /^format\.schema\.prefixItems\[\d+\]$/,
  },
];
