/** Token ids as arguments. */
import { types } from "node:util";
import { HarmonyValueError } from "../validation/errors.ts";
import { checkIterable, describe } from "../validation/expect.ts";

/** Token ids: integers from 0 to 2^32 - 1. A `Uint32Array` is the fastest, as it is used in place. */
export type TokensLike = Uint32Array | Iterable<number>;

/** Token ids as a `Uint32Array`. @throws {HarmonyValueError} naming the index of the first that is none. */
export function toTokens(tokens: TokensLike): Uint32Array {
  if (types.isUint32Array(tokens)) {
    // Another thread could change shared memory while it is being read.
    return types.isSharedArrayBuffer(tokens.buffer) ? tokens.slice() : tokens;
  }
  checkIterable(tokens, "tokens", "a Uint32Array, an array or an iterable of integers");
  const list = Array.isArray(tokens) ? (tokens as number[]) : Array.from(tokens);
  const checked = new Uint32Array(list.length);
  for (let i = 0; i < list.length; i++) checked[i] = checkToken(list[i], "tokens", i);
  return checked;
}

/** One token id. @throws {HarmonyValueError} if it is none, naming the argument and the index, if there is one. */
export function checkToken(value: unknown, path: string, index?: number): number {
  if (typeof value === "number" && value >>> 0 === value) return value;
  const got = typeof value === "number" ? String(value) : describe(value);
  throw new HarmonyValueError(`expected an integer from 0 to 4294967295, got ${got}`, {
    path: index === undefined ? path : `${path}[${index}]`,
  });
}

/** Where the addon writes tokens: enough for most prompts. Each thread has its own. */
const scratch = new Uint32Array(16_384);

/** The tokens that the addon writes, or makes an array of where there are too many. */
export function takeTokens(write: (into: Uint32Array) => number | Uint32Array): Uint32Array {
  const written = write(scratch);
  return typeof written === "number" ? scratch.slice(0, written) : written;
}
