/** A conversation: messages in order. */
import {
  checkInstance,
  checkIterable,
  checkObject,
  checkString,
  mapItems,
  wrongType,
} from "../validation/expect.ts";
import { parse, stringify } from "../validation/json.ts";
import type { ContentDict, TextContentDict } from "./content.ts";
import { checkMessageJson, Message, type MessageDict } from "./message.ts";

/** The canonical form of a {@link Conversation}. */
export interface ConversationDict {
  /** The messages, the first one first. */
  messages: MessageDict[];
}

/** A conversation (Python: `Conversation`). Iterating over it gives its messages. */
export class Conversation {
  /** The messages, the first one first. */
  messages: Message[];

  /** @throws {HarmonyValueError} if `messages` is not an array of {@link Message}. */
  constructor(init: Partial<Pick<Conversation, "messages">> = {}) {
    const { messages = [] } = checkObject(init, "init");
    this.messages = mapItems(messages, "messages", checkMessage);
  }

  /**
   * Makes a conversation of messages.
   *
   * @throws {HarmonyValueError} if they are not an iterable of {@link Message}.
   */
  static fromMessages(messages: Iterable<Message>): Conversation {
    return new Conversation({
      messages: Array.from(checkIterable(messages, "messages", "an iterable of Message")),
    });
  }

  /** The messages, the first one first. */
  [Symbol.iterator](): IterableIterator<Message> {
    return this.messages[Symbol.iterator]();
  }

  /**
   * The canonical form.
   *
   * @throws {HarmonyValueError} if a field has been set to something of the wrong type, with its path.
   */
  toDict(): ConversationDict {
    return { messages: mapItems(this.messages, "messages", (message) => checkMessage(message).toDict()) };
  }

  /** The canonical form, for `JSON.stringify`. */
  toJSON(): ConversationDict {
    return this.toDict();
  }

  /**
   * The canonical form as JSON text.
   *
   * @throws {HarmonyValueError} if a field is of the wrong type, or a tool's parameters are no JSON value.
   */
  toJson(): string {
    const dict = this.toDict();
    mapItems(dict.messages, "messages", (message) => checkMessageJson(message as MessageDict));
    return stringify(dict);
  }

  /**
   * Reads the canonical form, its messages as {@link Message.fromDict} does.
   *
   * @throws {HarmonyValueError} if a field is missing or of the wrong type, with its path.
   */
  static fromDict(data: unknown): Conversation {
    const { messages } = checkObject(data, "data");
    return new Conversation({
      messages: mapItems(messages, "messages", (message) => Message.fromDict(checkObject(message, ""))),
    });
  }

  /**
   * Reads the canonical form from JSON text.
   *
   * @throws {HarmonyValueError} if the text is not JSON, or as {@link Conversation.fromDict}.
   */
  static fromJson(payload: string): Conversation {
    return Conversation.fromDict(parse(checkString(payload, "payload"), "conversation"));
  }
}

/** What a conversation argument may be: messages, or canonical JSON text, which goes to Rust as it is. */
export type ConversationLike = Conversation | Iterable<Message> | string;

/** A conversation or a message on its way to Rust. */
export interface Canonical {
  /** Canonical JSON text. */
  json: string;
  /** What the text contents that are empty in the JSON have, in order; `null` if what is in the JSON is all. */
  texts: string[] | null;
}

/** The canonical form of a conversation argument. */
export function canonicalConversation(conversation: ConversationLike): Canonical {
  if (typeof conversation === "string") return { json: conversation, texts: null };
  const { messages } = toConversation(conversation).toDict();
  return canonical((texts) => ({
    messages: mapItems(messages, "messages", (message) => takeTexts(message as MessageDict, texts)),
  }));
}

function toConversation(conversation: Conversation | Iterable<Message>): Conversation {
  if (conversation instanceof Conversation) return conversation;
  const expected = "a Conversation, an iterable of Message, or JSON text";
  return Conversation.fromMessages(checkIterable(conversation, "conversation", expected));
}

/** What a message argument may be: a message, or canonical JSON text, which goes to Rust as it is. */
export type MessageLike = Message | string;

/** The canonical form of a message argument. */
export function canonicalMessage(message: MessageLike): Canonical {
  if (typeof message === "string") return { json: message, texts: null };
  if (!(message instanceof Message)) throw wrongType("message", "a Message or JSON text", message);
  return canonical((texts) => takeTexts(message.toDict(), texts));
}

/** The canonical form of a dict that is made as its long texts are taken. */
function canonical(takeDict: (texts: string[]) => unknown): Canonical {
  const texts: string[] = [];
  const json = stringify(takeDict(texts));
  return { json, texts: texts.length === 0 ? null : texts };
}

/** From this length on, to write a text as JSON and to read it again takes longer than to pass it apart. */
const LONG = 128;

const EMPTY: ContentDict = { type: "text", text: "" };

/**
 * A message's canonical form, checked, where long texts are empty. They are appended to `texts`, and so are those
 * that are empty already.
 */
function takeTexts(message: MessageDict, texts: string[]): MessageDict {
  checkMessageJson(message);
  if (!message.content.some(isApart)) return message;
  const content = message.content.map((content) => {
    if (!isApart(content)) return content;
    texts.push(content.text);
    return EMPTY;
  });
  return { ...message, content };
}

function isApart(content: ContentDict): content is TextContentDict {
  if (content.type !== "text" || typeof content.text !== "string") return false;
  return content.text.length >= LONG || content.text.length === 0;
}

function checkMessage(value: unknown): Message {
  return checkInstance(value, Message, "");
}
