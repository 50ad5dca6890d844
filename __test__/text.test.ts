/** Strings cross to the addon and back unchanged: the same bytes and the same string as by Node.js's own conversions. */
import { constants } from "node:buffer";
import { loadHarmonyEncoding } from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { expectRuntimeError } from "./support.ts";

const encoding = loadHarmonyEncoding();

/** The bytes that a string becomes, and the string that they become. */
function cross(text: string) {
  const tokens = encoding.encode(text, { disallowedSpecial: [] });
  return { bytes: encoding.decodeBytes(tokens), text: encoding.decode(tokens) };
}

function expectUnchanged(text: string) {
  const crossed = cross(text);
  const bytes = Buffer.from(text, "utf8");
  expect(Buffer.compare(crossed.bytes, bytes), JSON.stringify(text)).toBe(0);
  expect(crossed.text).toBe(bytes.toString("utf8"));
}

/** Of one, two, three and four bytes; a letter of Latin-1; lone surrogates, and a pair the wrong way around. */
const CHARACTERS = ["~", "\0", "\u00ff", "\u0100", "\u07ff", "\u0800", "\uffff", "😀", "\udbff\udfff"];
const LONE = ["\ud800", "\udfff", "\udc00\ud800", "\ud83d\ud83d\ude00"];

/** Blocks of 64 and 256 units are converted at a time. */
const PLACES = [0, 1, 62, 63, 64, 65, 127, 128, 254, 255, 256, 257, 318, 319, 320, 321, 511, 512, 513];

describe("a character anywhere in a text", () => {
  test.each([...CHARACTERS, ...LONE].map((character) => [JSON.stringify(character), character]))(
    "%s",
    (_, character) => {
      for (const before of PLACES) {
        for (const after of [0, 1, 63, 64, 255, 256, 600]) {
          expectUnchanged("a".repeat(before) + character + "b".repeat(after));
          expectUnchanged("é".repeat(before) + character + "b".repeat(after));
          expectUnchanged("中".repeat(before) + character + "é".repeat(after));
        }
      }
    },
  );
});

test.each([...CHARACTERS, ...LONE].map((character) => [JSON.stringify(character), character]))(
  "%s over and over",
  (_, character) => {
    for (let count = 0; count < 700; count++) expectUnchanged(character.repeat(count));
  },
);

test("random texts", () => {
  const all = [...CHARACTERS, ...LONE, "a", "b".repeat(70), "é".repeat(40), "中".repeat(300)];
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 16;
  };
  for (let round = 0; round < 2000; round++) {
    expectUnchanged(Array.from({ length: next() % 40 }, () => all[next() % all.length]).join(""));
  }
});

test("a text that is too long for a string is refused, but not as bytes", () => {
  const spaces = encoding.encode(" ".repeat(128));
  expect(spaces).toHaveLength(1);
  const tokens = new Uint32Array(Math.ceil((constants.MAX_STRING_LENGTH + 1) / 128)).fill(spaces[0] ?? 0);
  const message = `the text has ${tokens.length * 128} UTF-16 units, but a JavaScript string holds ${constants.MAX_STRING_LENGTH} at most`;
  expectRuntimeError(() => encoding.decode(tokens), message);
  expectRuntimeError(() => encoding.decodeUtf8(tokens), message);
  expect(encoding.decodeBytes(tokens)).toHaveLength(tokens.length * 128);
  expect(encoding.decode(tokens.subarray(1))).toHaveLength((tokens.length - 1) * 128);
}, 60_000);
