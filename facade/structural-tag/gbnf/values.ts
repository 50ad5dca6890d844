/** The grammar of the JSON values that fit a schema. What grammars cannot say is left out, so that more values fit. */
import { prependPath } from "../../validation/errors.ts";
import { isObject } from "../../validation/expect.ts";
import { arrayGrammar } from "./arrays.ts";
import { anyInteger, anyNumber, integerRange } from "./numbers.ts";
import { objectGrammar } from "./objects.ts";
import { anyOf, literal, type Rules } from "./rules.ts";
import { Document, expectSubschema, problem, type Schema, withoutAnnotations } from "./schema.ts";
import { stringGrammar } from "./strings.ts";
import { anyString } from "./text.ts";
import type { ValueRules } from "./value-rules.ts";

const TYPES = ["object", "array", "string", "number", "boolean", "null"] as const;

const IMPLIED_TYPES: Readonly<Record<string, string>> = {
  properties: "object",
  required: "object",
  additionalProperties: "object",
  patternProperties: "object",
  items: "array",
  prefixItems: "array",
  minItems: "array",
  maxItems: "array",
  pattern: "string",
  format: "string",
  minLength: "string",
  maxLength: "string",
  minimum: "number",
  maximum: "number",
  exclusiveMinimum: "number",
  exclusiveMaximum: "number",
};

/** Deeper than any sensible schema. */
const MAX_DEPTH = 100;

/** Writes the rules of one schema, with what its references point to. */
export class Values implements ValueRules {
  readonly rules: Rules;
  readonly #document: Document;
  readonly #prefix: string;
  /** The rules by what they are for: a schema is written once, however often it is referred to. */
  readonly #names = new Map<string, string | null>();
  #depth = 0;

  constructor(rules: Rules, root: object | boolean, prefix: string) {
    this.rules = rules;
    this.#document = new Document(root);
    this.#prefix = prefix;
  }

  /**
   * The name of the rule for a schema; `null` if no value fits. A schema may refer to itself from within an object or
   * an array: the rule then refers to itself.
   */
  of(schema: unknown, key: string): string | null {
    const checked = expectSubschema(schema, key);
    if (checked === false) return null;
    const own = checked === true ? {} : withoutAnnotations(checked);
    if (Object.keys(own).length === 0) return this.any();
    const text = JSON.stringify(own);
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = `${this.#prefix}-${this.#names.size}`;
    this.#names.set(text, name);
    if (this.#depth++ >= MAX_DEPTH) throw problem("nested too deeply");
    const alternatives = this.#document.alternatives(own).flatMap((one) => this.#plain(one));
    this.#depth--;
    if (alternatives.length > 0) return this.rules.define(name, () => anyOf(alternatives));
    this.#names.set(text, null);
    // A rule that was made meanwhile may have the name of this one, which then leads to nothing.
    this.rules.define(name, () => `"\\x00" ${name}`);
    return null;
  }

  /** As {@link of}; an error says where in the schema it is. */
  at(step: string, schema: unknown, key: string): string | null {
    try {
      return this.of(schema, key);
    } catch (error) {
      throw prependPath(step, error);
    }
  }

  /** Any JSON value. */
  any(): string {
    return this.rules.define("value", () =>
      [
        objectGrammar({}, this),
        arrayGrammar({}, this),
        anyString(this.rules),
        anyNumber(this.rules, true),
        '"true" | "false" | "null"',
      ].join(" | "),
    );
  }

  /** The alternatives of a schema of plain keywords. */
  #plain(schema: Schema): string[] {
    if (schema.enum !== undefined) {
      if (!Array.isArray(schema.enum)) throw problem("'enum' is not an array");
      return listed(schema.enum, schema);
    }
    const types = typesOf(schema);
    return types.flatMap((type) => this.#ofType(type, schema) ?? []);
  }

  #ofType(type: unknown, schema: Schema): string | null {
    switch (type) {
      case "object":
        return objectGrammar(schema, this);
      case "array":
        return arrayGrammar(schema, this);
      case "string":
        return stringGrammar(schema, this.rules);
      case "number":
        return anyNumber(this.rules, !(Number(schema.minimum ?? schema.exclusiveMinimum ?? -1) >= 0));
      case "integer":
        return integerGrammar(schema, this.rules);
      case "boolean":
        return '"true" | "false"';
      case "null":
        return '"null"';
      default:
        throw problem(`'type' has no type ${JSON.stringify(type)}`);
    }
  }
}

/** The types of a schema's values. One that names none means the type that its keywords are about. */
function typesOf(schema: Schema): readonly unknown[] {
  const { type } = schema;
  if (type === undefined) {
    const implied = Object.keys(schema).flatMap((key) => IMPLIED_TYPES[key] ?? []);
    return implied.length === 0 ? TYPES : [...new Set(implied)];
  }
  if (!Array.isArray(type)) return [type];
  return type.includes("number") ? type.filter((one) => one !== "integer") : type;
}

/** Those of some values that are of the schema's type. */
function listed(values: unknown[], { type }: Schema): string[] {
  const types = type === undefined ? null : [type].flat();
  const fitting = values.filter(
    (value) =>
      types === null ||
      types.includes(typeOf(value)) ||
      (types.includes("integer") && Number.isInteger(value)),
  );
  return fitting.map((value) => literal(JSON.stringify(value)));
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return isObject(value) ? "object" : typeof value;
}

function integerGrammar(schema: Schema, rules: Rules): string | null {
  const bound = (key: string, round: (value: number) => number, shift: bigint) => {
    const value = schema[key];
    if (typeof value !== "number") return null;
    const rounded = round(value);
    return BigInt(rounded) + (rounded === value ? shift : 0n);
  };
  const least = [bound("minimum", Math.ceil, 0n), bound("exclusiveMinimum", Math.ceil, 1n)];
  const most = [bound("maximum", Math.floor, 0n), bound("exclusiveMaximum", Math.floor, -1n)];
  const pick = (bounds: (bigint | null)[], better: (a: bigint, b: bigint) => boolean) =>
    bounds.reduce((a, b) => (a === null || (b !== null && better(b, a)) ? b : a));
  const [min, max] = [pick(least, (a, b) => a > b), pick(most, (a, b) => a < b)];
  return min === null && max === null ? anyInteger(rules) : integerRange(rules, min, max);
}
