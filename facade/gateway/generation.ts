/** One request to the backend, from its beginning to its end: it is ended by whoever has had enough, and by time. */
import type { Backend, BackendPart, BackendRequest } from "./backends/backend.ts";
import { BackendError } from "./backends/backend-error.ts";

/** How long the backend may take, in milliseconds. */
export interface TimeLimits {
  /** For everything. */
  total: number;
  /** For the first part, and for each next one. */
  idle: number;
}

/** How long a backend may take to end after its last part. */
const FAREWELL_MS = 1_000;

/** The parts of a completion, as they are asked for. */
export class Generation {
  readonly #backend: Backend;
  readonly #request: BackendRequest;
  /** `null` as long as the backend has not been asked. */
  #iterator: AsyncIterator<BackendPart> | null = null;
  readonly #controller = new AbortController();
  readonly #limits: TimeLimits;
  readonly #clientSignal: AbortSignal;
  #startedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Since when the backend has been waited for; `null` while nobody waits. */
  #waitingSince: number | null = null;
  /** Rejects what is waited for. */
  #reject: ((reason: unknown) => void) | null = null;
  #isOpen = true;
  /** How many completions have not ended. */
  #unfinished: number;

  /** The client's signal ends the request. */
  constructor(backend: Backend, request: BackendRequest, clientSignal: AbortSignal, limits: TimeLimits) {
    this.#backend = backend;
    this.#request = request;
    this.#limits = limits;
    this.#unfinished = request.n;
    this.#clientSignal = clientSignal;
    clientSignal.addEventListener("abort", this.#onClientGone, { once: true });
    if (clientSignal.aborted) this.#onClientGone();
  }

  /**
   * Waits for the next part; `null` after the last one. The backend is asked when the first one is wanted.
   *
   * @throws what the backend throws; after {@link Generation.end}, and when time is over, the reason.
   */
  async next(): Promise<BackendPart | null> {
    if (!this.#isOpen) {
      this.#controller.signal.throwIfAborted();
      return null;
    }
    this.#waitingSince = Date.now();
    try {
      this.#iterator ??= this.#ask();
      const next = this.#iterator.next();
      const result = await new Promise<IteratorResult<BackendPart>>((resolve, reject) => {
        this.#reject = reject;
        next.then(resolve, reject);
      });
      if (result.done) this.#close();
      else if (result.value.finishReason) this.#unfinished--;
      return result.done ? null : result.value;
    } catch (error) {
      this.end(error);
      throw error;
    } finally {
      this.#waitingSince = this.#reject = null;
    }
  }

  /** Ends the request: the backend's signal is aborted, and what waits for a part is rejected. */
  end(reason: unknown = new DOMException("Nothing more is wanted.", "AbortError")): void {
    if (!this.#isOpen) return;
    this.#close();
    this.#controller.abort(reason);
    this.#reject?.(reason);
    // Nobody waits for it: a backend may be silent for long.
    Promise.resolve(this.#iterator?.return?.()).catch(() => {});
  }

  /** Ends the request when nothing more is wanted. A backend that has sent everything is let go to its end by itself. */
  async finish(): Promise<void> {
    if (!this.#isOpen) return;
    if (this.#unfinished > 0) return this.end();
    const timer = setTimeout(() => this.end(), FAREWELL_MS);
    try {
      while ((await this.next()) !== null);
    } catch {
      // The answer is whole already.
    } finally {
      clearTimeout(timer);
    }
  }

  #ask(): AsyncIterator<BackendPart> {
    this.#startedAt = Date.now();
    this.#watch(Math.min(this.#limits.total, this.#limits.idle));
    return this.#backend.generate(this.#request, this.#controller.signal)[Symbol.asyncIterator]();
  }

  readonly #onClientGone = () => this.end(this.#clientSignal.reason);

  #close(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#clientSignal.removeEventListener("abort", this.#onClientGone);
  }

  /** Looks at the time from time to time, which is cheaper than a timer for each part. */
  #watch(delay: number): void {
    // Longer delays than a timer can have end at once.
    this.#timer = setTimeout(() => this.#check(), Math.min(delay, 2 ** 31 - 1));
  }

  #check(): void {
    const now = Date.now();
    const left = this.#limits.total - (now - this.#startedAt);
    const leftIdle = this.#limits.idle - (now - (this.#waitingSince ?? now));
    if (left <= 0) this.end(tooLong("took too long"));
    else if (leftIdle <= 0) this.end(tooLong("has been silent for too long"));
    else this.#watch(Math.min(left, leftIdle));
  }
}

function tooLong(what: string): BackendError {
  return new BackendError(`The model server ${what}.`, { status: 504, code: "timeout" });
}
