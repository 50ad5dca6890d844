/** One completion on its way: takes its input, and keeps what has come of it. */
import { Author } from "../chat/author.ts";
import { TextContent } from "../chat/content/text.ts";
import { Message } from "../chat/message.ts";
import { type EventSink, readBatch } from "./batch.ts";
import type { CompletionEvent, CurrentMessage, Diagnostic, MessageHeader, StopReason } from "./events.ts";
import type { CheckedOptions, CompletionInput } from "./options.ts";
import { type Codec, CompletionReader } from "./reader.ts";

/** A completion that is being parsed. */
export class Completion implements EventSink {
  readonly messages: Message[] = [];
  readonly diagnostics: Diagnostic[] = [];
  stop: StopReason | null = null;

  readonly #reader: CompletionReader;
  #open: MessageHeader | null = null;
  #events: CompletionEvent[] = [];

  constructor(codec: Codec, options: CheckedOptions) {
    this.#reader = new CompletionReader(codec, options, this);
  }

  push(input: CompletionInput): CompletionEvent[] {
    const batch = this.#reader.take(input);
    // Most batches are one delta, and those of a prefill come before the first.
    if (typeof batch === "string" && this.#events.length === 0) return [this.#delta(batch)];
    readBatch(batch, this);
    return this.#takeEvents();
  }

  finish(): CompletionEvent[] {
    this.#reader.finish();
    return this.#takeEvents();
  }

  get current(): CurrentMessage | null {
    return this.#open === null ? null : { ...this.#open, text: this.#reader.openText };
  }

  start(header: MessageHeader): void {
    this.#open = header;
    this.#events.push({ type: "message_start", index: this.messages.length, ...header });
  }

  text(delta: string): void {
    this.#events.push(this.#delta(delta));
  }

  end(stop: StopReason | null, text: string): void {
    if (this.#open === null) return;
    const index = this.messages.length;
    const message = toMessage(this.#open, text);
    this.messages.push(message);
    this.#open = null;
    this.stop = stop;
    this.#events.push({ type: "message_end", index, message, stop });
  }

  diagnostic(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
    this.#events.push({ type: "diagnostic", diagnostic });
  }

  #delta(delta: string): CompletionEvent {
    return { type: "content_delta", index: this.messages.length, delta };
  }

  #takeEvents(): CompletionEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function toMessage({ role, name, channel, recipient, contentType }: MessageHeader, text: string): Message {
  const author = new Author({ role, name });
  return new Message({ author, content: [new TextContent({ text })], channel, recipient, contentType });
}
