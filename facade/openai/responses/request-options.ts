/** How a request becomes a conversation: the options, and how those of this API alone are checked. */
import { expectStringOrNull, wrongType } from "../../validation/expect.ts";
import { type CheckedRequestOptions, type RequestOptions, requestOptions } from "../shared/input-options.ts";
import type { ResponseInputItemLike } from "./types.ts";

/** The conversation of the response before, as a server has stored it. */
export interface PreviousResponse {
  /** The input of its request; for a longer conversation, with all that came before. */
  input?: string | readonly ResponseInputItemLike[] | null;
  /** Its output. */
  output?: readonly ResponseInputItemLike[] | null;
}

/** How a request becomes a conversation. */
export interface ResponseRequestOptions extends RequestOptions {
  /**
   * What `previous_response_id` or `conversation` stands for: the response before, or all items before. Its instructions
   * are not inherited. Default: nothing, and a request with one of these fields is refused.
   */
  previous?: PreviousResponse | readonly ResponseInputItemLike[] | null;
  /** Returns the item that a reference stands for, or `null` if there is none. Default: no reference is known. */
  resolveItem?: ((id: string) => ResponseInputItemLike | null | undefined) | null;
  /**
   * Returns the chain of thought in a reasoning item's `encrypted_content`, or `null` if it cannot be opened. Default:
   * none can.
   */
  openReasoning?: ((encrypted: string) => string | null | undefined) | null;
}

/** Options that have been checked. */
export interface CheckedResponseRequestOptions extends CheckedRequestOptions {
  readonly previous: ResponseRequestOptions["previous"];
  readonly resolveItem: (id: string) => unknown;
  readonly openReasoning: (encrypted: string) => string | null;
}

/** Checks options. */
export function responseRequestOptions(
  options: ResponseRequestOptions | null | undefined,
): CheckedResponseRequestOptions {
  const checked = requestOptions(options);
  const { previous = null, resolveItem, openReasoning } = options ?? {};
  if (typeof previous !== "object") throw wrongType("previous", "an object, an array or null", previous);
  const open = functionOption(openReasoning, "openReasoning");
  return {
    ...checked,
    previous,
    resolveItem: functionOption(resolveItem, "resolveItem"),
    openReasoning: (encrypted) => expectStringOrNull(open(encrypted) ?? null, "openReasoning()"),
  };
}

function functionOption<T>(value: ((text: string) => T) | null | undefined, path: string) {
  if (value === undefined || value === null) return () => null;
  if (typeof value !== "function") throw wrongType(path, "a function or null", value);
  return value;
}
