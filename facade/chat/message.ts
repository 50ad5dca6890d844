/** A message and its author. */

import { within } from "../validation/errors.ts";
import {
  checkInstance,
  checkObject,
  checkOptionalString,
  checkString,
  mapItems,
} from "../validation/expect.ts";
import { parse, stringify } from "../validation/json.ts";
import {
  type Content,
  type ContentDict,
  checkContent,
  checkContentJson,
  contentFromDict,
  TextContent,
} from "./content.ts";
import { checkRole, type Role } from "./role.ts";

/** The canonical form of a {@link Message}. `name` is always there; optional fields that are `null` are left out. */
export interface MessageDict {
  /** The author's role. */
  role: Role;
  /** The author's name; for a tool, the tool's, such as `functions.get_weather`. */
  name: string | null;
  /** What the message says: any number of contents, rendered one after the other. */
  content: ContentDict[];
  /** The channel it is written to, such as `analysis`, `commentary` or `final`. */
  channel?: string;
  /** Who it is for; for a tool call, the tool's name. */
  recipient?: string;
  /** The content's format, such as `<|constrain|>json`. */
  content_type?: string;
}

/** Who wrote a message (Python: `Author`). */
export class Author {
  /** The author's role. */
  role: Role;
  /** The author's name; for a tool, the tool's, such as `functions.get_weather`. */
  name: string | null;

  /** @throws {HarmonyValueError} if a field is missing or of the wrong type, or the role is unknown. */
  constructor(init: Pick<Author, "role"> & Partial<Pick<Author, "name">>) {
    const { role, name = null } = checkObject(init, "init");
    this.role = checkRole(role, "role");
    this.name = checkOptionalString(name, "name");
  }

  /**
   * Makes an author with a name.
   *
   * @throws {HarmonyValueError} if the role is unknown, or the name neither a string nor `null`.
   */
  static new(role: Role, name: string | null): Author {
    return new Author({ role: checkRole(role), name: checkOptionalString(name, "name") });
  }
}

/** A message (Python: `Message`). */
export class Message {
  /** Who wrote it. */
  author: Author;
  /** What it says: any number of contents, rendered one after the other. */
  content: Content[];
  /** The channel it is written to, such as `analysis`, `commentary` or `final`. */
  channel: string | null;
  /** Who it is for; for a tool call, the tool's name. */
  recipient: string | null;
  /** The content's format, such as `<|constrain|>json`. */
  contentType: string | null;

  /** @throws {HarmonyValueError} if a field is missing or of the wrong type. */
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
    } = checkObject(init, "init");
    this.author = checkInstance(author, Author, "author");
    this.content = mapItems(content, "content", checkContent);
    this.channel = checkOptionalString(channel, "channel");
    this.recipient = checkOptionalString(recipient, "recipient");
    this.contentType = checkOptionalString(contentType, "contentType");
  }

  /**
   * A message of an author. A string becomes a {@link TextContent}.
   *
   * @throws {HarmonyValueError} if an argument is of the wrong type.
   */
  static fromAuthorAndContent(author: Author, content: string | Content): Message {
    return new Message({ author, content: [toContent(content)] });
  }

  /**
   * A message of a role. A string becomes a {@link TextContent}.
   *
   * @throws {HarmonyValueError} if the role is unknown, or the content of the wrong type.
   */
  static fromRoleAndContent(role: Role, content: string | Content): Message {
    return Message.fromAuthorAndContent(new Author({ role: checkRole(role) }), content);
  }

  /**
   * A message of a role with several contents.
   *
   * @throws {HarmonyValueError} if the role is unknown, or a content of the wrong type.
   */
  static fromRoleAndContents(role: Role, contents: Content[]): Message {
    const content = mapItems(contents, "contents", checkContent);
    return new Message({ author: new Author({ role: checkRole(role) }), content });
  }

  /** Adds a content. Returns this message. @throws {HarmonyValueError} if it is neither a string nor a content. */
  addingContent(content: string | Content): this {
    this.content.push(toContent(content));
    return this;
  }

  /** Sets the channel. Returns this message. @throws {HarmonyValueError} if it is neither a string nor `null`. */
  withChannel(channel: string | null): this {
    this.channel = checkOptionalString(channel, "channel");
    return this;
  }

  /** Sets the recipient. Returns this message. @throws {HarmonyValueError} if it is neither a string nor `null`. */
  withRecipient(recipient: string | null): this {
    this.recipient = checkOptionalString(recipient, "recipient");
    return this;
  }

  /** Sets the content type. Returns this message. @throws {HarmonyValueError} if it is neither a string nor `null`. */
  withContentType(contentType: string | null): this {
    this.contentType = checkOptionalString(contentType, "contentType");
    return this;
  }

  /**
   * The canonical form.
   *
   * @throws {HarmonyValueError} if a field has been set to something of the wrong type, with its path.
   */
  toDict(): MessageDict {
    const author = checkInstance(this.author, Author, "author");
    const channel = checkOptionalString(this.channel, "channel");
    const recipient = checkOptionalString(this.recipient, "recipient");
    const contentType = checkOptionalString(this.contentType, "contentType");
    const dict: MessageDict = {
      role: checkRole(author.role, "author.role"),
      name: checkOptionalString(author.name, "author.name"),
      content: mapItems(this.content, "content", (content) => checkContent(content).toDict()),
    };
    if (channel !== null) dict.channel = channel;
    if (recipient !== null) dict.recipient = recipient;
    if (contentType !== null) dict.content_type = contentType;
    return dict;
  }

  /** The canonical form, for `JSON.stringify`. */
  toJSON(): MessageDict {
    return this.toDict();
  }

  /**
   * The canonical form as JSON text.
   *
   * @throws {HarmonyValueError} if a field is of the wrong type, or a tool's parameters are no JSON value.
   */
  toJson(): string {
    const dict = this.toDict();
    checkMessageJson(dict);
    return stringify(dict);
  }

  /**
   * Reads the canonical form, or the one that the Rust crate writes, where a lone text content is a string. Unknown
   * keys are ignored.
   *
   * @throws {HarmonyValueError} if a field is missing or of the wrong type, or the role is unknown.
   */
  static fromDict(data: unknown): Message {
    const { role, name = null, content, ...rest } = checkObject(data, "data");
    const { channel = null, recipient = null, content_type: contentType = null } = rest;
    return new Message({
      author: new Author({ role: checkRole(role, "role"), name: checkOptionalString(name, "name") }),
      content:
        typeof content === "string"
          ? [new TextContent({ text: content })]
          : mapItems(content, "content", contentFromDict),
      channel: checkOptionalString(channel, "channel"),
      recipient: checkOptionalString(recipient, "recipient"),
      contentType: checkOptionalString(contentType, "content_type"),
    });
  }

  /**
   * Reads the canonical form from JSON text.
   *
   * @throws {HarmonyValueError} if the text is not JSON, or as {@link Message.fromDict}.
   */
  static fromJson(payload: string): Message {
    return Message.fromDict(parse(checkString(payload, "payload"), "message"));
  }
}

/** Checks that the tools in a message's canonical form come out of JSON as they went in. */
export function checkMessageJson(dict: MessageDict): void {
  mapItems(dict.content, "content", (content) => checkContentJson(content as ContentDict));
}

function toContent(content: unknown): Content {
  if (typeof content === "string") return new TextContent({ text: content });
  try {
    return checkContent(content);
  } catch (error) {
    throw within("content", error);
  }
}
