/** Text of a message's content, which is a string or parts. */
import { expectObject } from "../../validation/expect.ts";
import type { CheckedRequestOptions } from "../shared/input-options.ts";
import { joinParts, readPart } from "../shared/text.ts";

const TEXT: ReadonlySet<unknown> = new Set(["text"]);

/** Joins the text of a content. Missing content is empty; images and other parts cannot be served. */
export function readText(content: unknown, path: string, options: CheckedRequestOptions): string {
  return joinParts(content, path, (part, partPath) =>
    typeof part === "string" ? part : readPart(expectObject(part, partPath), partPath, TEXT, options),
  );
}
