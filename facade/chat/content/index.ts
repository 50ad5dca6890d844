/** What a message may contain: any of the three kinds of content. */

import { HarmonyValueError } from "../../validation/errors.ts";
import { expectObject, expectString, quote } from "../../validation/expect.ts";
import type { Form } from "../form.ts";
import { DeveloperContent, type DeveloperContentDict, developerContentToDict } from "./developer.ts";
import { SystemContent, type SystemContentDict, systemContentToDict } from "./system.ts";
import { TextContent, type TextContentDict, textContentToDict } from "./text.ts";

/** What a message may contain. */
export type Content = TextContent | SystemContent | DeveloperContent;

/** The canonical form of a {@link Content}. */
export type ContentDict = TextContentDict | SystemContentDict | DeveloperContentDict;

export function expectContent(value: unknown): Content {
  if (value instanceof TextContent || value instanceof SystemContent || value instanceof DeveloperContent) {
    return value;
  }
  throw notContent(value);
}

/** The canonical form of a content. */
export function contentToDict(value: unknown, form: Form): ContentDict {
  if (value instanceof TextContent) return textContentToDict(value);
  if (value instanceof SystemContent) return systemContentToDict(value, form);
  if (value instanceof DeveloperContent) return developerContentToDict(value, form);
  throw notContent(value);
}

function notContent(value: unknown): HarmonyValueError {
  const hint = typeof value === "string" ? " (a string goes in a TextContent)" : "";
  return new HarmonyValueError(
    `expected a TextContent, SystemContent or DeveloperContent, got ${quote(value)}${hint}`,
    { path: "" },
  );
}

export function contentFromDict(raw: unknown): Content {
  const dict = expectObject(raw, "");
  switch (dict.type) {
    case "text":
      return new TextContent({ text: expectString(dict.text, "text") });
    case "system_content":
      return SystemContent.fromDict(dict);
    case "developer_content":
      return DeveloperContent.fromDict(dict);
    default:
      throw new HarmonyValueError(`Unknown content variant: ${quote(dict.type)}`, { path: "type" });
  }
}
