/** A map that forgets what has not been used for longest, so that it never outgrows its bounds. */
import { HarmonyValueError } from "../../validation/errors.ts";
import { expectCount } from "../../validation/expect.ts";

/** How much is kept. */
export interface Bounds {
  /** How many entries. */
  maxEntries: number;
  /** How large all entries may be together, in bytes. One that is larger by itself is not kept. */
  maxBytes: number;
}

/** Checks bounds, and fills in the defaults. */
export function boundsOf(options: Partial<Bounds>, defaults: Bounds): Bounds {
  const { maxEntries = defaults.maxEntries, maxBytes = defaults.maxBytes } = options;
  if (expectCount(maxEntries, "maxEntries") === 0) {
    throw new HarmonyValueError("expected an integer from 1, got 0", { path: "maxEntries" });
  }
  return { maxEntries, maxBytes: expectCount(maxBytes, "maxBytes") };
}

/** Entries by name, each with a size in bytes that the caller measures. */
export class BoundedMap<T> {
  readonly #bounds: Bounds;
  readonly #onDelete: (value: T) => void;
  /** In the order in which they were last used. */
  readonly #entries = new Map<string, { value: T; bytes: number }>();
  #bytes = 0;

  /** @param onDelete - told of each value that is deleted, replaced or forgotten */
  constructor(bounds: Bounds, onDelete: (value: T) => void = () => {}) {
    this.#bounds = bounds;
    this.#onDelete = onDelete;
  }

  /** How many entries there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** How large all entries are together. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Keeps a value, and tells whether it is not too large for that. */
  set(key: string, value: T, bytes: number): boolean {
    this.delete(key);
    if (bytes > this.#bounds.maxBytes) return false;
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#bounds.maxEntries && this.#bytes <= this.#bounds.maxBytes) break;
      this.delete(oldest);
    }
    return true;
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  delete(key: string): boolean {
    const entry = this.#entries.get(key);
    if (entry === undefined) return false;
    this.#entries.delete(key);
    this.#bytes -= entry.bytes;
    this.#onDelete(entry.value);
    return true;
  }
}
