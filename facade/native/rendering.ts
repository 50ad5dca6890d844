/**
 * Renders conversations. Messages that the fast engine has rendered before are not rendered again: their tokens are
 * joined with those of the others, since a message's tokens depend on the others for nothing but what `shown.ts` says.
 */
import type { ConversationLike } from "../chat/conversation.ts";
import type { Message, MessageDict } from "../chat/message.ts";
import type { Role } from "../chat/role.ts";
import { readJson } from "../validation/json.ts";
import { callNative } from "./errors.ts";
import { FORMAT_TOKENS } from "./format-tokens.ts";
import type { BindingEncoding } from "./load.ts";
import {
  isRenderedAgain,
  isSame,
  type Known,
  recall,
  recallSame,
  recallSimilar,
  remember,
  rememberRecent,
} from "./remembered.ts";
import { CURRENT_TURN, isAnswer, mentionsFunctionTools, type Retention, shownMessages } from "./shown.ts";
import { receiveTokens } from "./tokens.ts";
import { checkedMessages, messagesOf, type Wire, wireMessages } from "./wire.ts";

/** How a conversation is rendered. */
export interface Rendering {
  native: BindingEncoding;
  /** Whether tokens are remembered, which those of the reference engine are not. */
  remembers: boolean;
  purpose: "conversation" | "completion" | "training";
  /** Who speaks next; needed for a completion. */
  role: Role | null;
  retention: Retention;
}

/** Checks and renders a conversation argument. */
export function renderConversation(rendering: Rendering, conversation: ConversationLike): Uint32Array {
  if (typeof conversation === "string") return renderWhole(rendering, { json: conversation, texts: null });
  const { entries, parts } = partsOf(rendering, conversation);
  if (parts === null) return renderWhole(rendering, wireMessages(entries.map(({ dict }) => dict)));
  if (rendering.purpose === "completion") parts.push(beginningOfTurn(rendering));
  const tokens = joined(parts);
  const last = entries.at(-1);
  if (rendering.purpose === "training" && last !== undefined && isAnswer(last.dict)) {
    tokens[tokens.length - 1] = FORMAT_TOKENS.return;
  }
  return tokens;
}

/** Checks a conversation argument, and counts its tokens for a completion. */
export function countConversation(rendering: Rendering, conversation: ConversationLike): number {
  if (typeof conversation === "string") return countWhole(rendering, { json: conversation, texts: null });
  const { entries, parts } = partsOf(rendering, conversation);
  if (parts === null) return countWhole(rendering, wireMessages(entries.map(({ dict }) => dict)));
  return parts.reduce((sum, { length }) => sum + length, beginningOfTurn(rendering).length);
}

function renderWhole({ native, purpose, role, retention }: Rendering, { json, texts }: Wire): Uint32Array {
  return receiveTokens((into) => {
    switch (purpose) {
      case "completion":
        return native.renderConversationForCompletion(json, texts, role as Role, retention, into);
      case "training":
        return native.renderConversationForTraining(json, texts, retention, into);
      case "conversation":
        return native.renderConversation(json, texts, retention, into);
    }
  });
}

function countWhole({ native, role, retention }: Rendering, { json, texts }: Wire): number {
  return callNative(() => native.countConversationTokens(json, texts, role as Role, retention));
}

/** A message that is to be rendered. */
interface Entry {
  message: Message;
  /** Its canonical form. */
  dict: MessageDict;
  /** What is remembered of a message with that form. */
  known: Known | undefined;
}

/** Checks the messages of a conversation, and finds or makes their tokens if something is known or to be remembered. */
function partsOf(
  rendering: Rendering,
  conversation: Exclude<ConversationLike, string>,
): { entries: Entry[]; parts: Uint32Array[] | null } {
  const messages = messagesOf(conversation);
  const { remembers } = rendering;
  const isKept = remembers && isRenderedAgain(messages);
  const recalled: (Known | undefined)[] = isKept ? messages.map(recall) : [];
  const dicts = checkedMessages(messages, isKept ? (i) => recalled[i]?.dict : undefined);
  const entries = dicts.map((dict, i) => ({
    message: messages[i] as Message,
    dict,
    known: recalled[i],
  }));
  if (!remembers) return { entries, parts: null };
  for (const entry of entries) if (entry.dict !== entry.known?.dict) identify(entry);
  return { entries, parts: partsOfEntries(rendering, entries, isKept) };
}

