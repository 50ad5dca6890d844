/**
 * The texts of single tokens, so that few tokens are decoded without the addon: to call it takes longer than to join what
 * is known. Most tokens are whole characters, and the text of such tokens is that of each, joined.
 */

import { types } from "node:util";
import type { TokensLike } from "./tokens.ts";

/** Decodes tokens to text. It throws if the bytes are not UTF-8, or a token does not exist. */
export type StrictDecode = (tokens: Uint32Array, errors: "strict") => string;

/** Up to so many tokens, joining is faster. */
const FEW_TOKENS = 32;

/** How many texts are kept. Frequent tokens have low ids, and do not take each other's place. */
const SLOTS = 1 << 15;

/** How many tokens are asked for in one call, at most: each takes longer than to decode them all. */
const MOST_LEARNT = 2;

/** An id that no token has: a slot that holds it is empty. */
const NO_TOKEN = 0xffff_ffff;

/** In each slot, the token and its text, or `null` if the token has none: it does not exist, or is part of a character. */
class Slots {
  readonly tokens = new Uint32Array(SLOTS).fill(NO_TOKEN);
  readonly texts: (string | null)[] = new Array(SLOTS).fill(null);
}

let slots: Slots | undefined;

/**
 * Returns the text of tokens: `null` if they are many, or in neither a `Uint32Array` nor an array, or if the text is not
 * known, or one of them has none of its own. Each element is read once, so that other threads may write to them.
 */
export function textOfFew(few: TokensLike, decode: StrictDecode): string | null {
  if ((!types.isUint32Array(few) && !Array.isArray(few)) || few.length > FEW_TOKENS) return null;
  slots ??= new Slots();
  const { tokens, texts } = slots;
  let whole = "";
  let learnt = 0;
  for (let i = 0; i < few.length; i++) {
    const token: unknown = few[i];
    if (typeof token !== "number") return null;
    const slot = token & (SLOTS - 1);
    if (tokens[slot] !== token) {
      if (token >>> 0 !== token || learnt++ === MOST_LEARNT) return null;
      texts[slot] = decodeOne(token, decode);
      tokens[slot] = token;
    }
    const text = texts[slot] as string | null;
    if (text === null) return null;
    whole += text;
  }
  return whole;
}

function decodeOne(token: number, decode: StrictDecode): string | null {
  try {
    return decode(Uint32Array.of(token), "strict");
  } catch {
    return null;
  }
}
