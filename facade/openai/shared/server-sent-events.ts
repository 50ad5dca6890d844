/** Events as a body of the type `text/event-stream`. */
import "../../completion/web-types.ts";
import { type Source, SourceReader } from "../../completion/source-reader.ts";

/** How events of one kind are written. */
export interface EventFormat<T> {
  /** Writes an event. */
  write(event: T): string;
  /** What comes after the last one. */
  end: string;
  /** Makes the event that says why there will be no more. */
  fail(error: unknown): string;
}

/**
 * Writes events as they are asked for, so that backpressure holds. If the reader stops, the events' source is closed; if
 * the source throws, the last event tells that.
 */
export function eventStream<T>(
  events: Source<T>,
  { write, end, fail }: EventFormat<T>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const reader = new SourceReader(events, null);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { text, isLast } = await nextText();
      if (text !== "") controller.enqueue(encoder.encode(text));
      if (isLast) controller.close();
    },
    cancel: () => reader.close(),
  });

  async function nextText(): Promise<{ text: string; isLast: boolean }> {
    try {
      const next = await reader.next();
      return next.done ? { text: end, isLast: true } : { text: write(next.value), isLast: false };
    } catch (error) {
      return { text: fail(error), isLast: true };
    }
  }
}

/** What clients are told of an error: its message, and nothing else that could be secret. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
