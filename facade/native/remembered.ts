/**
 * What a thread remembers of messages that the fast engine has rendered, so that a conversation that is rendered again
 * with a message more costs what is new in it.
 *
 * What is remembered is found by the message object, or by its tools, since servers make messages anew
 * for each request. Neither says that tokens are right: only a canonical form that is the same, value by
 * value, as the one that has been rendered does.
 */
import type { Message, MessageDict } from "../chat/message.ts";
import type { ToolNamespaceConfigDict } from "../chat/tool.ts";

/** A message that has been rendered. */
export interface Known {
  /** Its canonical form, which nobody else can change. */
  readonly dict: MessageDict;
  /** Its tokens in a conversation without function tools, and with: a system message tells which. */
  readonly tokens: [Uint32Array | null, Uint32Array | null];
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

/**
 * Tells whether the program has rendered this conversation before and keeps its messages, so that it pays to remember
 * them. The third message is asked, or the last of fewer: the first two may be the same in all conversations.
 */
export function isRenderedAgain(messages: readonly unknown[]): boolean {
  const message = messages[Math.min(2, messages.length - 1)];
  if (typeof message !== "object" || message === null) return false;
  if (rendered.has(message)) return true;
  rendered.add(message);
  return false;
}

/** Messages with tools, most recently used first. */
const recent: { known: Known; size: number }[] = [];

/** The sizes of all of them. */
let recentSize = 0;

/** As many characters and values all recent messages may have. A schema of 20 parameters has some 2,500. */
const MOST_SIZE = 1 << 19;
const MOST_MESSAGES = 32;

/** Returns the recent message with this canonical form. */
export function recallSame(dict: MessageDict): Known | undefined {
  return recallRecent((known) => isSame(dict, known.dict));
}

/** Returns a recent message that may turn out to be the same once the parameters of its tools have been read. */
export function recallSimilar(dict: MessageDict): Known | undefined {
  return recallRecent((known) => isSimilar(dict, known.dict));
}

function recallRecent(isWanted: (known: Known) => boolean): Known | undefined {
  const place = recent.findIndex(({ known }) => isWanted(known));
  const [found] = place < 0 ? [] : recent.splice(place, 1);
  if (found === undefined) return undefined;
  recent.unshift(found);
  return found.known;
}

/** Remembers a message with tools by what it contains. Those that have not been used for longest go. */
export function rememberRecent(known: Known): void {
  const size = sizeOf(known.dict);
  if (size > MOST_SIZE) return;
  recent.unshift({ known, size });
  recentSize += size;
  while (recentSize > MOST_SIZE || recent.length > MOST_MESSAGES) recentSize -= recent.pop()?.size ?? 0;
}

/** Compares what of messages is compared quickly, and can be without looking into parameters. */
function isSimilar(a: MessageDict, b: MessageDict): boolean {
  return (
    a.role === b.role &&
    a.content.length === b.content.length &&
    a.content.every((part, i) => {
      const other = b.content[i];
      if (part.type === "text" || other === undefined || other.type === "text")
        return part.type === other?.type;
      return hasSimilarTools(part.tools ?? {}, other.tools ?? {});
    })
  );
}

function hasSimilarTools(a: Namespaces, b: Namespaces): boolean {
  return Object.keys(a).every((name) => {
    const [tools, others] = [a[name]?.tools, b[name]?.tools];
    return tools?.length === others?.length && tools?.[0]?.name === others?.[0]?.name;
  });
}

type Namespaces = Record<string, ToolNamespaceConfigDict>;

/** Tells whether two JSON values are the same, with members in the same order. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const names = Object.keys(a);
  const others = Object.keys(b);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === others.length &&
    names.every((name, i) => name === others[i] && isSame(a[name as never], b[name as never]))
  );
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 1;
  return Object.entries(value).reduce((sum, [name, part]) => sum + name.length + 8 + sizeOf(part), 1);
}
