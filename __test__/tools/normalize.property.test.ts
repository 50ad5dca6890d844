/** Normalised schemas accept what the originals accept: checked with ajv, over generated schemas and values. */
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { normalizeSchema } from "openai-harmony-node/tools";
import { describe, expect, test } from "vitest";
import { schema, value } from "./schemas.ts";

const RUNS = Number(process.env.HARMONY_CASES ?? 2_000);

function validator(compiled: object | boolean): (value: unknown) => boolean {
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    logger: false,
    meta: false,
    validateSchema: false,
  });
  const validate = ajv.compile(compiled as object);
  return (checked) => validate(checked) as boolean;
}

/** Compiles a schema; nothing if ajv refuses it, for a reference to nothing or because of `nullable` without a type. */
function compiles(compiled: object): ((value: unknown) => boolean) | undefined {
  try {
    return validator(compiled);
  } catch {
    return undefined;
  }
}

/** What the original says; nothing if it refers to itself without end, which ajv follows until the stack overflows. */
function verdict(accepts: (value: unknown) => boolean, candidate: unknown): boolean | undefined {
  try {
    return accepts(candidate);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

describe("a normalised schema", () => {
  test("accepts exactly what the original accepts, unless there is a warning", () => {
    const outcomes = { compared: 0, accepted: 0, warned: 0 };
    const values = fc.array(value, { minLength: 10, maxLength: 30 });
    fc.assert(
      fc.property(schema, values, (original, candidates) => {
        const { schema: normalized, warnings } = normalizeSchema(original);
        const accepts = compiles(original);
        if (accepts === undefined) return;
        const acceptsNow = validator(normalized);
        if (warnings.length > 0) {
          outcomes.warned++;
          return;
        }
        for (const candidate of candidates) {
          const expected = verdict(accepts, candidate);
          if (expected === undefined) return;
          expect(acceptsNow(candidate), JSON.stringify(candidate)).toBe(expected);
          outcomes.compared++;
          if (expected) outcomes.accepted++;
        }
      }),
      { numRuns: RUNS },
    );
    expect(outcomes.accepted).toBeGreaterThan(RUNS);
    expect(outcomes.compared - outcomes.accepted).toBeGreaterThan(RUNS);
  });
});
