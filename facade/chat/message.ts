/** A message. */

import { prependPath } from "../validation/errors.ts";
import {
  expectInstance,
  expectObject,
  expectString,
  expectStringOrNull,
  mapItems,
} from "../validation/expect.ts";
import { parse, stringify } from "../validation/json.ts";
import { Author } from "./author.ts";
import { DeveloperContent, developerContentHasStill } from "./content/developer.ts";
import {
  type Content,
  type ContentDict,
  contentFromDict,
  contentToDict,
  expectContent,
} from "./content/index.ts";
import { TextContent } from "./content/text.ts";
import { DICT, type Form, JSON_TEXT } from "./form.ts";
import { expectRole, type Role } from "./role.ts";

/** The canonical form of a {@link Message}. `name` is always there; other fields that are `null` are left out. */
export interface MessageDict {
  /** The author's role. */
  role: Role;
  /** The author's name. For a tool it is the tool's, such as `functions.get_weather`. */
  name: string | null;
  /** What the message says: any number of contents, rendered one after the other. */
  content: ContentDict[];
  /** The channel that the message was written to, such as `analysis`, `commentary` or `final`. */
  channel?: string;
  /** Whom the message is for. For a tool call it is the tool's name. */
  recipient?: string;
  /** The format of the content, such as `<|constrain|>json`. */
  content_type?: string;
}

/** Any parameter of this type takes a message, or its canonical JSON text, which is passed to Rust unchanged. */
export type MessageLike = Message | string;

/**
 * A message (Python: `Message`).
 *
 * @example
 * ```ts
 * const call = Message.fromRoleAndContent(Role.ASSISTANT, '{"city": "Tokyo"}')
 *   .withChannel("commentary")
 *   .withRecipient("functions.get_weather")
 *   .withContentType("<|constrain|>json");
 * const encoding = loadHarmonyEncoding();
 * encoding.render(call).length; // => 21
 * ```
 */
export class Message {
  /** Who wrote the message. */
  author: Author;
  /** What the message says: any number of contents, rendered one after the other. */
  content: Content[];
  /** The channel that the message was written to, such as `analysis`, `commentary` or `final`. */
  channel: string | null;
  /** Whom the message is for. For a tool call it is the tool's name. */
  recipient: string | null;
  /** The format of the content, such as `<|constrain|>json`. */
  contentType: string | null;

  /** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type. */
  constructor(
    init: Pick<Message, "author"> &
      Partial<Pick<Message, "content" | "channel" | "recipient" | "contentType">>,
  ) {
    const {
      author,
      content = [],
      channel = null,
      recipient = null,
      contentType = null,
    } = expectObject(init, "init");
    this.author = expectInstance(author, Author, "author");
    this.content = mapItems(content, "content", expectContent);
    this.channel = expectStringOrNull(channel, "channel");
    this.recipient = expectStringOrNull(recipient, "recipient");
    this.contentType = expectStringOrNull(contentType, "contentType");
  }

  /**
   * Creates a message of an author. A string becomes a {@link TextContent}.
   *
   * @throws {@linkcode HarmonyValueError} if an argument is of the wrong type.
   */
  static fromAuthorAndContent(author: Author, content: string | Content): Message {
    return new Message({ author, content: [toContent(content)] });
  }

  /**
   * Creates a message of a role. A string becomes a {@link TextContent}.
   *
   * @example
   * ```ts
   * Message.fromRoleAndContent(Role.USER, "What is the weather?");
   * ```
   * @throws {@linkcode HarmonyValueError} if the role is unknown, or the content is of the wrong type.
   */
  static fromRoleAndContent(role: Role, content: string | Content): Message {
    return Message.fromAuthorAndContent(new Author({ role: expectRole(role) }), content);
  }

  /**
   * Creates a message of a role with several contents.
   *
   * @throws {@linkcode HarmonyValueError} if the role is unknown, or a content is of the wrong type.
   */
  static fromRoleAndContents(role: Role, contents: Content[]): Message {
    const content = mapItems(contents, "contents", expectContent);
    return new Message({ author: new Author({ role: expectRole(role) }), content });
  }

  /**
   * Adds a content. A string becomes a {@link TextContent}.
   *
   * @returns this message
   * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor a content.
   */
  addingContent(content: string | Content): this {
    this.content.push(toContent(content));
    return this;
  }

  /**
   * Sets the channel.
   *
   * @returns this message
   * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
   */
  withChannel(channel: string | null): this {
    this.channel = expectStringOrNull(channel, "channel");
    return this;
  }

