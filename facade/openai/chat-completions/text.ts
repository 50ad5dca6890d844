/** Text of a message's content, which is a string or parts. */
import { describe, expectObject, expectString, quote, wrongType } from "../../validation/expect.ts";
import type { CheckedRequestOptions } from "../shared/input-options.ts";
import { unsupported } from "../shared/unsupported.ts";

/** Joins the text of a content. Missing content is empty; images and other parts cannot be served. */
export function readText(content: unknown, path: string, options: CheckedRequestOptions): string {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) throw wrongType(path, "a string or an array of parts", content);
  return content.map((part, i) => readPart(part, `${path}[${i}]`, options)).join("");
}

function readPart(value: unknown, path: string, options: CheckedRequestOptions): string {
  if (typeof value === "string") return value;
  const part = expectObject(value, path);
  if (part.type === "text") return expectString(part.text, `${path}.text`);
  if (part.type === "refusal") return expectString(part.refusal, `${path}.refusal`);
  const type = typeof part.type === "string" ? quote(part.type) : describe(part.type);
  unsupported(options, path, `a part of type ${type}`);
  return "";
}