/** Finds out whether the message is known. One with tools is read, and the program cannot change it any more. */
function identify(entry: Entry): void {
  const { dict, known } = entry;
  if (hasTools(dict)) {
    const similar = known ?? recallSimilar(dict);
    const read = readJson(dict, similar?.dict) as MessageDict | undefined;
    if (read === undefined) return;
    entry.known = read === similar?.dict ? similar : recallSame(read);
    entry.dict = entry.known?.dict ?? read;
  } else if (known !== undefined && isSame(dict, known.dict)) {
    entry.dict = known.dict;
  } else {
    entry.known = undefined;
  }
}

/**
 * Returns the tokens of the messages that are rendered, those of several together where they are new, and remembers
 * what is new. Returns `null` if nothing can be known and nothing is to be remembered, or a message cannot be rendered.
 */
function partsOfEntries(
  { native, retention }: Rendering,
  entries: readonly Entry[],
  isKept: boolean,
): Uint32Array[] | null {
  const isLearnt = ({ dict }: Entry) => isKept || hasTools(dict);
  if (!entries.some(isLearnt)) return null;
  const shown = shownMessages(entries, retention);
  const functionTools = mentionsFunctionTools(retention === CURRENT_TURN ? shown : entries);
  const news = shown.filter((entry) => tokensOf(entry, functionTools) === null);
  const rendered = news.length === 0 ? NOTHING : renderMessages(native, news, functionTools);
  if (rendered === null) return null;

  const parts: Uint32Array[] = [];
  /** The new tokens that are not among the parts yet. */
  let [start, end] = [0, 0];
  for (const entry of shown) {
    const tokens = tokensOf(entry, functionTools);
    if (tokens === null) {
      const begin = end;
      end = endOfMessage(rendered, begin);
      if (isLearnt(entry)) learn(entry, functionTools, rendered.slice(begin, end));
    } else {
      if (start < end) parts.push(rendered.subarray(start, end));
      start = end;
      parts.push(tokens);
    }
  }
  if (start < end) parts.push(rendered.subarray(start, end));
  if (isKept) for (const { message, known } of news) if (known !== undefined) remember(message, known);
  return parts;
}

const NOTHING = new Uint32Array();

/** Returns what is remembered of a message's tokens in such a conversation. */
function tokensOf({ dict, known }: Entry, functionTools: boolean): Uint32Array | null {
  return known?.tokens[variant(dict, functionTools)] ?? null;
}

function learn(entry: Entry, functionTools: boolean, tokens: Uint32Array): void {
  if (entry.known === undefined) {
    entry.known = { dict: entry.dict, tokens: [null, null] };
    if (hasTools(entry.dict)) rememberRecent(entry.known);
  }
  entry.known.tokens[variant(entry.dict, functionTools)] = tokens;
}

/** Only the content of a system message says whether there are function tools. */
function variant({ role, content }: MessageDict, functionTools: boolean): 0 | 1 {
  return functionTools && role === "system" && content.some(({ type }) => type === "system_content") ? 1 : 0;
}

function hasTools({ content }: MessageDict): boolean {
  return content.some((part) => part.type !== "text" && part.tools !== undefined);
}

/** Renders messages one by one. Returns `null` if that fails: only the whole conversation's error is the right one. */
function renderMessages(
  native: BindingEncoding,
  entries: readonly Entry[],
  functionTools: boolean,
): Uint32Array | null {
  const { json, texts } = wireMessages(entries.map(({ dict }) => dict));
  try {
    return receiveTokens((into) => native.renderMessages(json, texts, functionTools, into));
  } catch {
    return null;
  }
}

/** A message begins with `<|start|>`, which text never becomes. */
function endOfMessage(tokens: Uint32Array, begin: number): number {
  const next = tokens.indexOf(FORMAT_TOKENS.start, begin + 1);
  return next < 0 ? tokens.length : next;
}

/** The tokens that begin the next message, by role. */
const beginnings = new Map<Role, Uint32Array>();

function beginningOfTurn({ native, role }: Rendering): Uint32Array {
  let tokens = beginnings.get(role as Role);
  if (tokens === undefined) {
    const nothing = { json: '{"messages":[]}', texts: null };
    tokens = renderWhole({ native, remembers: false, purpose: "completion", role, retention: 0 }, nothing);
    beginnings.set(role as Role, tokens);
  }
  return tokens;
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const tokens = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const part of parts) {
    tokens.set(part, end);
    end += part.length;
  }
  return tokens;
}
