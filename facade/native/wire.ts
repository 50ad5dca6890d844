/**
 * How conversations and messages cross to the addon and back. Nothing else in TypeScript knows; in Rust, only
 * `src/wire.rs` does.
 *
 * A conversation crosses as canonical JSON text. Long texts of text contents go beside it, in order, because writing
 * them as JSON and reading them again takes longer; in the JSON, they are empty. JSON text of the caller's crosses as
 * it is, with nothing beside it.
 */
import { Conversation, type ConversationLike, messagesToDict } from "../chat/conversation.ts";
import { type Form, JSON_TEXT } from "../chat/form.ts";
import { Message, type MessageLike, messageToDict } from "../chat/message.ts";
import { expectIterable, wrongType } from "../validation/expect.ts";
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
  const messages =
    conversation instanceof Conversation
      ? conversation.messages
      : Array.from(expectConversation(conversation));
  return write((form) => messagesToDict(messages, form));
}

/** Checks a conversation argument that is not JSON text. Whether these are messages turns out later. */
export function expectConversation(conversation: Iterable<Message>): Iterable<Message> {
  return expectIterable(conversation, "conversation", "a Conversation, an iterable of Message, or JSON text");
}

/** Checks and writes a message argument. */
export function wireMessage(message: MessageLike): Wire {
  if (typeof message === "string") return { json: message, texts: null };
  if (!(message instanceof Message)) throw wrongType("message", "a Message or JSON text", message);
  return write((form) => messageToDict(message, form));
}

/** Reads messages that the addon wrote. */
export function messagesFromWire(json: string): Message[] {
  return (parse(json, "messages") as unknown[]).map((message) => Message.fromDict(message));
}

/** From this length on, passing a text beside the JSON is faster. */
const LONG = 128;

function write(toDict: (form: Form) => unknown): Wire {
  const texts: string[] = [];
  const form: Form = {
    text(text) {
      // Those that are empty anyway go along: an empty text stands for one of `texts`, always.
      if (text.length > 0 && text.length < LONG) return text;
      texts.push(text);
      return "";
    },
    parameters: JSON_TEXT.parameters,
  };
  const json = stringify(toDict(form));
  return { json, texts: texts.length === 0 ? null : texts };
}
