/** The format of an answer: what `response_format` and `text.format` say. */
import type { OutputConstraint } from "../../structural-tag/constraint.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { expectObject, expectString, isObject, quote, wrongType } from "../../validation/expect.ts";
import { expectJson } from "../../validation/json.ts";

/** A JSON Schema of the answer. */
export interface ResponseFormat {
  name: string;
  /** Empty if there is none. */
  description: string;
  schema: object | boolean;
}

/** The format of an answer, for the prompt and for the engine. */
export interface ReadFormat {
  /** What the prompt says; `null`: nothing. */
  section: ResponseFormat | null;
  constraint: OutputConstraint["format"];
}

const FREE: ReadFormat = { section: null, constraint: null };

/**
 * Reads a format.
 *
 * @param field - where its schema is: in a field of that name, or in the format itself
 * @throws {@linkcode HarmonyValueError} if the format is none that there is.
 */
export function readFormat(value: unknown, path: string, field: "json_schema" | null): ReadFormat {
  if (value === undefined || value === null) return FREE;
  const format = expectObject(value, path);
  switch (format.type) {
    case "text":
      return FREE;
    case "json_object":
      return { section: null, constraint: { type: "json_object" } };
    case "json_schema":
      return field === null
        ? readSchema(format, path)
        : readSchema(expectObject(format[field], `${path}.${field}`), `${path}.${field}`);
    default:
      throw new HarmonyValueError(`unknown format ${quote(format.type)}`, { path: `${path}.type` });
  }
}

function readSchema(format: Record<string, unknown>, path: string): ReadFormat {
  const { name, description, schema = {} } = format;
  if (!isObject(schema) && typeof schema !== "boolean")
    throw wrongType(`${path}.schema`, "a JSON Schema", schema);
  const section = {
    name: expectString(name, `${path}.name`),
    description:
      description === undefined || description === null
        ? ""
        : expectString(description, `${path}.description`),
    schema: expectJson(schema, `${path}.schema`),
  };
  return { section, constraint: { type: "json_schema", schema } };
}
