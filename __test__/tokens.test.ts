/** Token ids as arguments: what may stand for a list of them, and which numbers are none. */

import { runInNewContext } from "node:vm";
import { loadHarmonyEncoding, StreamableParser, type TokensLike } from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectValueError } from "./support.ts";

const encoding = loadHarmonyEncoding();
const HELLO = [13225, 2375];

/** The same two tokens, in shared memory. */
function shared(): Uint32Array {
  const tokens = new Uint32Array(new SharedArrayBuffer(8));
  tokens.set(HELLO);
  return tokens;
}

/** The same two tokens, in memory that can grow and shrink. */
function resizable(): Uint32Array {
  const Resizable = ArrayBuffer as unknown as new (length: number, options: object) => ArrayBuffer;
  const tokens = new Uint32Array(new Resizable(8, { maxByteLength: 64 }));
  tokens.set(HELLO);
  return tokens;
}

test.each<[string, () => TokensLike]>([
  ["an array", () => HELLO],
  ["a frozen array", () => Object.freeze([...HELLO])],
  ["a Uint32Array", () => Uint32Array.from(HELLO)],
  ["a view with an offset", () => Uint32Array.of(1, ...HELLO, 2).subarray(1, 3)],
  ["a view at the end of a buffer", () => new Uint32Array(Uint32Array.of(1, 2, ...HELLO).buffer, 8)],
  ["a subclass of Uint32Array", () => new (class Tokens extends Uint32Array {})(HELLO)],
  ["shared memory", shared],
  ["a view of shared memory", () => shared().subarray(0)],
  ["resizable memory", resizable],
  ["a Uint32Array of another realm", () => runInNewContext(`Uint32Array.of(${HELLO})`)],
  ["an array of another realm", () => runInNewContext(`[${HELLO}]`)],
  ["an Int32Array", () => Int32Array.from(HELLO)],
  ["a Float64Array", () => Float64Array.from(HELLO)],
  ["a Uint16Array", () => Uint16Array.from(HELLO)],
  ["a set", () => new Set(HELLO)],
  ["an iterator", () => HELLO.values()],
  [
    "a generator",
    () =>
      (function* () {
        yield* HELLO;
      })(),
  ],
])("%s is a list of tokens", (_, make) => {
  expect(encoding.decode(make())).toBe("Hello world");
  expect(encoding.decodeUtf8(make())).toBe("Hello world");
  expect(encoding.decodeBytes(make())).toEqual(new Uint8Array(Buffer.from("Hello world")));
});

test.each<[string, () => TokensLike]>([
  ["an empty array", () => []],
  ["an empty Uint32Array", () => new Uint32Array()],
  ["empty shared memory", () => new Uint32Array(new SharedArrayBuffer(0))],
  ["an empty view", () => Uint32Array.from(HELLO).subarray(2)],
  [
    "a detached Uint32Array",
    () => {
      const tokens = Uint32Array.from(HELLO);
      structuredClone(tokens.buffer, { transfer: [tokens.buffer] });
      return tokens;
    },
  ],
  [
    "a view that its memory does not reach any more",
    () => {
      const { buffer } = resizable();
      const tokens = new Uint32Array(buffer, 4, 1);
      (buffer as unknown as { resize(length: number): void }).resize(4);
      return tokens;
    },
  ],
])("%s is no tokens", (_, make) => {
  expect(encoding.decode(make())).toBe("");
  expect(encoding.parseMessagesFromCompletionTokens(make())).toEqual([]);
});

test("the caller's tokens are never changed", () => {
  const tokens = Uint32Array.from(HELLO);
  encoding.decode(tokens);
  expect(Array.from(tokens)).toEqual(HELLO);
});

const wrong: [unknown, string][] = [
  [-1, "-1"],
  [1.5, "1.5"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "Infinity"],
  [2 ** 32, "4294967296"],
  [2 ** 53, "9007199254740992"],
  ["5", "string"],
  [5n, "bigint"],
  [null, "null"],
  [undefined, "undefined"],
  [true, "boolean"],
  [[5], "array"],
  [{ valueOf: () => 5 }, "object"],
  [new Number(5), "Number"],
  [Symbol("5"), "symbol"],
  [() => 5, "function"],
];

describe.each(wrong)("%# is no token", (value, shown) => {
  const expected = `expected an integer from 0 to 4294967295, got ${shown}`;

  test("in a list, and its index is named", () => {
    for (const tokens of [[1, value, 2], new Set([1, value])]) {
      expectValueError(() => encoding.decode(bad(tokens)), `tokens[1]: ${expected}`);
      expectValueError(() => encoding.decodeUtf8(bad(tokens)), `tokens[1]: ${expected}`);
      expectValueError(() => encoding.decodeBytes(bad(tokens)), `tokens[1]: ${expected}`);
      expectValueError(
        () => encoding.parseMessagesFromCompletionTokens(bad(tokens)),
        `tokens[1]: ${expected}`,
      );
    }
  });

  test("for a parser, which stays as it was", () => {
    const parser = new StreamableParser(encoding, "assistant");
    expectValueError(() => parser.process(bad(value)), `token: ${expected}`);
    expect(parser.tokens).toHaveLength(0);
    expect(parser.process(200008).process(13225).currentContent).toBe("Hello");
  });

  test("to be special", () => {
    expectValueError(() => encoding.isSpecialToken(bad(value)), `token: ${expected}`);
  });
});

test("a hole in an array is no token", () => {
  for (const length of [1, 2 ** 32 - 1]) {
    expectValueError(
      () => encoding.decode(new Array(length)),
      "tokens[0]: expected an integer from 0 to 4294967295, got undefined",
    );
  }
});

test.each([
  [null, "null"],
  [undefined, "undefined"],
  [5, "number"],
  ["5", "string"],
  [{}, "object"],
  [{ length: 1, 0: 5 }, "object"],
  [{ [Symbol.iterator]: 5 }, "object"],
  [new ArrayBuffer(4), "ArrayBuffer"],
  [() => [5], "function"],
  [Promise.resolve([5]), "Promise"],
])("%# is no list of tokens", (tokens, shown) => {
  expectValueError(
    () => encoding.decode(bad(tokens)),
    `tokens: expected a Uint32Array, an array or an iterable of integers, got ${shown}`,
  );
});

test("-0 is 0, and 2^32 - 1 is a token id", () => {
  expect(encoding.decode([-0])).toBe("!");
  expect(encoding.isSpecialToken(2 ** 32 - 1)).toBe(false);
});
