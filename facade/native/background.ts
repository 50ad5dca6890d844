/** Calls that do their work on libuv's pool, so that the event loop goes on. */
import { types } from "node:util";
import { unlessAborted } from "./abort.ts";
import { callNative, fromNative } from "./errors.ts";
import { type BindingInput, binding } from "./load.ts";

/** What a call works on. */
export interface BackgroundInput {
  strings?: readonly string[];
  tokens?: Uint32Array;
}

/** What a call of the addon promises: an error as a value, and nothing if it has been cancelled. */
type Outcome<T> = Promise<T | Error | undefined>;

/**
 * Hands the input over, and calls the addon with it. The caller can change its tokens afterwards.
 *
 * @throws what the call gives as an error, or the signal's reason as soon as it is aborted.
 */
export async function inBackground<T>(
  { strings = [], tokens }: BackgroundInput,
  signal: AbortSignal | null,
  call: (input: BindingInput) => Outcome<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const input = callNative(() => new (binding().BindingInput)());
  if (tokens !== undefined) callNative(() => input.setTokens(tokens));
  const work = atOnce.run(async () => {
    await handOver(strings, input, signal);
    return callNative(() => call(input));
  });
  const outcome = await unlessAborted(work, signal, () => input.cancel());
  if (types.isNativeError(outcome)) throw fromNative(outcome);
  return outcome as T;
}

/** Runs few pieces of work at a time, in the order in which they come. */
class Queue {
  /** In order. A set, as taking the first of a long array moves all others. */
  readonly #waiting = new Set<() => void>();
  #free: number | undefined;

  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#free ??= spareProcessors();
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.add(resolve));
    try {
      return await work();
    } finally {
      const [next] = this.#waiting;
      if (next === undefined) this.#free++;
      else this.#waiting.delete(next);
      next?.();
    }
  }
}

/** The work of this thread. One thread of the pool stays free for files and names, and one processor for JavaScript. */
const atOnce = new Queue();

function spareProcessors(): number {
  const THREADS_OF_POOL = 4;
  const { availableParallelism } = process.getBuiltinModule("node:os");
  return Math.max(1, Math.min(availableParallelism(), THREADS_OF_POOL) - 1);
}

/** How many UTF-16 units are copied in one turn of the event loop: about 0.05 ms. */
const PART = 1 << 16;

/** Copies strings to the addon: at once if they are short, otherwise a part in each turn of the event loop to come. */
function handOver(
  strings: readonly string[],
  input: BindingInput,
  signal: AbortSignal | null,
): Promise<void> {
  const length = strings.reduce((sum, text) => sum + text.length, 0);
  if (length > PART) return handOverInParts(strings, input, signal);
  for (const text of strings) {
    input.beginString(text.length);
    input.append(text);
  }
  return Promise.resolve();
}

async function handOverInParts(
  strings: readonly string[],
  input: BindingInput,
  signal: AbortSignal | null,
): Promise<void> {
  let left = 0;
  for (const text of strings) {
    input.beginString(text.length);
    for (let start = 0; start < text.length; ) {
      if (left === 0) {
        await nextTurn();
        if (signal?.aborted) return;
        left = PART;
      }
      const part = text.slice(start, start + left);
      input.append(part);
      start += part.length;
      left -= part.length;
    }
  }
}

/** Who waits for a turn of the event loop of its own: one does in each, so that many calls take no longer than one. */
const waiting: (() => void)[] = [];

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(takeTurn);
  });
}

function takeTurn(): void {
  waiting[0]?.();
  waiting.shift();
  if (waiting.length > 0) setImmediate(takeTurn);
}
