/** What a canonical form is made for, which decides about the two parts of it that can be large. */

import { expectJson } from "../validation/json.ts";

/** How a form takes the parts that it does not simply copy. Each method returns what the form holds in place of it. */
export interface Form {
  /** Takes the text of a text content. */
  text(text: string): string;
  /** Takes a tool's parameters. */
  parameters(parameters: Record<string, unknown>): Record<string, unknown>;
}

/** For callers: parameters pass through untouched and unchecked. */
export const DICT: Form = {
  text: (text) => text,
  parameters: (parameters) => parameters,
};

/** For JSON text: parameters must come out of it as they went in. */
export const JSON_TEXT: Form = {
  text: (text) => text,
  parameters: (parameters) => expectJson(parameters, "parameters"),
};
