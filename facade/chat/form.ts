/** What a canonical form is made for, which decides about the part of it that is not the package's own. */

import { expectJson } from "../validation/json.ts";

/** How a form takes the parameters of a tool. */
export interface Form {
  /** Returns what the form holds in place of them. */
  parameters(parameters: Record<string, unknown>): Record<string, unknown>;
}

/** For callers: parameters pass through untouched and unchecked. */
export const DICT: Form = {
  parameters: (parameters) => parameters,
};

/** For JSON text: parameters must come out of it as they went in. */
export const JSON_TEXT: Form = {
  parameters: (parameters) => expectJson(parameters, "parameters"),
};
