/** Token ids on their way to the addon and back. */
import { types } from "node:util";
import { HarmonyValueError } from "../validation/errors.ts";
import { describe, expectIterable } from "../validation/expect.ts";
import { callNative } from "./errors.ts";

/** Token ids: integers from 0 to 2^32 - 1. A `Uint32Array` is the fastest, because it is used in place. */
export type TokensLike = Uint32Array | Iterable<number>;

/** Converts token ids to a `Uint32Array`. Errors name the index of the first element that is not a token id. */
export function toTokens(tokens: TokensLike, path = "tokens"): Uint32Array {
  if (types.isUint32Array(tokens)) {
    // Another thread could change shared memory while it is being read.
    return isShared(tokens.buffer) ? tokens.slice() : tokens;
  }
  expectIterable(tokens, path, "a Uint32Array, an array or an iterable of integers");
  const list = Array.isArray(tokens) ? (tokens as number[]) : Array.from(tokens);
  const checked = new Uint32Array(list.length);
  for (let i = 0; i < list.length; i++) checked[i] = expectToken(list[i], path, i);
  return checked;
}

/** Tells whether other threads may have this memory. The quick answer spares most calls a slow function of Node.js. */
function isShared(buffer: ArrayBufferLike): boolean {
  return buffer.constructor !== ArrayBuffer && types.isSharedArrayBuffer(buffer);
}

/** Checks one token id. Errors name the argument, and the index if there is one. */
export function expectToken(value: unknown, path: string, index?: number): number {
  if (typeof value === "number" && value >>> 0 === value) return value;
  const got = typeof value === "number" ? String(value) : describe(value);
  throw new HarmonyValueError(`expected an integer from 0 to 4294967295, got ${got}`, {
    path: index === undefined ? path : `${path}[${index}]`,
  });
}

/** Joins two token lists. */
export function joinTokens(first: Uint32Array, second: Uint32Array): Uint32Array {
  const both = new Uint32Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Where the addon writes tokens. It holds those of most prompts; each thread has its own. */
const scratch = new Uint32Array(16_384);

/** Returns the tokens that the addon wrote to the scratch buffer, or the array that it allocated if they did not fit. */
export function receiveTokens(write: (into: Uint32Array) => number | Uint32Array): Uint32Array {
  const written = callNative(() => write(scratch));
  return typeof written === "number" ? scratch.slice(0, written) : written;
}
