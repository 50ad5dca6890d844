/**
 * What a thread remembers of messages that the fast engine has rendered, so that a conversation that is rendered again
 * with a message more costs what is new in it.
 *
 * It is found by the message object, or by what the message contains, since servers make messages anew for each
 * request. Neither says that tokens are right: only a canonical form that is the same, value by value, as the one that has
 * been rendered does.
 */
import type { Message, MessageDict } from "../chat/message.ts";
import { Generations } from "./generations.ts";

/** A message that has been rendered. */
export interface Known {
  /** Its canonical form, which nobody else can change. */
  readonly dict: MessageDict;
  /** Its tokens in a conversation without function tools, and with: a system message tells which. */
  readonly tokens: [Uint32Array | null, Uint32Array | null];
  /** How many other messages have had its signature since it was last used. */
  misses: number;
}

/** By message, for as long as the program keeps the message. */
const byMessage = new WeakMap<object, Known>();

/** Messages that stand for their conversation: those that have been rendered before. */
const rendered = new WeakSet<object>();

/** Returns what is remembered of a message, whether or not it still is the same. */
export function recall(message: unknown): Known | undefined {
  return byMessage.get(message as object);
}

export function remember(message: Message, known: Known): void {
  byMessage.set(message, known);
}

/** The place of the message that stands for its conversation: the first two may be the same in all conversations. */
export function openingOf(messages: readonly unknown[]): number {
  return Math.min(2, messages.length - 1);
}

/** Tells whether a message object that stands for its conversation has been rendered before. */
export function isRenderedAgain(opening: unknown): boolean {
  if (typeof opening !== "object" || opening === null) return false;
  if (rendered.has(opening)) return true;
  rendered.add(opening);
  return false;
}

/** How much a generation holds: 2 to 6 MB, by what is in it. */
const MOST_SIZE = 1 << 19;

/** How many signatures a generation holds. */
const MOST_SIGNATURES = 1 << 12;

const byContent = new Generations<number, Known>(MOST_SIZE, sizeOfKnown);
const signatures = new Generations<number, true>(MOST_SIGNATURES, () => 1);

/** Returns a message that may have this content. */
export function recallContent(signature: number): Known | undefined {
  return byContent.get(signature);
}

/** Remembers a message by what it contains. Of one that is too large, only that it has come. */
export function rememberContent(signature: number, known: Known): void {
  const size = sizeOfKnown(known);
  if (size <= MOST_SIZE) byContent.set(signature, known, size);
  else byContent.set(signature, { dict: { ...known.dict, content: [] }, tokens: [null, null], misses: 0 });
}

/** How often another message may come before it takes the place of the one with the same signature. */
const PATIENCE = 8;

/** Tells whether a message may take the place of one that it is not the same as. Some differ each time. */
export function mayReplace(known: Known): boolean {
  return ++known.misses > PATIENCE;
}

/** Tells whether there has been such a signature before. */
export function isSeenAgain(signature: number): boolean {
  if (signatures.get(signature) !== undefined) return true;
  signatures.set(signature, true);
  return false;
}

function sizeOfKnown({ dict, tokens }: Known): number {
  return sizeOf(dict) + (tokens[0]?.length ?? 0) + (tokens[1]?.length ?? 0);
}

/** Characters, with some for each value and name. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 8;
  if (typeof value !== "object" || value === null) return 8;
  return Object.entries(value).reduce((sum, [name, part]) => sum + name.length + 8 + sizeOf(part), 8);
}
