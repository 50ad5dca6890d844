/** A conversation: messages in order. */
import { checkInstance, checkIterable, checkObject, checkString, mapItems, wrongType } from "./check.ts";
import { parse, stringify } from "./json.ts";
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

/** The canonical JSON text of a conversation argument. */
export function conversationJson(conversation: ConversationLike): string {
  if (typeof conversation === "string") return conversation;
  if (conversation instanceof Conversation) return conversation.toJson();
  const expected = "a Conversation, an iterable of Message, or JSON text";
  return Conversation.fromMessages(checkIterable(conversation, "conversation", expected)).toJson();
}

/** What a message argument may be: a message, or canonical JSON text, which goes to Rust as it is. */
export type MessageLike = Message | string;

/** The canonical JSON text of a message argument. */
export function messageJson(message: MessageLike): string {
  if (typeof message === "string") return message;
  if (message instanceof Message) return message.toJson();
  throw wrongType("message", "a Message or JSON text", message);
}

function checkMessage(value: unknown): Message {
  return checkInstance(value, Message, "");
}
