/** What the grammars of objects and arrays need of those of the values in them. */
import type { Rules } from "./rules.ts";

export interface ValueRules {
  readonly rules: Rules;
  /**
   * The name of the rule for a schema, which is that of the keyword `key`; `null` if no value fits. The step says where in
   * the schema around it the schema is.
   */
  at(step: string, schema: unknown, key: string): string | null;
  /** The name of the rule for any JSON value. */
  any(): string;
}
