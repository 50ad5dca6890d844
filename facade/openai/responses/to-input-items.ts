/** A conversation as the items of a request. */
import { Conversation } from "../../chat/conversation.ts";
import type { Message } from "../../chat/message.ts";
import { Role } from "../../chat/role.ts";
import { toolNames } from "../../tools/names.ts";
import { expectInstance } from "../../validation/expect.ts";
import { randomId } from "../shared/ids.ts";
import { OpenCalls } from "../shared/open-calls.ts";
import { route } from "../shared/routing.ts";
import { textOf } from "../shared/text.ts";
import { webSearchAction } from "./built-in-calls.ts";
import type { ResponseCodeInterpreterCall } from "./response-types.ts";
import type { ResponseInputItem } from "./types.ts";

/**
 * Makes the items of a request of a conversation. The system message, and the tools of developer messages, are no items;
 * what the browser has returned has no place in one.
 *
 * @example
 * ```ts
 * import { toInputItems } from "openai-harmony-node/responses";
 *
 * const conversation = Conversation.fromMessages([
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 *   Message.fromRoleAndContent(Role.ASSISTANT, "Four.").withChannel("final"),
 * ]);
 * toInputItems(conversation)[1]; // => { type: "message", role: "assistant", content: "Four.", phase: "final_answer" }
 * ```
 * @throws {@linkcode HarmonyValueError} if the argument is no conversation, or a function's result has no call before it.
 */
export function toInputItems(conversation: Conversation): ResponseInputItem[] {
  const writer = new ItemWriter();
  const { messages } = expectInstance(conversation, Conversation, "conversation");
  for (const [i, message] of messages.entries()) writer.add(message, `messages[${i}]`);
  return writer.items;
}

const NAMES = toolNames([]);

class ItemWriter {
  readonly items: ResponseInputItem[] = [];
  readonly #openCalls = new OpenCalls();
  /** The code without a result. */
  #code: ResponseCodeInterpreterCall | null = null;

  add(message: Message, path: string): void {
    const { role } = message.author;
    const text = textOf(message);
    if (role === Role.ASSISTANT) this.#addAssistant(message, text);
    else if (role === Role.TOOL) this.#addResult(message.author.name ?? "", text, path);
    else if (text !== "" || role === Role.USER) this.items.push({ type: "message", role, content: text });
  }

  #addAssistant(message: Message, text: string): void {
    const { channel, recipient } = message;
    const header = { role: Role.ASSISTANT, name: null, channel, recipient, contentType: null };
    const routed = route(header, NAMES, () => false);
    switch (routed.kind) {
      case "reasoning":
        this.items.push(reasoning(text));
        break;
      case "content":
        this.items.push({ type: "message", role: "assistant", content: text, phase: routed.phase });
        break;
      case "call":
        this.#addCall(routed.name, text);
        break;
      case "built_in_call":
        this.#addBuiltInCall(routed.recipient, text);
        break;
    }
  }

  #addCall(name: string, args: string): void {
    const call_id = randomId("call");
    this.#openCalls.add(name, call_id);
    const id = randomId("fc");
    this.items.push({ type: "function_call", id, call_id, name, arguments: args, status: "completed" });
  }

  #addBuiltInCall(recipient: string, text: string): void {
    const status = "completed";
    if (recipient.startsWith("browser")) {
      const action = webSearchAction(recipient, text);
      this.items.push({ type: "web_search_call", id: randomId("ws"), status, action });
    } else if (recipient === "python") {
      const id = randomId("ci");
      this.#code = {
        type: "code_interpreter_call",
        id,
        code: text,
        container_id: "auto",
        outputs: [],
        status,
      };
      this.items.push(this.#code);
    } else this.items.push(reasoning(text));
  }

  #addResult(author: string, text: string, path: string): void {
    if (author.startsWith("browser")) return;
    if (author === "python" && this.#code !== null) {
      this.#code.outputs.push({ type: "logs", logs: text });
      return;
    }
    const name = author.startsWith("functions.") ? author.slice("functions.".length) : author;
    const call_id = this.#openCalls.take(name, author, path);
    this.items.push({ type: "function_call_output", call_id, output: text });
  }
}

function reasoning(text: string): ResponseInputItem {
  return { type: "reasoning", id: randomId("rs"), summary: [], content: [{ type: "reasoning_text", text }] };
}
