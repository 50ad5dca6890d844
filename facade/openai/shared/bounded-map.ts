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
  /** In the order in which they were last used. */
  readonly #entries = new Map<string, { value: T; bytes: number }>();
  #bytes = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** How many entries there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** How large all entries are together. */
  get bytes(): number {
    return this.#bytes;
  }

  set(key: string, value: T, bytes: number): void {
    this.delete(key);
    if (bytes > this.#bounds.maxBytes) return;
    this.#entries.set(key, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#bounds.maxEntries && this.#bytes <= this.#bounds.maxBytes) break;
      this.delete(oldest);
    }
  }

  get(key: string): T | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  delete(key: string): boolean {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    return this.#entries.delete(key);
  }
}
