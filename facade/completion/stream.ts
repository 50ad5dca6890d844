/** A completion from a source that gives it bit by bit. */
import "./web-types.ts";
import type { Completion } from "./completion.ts";
import type { CompletionEvent } from "./events.ts";
import type { CompletionInput } from "./options.ts";
import { SourceReader } from "./source-reader.ts";

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
  const reader = new SourceReader(source, signal);
  try {
    for (let next = await reader.next(); !next.done; next = await reader.next()) {
      yield* completion.push(next.value);
    }
    yield* completion.finish();
  } finally {
    await reader.close();
  }
}
