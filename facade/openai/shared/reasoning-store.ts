/**
 * Remembers the reasoning that led to tool calls. The model is to see it until the turn has ended, but several popular
 * clients do not send it back with the calls' results.
 */
import { expectOptions, expectString } from "../../validation/expect.ts";
import { BoundedMap, type Bounds, boundsOf } from "./bounded-map.ts";

/** Keeps reasoning by the id of the call that it led to, or of its item. One of your own may be shared by replicas. */
export interface ReasoningStorage {
  /** Keeps the reasoning of an id. */
  remember(id: string, reasoning: string): void | Promise<void>;
  /** Returns the reasoning of an id; `null` if there is none, or it has been forgotten. */
  recall(id: string): string | null | Promise<string | null>;
}

/** How much a {@link ReasoningStore} keeps. */
export interface ReasoningStoreOptions {
  /** How many ids. Default: 10,000. */
  maxEntries?: number;
  /** How large all texts may be together, in bytes. Default: 64 MiB. */
  maxBytes?: number;
}

const DEFAULTS: Bounds = { maxEntries: 10_000, maxBytes: 64 * 1024 * 1024 };

/**
 * A {@link ReasoningStorage} in memory. What has not been used for longest is forgotten first.
 *
 * @example
 * ```ts
 * import { ReasoningStore } from "openai-harmony-node/gateway";
 *
 * const store = new ReasoningStore({ maxEntries: 1_000 });
 * store.remember("call_1", "The user wants the weather.");
 * store.recall("call_1"); // => "The user wants the weather."
 * store.recall("call_2"); // => null
 * ```
 */
export class ReasoningStore implements ReasoningStorage {
  readonly #entries: BoundedMap<string>;

  /** @throws {@linkcode HarmonyValueError} if an option is invalid. */
  constructor(options?: ReasoningStoreOptions | null) {
    this.#entries = new BoundedMap(boundsOf(expectOptions(options, "options"), DEFAULTS));
  }

  /** How many ids there is reasoning for. */
  get size(): number {
    return this.#entries.size;
  }

  /** Keeps the reasoning of an id. */
  remember(id: string, reasoning: string): void {
    expectString(id, "id");
    // A string takes two bytes for each unit, or one if it is Latin: the more of the two.
    this.#entries.set(id, expectString(reasoning, "reasoning"), 2 * (id.length + reasoning.length));
  }

  /** Returns the reasoning of an id; `null` if there is none, or it has been forgotten. */
  recall(id: string): string | null {
    return this.#entries.get(id) ?? null;
  }
}
