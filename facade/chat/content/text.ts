/** Text as the content of a message. */

import { expectObject, expectString } from "../../validation/expect.ts";

/** The canonical form of a {@link TextContent}. */
export interface TextContentDict {
  /** The kind of content. */
  type: "text";
  /** The text. */
  text: string;
}

/**
 * Text (Python: `TextContent`). It never turns into special tokens, whatever it contains.
 *
 * @example
 * ```ts
 * const content = new TextContent({ text: "Hello" });
 * content.toDict(); // => { type: "text", text: "Hello" }
 * ```
 */
export class TextContent {
  /** The text. */
  text: string;

  /** @throws {@linkcode HarmonyValueError} if `text` is not a string. */
  constructor(init: Pick<TextContent, "text">) {
    this.text = expectString(expectObject(init, "init").text, "text");
  }

  /**
   * Returns the canonical form: `{ type: "text", text }`.
   *
   * @throws {@linkcode HarmonyValueError} if `text` has been set to something that is not a string.
   */
  toDict(): TextContentDict {
    return textContentToDict(this);
  }

  /** Returns the canonical form, for `JSON.stringify`. */
  toJSON(): TextContentDict {
    return this.toDict();
  }
}

export function textContentToDict(content: TextContent): TextContentDict {
  return { type: "text", text: expectString(content.text, "text") };
}
