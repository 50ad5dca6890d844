/** Parameters of tools as programs have them: JSON Schema, or a schema of a library that can be made one. */
import type { ToolParameters } from "../chat/tool.ts";
import { HarmonyValueError } from "../validation/errors.ts";
import { isObject, wrongType } from "../validation/expect.ts";

/**
 * A schema that can be made JSON Schema, as the specification Standard JSON Schema says: of Zod from 4.2, of ArkType, and
 * what `toStandardJsonSchema` of `@valibot/to-json-schema` makes of a schema of Valibot.
 */
export interface StandardJsonSchema {
  /** What the specification asks for. */
  readonly "~standard": {
    /** Makes JSON Schema of the schema. */
    readonly jsonSchema: {
      /** Makes JSON Schema of the values that the schema takes. */
      readonly input: (options: {
        /** The version of JSON Schema. */
        readonly target: "draft-2020-12" | "draft-07";
      }) => Record<string, unknown>;
    };
  };
}

const EXPECTED = "a JSON Schema, or a schema that has `~standard.jsonSchema`";

/** Returns parameters as JSON Schema, or `null` if there are none. */
export function jsonSchemaOf(parameters: unknown, path: string): ToolParameters | null {
  if (parameters === undefined || parameters === null) return null;
  const standard = standardOf(parameters);
  if (standard !== undefined) return converted(standard, path);
  if (typeof parameters === "function") return jsonSchemaOf(parameters(), path);
  if (!isObject(parameters)) throw wrongType(path, EXPECTED, parameters);
  // What `jsonSchema()` of the AI SDK returns has the schema inside.
  return isObject(parameters.jsonSchema) && "validate" in parameters ? parameters.jsonSchema : parameters;
}

function standardOf(schema: unknown): Record<string, unknown> | undefined {
  if ((typeof schema !== "object" && typeof schema !== "function") || schema === null) return undefined;
  const standard = (schema as { "~standard"?: unknown })["~standard"];
  return isObject(standard) ? standard : undefined;
}

function converted({ jsonSchema, vendor }: Record<string, unknown>, path: string): ToolParameters {
  if (!isObject(jsonSchema) || typeof jsonSchema.input !== "function") {
    throw new HarmonyValueError(`expected ${EXPECTED}, which this schema of ${String(vendor)} has not`, {
      path,
    });
  }
  let made: unknown;
  try {
    made = jsonSchema.input({ target: "draft-2020-12" });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HarmonyValueError(`cannot be made JSON Schema: ${reason}`, { path, cause });
  }
  if (!isObject(made)) throw wrongType(path, "a JSON Schema", made);
  return made;
}
