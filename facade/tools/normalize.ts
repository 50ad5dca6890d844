/** Makes schemas sayable: what the encoding cannot show to the model is said in the forms that it can show. */

import { References } from "./schema/references.ts";
import { type Limits, Run, type SchemaWarning } from "./schema/run.ts";
import { NEVER, Writer } from "./schema/write.ts";

export type { SchemaWarning } from "./schema/run.ts";

/** A schema that says the same, and what of it cannot be said to the model. */
export interface NormalizedSchema {
  /** The schema, with the same meaning wherever there is no warning. */
  schema: object | boolean;
  /** What cannot be said, in no particular order; empty if everything can. */
  warnings: SchemaWarning[];
}

/** How far references are followed, from far to not at all. The first attempt holds that does not become too large. */
const ATTEMPTS: readonly Limits[] = [
  { recursion: 1, references: Number.POSITIVE_INFINITY },
  { recursion: 0, references: Number.POSITIVE_INFINITY },
  { recursion: 0, references: 4 },
  { recursion: 0, references: 2 },
  { recursion: 0, references: 1 },
];

export function normalizeSchema(schema: unknown): NormalizedSchema {
  const references = new References(schema);
  const place = { value: schema, pointer: null, resource: references.root, trail: null };
  let run: Run;
  let attempt = 0;
  let written: object | boolean;
  do {
    run = new Run(references, ATTEMPTS[attempt++] as Limits);
    written = new Writer(run).schema([place], "bare", 0);
  } while (run.exhausted && attempt < ATTEMPTS.length);
  if (written === false) run.warn(null, NEVER);
  return { schema: written, warnings: run.warnings };
}
