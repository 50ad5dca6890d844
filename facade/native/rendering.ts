/**
 * Renders conversations. Messages that the fast engine has rendered before are not rendered again: their tokens are
 * joined with those of the others, since a message's tokens depend on the others for nothing but what `shown.ts` says.
 */
import type { ConversationLike } from "../chat/conversation.ts";
import type { Message, MessageDict } from "../chat/message.ts";
import type { Role } from "../chat/role.ts";
import type { ToolParameters } from "../chat/tool.ts";
import { copyJson, isWrittenAs } from "../validation/json.ts";
import { callNative } from "./errors.ts";
import { FORMAT_TOKENS } from "./format-tokens.ts";
import { joined } from "./joined.ts";
import type { BindingEncoding } from "./load.ts";
import {
  isRenderedAgain,
  isSeenAgain,
  type Known,
  mayReplace,
  openingOf,
  recall,
  recallContent,
  remember,
  rememberContent,
} from "./remembered.ts";
import {
  type CanonicalMessage,
  CURRENT_TURN,
  isAnswer,
  mentionsFunctionTools,
  type Retention,
  shownMessages,
} from "./shown.ts";
import { hasSettings, signatureOf } from "./signature.ts";
import { receiveTokens } from "./tokens.ts";
import { noteParameters, UnchangedForm } from "./unchanged.ts";
import {
  checkedMessages,
  expectTools,
  isSameMessage,
  messagesOf,
  messagesWithUncheckedTools,
  toolParameters,
  type Wire,
  wireMessages,
} from "./wire.ts";

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
  const { forms, parts } = partsOf(rendering, conversation);
  if (parts === null) return renderWhole(rendering, wireForms(forms));
  if (rendering.purpose === "completion") parts.push(beginningOfTurn(rendering));
  const tokens = joined(parts);
  const last = forms.at(-1);
  if (rendering.purpose === "training" && last !== undefined && isAnswer(last.dict)) {
    tokens[tokens.length - 1] = FORMAT_TOKENS.return;
  }
  return tokens;
}

