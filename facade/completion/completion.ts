/** One completion on its way: takes its input, and keeps what has come of it. */
import { Author } from "../chat/author.ts";
import { TextContent } from "../chat/content/text.ts";
import { Message } from "../chat/message.ts";
import { callNative, fromNative } from "../native/errors.ts";
import { type BindingCompletionParser, binding } from "../native/load.ts";
import { expectToken, toTokens } from "../native/tokens.ts";
import { HarmonyRuntimeError, HarmonyValueError } from "../validation/errors.ts";
import { type Batch, type EventSink, readBatch } from "./batch.ts";
import type { CompletionEvent, CurrentMessage, Diagnostic, MessageHeader, StopReason } from "./events.ts";
import type { CheckedOptions, CompletionInput } from "./options.ts";

/** Converts a prefill to the kind of input that follows it. */
export interface Codec {
  encode(text: string, options: { allowedSpecial: "all" }): Uint32Array;
  decode(tokens: Uint32Array): string;
}

type Kind = "tokens" | "text";

/** A completion that is being parsed. */
export class Completion implements EventSink {
  readonly messages: Message[] = [];
  readonly diagnostics: Diagnostic[] = [];
  stop: StopReason | null = null;
  current: CurrentMessage | null = null;

  readonly #codec: Codec;
  readonly #options: CheckedOptions;
  #input: TokenInput | TextInput | undefined;
  #events: CompletionEvent[] = [];
  #isFinished = false;

  constructor(codec: Codec, options: CheckedOptions) {
    this.#codec = codec;
    this.#options = options;
  }

  push(input: CompletionInput): CompletionEvent[] {
    const checked = typeof input === "number" ? expectToken(input, "input") : expectInput(input);
    if (this.#isFinished) throw new HarmonyRuntimeError("the completion has been finished already");
    const kind = typeof checked === "string" ? "text" : "tokens";
    this.#input ??= this.#begin(kind);
    if (this.#input.kind !== kind) {
      throw new HarmonyValueError(`expected ${this.#input.kind}, as before, got ${kind}`, { path: "input" });
    }
    readBatch(this.#input.push(checked as never), this);
    return this.#takeEvents();
  }

  finish(): CompletionEvent[] {
    if (this.#isFinished) return [];
    this.#isFinished = true;
    this.#input ??= this.#begin(typeof this.#options.prefill === "string" ? "text" : "tokens");
    for (const batch of this.#input.finish()) readBatch(batch, this);
    return this.#takeEvents();
  }

  start(header: MessageHeader): void {
    this.current = { ...header, text: "" };
    this.#events.push({ type: "message_start", index: this.messages.length, ...header });
  }

  text(delta: string): void {
    if (this.current !== null) this.current.text += delta;
    this.#events.push({ type: "content_delta", index: this.messages.length, delta });
  }

  end(stop: StopReason | null): void {
    if (this.current === null) return;
    const index = this.messages.length;
    const message = toMessage(this.current);
    this.messages.push(message);
    this.current = null;
    this.stop = stop;
    this.#events.push({ type: "message_end", index, message, stop });
  }

  diagnostic(diagnostic: Diagnostic): void {
    this.diagnostics.push(diagnostic);
    this.#events.push({ type: "diagnostic", diagnostic });
  }

  /** Begins with the prefill, in the kind of the input. */
  #begin(kind: Kind): TokenInput | TextInput {
    const { role, prefill } = this.#options;
    const native = callNative(() => new (binding().BindingCompletionParser)(role, kind === "text"));
    if (kind === "text") {
      const input = new TextInput(native);
      if (prefill !== null) readBatch(input.push(this.#asText(prefill)), this);
      return input;
    }
    const input = new TokenInput(native);
    if (prefill !== null) readBatch(input.push(this.#asTokens(prefill)), this);
    return input;
  }

  #asText(prefill: Uint32Array | string): string {
    return typeof prefill === "string" ? prefill : this.#codec.decode(prefill);
  }

  #asTokens(prefill: Uint32Array | string): Uint32Array {
    return typeof prefill === "string" ? this.#codec.encode(prefill, { allowedSpecial: "all" }) : prefill;
  }

  #takeEvents(): CompletionEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

function expectInput(input: Exclude<CompletionInput, number>): Uint32Array | string {
  return typeof input === "string" ? input : toTokens(input, "input");
}

function toMessage({ role, name, channel, recipient, contentType, text }: CurrentMessage): Message {
  const author = new Author({ role, name });
  return new Message({ author, content: [new TextContent({ text })], channel, recipient, contentType });
}

/** A native parser of tokens. */
class TokenInput {
  readonly kind = "tokens";
  readonly #native: BindingCompletionParser;
  /** Takes one token. It is made for the first one that comes alone. */
  #step: ((token: number) => Batch) | undefined;

  constructor(native: BindingCompletionParser) {
    this.#native = native;
  }

  push(input: number | Uint32Array): Batch {
    if (typeof input !== "number") return callNative(() => this.#native.pushTokens(input));
    this.#step ??= this.#native.stepFunction();
    try {
      return this.#step(input);
    } catch (error) {
      throw fromNative(error);
    }
  }

  finish(): Batch[] {
    return [callNative(() => this.#native.finish())];
  }
}

/** A native parser of text. A surrogate at the end of the text waits for its partner. */
class TextInput {
  readonly kind = "text";
  readonly #native: BindingCompletionParser;
  #waiting = "";

  constructor(native: BindingCompletionParser) {
    this.#native = native;
  }

  push(input: string): Batch {
    const text = this.#waiting + input;
    const end = isHighSurrogate(text.charCodeAt(text.length - 1)) ? text.length - 1 : text.length;
    this.#waiting = text.slice(end);
    return callNative(() => this.#native.pushText(text.slice(0, end)));
  }

  finish(): Batch[] {
    return [callNative(() => this.#native.pushText(this.#waiting)), callNative(() => this.#native.finish())];
  }
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}
