/** Calls of the tools that the model was trained with: as items of a response, and as the model writes them. */
import { isObject } from "../../validation/expect.ts";
import type { ResponseWebSearchAction } from "./response-types.ts";

/** The action that a call of the browser begins as, before its arguments are known. */
export function emptyAction(recipient: string): ResponseWebSearchAction {
  if (recipient === "browser.open") return { type: "open_page", url: null };
  if (recipient === "browser.find") return { type: "find_in_page", pattern: "", url: "" };
  return { type: "search", query: "" };
}

/** Returns what a call of the browser asks for. Arguments that cannot be read are what is asked for as they are. */
export function webSearchAction(recipient: string, text: string): ResponseWebSearchAction {
  const args = parseObject(text);
  if (recipient === "browser.open") {
    return { type: "open_page", url: args === null ? text : stringOr(args.id, null) };
  }
  if (recipient === "browser.find") {
    return { type: "find_in_page", pattern: stringOr(args?.pattern, text), url: "" };
  }
  return { type: "search", query: stringOr(args?.query, text) };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function stringOr<T>(value: unknown, fallback: T): string | T {
  return typeof value === "string" ? value : fallback;
}

/** A call of a tool, as the model writes it. */
export interface BuiltInCall {
  recipient: string;
  text: string;
}

/** Returns the call that an item of a web search was; `null` if it does not say what was asked for. */
export function browserCall(action: unknown): BuiltInCall | null {
  if (!isObject(action)) return null;
  const { type, query, queries, url, pattern } = action;
  if (type === "open_page") return call("browser.open", { id: url });
  if (type === "find_in_page") return call("browser.find", { pattern });
  return type === "search" ? call("browser.search", { query: query ?? firstOf(queries) }) : null;
}

function call(recipient: string, args: Record<string, unknown>): BuiltInCall | null {
  const isKnown = Object.values(args).every((value) => typeof value === "string" && value !== "");
  return isKnown ? { recipient, text: JSON.stringify(args) } : null;
}

function firstOf(values: unknown): unknown {
  return Array.isArray(values) ? values[0] : undefined;
}

/** Joins what code has written; images have no text. `null` if nothing is known of it. */
export function codeLogs(outputs: unknown): string | null {
  if (!Array.isArray(outputs) || outputs.length === 0) return null;
  return outputs.map((output) => (isObject(output) ? stringOr(output.logs, "") : "")).join("");
}