/** Checks a conversation argument, and counts its tokens for a completion. */
export function countConversation(rendering: Rendering, conversation: ConversationLike): number {
  if (typeof conversation === "string") return countWhole(rendering, { json: conversation, texts: null });
  const { forms, parts } = partsOf(rendering, conversation);
  if (parts === null) return countWhole(rendering, wireForms(forms));
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

/** A message that is to be rendered, and what is known of it. */
interface Entry extends CanonicalMessage {
  message: Message;
  /** What is remembered of the message object. */
  recalled: Known | undefined;
  /** What is remembered of a message with this form. */
  known: Known | undefined;
  /** Whether its tokens are to be remembered. Its form is nobody else's then. */
  isLearnt: boolean;
  /** By which signature, if by any. */
  signature: number | null;
}

/** The messages of a conversation, and whether the program keeps them. */
interface Entries {
  list: readonly Entry[];
  isKept: boolean;
}

/** Checks the messages of a conversation, and finds or makes their tokens if something is known or to be remembered. */
function partsOf(
  rendering: Rendering,
  conversation: Exclude<ConversationLike, string>,
): { forms: readonly CanonicalMessage[]; parts: Uint32Array[] | null } {
  const messages = messagesOf(conversation);
  const entries = rendering.remembers ? identified(messages) : null;
  if (entries === null) return { forms: checkedMessages(messages).map((dict) => ({ dict })), parts: null };
  return { forms: entries.list, parts: partsOfEntries(rendering, entries) };
}

/** Finds what is known of messages. Returns `null` if one is invalid: the check of all of them gives the right error. */
function identified(messages: readonly unknown[]): Entries | null {
  const place = openingOf(messages);
  const isKept = isRenderedAgain(messages[place]);
  const recalled: (Known | undefined)[] = isKept ? messages.map(recall) : [];
  try {
    const form = isKept ? new UnchangedForm() : undefined;
    const dicts = messagesWithUncheckedTools(messages, form, isKept ? (i) => recalled[i]?.dict : undefined);
    const opening = dicts[place];
    const isRepeated = !isKept && opening !== undefined && isSeenAgain(signatureOf(opening));
    const list = dicts.map((dict, i) => {
      const message = messages[i] as Message;
      const known = recalled[i];
      const entry: Entry = { message, dict, recalled: known, known, isLearnt: false, signature: null };
      if (hasSettings(dict)) identifySettings(entry, form);
      else if (isRepeated) identifyTexts(entry);
      else if (known?.dict !== dict) [entry.known, entry.isLearnt] = [undefined, isKept];
      return entry;
    });
    return { list, isKept };
  } catch {
    return null;
  }
}

/** Settings, and tools above all, come with each conversation: they are remembered when they come again. */
function identifySettings(entry: Entry, form: UnchangedForm | undefined): void {
  const { dict, known } = entry;
  if (known !== undefined && isWrittenAs(dict, known.dict)) {
    if (form?.hasOthers) noteTools(dict, known.dict);
    use(entry, known);
    return;
  }
  const signature = signatureOf(dict);
  const similar = recallContent(signature);
  if (similar !== undefined && isWrittenAs(dict, similar.dict)) {
    use(entry, similar);
    return;
  }
  entry.known = undefined;
  expectTools(dict);
  const isWanted = similar === undefined ? isSeenAgain(signature) || form !== undefined : mayReplace(similar);
  if (isWanted) learnLater(entry, copyJson(dict), signature);
}

/** Remembers what the parameters of tools consist of, which have turned out to be what is known. */
function noteTools(dict: MessageDict, known: MessageDict): void {
  const copies = toolParameters(known);
  for (const [i, parameters] of toolParameters(dict).entries()) {
    const copy = copies[i] as ToolParameters;
    if (parameters !== copy) noteParameters(parameters, copy);
  }
}

/** The messages of a conversation that is rendered again, but made anew, are remembered by what they contain. */
function identifyTexts(entry: Entry): void {
  const signature = signatureOf(entry.dict);
  const similar = recallContent(signature);
  if (similar !== undefined && isSameMessage(entry.dict, similar.dict)) {
    use(entry, similar);
  } else if (similar === undefined || mayReplace(similar)) {
    // The texts of a copy do not keep longer texts that they may be parts of.
    learnLater(entry, JSON.parse(JSON.stringify(entry.dict)), signature);
  }
}

function use(entry: Entry, known: Known): void {
  known.misses = 0;
  entry.known = known;
  entry.dict = known.dict;
}

function learnLater(entry: Entry, copy: MessageDict | undefined, signature: number): void {
  if (copy === undefined) return;
  entry.dict = copy;
  entry.isLearnt = true;
  entry.signature = signature;
}

/**
 * Returns the tokens of the messages that are rendered, those of several together where they are new, and remembers
 * what is new. Returns `null` if nothing is known and nothing is to be remembered, or a message cannot be rendered.
 */
function partsOfEntries({ native, retention }: Rendering, { list, isKept }: Entries): Uint32Array[] | null {
  if (!list.some(({ known, isLearnt }) => isLearnt || known !== undefined)) return null;
  const shown = shownMessages(list, retention);
  const functionTools = mentionsFunctionTools(retention === CURRENT_TURN ? shown : list);
  const known: (Uint32Array | null)[] = [];
  const news: Entry[] = [];
  for (const entry of shown) {
    const tokens = tokensOf(entry, functionTools);
    known.push(tokens);
    if (tokens === null) news.push(entry);
  }
  const rendered = news.length === 0 ? NOTHING : renderMessages(native, news, functionTools);
  if (rendered === null) return null;

  const parts: Uint32Array[] = [];
  /** The new tokens that are not among the parts yet. */
  let [start, end] = [0, 0];
  for (let i = 0; i < shown.length; i++) {
    const tokens = known[i] ?? null;
    if (tokens === null) {
      const entry = shown[i] as Entry;
      const begin = end;
      end = endOfMessage(rendered, begin);
      if (entry.isLearnt || entry.known) learn(entry, functionTools, rendered.slice(begin, end));
    } else {
      if (start < end) parts.push(rendered.subarray(start, end));
      start = end;
      parts.push(tokens);
    }
  }
  if (start < end) parts.push(rendered.subarray(start, end));
  if (isKept) {
    for (const { message, known, recalled } of list) {
      if (known !== undefined && known !== recalled) remember(message, known);
    }
  }
  return parts;
}

const NOTHING = new Uint32Array();

/** Returns what is remembered of a message's tokens in such a conversation. */
function tokensOf({ dict, known }: Entry, functionTools: boolean): Uint32Array | null {
  return known?.tokens[variant(dict, functionTools)] ?? null;
}

function learn(entry: Entry, functionTools: boolean, tokens: Uint32Array): void {
  const { dict, signature } = entry;
  entry.known ??= { dict, tokens: [null, null], misses: 0 };
  entry.known.tokens[variant(dict, functionTools)] = tokens;
  if (signature !== null) rememberContent(signature, entry.known);
}

/** Only the content of a system message says whether there are function tools. */
function variant({ role, content }: MessageDict, functionTools: boolean): 0 | 1 {
  return functionTools && role === "system" && content.some(({ type }) => type === "system_content") ? 1 : 0;
}

/** Renders messages one by one. Returns `null` if that fails: only the whole conversation's error is the right one. */
function renderMessages(
  native: BindingEncoding,
  forms: readonly CanonicalMessage[],
  functionTools: boolean,
): Uint32Array | null {
  const { json, texts } = wireForms(forms);
  try {
    return receiveTokens((into) => native.renderMessages(json, texts, functionTools, into));
  } catch {
    return null;
  }
}

function wireForms(forms: readonly CanonicalMessage[]): Wire {
  return wireMessages(forms.map(({ dict }) => dict));
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