  /**
   * Sets the recipient.
   *
   * @returns this message
   * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
   */
  withRecipient(recipient: string | null): this {
    this.recipient = expectStringOrNull(recipient, "recipient");
    return this;
  }

  /**
   * Sets the content type.
   *
   * @returns this message
   * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
   */
  withContentType(contentType: string | null): this {
    this.contentType = expectStringOrNull(contentType, "contentType");
    return this;
  }

  /**
   * Returns the canonical form. The parameters of tools pass through untouched.
   *
   * @throws {@linkcode HarmonyValueError} if a field has been set to something of the wrong type.
   */
  toDict(): MessageDict {
    return messageToDict(this, DICT);
  }

  /** Returns the canonical form, for `JSON.stringify`. */
  toJSON(): MessageDict {
    return this.toDict();
  }

  /**
   * Returns the canonical form as JSON text.
   *
   * @throws {@linkcode HarmonyValueError} if a field is of the wrong type, or a tool's parameters are not JSON.
   */
  toJson(): string {
    return stringify(messageToDict(this, JSON_TEXT));
  }

  /**
   * Reads the canonical form, or that of the Rust crate, in which a lone text content is a string. Unknown keys are
   * ignored.
   *
   * @example
   * ```ts
   * const message = Message.fromDict({ role: "user", content: "Hi" });
   * message.toDict(); // => { role: "user", name: null, content: [{ type: "text", text: "Hi" }] }
   * ```
   * @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type, or the role is unknown.
   */
  static fromDict(data: unknown): Message {
    const dict = expectObject(data, "data");
    const { role, name = null, content, channel = null, recipient = null } = dict;
    const { content_type: contentType = null } = dict;
    return new Message({
      author: new Author({ role: expectRole(role, "role"), name: expectStringOrNull(name, "name") }),
      content:
        typeof content === "string"
          ? [new TextContent({ text: content })]
          : mapItems(content, "content", contentFromDict),
      channel: expectStringOrNull(channel, "channel"),
      recipient: expectStringOrNull(recipient, "recipient"),
      contentType: expectStringOrNull(contentType, "content_type"),
    });
  }

  /**
   * Reads the canonical form from JSON text.
   *
   * @throws {@linkcode HarmonyValueError} if the text is not JSON, or for the reasons of {@link Message.fromDict}.
   */
  static fromJson(payload: string): Message {
    return Message.fromDict(parse(expectString(payload, "payload"), "message"));
  }
}

/**
 * The canonical form of a message.
 *
 * @param known - a form that the message has had before. It is returned if the message still has it, and has only texts
 * and developer contents.
 */
export function messageToDict(message: Message, form: Form, known?: MessageDict): MessageDict {
  if (known !== undefined && hasStill(message, known, form)) return known;
  const author = expectInstance(message.author, Author, "author");
  const channel = expectStringOrNull(message.channel, "channel");
  const recipient = expectStringOrNull(message.recipient, "recipient");
  const contentType = expectStringOrNull(message.contentType, "contentType");
  const dict: MessageDict = {
    role: expectRole(author.role, "author.role"),
    name: expectStringOrNull(author.name, "author.name"),
    content: mapItems(message.content, "content", (content) => contentToDict(content, form)),
  };
  if (channel !== null) dict.channel = channel;
  if (recipient !== null) dict.recipient = recipient;
  if (contentType !== null) dict.content_type = contentType;
  return dict;
}

/** Tells whether a message still has a form that it has had before, without making anything. */
function hasStill(message: Message, known: MessageDict, form: Form): boolean {
  const { author, channel, recipient, contentType, content } = message;
  return (
    author instanceof Author &&
    author.role === known.role &&
    author.name === known.name &&
    channel === (known.channel ?? null) &&
    recipient === (known.recipient ?? null) &&
    contentType === (known.content_type ?? null) &&
    haveStill(content, known.content, form)
  );
}

function haveStill(content: readonly Content[], known: readonly ContentDict[], form: Form): boolean {
  if (!Array.isArray(content) || content.length !== known.length) return false;
  for (let i = 0; i < known.length; i++) if (!contentHasStill(content[i], known[i], form)) return false;
  return true;
}

function contentHasStill(content: unknown, known: ContentDict | undefined, form: Form): boolean {
  switch (known?.type) {
    case "text":
      return content instanceof TextContent && content.text === known.text;
    case "developer_content":
      return content instanceof DeveloperContent && developerContentHasStill(content, known, form);
    default:
      return false;
  }
}

function toContent(content: unknown): Content {
  if (typeof content === "string") return new TextContent({ text: content });
  try {
    return expectContent(content);
  } catch (error) {
    throw prependPath("content", error);
  }
}
