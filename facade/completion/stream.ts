/** A completion from a source that gives it bit by bit. Web standards only. */
import "./web-types.ts";
import { unlessAborted } from "../native/abort.ts";
import { expectIterable, wrongType } from "../validation/expect.ts";
import type { Completion } from "./completion.ts";
import type { CompletionEvent } from "./events.ts";
import type { CompletionInput } from "./options.ts";

/** Where a completion comes from. */
export type CompletionSource =
  | Iterable<CompletionInput>
  | AsyncIterable<CompletionInput>
  | ReadableStream<CompletionInput>;

/**
 * Parses what the source gives, as it is asked for. If the caller stops early or the signal is aborted, the source is
 * closed; what the source throws is thrown on.
 */
export async function* parseStream(
  completion: Completion,
  source: CompletionSource,
  signal: AbortSignal | null,
): AsyncGenerator<CompletionEvent, void, undefined> {
  const iterator = iterate(source);
  let isOpen = true;
  try {
    for (;;) {
      const result = await nextUnlessAborted(iterator, signal).catch((error: unknown) => {
        isOpen = signal?.aborted === true;
        throw error;
      });
      if (result.done) break;
      yield* completion.push(result.value);
    }
    isOpen = false;
    yield* completion.finish();
  } finally {
    if (isOpen) await close(iterator, signal);
  }
}

/** Checks a source, and begins to read it. */
function iterate(source: CompletionSource): Iterator<CompletionInput> | AsyncIterator<CompletionInput> {
  if (typeof source === "string") throw wrongType("source", EXPECTED, source);
  if (typeof source === "object" && source !== null) {
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    if ("getReader" in source) return iterateReader(source as unknown as ReadableStream<CompletionInput>);
  }
  return expectIterable<CompletionInput>(source, "source", EXPECTED)[Symbol.iterator]();
}

const EXPECTED = "an iterable, an async iterable or a ReadableStream";

/** Reads a stream in a runtime where streams are not async iterables. */
function iterateReader(stream: ReadableStream<CompletionInput>): AsyncIterator<CompletionInput> {
  const reader = stream.getReader();
  return {
    next: () => reader.read() as Promise<IteratorResult<CompletionInput>>,
    async return() {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

async function nextUnlessAborted(
  iterator: Iterator<CompletionInput> | AsyncIterator<CompletionInput>,
  signal: AbortSignal | null,
): Promise<IteratorResult<CompletionInput>> {
  signal?.throwIfAborted();
  return unlessAborted(iterator.next(), signal);
}

/** Closes the source. After an abort nobody waits for that, because the source may be silent for long. */
async function close(
  iterator: Iterator<CompletionInput> | AsyncIterator<CompletionInput>,
  signal: AbortSignal | null,
): Promise<void> {
  const closed = Promise.resolve(iterator.return?.());
  if (signal?.aborted) closed.catch(() => {});
  else await closed;
}
