/** Several streams as one, in the order in which their items arrive. */

/**
 * Gives the items of all streams. The next item of a stream is asked for once the last one has been taken. If a stream
 * fails, or the caller stops early, the others are ended by the signal that they have been given.
 */
export async function* merge<T>(
  open: readonly ((signal: AbortSignal) => AsyncIterable<T>)[],
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const ending = new AbortController();
  const given = AbortSignal.any([signal, ending.signal]);
  const streams = open.map((stream) => stream(given)[Symbol.asyncIterator]());
  const arriving = new Map(streams.map((stream) => [stream, next(stream)]));
  try {
    while (arriving.size > 0) {
      const { stream, result } = await Promise.race(arriving.values());
      arriving.delete(stream);
      if (result.done) continue;
      yield result.value;
      arriving.set(stream, next(stream));
    }
  } finally {
    ending.abort();
  }
}

function next<T>(stream: AsyncIterator<T>) {
  const arriving = stream.next().then((result) => ({ stream, result }));
  // If another stream fails first, nobody waits for this one any more.
  arriving.catch(() => {});
  return arriving;
}
