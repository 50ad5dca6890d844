/** The keywords of JSON Schema that are treated alike, by what is done with them. */
import type { TypeName } from "./value.ts";

/** Numbers of which the stricter one holds, with whether that is the larger. */
export const BOUNDS: ReadonlyMap<string, boolean> = new Map([
  ["minimum", true],
  ["exclusiveMinimum", true],
  ["minLength", true],
  ["minItems", true],
  ["minProperties", true],
  ["maximum", false],
  ["exclusiveMaximum", false],
  ["maxLength", false],
  ["maxItems", false],
  ["maxProperties", false],
]);

/** Keywords that only describe a schema. */
export const DESCRIBING: ReadonlySet<string> = new Set([
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
]);

/** The type that a keyword restricts. A keyword that is not here concerns every type. */
export const CONCERNS: ReadonlyMap<string, TypeName> = new Map<string, TypeName>([
  ["minimum", "number"],
  ["maximum", "number"],
  ["exclusiveMinimum", "number"],
  ["exclusiveMaximum", "number"],
  ["multipleOf", "number"],
  ["minLength", "string"],
  ["maxLength", "string"],
  ["pattern", "string"],
  ["contentEncoding", "string"],
  ["contentMediaType", "string"],
  ["minItems", "array"],
  ["maxItems", "array"],
  ["uniqueItems", "array"],
  ["contains", "array"],
  ["minContains", "array"],
  ["maxContains", "array"],
  ["unevaluatedItems", "array"],
  ["minProperties", "object"],
  ["maxProperties", "object"],
  ["propertyNames", "object"],
  ["dependencies", "object"],
  ["dependentRequired", "object"],
  ["dependentSchemas", "object"],
  ["unevaluatedProperties", "object"],
]);

/** Keywords that identify schemas, which nothing refers to any more. */
export const IDENTITY: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "id",
  "$anchor",
  "$dynamicAnchor",
  "$recursiveAnchor",
  "$vocabulary",
  "$comment",
  "$defs",
  "definitions",
]);

/** Keywords that cannot be said, and whose value is a schema. */
export const UNSAID_SCHEMAS: ReadonlySet<string> = new Set([
  "not",
  "contains",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

/** Keywords that cannot be said, and whose value is a map of schemas or of lists of names. */
export const UNSAID_MAPS: ReadonlySet<string> = new Set([
  "dependencies",
  "dependentSchemas",
  "dependentRequired",
]);
