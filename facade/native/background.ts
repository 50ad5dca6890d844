/** Calls that do their work on libuv's pool, so that the event loop goes on. */
import { types } from "node:util";
import { unlessAborted } from "./abort.ts";
import { callNative, fromNative } from "./errors.ts";
import { handOver, makeInput } from "./hand-over.ts";
import type { BindingInput } from "./load.ts";
import { pool } from "./pool.ts";

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
  const input = makeInput(strings);
  if (tokens !== undefined) callNative(() => input.setTokens(tokens));
  const work = pool.run(async () => {
    await handOver(strings, input, signal);
    return callNative(() => call(input));
  });
  const outcome = await unlessAborted(work, signal, () => input.cancel());
  if (types.isNativeError(outcome)) throw fromNative(outcome);
  return outcome as T;
}
