/** Remembers the reasoning of answers with calls, and recalls it for requests that come without. */
import type { ReasoningStorage } from "../openai/shared/reasoning-store.ts";
import { isObject } from "../validation/expect.ts";

/** A look-up that needs not wait, as the converters want it. */
export type Recall = (id: string) => string | null;

/** Asks a store for the reasoning of ids, before they are needed. */
export async function recallAll(store: ReasoningStorage | null, ids: Iterable<string>): Promise<Recall> {
  if (store === null) return () => null;
  const wanted = [...new Set(ids)];
  const found = await Promise.all(wanted.map((id) => store.recall(id)));
  const byId = new Map(wanted.map((id, i) => [id, found[i] ?? null]));
  return (id) => byId.get(id) ?? null;
}

/** Remembers the reasoning that led to calls. Without either, there is nothing to remember. */
export async function rememberAll(
  store: ReasoningStorage | null,
  ids: readonly string[],
  reasoning: string,
): Promise<void> {
  if (store === null || reasoning === "") return;
  await Promise.all(ids.map((id) => store.remember(id, reasoning)));
}

/** The ids of the calls in a chat request's messages. */
export function callIdsIn(messages: unknown): string[] {
  return objectsIn(messages)
    .flatMap(({ tool_calls }) => objectsIn(tool_calls))
    .flatMap(({ id }) => (typeof id === "string" ? [id] : []));
}

/** The objects in what may be an array, in a request that nobody has checked. */
export function objectsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
