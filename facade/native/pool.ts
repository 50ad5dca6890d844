/** Which calls of this thread run on libuv's pool at a time, and on how many of its threads. */

const THREADS_OF_POOL = 4;

/** Runs few calls at a time, in the order in which they come. */
class Pool {
  /** In order. A set, as taking the first of a long array moves all others. */
  readonly #waiting = new Set<() => void>();
  #calls = 0;
  #threads = 0;
  #processors: number | undefined;

  /** Runs a call as soon as a thread is free, which is the call's until it ends. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#threads < this.#threadsOfCalls()) this.#begin();
    else await new Promise<void>((resolve) => this.#waiting.add(resolve));
    try {
      return await call();
    } finally {
      this.#calls--;
      this.giveBack();
    }
  }

  /** Lends one more thread to a call that runs. One that runs alone and needs no JavaScript may have all processors. */
  lend(needsJavaScript: boolean): boolean {
    const isAlone = this.#calls === 1 && !needsJavaScript;
    const most = isAlone ? this.#usableProcessors() : this.#threadsOfCalls();
    if (this.isWaitedFor || this.#threads >= most) return false;
    this.#threads++;
    return true;
  }

  /** Takes back what has been lent. */
  giveBack(): void {
    this.#threads--;
    const [next] = this.#waiting;
    if (next === undefined || this.#threads >= this.#threadsOfCalls()) return;
    this.#waiting.delete(next);
    this.#begin();
    next();
  }

  /** Whether calls wait for a thread. */
  get isWaitedFor(): boolean {
    return this.#waiting.size > 0;
  }

  #begin(): void {
    this.#calls++;
    this.#threads++;
  }

  /** One processor stays free for JavaScript, and one thread of the pool for files and names. */
  #threadsOfCalls(): number {
    return Math.max(1, this.#usableProcessors() - 1);
  }

  #usableProcessors(): number {
    const { availableParallelism } = process.getBuiltinModule("node:os");
    this.#processors ??= Math.min(availableParallelism(), THREADS_OF_POOL);
    return this.#processors;
  }
}

export const pool = new Pool();
