/** Keeps responses, so that later requests can go on from them, and clients can ask for them and delete them. */
import { BoundedMap, type Bounds, boundsOf } from "../openai/shared/bounded-map.ts";
import { expectOptions, expectString } from "../validation/expect.ts";

/** A response, as far as a store has to know it. */
export interface KeptResponse {
  /** The response's identifier. */
  id: string;
  /** Its items. */
  output: unknown[];
  /** What else is in it. */
  [field: string]: unknown;
}

/** A response that is kept, with what it answers. It is plain JSON. */
export interface StoredResponse {
  /** The response, as the client got it. */
  response: KeptResponse;
  /** The items of the request that it answers, after those of the responses before it, and their output. */
  input: unknown[];
}

/** Keeps responses by id. One of your own may be shared by replicas. */
export interface ResponseStorage {
  /** Returns a response; `null` if there is none of that id, or it has been deleted or forgotten. */
  get(id: string): StoredResponse | null | Promise<StoredResponse | null>;
  /** Returns an item of a response's output by its id; `null` if there is none. */
  getItem(id: string): unknown | null | Promise<unknown | null>;
  /** Keeps a response. */
  set(id: string, stored: StoredResponse): void | Promise<void>;
  /** Deletes a response, and tells whether there was one. */
  delete(id: string): boolean | Promise<boolean>;
}

/** How much a {@link ResponseStore} keeps. */
export interface ResponseStoreOptions {
  /** How many responses. Default: 1,000. */
  maxEntries?: number;
  /** How large all responses may be together, as JSON, in bytes. Default: 64 MiB. */
  maxBytes?: number;
}

const DEFAULTS: Bounds = { maxEntries: 1_000, maxBytes: 64 * 1024 * 1024 };

/**
 * A {@link ResponseStorage} in memory. What has not been used for longest is forgotten first.
 *
 * @example
 * ```ts
 * import { ResponseStore } from "openai-harmony-node/gateway";
 *
 * const store = new ResponseStore({ maxEntries: 100 });
 * store.set("resp_1", { response: { id: "resp_1", output: [] }, input: [] });
 * store.get("resp_1")?.response; // => { id: "resp_1", output: [] }
 * store.delete("resp_1"); // => true
 * store.get("resp_1"); // => null
 * ```
 */
export class ResponseStore implements ResponseStorage {
  readonly #entries: BoundedMap<Entry>;
  /** Which response an item belongs to. */
  readonly #responseOfItem = new Map<string, string>();

  /** @throws {@linkcode HarmonyValueError} if an option is invalid. */
  constructor(options?: ResponseStoreOptions | null) {
    const bounds = boundsOf(expectOptions(options, "options"), DEFAULTS);
    this.#entries = new BoundedMap<Entry>(bounds, ({ itemIds }) => {
      for (const id of itemIds) this.#responseOfItem.delete(id);
    });
  }

  /** How many responses are kept. */
  get size(): number {
    return this.#entries.size;
  }

  /** Returns a response; `null` if there is none of that id, or it has been deleted or forgotten. */
  get(id: string): StoredResponse | null {
    const entry = this.#entries.get(id);
    return entry === undefined ? null : JSON.parse(entry.json);
  }

  /** Returns an item of a response's output by its id; `null` if there is none. */
  getItem(id: string): unknown | null {
    const stored = this.get(this.#responseOfItem.get(id) ?? "");
    return stored?.response.output.find((item) => idOf(item) === id) ?? null;
  }

  /** Keeps a response. */
  set(id: string, stored: StoredResponse): void {
    const json = JSON.stringify(stored);
    const itemIds = stored.response.output.map(idOf).filter((itemId) => itemId !== null);
    const isKept = this.#entries.set(
      expectString(id, "id"),
      { json, itemIds },
      2 * (id.length + json.length),
    );
    if (isKept) for (const itemId of itemIds) this.#responseOfItem.set(itemId, id);
  }

  /** Deletes a response, and tells whether there was one. */
  delete(id: string): boolean {
    return this.#entries.delete(id);
  }
}

/** A response as text, so that nothing that is handed out can change what is kept, and its size is known. */
interface Entry {
  json: string;
  itemIds: readonly string[];
}

function idOf(item: unknown): string | null {
  const { id } = Object(item) as { id?: unknown };
  return typeof id === "string" ? id : null;
}
