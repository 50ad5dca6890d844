/** What an answer must look like, said in a way that every engine's grammar can be made from. */

/** A function that may be called. */
export interface ConstrainedFunction {
  /** The name as Harmony has it, without `functions.`. */
  name: string;
  /** JSON Schema of the arguments; `null`: any JSON object. */
  parameters: object | boolean | null;
}

/** The format of an answer's text. */
export type ConstrainedFormat =
  | {
      /** Any JSON object. */
      type: "json_object";
    }
  | {
      /** What a JSON Schema allows. */
      type: "json_schema";
      /** The schema. */
      schema: object | boolean;
    };

/** What the answer must look like. */
export interface OutputConstraint {
  /** The functions that the answer may call. Names as Harmony has them, without `functions.`. */
  functions: readonly ConstrainedFunction[];
  /** Whether the answer may call them, must call one, or must not. */
  calls: "allowed" | "required" | "forbidden";
  /** Whether it may call several. */
  parallelCalls: boolean;
  /** The format of the text on the final channel; `null`: any text. */
  format: ConstrainedFormat | null;
}
