/** A conversation as the messages of a request: the way back. */
import type { Conversation } from "../../chat/conversation.ts";
import type { Message } from "../../chat/message.ts";
import { Role } from "../../chat/role.ts";
import { OpenCalls } from "../shared/open-calls.ts";
import { textOf } from "../shared/text.ts";
import { JoinedText } from "./joined-text.ts";
import type { ChatCompletionAssistantMessageParam, ChatCompletionMessageParam } from "./types.ts";

/**
 * Makes the messages of a request of a conversation. What the assistant thought, said and called becomes one message, up to
 * the results of its calls. The system message, and the tools of developer messages, are no messages of a request; calls of
 * built-in tools and what those said have no place in one.
 *
 * @example
 * ```ts
 * import { toMessages } from "openai-harmony-node/chat-completions";
 *
 * const conversation = Conversation.fromMessages([
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 *   Message.fromRoleAndContent(Role.ASSISTANT, "A sum.").withChannel("analysis"),
 *   Message.fromRoleAndContent(Role.ASSISTANT, "Four.").withChannel("final"),
 * ]);
 * toMessages(conversation)[1]; // => { role: "assistant", content: "Four.", reasoning: "A sum." }
 * ```
 * @throws {@linkcode HarmonyValueError} if a function's result has no call before it.
 */
export function toMessages(conversation: Conversation): ChatCompletionMessageParam[] {
  const writer = new MessageWriter();
  for (const [i, message] of conversation.messages.entries()) writer.add(message, `messages[${i}]`);
  return writer.messages;
}

/** An assistant's message that is being put together. */
class Turn {
  readonly message: ChatCompletionAssistantMessageParam = { role: "assistant", content: null };
  readonly #content = new JoinedText();
  readonly #reasoning = new JoinedText();

  say(text: string): void {
    this.#content.begin();
    this.message.content = `${this.message.content ?? ""}${this.#content.add(text)}`;
  }

  think(text: string): void {
    this.#reasoning.begin();
    this.message.reasoning = `${this.message.reasoning ?? ""}${this.#reasoning.add(text)}`;
  }

  call(id: string, name: string, args: string): void {
    const call = { id, type: "function", function: { name, arguments: args } };
    if (this.message.tool_calls) this.message.tool_calls.push(call);
    else this.message.tool_calls = [call];
  }
}

class MessageWriter {
  readonly messages: ChatCompletionMessageParam[] = [];
  #turn: Turn | null = null;
  readonly #openCalls = new OpenCalls();
  #callCount = 0;

  add(message: Message, path: string): void {
    const { author } = message;
    if (author.role === Role.ASSISTANT) this.#addAssistant(message);
    else this.#turn = null;
    const text = textOf(message);
    if (author.role === Role.TOOL) this.#addResult(author.name ?? "", text, path);
    if (author.role === Role.USER) this.messages.push({ role: "user", content: text });
    if (author.role === Role.SYSTEM || author.role === Role.DEVELOPER) {
      if (text !== "") this.messages.push({ role: author.role, content: text });
    }
  }

  #addAssistant(message: Message): void {
    const { channel, recipient } = message;
    const text = textOf(message);
    const isCall = recipient?.startsWith("functions.") === true;
    if (recipient !== null && !isCall) return;
    if (this.#turn === null || (!isCall && this.#turn.message.tool_calls !== undefined)) this.#beginTurn();
    const turn = this.#turn as unknown as Turn;
    if (isCall)
      turn.call(this.#newCall(recipient as string), (recipient as string).slice("functions.".length), text);
    else if (channel === "analysis") turn.think(text);
    else turn.say(text);
    if (channel === "final") this.#turn = null;
  }

  #beginTurn(): void {
    this.#turn = new Turn();
    this.messages.push(this.#turn.message);
  }

  #newCall(recipient: string): string {
    const id = `call_${this.#callCount++}`;
    this.#openCalls.add(recipient, id);
    return id;
  }

  #addResult(name: string, text: string, path: string): void {
    if (!name.startsWith("functions.")) return;
    const id = this.#openCalls.take(name, name, path);
    this.messages.push({ role: "tool", tool_call_id: id, content: text });
  }
}
