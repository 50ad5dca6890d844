/**
 * Joins the tokens of a conversation's messages. To copy a hundred short lists takes longer than to copy one long list, so
 * that a conversation's beginning is kept in one piece, and its next turn copies that.
 */
import { Generations } from "./generations.ts";

/** The beginning of a conversation. */
interface Beginning {
  /** The lists that have been joined. Nobody changes them. */
  readonly parts: readonly Uint32Array[];
  readonly tokens: Uint32Array;
}

/** A beginning is kept anew when the conversation has grown by more lists than this. */
const MOST_GROWTH = 16;

/** How many tokens a generation holds, in beginnings and in the lists that they were joined from. */
const MOST_TOKENS = 1 << 18;

/** By the list that stands for a conversation: the first two may be the same in all. */
const beginnings = new Generations<Uint32Array, Beginning>(MOST_TOKENS, ({ tokens }) => 2 * tokens.length);

/** Returns the tokens of all lists. */
export function joined(parts: readonly Uint32Array[]): Uint32Array {
  const key = parts.length > MOST_GROWTH ? parts[2] : undefined;
  const beginning = key && beginnings.get(key);
  const same = beginning === undefined ? 0 : countOfSame(parts, beginning.parts);
  const tokens = new Uint32Array(lengthOf(parts, parts.length));
  let end = 0;
  if (beginning !== undefined && same > 0) {
    end = lengthOf(parts, same);
    tokens.set(end === beginning.tokens.length ? beginning.tokens : beginning.tokens.subarray(0, end));
  }
  for (let i = same; i < parts.length; i++) {
    const part = parts[i] as Uint32Array;
    tokens.set(part, end);
    end += part.length;
  }
  const isKept = parts.length - same > MOST_GROWTH && 2 * tokens.length <= MOST_TOKENS;
  if (key !== undefined && isKept) beginnings.set(key, { parts, tokens: tokens.slice() });
  return tokens;
}

function countOfSame(parts: readonly Uint32Array[], others: readonly Uint32Array[]): number {
  let count = 0;
  while (count < others.length && parts[count] === others[count]) count++;
  return count;
}

/** Returns how many tokens the first lists have. */
function lengthOf(parts: readonly Uint32Array[], count: number): number {
  let length = 0;
  for (let i = 0; i < count; i++) length += (parts[i] as Uint32Array).length;
  return length;
}
