/** Bounded memory for what may be needed again. */

/** Keys in two generations: when the younger one is full, the older one goes. What is asked for is young again. */
export class Generations<K, V> {
  readonly #most: number;
  readonly #sizeOf: (value: V) => number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  #size = 0;

  /** @param most - the sizes of a generation, together */
  constructor(most: number, sizeOf: (value: V) => number) {
    this.#most = most;
    this.#sizeOf = sizeOf;
  }

  get(key: K): V | undefined {
    const value = this.#young.get(key);
    if (value !== undefined) return value;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V, size = this.#sizeOf(value)): void {
    if (this.#size + size > this.#most) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#size = 0;
    }
    this.#young.set(key, value);
    this.#size += size;
  }
}
