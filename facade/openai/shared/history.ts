/** A conversation of the past, as a request tells it, becoming Harmony's messages. */
import { Author } from "../../chat/author.ts";
import { TextContent } from "../../chat/content/text.ts";
import { Message } from "../../chat/message.ts";
import { Role } from "../../chat/role.ts";
import type { ToolNames } from "../../tools/names.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { quote } from "../../validation/expect.ts";
import { developerMessage } from "./instructions.ts";

/** The channels of the assistant's messages that call nothing. */
export type AssistantChannel = "analysis" | "commentary" | "final";

/** The messages after the system message and the first developer message. */
export class History {
  readonly messages: Message[] = [];

  readonly #tools: ToolNames;
  readonly #contentType: string;
  /** The recipients of calls, by their ids. */
  readonly #recipients = new Map<string, string>();

  /** @param contentType - that of calls */
  constructor(tools: ToolNames, contentType: string) {
    this.#tools = tools;
    this.#contentType = contentType;
  }

  /** Adds instructions that come after the conversation's beginning, unless they are empty. */
  addInstructions(text: string): void {
    if (text !== "") this.messages.push(developerMessage(text, []));
  }

  addUser(text: string): void {
    this.messages.push(textMessage(Role.USER, text));
  }

  /** Adds what the assistant has written to a channel, unless it is empty. */
  addAssistant(channel: AssistantChannel, text: string): void {
    if (text !== "") this.messages.push(assistantMessage(channel, text));
  }

  /** Adds a call of a function. Its arguments stay as they are, even if they are no JSON. */
  addCall(id: string, name: string, args: string): void {
    const recipient = `functions.${this.#tools.toHarmony(name)}`;
    this.#recipients.set(id, recipient);
    const call = textMessage(Role.ASSISTANT, args).withChannel("commentary").withRecipient(recipient);
    this.messages.push(call.withContentType(this.#contentType));
  }

  /** Tells whether there was a call of that id. */
  hasCall(id: string): boolean {
    return this.#recipients.has(id);
  }

  /**
   * Adds the result of a call.
   *
   * @param path - where the request has the id
   * @throws {@linkcode HarmonyValueError} if there was no call of that id.
   */
  addResult(id: string, text: string, path: string): void {
    const name = this.#recipients.get(id);
    if (name === undefined) throw new HarmonyValueError(`no call before has the id ${quote(id)}`, { path });
    const author = new Author({ role: Role.TOOL, name });
    const content = [new TextContent({ text })];
    this.messages.push(new Message({ author, content, channel: "commentary", recipient: "assistant" }));
  }
}

/** Makes a message that the assistant has written to a channel. */
export function assistantMessage(channel: AssistantChannel, text: string): Message {
  return textMessage(Role.ASSISTANT, text).withChannel(channel);
}

function textMessage(role: Role, text: string): Message {
  return new Message({ author: new Author({ role }), content: [new TextContent({ text })] });
}

/**
 * Leaves out the chain of thought that came before the last answer, with what tools of it have said.
 *
 * The reference's own rule looks at the first answer, and at nothing if a call comes last.
 */
export function withoutStaleAnalysis(messages: readonly Message[]): Message[] {
  const last = messages.findLastIndex(
    ({ author, channel }) => author.role === Role.ASSISTANT && channel === "final",
  );
  return messages.filter(({ channel }, i) => i > last || channel !== "analysis");
}
