/** The items of a request, as a conversation's history. */
import { Author } from "../../chat/author.ts";
import { TextContent } from "../../chat/content/text.ts";
import { Message } from "../../chat/message.ts";
import { Role } from "../../chat/role.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { expectString, quote } from "../../validation/expect.ts";
import { assistantMessage, type History } from "../shared/history.ts";
import { unsupported } from "../shared/unsupported.ts";
import { type BuiltInCall, browserCall, codeLogs } from "./built-in-calls.ts";
import { readReasoning, readText } from "./content.ts";
import type { PlacedItem } from "./input.ts";
import type { CheckedResponseRequestOptions } from "./request-options.ts";

/** Adds items to a history. */
export class ItemReader {
  readonly #history: History;
  readonly #options: CheckedResponseRequestOptions;
  /** Where what the assistant has written without a break begins. */
  #stepStart = 0;
  #hasReasoning = false;
  /** The calls of one response have the same chain of thought, even if results stand between them. */
  #recalled: string | null = null;

  constructor(history: History, options: CheckedResponseRequestOptions) {
    this.#history = history;
    this.#options = options;
  }

  add({ type, fields, path }: PlacedItem): void {
    switch (type) {
      case "message":
        this.#addMessage(fields, path);
        break;
      case "reasoning":
        this.#addReasoning(readReasoning(fields, path, this.#options.openReasoning));
        break;
      case "function_call":
        this.#addCall(fields, path);
        break;
      case "function_call_output":
        this.#addResult(fields, path);
        break;
      case "web_search_call":
        this.#addBuiltInCall(browserCall(fields.action));
        break;
      case "code_interpreter_call":
        this.#addCode(fields, path);
        break;
      default:
        unsupported(this.#options, path, `an item of type ${quote(type)}`);
    }
  }

  #addMessage({ role, content, phase }: Record<string, unknown>, path: string): void {
    const text = readText(content, `${path}.content`, this.#options);
    if (role === "assistant") {
      this.#history.addAssistant(phase === "commentary" ? "commentary" : "final", text);
      return;
    }
    if (role === "user") this.#history.addUser(text);
    else if (role === "system" || role === "developer") this.#history.addInstructions(text);
    else throw new HarmonyValueError(`unknown role ${quote(role)}`, { path: `${path}.role` });
    this.#beginStep();
    this.#recalled = null;
  }

  #addReasoning(text: string): void {
    this.#history.addAssistant("analysis", text);
    if (text !== "") this.#hasReasoning = true;
  }

  #addCall(fields: Record<string, unknown>, path: string): void {
    const id = expectString(fields.call_id, `${path}.call_id`);
    const name = expectString(fields.name, `${path}.name`);
    const args = expectString(fields.arguments, `${path}.arguments`);
    if (!this.#hasReasoning) this.#recallReasoning(id);
    this.#history.addCall(id, name, args);
  }

  /** Puts the chain of thought that the client has not sent back before what the assistant has written since. */
  #recallReasoning(callId: string): void {
    const text = this.#options.recallReasoning(callId);
    if (text === null || text === "" || text === this.#recalled) return;
    this.#recalled = text;
    this.#hasReasoning = true;
    this.#history.messages.splice(this.#stepStart, 0, assistantMessage("analysis", text));
  }

  #addResult({ call_id, output }: Record<string, unknown>, path: string): void {
    const id = expectString(call_id, `${path}.call_id`);
    const text = readText(output, `${path}.output`, this.#options);
    if (this.#history.hasCall(id) || !this.#options.skipsUnsupported) {
      this.#history.addResult(id, text, `${path}.call_id`);
    }
    this.#beginStep();
  }

  /** Adds a call of a tool of the model's own, which it writes as part of its chain of thought. */
  #addBuiltInCall(call: BuiltInCall | null): void {
    if (call === null) return;
    const message = assistantMessage("analysis", call.text).withRecipient(call.recipient);
    this.#history.messages.push(message.withContentType("code"));
  }

  #addCode({ code, outputs }: Record<string, unknown>, path: string): void {
    if (code === undefined || code === null) return;
    this.#addBuiltInCall({ recipient: "python", text: expectString(code, `${path}.code`) });
    const logs = codeLogs(outputs);
    if (logs === null) return;
    const author = new Author({ role: Role.TOOL, name: "python" });
    const content = [new TextContent({ text: logs })];
    this.#history.messages.push(
      new Message({ author, content, channel: "analysis", recipient: "assistant" }),
    );
  }

  #beginStep(): void {
    this.#stepStart = this.#history.messages.length;
    this.#hasReasoning = false;
  }
}
