/** One request to the backend, from its beginning to its end: it is ended by whoever has had enough, and by time. */
import type { Backend, BackendPart, BackendRequest } from "./backends/backend.ts";
import { BackendError } from "./backends/backend-error.ts";
import { failure } from "./backends/engine-error.ts";

/** How long the backend may take, in milliseconds. */
export interface TimeLimits {
  /** For everything. */
  total: number;
  /** For the first part, and for each next one. */
  idle: number;
}

/** Whoever asks for parts. For each part that is asked for, one of these is called. */
export interface PartListener {
  /** There is a part. */
  take(part: BackendPart): void;
  /** There are no more parts. */
  finish(): void;
  /** There are no more parts, because something has failed, or the request has been ended. */
  fail(error: unknown): void;
}

/** How long a backend may take to end after its last part. */
const FAREWELL_MS = 1_000;

/** The parts of a completion, as they are asked for. */
export class Generation {
  readonly #backend: Backend;
  readonly #request: BackendRequest;
  readonly #controller = new AbortController();
  readonly #limits: TimeLimits;
  readonly #clientSignal: AbortSignal;
  #listener: PartListener | null = null;
  /** `null` as long as the backend has not been asked. */
  #iterator: AsyncIterator<BackendPart> | null = null;
  #startedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #farewellTimer: ReturnType<typeof setTimeout> | undefined;
  /** Since when the backend has been waited for; `null` while nobody waits. */
  #waitingSince: number | null = null;
  #isOpen = true;
  /** Whether nothing more is wanted of a backend that is let come to its end. */
  #isLeaving = false;
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

  /** Says who is told of parts. */
  listen(listener: PartListener): void {
    this.#listener = listener;
  }

  /** Asks for the next part, if none is waited for. The backend is asked when the first one is wanted. */
  ask(): void {
    if (!this.#isOpen) {
      if (this.#controller.signal.aborted) this.#listener?.fail(this.#controller.signal.reason);
      else this.#listener?.finish();
      return;
    }
    this.#waitingSince = Date.now();
    try {
      this.#iterator ??= this.#begin();
      Promise.resolve(this.#iterator.next()).then(this.#onResult, this.#onError);
    } catch (error) {
      this.end(error);
    }
  }

  /** Ends the request: the backend's signal is aborted, and whoever waits for a part is told. */
  end(reason: unknown = new DOMException("Nothing more is wanted.", "AbortError")): void {
    if (!this.#isOpen) return;
    const isAwaited = this.#waitingSince !== null;
    this.#close();
    this.#controller.abort(reason);
    if (isAwaited) this.#listener?.fail(reason);
    // Nobody waits for it: a backend may be silent for long.
    Promise.resolve(this.#iterator?.return?.()).catch(() => {});
  }

  /** Ends the request when nothing more is wanted. A backend that has sent everything is let come to its end by itself. */
  finish(): void {
    if (!this.#isOpen) return;
    if (this.#unfinished > 0) {
      this.end();
      return;
    }
    this.#isLeaving = true;
    this.#farewellTimer = setTimeout(() => this.end(), FAREWELL_MS);
    if (this.#waitingSince === null) this.ask();
  }

  readonly #onResult = ({ done, value }: IteratorResult<BackendPart>) => {
    if (!this.#isOpen) return;
    if (done) {
      this.#close();
      this.#listener?.finish();
    } else if (typeof value !== "object" || value === null) {
      this.end(failure("sent something that is no completion"));
    } else {
      this.#waitingSince = null;
      if (value.finishReason) this.#unfinished--;
      if (this.#isLeaving) this.ask();
      else this.#listener?.take(value);
    }
  };

  readonly #onError = (error: unknown) => this.end(error);

  readonly #onClientGone = () => this.end(this.#clientSignal.reason);

  #begin(): AsyncIterator<BackendPart> {
    this.#startedAt = Date.now();
    this.#watch(Math.min(this.#limits.total, this.#limits.idle));
    return this.#backend.generate(this.#request, this.#controller.signal)[Symbol.asyncIterator]();
  }

  #close(): void {
    this.#isOpen = false;
    this.#waitingSince = null;
    clearTimeout(this.#timer);
    clearTimeout(this.#farewellTimer);
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
