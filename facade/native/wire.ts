/**
 * How conversations and messages cross to the addon and back. Nothing else in TypeScript knows; in Rust, only
 * `src/wire.rs` does.
 *
 * A conversation crosses as canonical JSON text. Long texts of text contents go beside it, in order, because writing
 * them as JSON and reading them again takes longer; in the JSON, they are empty. JSON text of the caller's crosses as
 * it is, with nothing beside it.
 */
import type { ContentDict } from "../chat/content/index.ts";
import type { TextContentDict } from "../chat/content/text.ts";
import { Conversation, type ConversationLike, messagesToDict } from "../chat/conversation.ts";
import { DICT, type Form, JSON_TEXT } from "../chat/form.ts";
import { Message, type MessageDict, type MessageLike, messageToDict } from "../chat/message.ts";
import type { ToolParameters } from "../chat/tool.ts";
import { expectIterable, mapItems, wrongType } from "../validation/expect.ts";
import { parse, stringify } from "../validation/json.ts";

/** A conversation or a message on its way to the addon. */
export interface Wire {
  /** Canonical JSON text. */
  json: string;
  /** The texts of the text contents that are empty in the JSON; `null` if those are really empty. */
  texts: string[] | null;
}

/** Checks and writes a conversation argument. */
export function wireConversation(conversation: ConversationLike): Wire {
  if (typeof conversation === "string") return { json: conversation, texts: null };
  return wireMessages(checkedMessages(messagesOf(conversation)));
}

/** Checks a conversation argument that is not JSON text. Whether these are messages turns out later. */
export function expectConversation(conversation: Iterable<Message>): Iterable<Message> {
  return expectIterable(conversation, "conversation", "a Conversation, an iterable of Message, or JSON text");
}

/** Returns what a conversation argument that is not JSON text has for its messages, which may be anything. */
export function messagesOf(conversation: Exclude<ConversationLike, string>): readonly unknown[] {
  if (!(conversation instanceof Conversation)) return Array.from(expectConversation(conversation));
  return mapItems(conversation.messages, "messages", (message) => message);
}

/** Checks messages, and returns their canonical forms. */
export function checkedMessages(messages: readonly unknown[]): MessageDict[] {
  return messagesToDict(messages, JSON_TEXT).messages;
}

/**
 * Checks messages, but for the parameters of their tools, and returns their canonical forms.
 *
 * @param form - how they take those parameters
 * @param known - returns a form that a message has had before
 */
export function messagesWithUncheckedTools(
  messages: readonly unknown[],
  form: Form = DICT,
  known?: (index: number) => MessageDict | undefined,
): MessageDict[] {
  return messagesToDict(messages, form, known).messages;
}

/** Checks the parameters of a message's tools. */
export function expectTools(message: MessageDict): void {
  for (const parameters of toolParameters(message)) JSON_TEXT.parameters(parameters);
}

/** Returns the parameters of a message's tools. */
export function toolParameters({ content }: MessageDict): ToolParameters[] {
  const all: ToolParameters[] = [];
  for (const part of content) {
    if (part.type === "text" || part.tools === undefined) continue;
    for (const { tools } of Object.values(part.tools)) {
      for (const { parameters } of tools) if (parameters !== undefined) all.push(parameters);
    }
  }
  return all;
}

/** Tells whether two messages of texts are the same. */
export function isSameMessage(a: MessageDict, b: MessageDict): boolean {
  return (
    a.role === b.role &&
    a.name === b.name &&
    a.channel === b.channel &&
    a.recipient === b.recipient &&
    a.content_type === b.content_type &&
    a.content.length === b.content.length &&
    a.content.every((part, i) => isSameText(part, b.content[i]))
  );
}

function isSameText(a: ContentDict, b: ContentDict | undefined): boolean {
  return a.type === "text" && b?.type === "text" && a.text === b.text;
}

/** Writes a conversation of messages that have been checked. */
export function wireMessages(messages: readonly MessageDict[]): Wire {
  return write({ messages }, messages);
}

/** Checks and writes a message argument. */
export function wireMessage(message: MessageLike): Wire {
  if (typeof message === "string") return { json: message, texts: null };
  if (!(message instanceof Message)) throw wrongType("message", "a Message or JSON text", message);
  const dict = messageToDict(message, JSON_TEXT);
  return write(dict, [dict]);
}

/** Reads messages that the addon wrote. */
export function messagesFromWire(json: string): Message[] {
  return (parse(json, "messages") as unknown[]).map((message) => Message.fromDict(message));
}

/** From this length on, passing a text beside the JSON is faster. */
const LONG = 128;

/** Writes a value, but for the long texts of the messages in it. */
function write(value: unknown, messages: readonly MessageDict[]): Wire {
  const beside: TextContentDict[] = [];
  for (const { content } of messages) for (const part of content) if (goesBeside(part)) beside.push(part);
  const texts = beside.map(({ text }) => text);
  // For as long as it takes to write: to copy the messages would take longer.
  for (const content of beside) content.text = "";
  try {
    return { json: stringify(value), texts: texts.length === 0 ? null : texts };
  } finally {
    for (const [i, content] of beside.entries()) content.text = texts[i] as string;
  }
}

/** Texts that are empty anyway go along: an empty text stands for one of `texts`, always. */
function goesBeside(content: ContentDict): content is TextContentDict {
  return content.type === "text" && (content.text.length === 0 || content.text.length >= LONG);
}
