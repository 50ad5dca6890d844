/** Text of a message, and of what a function has returned: a string, or parts. */
import { describe, expectObject, expectString, quote, wrongType } from "../../validation/expect.ts";
import type { CheckedRequestOptions } from "../shared/input-options.ts";
import { unsupported } from "../shared/unsupported.ts";

const TEXT = new Set<unknown>(["input_text", "output_text", "text"]);

/** Joins the text of a content. Images, files and other parts cannot be served. */
export function readText(content: unknown, path: string, options: CheckedRequestOptions): string {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) throw wrongType(path, "a string or an array of parts", content);
  return content.map((part, i) => readPart(part, `${path}[${i}]`, options)).join("");
}

function readPart(value: unknown, path: string, options: CheckedRequestOptions): string {
  const part = expectObject(value, path);
  if (TEXT.has(part.type)) return expectString(part.text, `${path}.text`);
  if (part.type === "refusal") return expectString(part.refusal, `${path}.refusal`);
  const type = typeof part.type === "string" ? quote(part.type) : describe(part.type);
  unsupported(options, path, `a part of type ${type}`);
  return "";
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
