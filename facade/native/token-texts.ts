/**
 * The texts of single tokens, so that few tokens are decoded without the addon: to call it takes longer than to join what
 * is known. Most tokens are whole characters, and the text of such tokens is that of each, joined.
 */

/** Decodes tokens to text. It throws if the bytes are not UTF-8, or a token does not exist. */
export type StrictDecode = (tokens: Uint32Array, errors: "strict") => string;

/** Up to so many tokens, joining is faster. */
export const FEW_TOKENS = 32;

/** How many texts are kept. Frequent tokens have low ids, and do not take each other's place. */
const SLOTS = 1 << 15;

/** How many tokens are asked for in one call, at most: each takes longer than to decode them all. */
const MOST_LEARNT = 2;

/** In each slot, the token and its text, or `null` if the token is part of a character. */
class Slots {
  readonly tokens = new Float64Array(SLOTS).fill(-1);
  readonly texts: (string | null)[] = new Array(SLOTS).fill(null);
}

let slots: Slots | undefined;

/** Returns the text of tokens, or `null` if it is not known, or one of them has none of its own. */
export function textOfFew(few: Uint32Array, decode: StrictDecode): string | null {
  slots ??= new Slots();
  const { tokens, texts } = slots;
  let whole = "";
  let learnt = 0;
  for (let i = 0; i < few.length; i++) {
    const token = few[i] as number;
    const slot = token % SLOTS;
    if (tokens[slot] !== token) {
      if (learnt++ === MOST_LEARNT) return null;
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
