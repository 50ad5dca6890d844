/** Text of a message, and of what a function has returned: a string, or parts. */
import { expectObject, expectString, wrongType } from "../../validation/expect.ts";
import type { CheckedRequestOptions } from "../shared/input-options.ts";
import { joinParts, readPart } from "../shared/text.ts";

const TEXT: ReadonlySet<unknown> = new Set(["input_text", "output_text", "text"]);

/** Joins the text of a content. Images, files and other parts cannot be served. */
export function readText(content: unknown, path: string, options: CheckedRequestOptions): string {
  return joinParts(content, path, (part, partPath) =>
    readPart(expectObject(part, partPath), partPath, TEXT, options),
  );
}

/** Joins the chain of thought of a reasoning item with line breaks; empty if it has none that can be read. */
export function readReasoning(
  { content, encrypted_content }: Record<string, unknown>,
  path: string,
  openReasoning: (encrypted: string) => string | null,
): string {
  const parts = content === undefined || content === null ? [] : content;
  if (!Array.isArray(parts)) throw wrongType(`${path}.content`, "an array of parts", content);
  const text = parts
    .map((part, i) => {
      const partPath = `${path}.content[${i}]`;
      return expectString(expectObject(part, partPath).text, `${partPath}.text`);
    })
    .join("\n");
  if (text !== "" || typeof encrypted_content !== "string") return text;
  return openReasoning(encrypted_content) ?? "";
}
