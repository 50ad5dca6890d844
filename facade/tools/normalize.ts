/** Makes schemas sayable: what the encoding cannot show to the model is said in the forms that it can show. */
import type { ToolParameters } from "../chat/tool.ts";
import { depthOf } from "./schema/measure.ts";
import { withValuesSaid } from "./schema/notes.ts";
import { References } from "./schema/references.ts";
import { type Limits, Run, type SchemaWarning } from "./schema/run.ts";
import { NEVER, Writer } from "./schema/write.ts";

export type { SchemaWarning } from "./schema/run.ts";

/** A schema as {@link normalizeSchema} returns it. */
export interface NormalizedSchema {
  /** The schema, which allows the same values as the original, wherever there is no warning. */
  schema: object | boolean;
  /** What of the original cannot be said; empty if everything can. */
  warnings: SchemaWarning[];
}

/** How many levels of JSON the parameters may have: the encoding takes 119. */
const MAX_LEVELS = 112;

/** A level of schemas takes two levels of JSON mostly, and four at most. */
const [DEEP, SAFE] = [MAX_LEVELS / 2, MAX_LEVELS / 4];

/** From far to near. The first attempt holds that does not become too large. */
const ATTEMPTS: readonly Limits[] = [
  { depth: DEEP, recursion: 1, references: Number.POSITIVE_INFINITY },
  { depth: DEEP, recursion: 0, references: Number.POSITIVE_INFINITY },
  { depth: SAFE, recursion: 0, references: 4 },
  { depth: SAFE, recursion: 0, references: 2 },
  { depth: SAFE, recursion: 0, references: 1 },
];

/**
 * Rewrites a JSON Schema so that the prompt says what its author meant.
 *
 * The encoding renders a tool's parameters as the models were trained: `$ref`, `anyOf`, `allOf`, `const` and nullable enums
 * become `any` or lose their values. This function says the same in the forms that are rendered. It follows references
 * within the schema, merges `allOf`, makes values of `const`, alternatives of `anyOf`, and puts the values of numbers, which
 * have no such form, in the description. It reads the drafts 4 to 2020-12 and OpenAPI's `nullable`.
 *
 * A schema that is within itself is repeated once. What cannot be said, such as `not` or `patternProperties`, stays in the
 * schema, with a warning. The function throws for no value, and changes none.
 *
 * @example
 * ```ts
 * import { normalizeSchema } from "openai-harmony-node/tools";
 *
 * const { schema, warnings } = normalizeSchema({
 *   type: "object",
 *   properties: { unit: { anyOf: [{ $ref: "#/$defs/Unit" }, { type: "null" }] }, id: { type: "string", not: { const: "" } } },
 *   $defs: { Unit: { enum: ["celsius", "fahrenheit"] } },
 * });
 * schema;
 * // => {
 * //      type: "object",
 * //      properties: {
 * //        unit: { type: "string", enum: ["celsius", "fahrenheit", null], nullable: true },
 * //        id: { type: "string", not: { type: "string", enum: [""] } },
 * //      },
 * //    }
 * warnings; // => [{ path: "/properties/id/not", message: "cannot be said to the model" }]
 * ```
 */
export function normalizeSchema(schema: unknown): NormalizedSchema {
  const references = new References(schema);
  const place = { value: schema, pointer: null, resource: references.root, trail: null };
  for (let i = 0; ; i++) {
    const run = new Run(references, ATTEMPTS[i] as Limits);
    const written = new Writer(run).schema([place], "bare", 0);
    const isTooLarge = run.exhausted || depthOf(written) > MAX_LEVELS;
    if (isTooLarge && i + 1 < ATTEMPTS.length) continue;
    if (written === false) run.warn(null, NEVER);
    return { schema: withValuesSaid(written), warnings: run.warnings };
  }
}

/** Normalizes the parameters of a tool, which are an object. */
export function normalizeParameters(parameters: ToolParameters): {
  parameters: ToolParameters;
  warnings: SchemaWarning[];
} {
  const { schema, warnings } = normalizeSchema(parameters);
  if (typeof schema === "object") return { parameters: schema as ToolParameters, warnings };
  return { parameters: schema ? {} : { not: {} }, warnings };
}
