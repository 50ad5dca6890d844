/** A conversation: messages in order. */
import {
  expectInstance,
  expectIterable,
  expectObject,
  expectString,
  mapItems,
} from "../validation/expect.ts";
import { parse, stringify } from "../validation/json.ts";
import { DICT, type Form, JSON_TEXT } from "./form.ts";
import { Message, type MessageDict, messageToDict } from "./message.ts";

/** The canonical form of a {@link Conversation}. */
export interface ConversationDict {
  /** The messages, from first to last. */
  messages: MessageDict[];
}

/**
 * Any parameter of this type takes a conversation, messages, or canonical JSON text, which is passed to Rust
 * unchanged.
 */
export type ConversationLike = Conversation | Iterable<Message> | string;

/**
 * A conversation (Python: `Conversation`). Iterating over it gives its messages.
 *
 * @example
 * ```ts
 * const conversation = Conversation.fromMessages([
 *   Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new()),
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 * ]);
 * for (const { author } of conversation) console.log(author.role);
 * console.log(conversation.toJson());
 * ```
 */
export class Conversation {
  /** The messages, from first to last. */
  messages: Message[];

  /** @throws {@linkcode HarmonyValueError} if `messages` is not an array of {@link Message}. */
  constructor(init: Partial<Pick<Conversation, "messages">> = {}) {
    const { messages = [] } = expectObject(init, "init");
    this.messages = mapItems(messages, "messages", expectMessage);
  }

  /**
   * Creates a conversation from messages.
   *
   * @throws {@linkcode HarmonyValueError} if `messages` is not an iterable of {@link Message}.
   */
  static fromMessages(messages: Iterable<Message>): Conversation {
    return new Conversation({
      messages: Array.from(expectIterable(messages, "messages", "an iterable of Message")),
    });
  }

  /** Iterates over the messages, from first to last. */
  [Symbol.iterator](): IterableIterator<Message> {
    return this.messages[Symbol.iterator]();
  }

  /**
   * Returns the canonical form. The parameters of tools pass through untouched.
   *
   * @throws {@linkcode HarmonyValueError} if a field has been set to something of the wrong type.
   */
  toDict(): ConversationDict {
    return messagesToDict(this.messages, DICT);
  }

  /** Returns the canonical form, for `JSON.stringify`. */
  toJSON(): ConversationDict {
    return this.toDict();
  }

  /**
   * Returns the canonical form as JSON text.
   *
   * @throws {@linkcode HarmonyValueError} if a field is of the wrong type, or a tool's parameters are not JSON.
   */
  toJson(): string {
    return stringify(messagesToDict(this.messages, JSON_TEXT));
  }

  /**
   * Reads the canonical form. Each message is read as by {@link Message.fromDict}.
   *
   * @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type.
   */
  static fromDict(data: unknown): Conversation {
    const { messages } = expectObject(data, "data");
    return new Conversation({
      messages: mapItems(messages, "messages", (message) => Message.fromDict(expectObject(message, ""))),
    });
  }

  /**
   * Reads the canonical form from JSON text.
   *
   * @example
   * ```ts
   * const conversation = Conversation.fromJson('{"messages":[{"role":"user","content":"Hi"}]}');
   * conversation.messages.length; // => 1
   * ```
   * @throws {@linkcode HarmonyValueError} if the text is not JSON, or for the reasons of {@link Conversation.fromDict}.
   */
  static fromJson(payload: string): Conversation {
    return Conversation.fromDict(parse(expectString(payload, "payload"), "conversation"));
  }
}

/**
 * The canonical form of a conversation of these messages.
 *
 * @param known - returns a form that a message has had before
 */
export function messagesToDict(
  messages: unknown,
  form: Form,
  known?: (index: number) => MessageDict | undefined,
): ConversationDict {
  return {
    messages: mapItems(messages, "messages", (message, i) =>
      messageToDict(expectMessage(message), form, known?.(i)),
    ),
  };
}

function expectMessage(value: unknown): Message {
  return expectInstance(value, Message, "");
}
