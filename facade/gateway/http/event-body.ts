/** A body of server-sent events: written as fast as the client reads, in as few pieces as come at a time. */

/** Where the text of events comes from. */
export interface EventTexts {
  /** Gives the text of the next events, which may be empty; `null` after the last ones. Never rejects. */
  next(): Promise<string | null>;
  /** Called when the client has gone away. */
  cancel(reason: unknown): void;
}

/** How much text is gathered at most before it is handed on. */
const MAX_GATHERED = 16_384;

/**
 * Makes the body. Texts that come within one turn of the event loop are handed on together: each piece costs the server a
 * system call, and the client a wake-up.
 */
export function eventBody(texts: EventTexts): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let gathered = "";
  let isFlushing = false;
  let isCancelled = false;
  let controller: ReadableStreamDefaultController<Uint8Array>;

  function flush(): void {
    if (gathered === "") return;
    const text = gathered;
    gathered = "";
    if (!isCancelled) controller.enqueue(encoder.encode(text));
  }

  function flushSoon(): void {
    if (isFlushing) return;
    isFlushing = true;
    setImmediate(() => {
      isFlushing = false;
      flush();
    });
  }

  return new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    async pull() {
      // Goes on until something has been handed on, which may have happened while this was waiting.
      while ((controller.desiredSize ?? 0) > 0) {
        const text = await texts.next();
        if (isCancelled) return;
        if (text === null) {
          flush();
          controller.close();
          return;
        }
        gathered += text;
        if (gathered.length >= MAX_GATHERED) flush();
        else if (text !== "") flushSoon();
      }
    },
    cancel(reason) {
      isCancelled = true;
      texts.cancel(reason);
    },
  });
}
