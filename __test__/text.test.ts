/** Strings cross to the addon and back unchanged: the same bytes and the same string as by Node.js's own conversions. */
import { constants } from "node:buffer";
import fc from "fast-check";
import { type HarmonyError, loadHarmonyEncoding } from "openai-harmony-node";
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

describe("long strings cross in parts", () => {
  /** Where a part ends. */
  const CUT = 1 << 15;
  const middles = [...CHARACTERS, ...LONE, "<|end|>", " \n\n x", "Donaudampfschiff"];

  test.each(middles.map((middle) => [JSON.stringify(middle), middle]))(
    "%s where parts meet",
    async (_, middle) => {
      for (let before = CUT - middle.length - 1; before <= CUT + 1; before++) {
        for (const filler of ["a b", "é", "中文"]) {
          const text = filler.repeat(CUT).slice(0, before) + middle + filler.repeat(CUT);
          expectUnchanged(text);
          const options = { allowedSpecial: "all" } as const;
          const tokens = encoding.encode(text, options);
          expect(tokens.length).toBe(encoding.countTokens(text, options));
          expect(tokens.join()).toBe((await encoding.encodeAsync(text, options)).join());
        }
      }
    },
  );

  test("a disallowed special token is found in all of them", () => {
    const text = `${"a b ".repeat(CUT / 4)}`;
    for (const place of [CUT - 7, CUT - 3, CUT, 2 * CUT + 5]) {
      const named = `${text.repeat(3).slice(0, place)}<|end|>${text}`;
      expect(() => encoding.encode(named)).toThrow("the text contains '<|end|>'");
      expect(() => encoding.countTokens(named)).toThrow("the text contains '<|end|>'");
      expect(encoding.encode("Hello")).toEqual(Uint32Array.of(13225));
    }
  });
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

describe("few tokens decode to what all of them decode to", () => {
  const reference = loadHarmonyEncoding("HarmonyGptOss", { engine: "reference" });
  const RANKS = 199_998;
  const outcome = (call: () => unknown) => {
    try {
      return call();
    } catch (error) {
      return { ...(error as HarmonyError), message: (error as Error).message };
    }
  };

  function expectSame(tokens: number[]): void {
    for (const errors of ["replace", "ignore", "strict"] as const) {
      const [ours, theirs] = [encoding, reference].map((each) =>
        outcome(() => each.decode(tokens, { errors })),
      );
      expect(ours, `${errors} ${tokens}`).toEqual(theirs);
    }
  }

  test("each token by itself, one after the other in the same places", () => {
    const bytes = (token: number) => Buffer.from(encoding.decodeBytes([token])).toString();
    for (let token = 0; token < RANKS; token++) {
      if (encoding.decode([token]) !== bytes(token)) expect.fail(`token ${token}`);
    }
    for (let token = 0; token < RANKS; token += 32_768) expectSame([token]);
  });

  test("parts of characters, special tokens, and ids that no token has", () => {
    // The bytes of an emoji, and those of others in a wrong order.
    const parts = [...encoding.encode("🧑‍🚀𓀀"), ...encoding.encode("𓁀 漢字").reverse()];
    for (const id of [0, 32_768, 199_998, 200_012, 201_088, 201_089, 2 ** 31, 2 ** 32 - 1]) {
      for (let length = 0; length <= parts.length; length++) expectSame([...parts.slice(0, length), id, 72]);
    }
  });

  test("any tokens, up to the number from which on they are decoded together", () => {
    const token = fc.oneof(
      fc.nat(255),
      fc.nat(RANKS + 1200),
      fc.constantFrom(...encoding.encode("Héllo 漢字😀")),
    );
    fc.assert(fc.property(fc.array(token, { maxLength: 40, size: "max" }), expectSame), { numRuns: 1500 });
  });
});
