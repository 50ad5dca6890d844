/** The items of a request: those of the responses before, and its own, with references resolved. */
import { expectObject, expectString, mapItems, quote } from "../../validation/expect.ts";
import { unsupported } from "../shared/unsupported.ts";
import { readText } from "./content.ts";
import type { CheckedResponseRequestOptions } from "./request-options.ts";
import type { ResponseCreateParams } from "./types.ts";

/** An item whose fields have not been checked, and where it is. */
export interface PlacedItem {
  type: unknown;
  fields: Record<string, unknown>;
  path: string;
}

/** Lists the items. */
export function readItems(
  { input, previous_response_id, conversation }: ResponseCreateParams,
  options: CheckedResponseRequestOptions,
): PlacedItem[] {
  const { previous } = options;
  if (previous === null || previous === undefined) {
    const what = (field: string) => `${quote(field)} without the option 'previous'`;
    if (isGiven(previous_response_id))
      unsupported(options, "previous_response_id", what("previous_response_id"));
    if (isGiven(conversation)) unsupported(options, "conversation", what("conversation"));
  }
  const earlier = Array.isArray(previous)
    ? placed(previous, "previous")
    : [
        ...placed((previous as { input?: unknown } | null)?.input, "previous.input"),
        ...placed((previous as { output?: unknown } | null)?.output, "previous.output"),
      ];
  return [...earlier, ...placed(input, "input")].flatMap((item) => resolved(item, options));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function placed(items: unknown, path: string): PlacedItem[] {
  if (!isGiven(items)) return [];
  if (typeof items === "string") {
    return [{ type: "message", fields: { role: "user", content: items }, path }];
  }
  const objects = mapItems(items, path, (item) => expectObject(item, ""));
  return objects.map((fields, i) => ({ type: typeOf(fields), fields, path: `${path}[${i}]` }));
}

/** Messages and references need not name their type. */
function typeOf({ type, role, id }: Record<string, unknown>): unknown {
  if (isGiven(type)) return type;
  if (role !== undefined) return "message";
  return id === undefined ? type : "item_reference";
}

/** Returns what a reference stands for, and any other item as it is. */
function resolved(item: PlacedItem, options: CheckedResponseRequestOptions): PlacedItem[] {
  if (item.type !== "item_reference") return [item];
  const { path } = item;
  const found = options.resolveItem(expectString(item.fields.id, `${path}.id`));
  if (isGiven(found)) {
    const fields = expectObject(found, path);
    const type = typeOf(fields);
    if (type !== "item_reference") return [{ type, fields, path }];
  }
  unsupported(options, path, "a reference to an item that is not known");
  return [];
}

/** Lists the functions that were called, so that each has a name in Harmony. */
export function calledFunctions(items: readonly PlacedItem[]): string[] {
  return items.flatMap(({ type, fields: { name } }) =>
    type === "function_call" && typeof name === "string" ? [name] : [],
  );
}

/** Splits off the first instructions, if the request has no field for them. */
export function leadingInstructions(
  items: readonly PlacedItem[],
  options: CheckedResponseRequestOptions,
): { instructions: string; rest: readonly PlacedItem[] } {
  for (const [i, item] of items.entries()) {
    if (!isInstructions(item)) break;
    const text = readText(item.fields.content, `${item.path}.content`, options);
    if (text !== "") return { instructions: text, rest: items.slice(i + 1) };
  }
  return { instructions: "", rest: items };
}

function isInstructions({ type, fields: { role } }: PlacedItem): boolean {
  return type === "message" && (role === "system" || role === "developer");
}
