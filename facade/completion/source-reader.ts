/** Reads a source that gives something bit by bit. Web standards only. */
import "./web-types.ts";
import { unlessAborted } from "../native/abort.ts";
import { expectIterable, wrongType } from "../validation/expect.ts";

/** What can be read bit by bit. */
export type Source<T> = Iterable<T> | AsyncIterable<T> | ReadableStream<T>;

/** Reads a source as it is asked for, and closes it. */
export class SourceReader<T> {
  readonly #iterator: Iterator<T> | AsyncIterator<T>;
  readonly #signal: AbortSignal | null;
  /** Whether the source waits for being read or closed. */
  #isOpen = true;

  /** @throws {@linkcode HarmonyValueError} if the source cannot be read. */
  constructor(source: Source<T>, signal: AbortSignal | null) {
    this.#iterator = iterate(source);
    this.#signal = signal;
  }

  /**
   * Reads the next value, as an iterator does.
   *
   * @throws what the source throws, or the signal's reason as soon as it is aborted.
   */
  async next(): Promise<IteratorResult<T>> {
    try {
      this.#signal?.throwIfAborted();
      const result = await unlessAborted(this.#iterator.next(), this.#signal);
      if (result.done) this.#isOpen = false;
      return result;
    } catch (error) {
      this.#isOpen = this.#signal?.aborted === true;
      throw error;
    }
  }

  /** Closes a source that has not ended. After an abort nobody waits for that, because it may be silent for long. */
  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const closed = Promise.resolve(this.#iterator.return?.());
    if (this.#signal?.aborted) closed.catch(() => {});
    else await closed;
  }
}

const EXPECTED = "an iterable, an async iterable or a ReadableStream";

/** Checks a source, and begins to read it. */
function iterate<T>(source: Source<T>): Iterator<T> | AsyncIterator<T> {
  if (typeof source === "string") throw wrongType("source", EXPECTED, source);
  if (typeof source === "object" && source !== null) {
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    if ("getReader" in source) return iterateReader(source as unknown as ReadableStream<T>);
  }
  return expectIterable<T>(source, "source", EXPECTED)[Symbol.iterator]();
}

/** Reads a stream in a runtime where streams are not async iterables. */
function iterateReader<T>(stream: ReadableStream<T>): AsyncIterator<T> {
  const reader = stream.getReader();
  return {
    next: () => reader.read() as Promise<IteratorResult<T>>,
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}
