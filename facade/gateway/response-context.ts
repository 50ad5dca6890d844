/** What a request of the Responses API refers to: earlier responses, their items, and reasoning. */
import type { ResponseInputItemLike, ResponseRequestOptions } from "../openai/responses/index.ts";
import { openReasoning } from "../openai/shared/sealed-reasoning.ts";
import { ApiError } from "./http/api-error.ts";
import type { Body } from "./http/body.ts";
import type { Gateway } from "./options.ts";
import { objectsIn, recallAll } from "./recalled-reasoning.ts";

/** What a request refers to, all of which has been looked up. */
export interface ResponseContext {
  converterOptions: ResponseRequestOptions;
  /** All items before the answer: those of earlier responses, and those of the request, without references. */
  items: ResponseInputItemLike[];
}

/** Looks up what a request refers to. */
export async function readContext(gateway: Gateway, body: Body): Promise<ResponseContext> {
  const previous = await readPrevious(gateway, body.previous_response_id);
  const input = objectsIn(body.input);
  const resolve = await resolveAll(gateway, input);
  const items = [...(previous ?? []), ...inputItems(body.input, resolve)];
  const callIds = objectsIn(items).flatMap(({ type, call_id }) =>
    type === "function_call" && typeof call_id === "string" ? [call_id] : [],
  );
  const { reasoningKeys } = gateway;
  return {
    converterOptions: {
      ...gateway.requestOptions,
      previous,
      resolveItem: resolve,
      recallReasoning: await recallAll(gateway.reasoningStore, callIds),
      openReasoning: (sealed) => openReasoning(sealed, reasoningKeys),
    },
    items,
  };
}

async function readPrevious(
  { responseStore }: Gateway,
  id: unknown,
): Promise<ResponseInputItemLike[] | null> {
  // Without a store, the converter refuses it.
  if (responseStore === null || typeof id !== "string") return null;
  const stored = await responseStore.get(id);
  if (stored !== null) return [...stored.input, ...stored.response.output] as ResponseInputItemLike[];
  throw new ApiError(400, `Previous response with id '${id}' not found.`, {
    param: "previous_response_id",
    code: "previous_response_not_found",
  });
}

type Resolve = (id: string) => ResponseInputItemLike | null;

/** Looks up the items that are referred to: of responses that are kept, or reasoning that is remembered. */
async function resolveAll(
  { responseStore, reasoningStore }: Gateway,
  input: readonly Record<string, unknown>[],
): Promise<Resolve> {
  const ids = [...new Set(input.filter(isReference).map(({ id }) => id as string))];
  const found = await Promise.all(
    ids.map(async (id) => {
      const item = (await responseStore?.getItem(id)) ?? null;
      if (item !== null) return item;
      const text = (await reasoningStore?.recall(id)) ?? null;
      return text === null ? null : reasoningItem(id, text);
    }),
  );
  const byId = new Map(ids.map((id, i) => [id, found[i] as ResponseInputItemLike | null]));
  return (id) => byId.get(id) ?? null;
}

function isReference({ type, id, role }: Record<string, unknown>): boolean {
  return typeof id === "string" && (type === "item_reference" || (!type && role === undefined));
}

function reasoningItem(id: string, text: string): object {
  return { type: "reasoning", id, summary: [], content: [{ type: "reasoning_text", text }] };
}

/** The items of the input, each reference replaced by what it stands for. What is no item is left to the converter. */
function inputItems(input: unknown, resolve: Resolve): ResponseInputItemLike[] {
  if (typeof input === "string") return [{ type: "message", role: "user", content: input }];
  return objectsIn(input).flatMap((item) => {
    const resolved = isReference(item) ? resolve(item.id as string) : item;
    return resolved === null ? [] : [resolved as unknown as ResponseInputItemLike];
  });
}
