/** Takes the input of one completion, and tells a sink what happens. */
import type { Role } from "../chat/role.ts";
import { callNative, fromNative } from "../native/errors.ts";
import { binding } from "../native/load.ts";
import { expectToken, toTokens } from "../native/tokens.ts";
import { HarmonyRuntimeError, HarmonyValueError } from "../validation/errors.ts";
import { type Batch, type EventSink, readBatch } from "./batch.ts";
import type { CheckedOptions, CompletionInput } from "./options.ts";

/** Converts a prefill to the kind of input that follows it. */
export interface Codec {
  encode(text: string, options: { allowedSpecial: "all" }): Uint32Array;
  decode(tokens: Uint32Array): string;
}

/** The input of a completion: tokens, or text. The events of a prefill come with those of the first input. */
export class CompletionReader {
  readonly #codec: Codec;
  readonly #options: CheckedOptions;
  readonly #sink: EventSink;
  /** One of these two, from the first input until the end. */
  #tokenInput: TokenInput | undefined;
  #textInput: TextInput | undefined;
  #isFinished = false;

  constructor(codec: Codec, options: CheckedOptions, sink: EventSink) {
    this.#codec = codec;
    this.#options = options;
    this.#sink = sink;
  }

  /** Takes input, and tells the sink. */
  push(input: CompletionInput): void {
    readBatch(this.take(input), this.#sink);
  }

  /** Takes input, and returns its events for the sink. Those of a prefill have been told already. */
  take(input: CompletionInput): Batch {
    if (typeof input === "string") return (this.#textInput ?? this.#beginText()).push(input);
    const tokens = typeof input === "number" ? expectToken(input, "input") : toTokens(input, "input");
    return (this.#tokenInput ?? this.#beginTokens()).push(tokens);
  }

  /** Ends the completion. Later calls do nothing. */
  finish(): void {
    if (this.#isFinished) return;
    const input = this.#tokenInput ?? this.#textInput ?? this.#beginPrefill();
    this.#tokenInput = this.#textInput = undefined;
    this.#isFinished = true;
    for (const batch of input.finish()) readBatch(batch, this.#sink);
  }

  /** The text so far of the message that has begun and not ended. */
  get openText(): string {
    return (this.#tokenInput ?? this.#textInput)?.openText ?? "";
  }

  #beginText(): TextInput {
    this.#expectKind("text");
    this.#textInput = new TextInput(this.#options.role);
    const { prefill } = this.#options;
    if (prefill !== null) readBatch(this.#textInput.push(toText(this.#codec, prefill)), this.#sink);
    return this.#textInput;
  }

  #beginTokens(): TokenInput {
    this.#expectKind("tokens");
    this.#tokenInput = new TokenInput(this.#options.role);
    const { prefill } = this.#options;
    if (prefill !== null) readBatch(this.#tokenInput.push(toTokenArray(this.#codec, prefill)), this.#sink);
    return this.#tokenInput;
  }

  /** Begins in the kind of the prefill, where no input has come. */
  #beginPrefill(): TokenInput | TextInput {
    return typeof this.#options.prefill === "string" ? this.#beginText() : this.#beginTokens();
  }

  /** Expects that input can come, and has not been of the other kind before. */
  #expectKind(kind: "tokens" | "text"): void {
    if (this.#isFinished) throw new HarmonyRuntimeError("the completion has been finished already");
    if (this.#textInput === undefined && this.#tokenInput === undefined) return;
    const before = kind === "text" ? "tokens" : "text";
    throw new HarmonyValueError(`expected ${before}, as before, got ${kind}`, { path: "input" });
  }
}

export function toText(codec: Codec, input: Uint32Array | string): string {
  return typeof input === "string" ? input : codec.decode(input);
}

export function toTokenArray(codec: Codec, input: Uint32Array | string): Uint32Array {
  return typeof input === "string" ? codec.encode(input, { allowedSpecial: "all" }) : input;
}

/** The parser of the addon. It takes the next input; `undefined` ends it, and for `null` it returns the open text. */
type NativeParser = (input: number | Uint32Array | string | null | undefined) => Batch;

function makeParser(role: Role | null, isText: boolean): NativeParser {
  return callNative(() => binding().completionParser(role, isText));
}

/** Calls a parser. A closure for each call would take as long as some calls do. */
function take(parser: NativeParser, input: number | Uint32Array | string | null | undefined): Batch {
  try {
    return parser(input);
  } catch (error) {
    throw fromNative(error);
  }
}

/** A native parser of tokens. */
class TokenInput {
  readonly #parser: NativeParser;

  constructor(role: Role | null) {
    this.#parser = makeParser(role, false);
  }

  get openText(): string {
    return String(take(this.#parser, null));
  }

  push(input: number | Uint32Array): Batch {
    return take(this.#parser, input);
  }

  finish(): Batch[] {
    return [take(this.#parser, undefined)];
  }
}

/** A native parser of text. A surrogate at the end of the text waits for its partner. */
class TextInput {
  readonly #parser: NativeParser;
  #waiting = "";

  constructor(role: Role | null) {
    this.#parser = makeParser(role, true);
  }

  get openText(): string {
    return String(take(this.#parser, null));
  }

  push(input: string): Batch {
    let text = this.#waiting === "" ? input : this.#waiting + input;
    this.#waiting = "";
    if (isHighSurrogate(text.charCodeAt(text.length - 1))) {
      this.#waiting = text.slice(-1);
      text = text.slice(0, -1);
    }
    return take(this.#parser, text);
  }

  finish(): Batch[] {
    return [take(this.#parser, this.#waiting), take(this.#parser, undefined)];
  }
}

function isHighSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}
