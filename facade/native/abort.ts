/** Waiting that an `AbortSignal` ends. */
import { expectOptions, isObject, wrongType } from "../validation/expect.ts";

/** How a call that takes time can be given up. */
export interface AsyncOptions {
  /** Rejects with the signal's reason when it is aborted. Work that has not begun then never will. Default: none. */
  signal?: AbortSignal | null;
}

/** Checks the signal of the last options that have one. A signal of another realm is one, too. */
export function signalOf(...options: (AsyncOptions | null | undefined)[]): AbortSignal | null {
  const signals = options.map((each) => expectOptions(each, "options").signal ?? null);
  const signal = signals.findLast((each) => each !== null) ?? null;
  if (signal === null || (isObject(signal) && typeof signal.throwIfAborted === "function")) {
    return signal as AbortSignal | null;
  }
  throw wrongType("signal", "an AbortSignal or null", signal);
}

/** Settles as the promise does, or rejects with the signal's reason as soon as it is aborted. */
export async function unlessAborted<T>(
  promise: T | PromiseLike<T>,
  signal: AbortSignal | null,
  onAbort?: () => void,
): Promise<T> {
  if (signal === null) return promise;
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      onAbort?.();
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
