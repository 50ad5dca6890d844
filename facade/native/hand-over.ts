/** Copies strings to the addon, of which much would keep the event loop waiting. */
import { callNative } from "./errors.ts";
import { type BindingInput, binding } from "./load.ts";

/** How many UTF-16 units are copied in one turn of the event loop: about 0.03 ms. */
export const PART = 1 << 16;

/** Makes an input with room for these strings. */
export function makeInput(strings: readonly string[]): BindingInput {
  return callNative(() => new (binding().BindingInput)(lengthOf(strings)));
}

/** Copies strings: at once if they are short, otherwise a part in each turn of the event loop to come. */
export function handOver(
  strings: readonly string[],
  input: BindingInput,
  signal: AbortSignal | null,
): Promise<void> {
  if (lengthOf(strings) > PART) return handOverInParts(strings, input, signal);
  callNative(() => input.appendStrings(strings as string[]));
  return Promise.resolve();
}

async function handOverInParts(
  strings: readonly string[],
  input: BindingInput,
  signal: AbortSignal | null,
): Promise<void> {
  let left = 0;
  for (const text of strings) {
    for (let start = 0; start < text.length; ) {
      if (left === 0) {
        await nextTurn();
        if (signal?.aborted) return;
        left = PART;
      }
      const part = text.slice(start, start + left);
      input.appendPart(part);
      start += part.length;
      left -= part.length;
    }
    input.endString();
  }
}

function lengthOf(strings: readonly string[]): number {
  return strings.reduce((sum, text) => sum + text.length, 0);
}

/** Who waits for a turn of the event loop of its own: one does in each, so that many calls take no longer than one. */
const waiting: (() => void)[] = [];

/** Waits for a turn of the event loop that nobody else has. */
export function nextTurn(): Promise<void> {
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
