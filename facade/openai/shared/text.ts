/** Text of contents: in requests, a string or parts; in messages of the format, what is said in them. */
import { DeveloperContent } from "../../chat/content/developer.ts";
import { TextContent } from "../../chat/content/text.ts";
import type { Message } from "../../chat/message.ts";
import { describe, expectString, quote, wrongType } from "../../validation/expect.ts";
import type { CheckedRequestOptions } from "./input-options.ts";
import { unsupported } from "./unsupported.ts";

/** Joins the text of a content by what reads a part. Missing content is empty. */
export function joinParts(
  content: unknown,
  path: string,
  readPart: (part: unknown, path: string) => string,
): string {
  if (content === undefined || content === null) return "";
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) throw wrongType(path, "a string or an array of parts", content);
  return content.map((part, i) => readPart(part, `${path}[${i}]`)).join("");
}

/** Reads the text of a part, or of a refusal. Images, files and other parts cannot be served. */
export function readPart(
  part: Record<string, unknown>,
  path: string,
  textTypes: ReadonlySet<unknown>,
  options: CheckedRequestOptions,
): string {
  if (textTypes.has(part.type)) return expectString(part.text, `${path}.text`);
  if (part.type === "refusal") return expectString(part.refusal, `${path}.refusal`);
  const type = typeof part.type === "string" ? quote(part.type) : describe(part.type);
  unsupported(options, path, `a part of type ${type}`);
  return "";
}

/** Joins what a message says: its texts, and the instructions in it. */
export function textOf({ content }: Message): string {
  return content
    .map((each) => {
      if (each instanceof TextContent) return each.text;
      return each instanceof DeveloperContent ? (each.instructions ?? "") : "";
    })
    .join("");
}
