/** The streaming parser: takes the model's tokens one by one. */

import type { Message } from "../chat/message.ts";
import { expectRole, ROLES, type Role } from "../chat/role.ts";
import { type HarmonyEncoding, nativeEncoding } from "../encoding/encoding.ts";
import { isStrict, type ParseOptions } from "../encoding/options.ts";
import { callNative, fromNative } from "../native/errors.ts";
import { type BindingParser, binding } from "../native/load.ts";
import { expectToken } from "../native/tokens.ts";
import { messagesFromWire } from "../native/wire.ts";
import { wrongType } from "../validation/expect.ts";
import { parse } from "../validation/json.ts";
import type { StreamState, StreamStateData } from "./stream-state.ts";

/** Returns the native parser of one that this package made. */
let nativeParser: (parser: StreamableParser) => BindingParser;

/**
 * A streaming parser (Python: `StreamableParser`). After an error it stays usable, in the state that the reference
 * would be in.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * const parser = new StreamableParser(encoding, Role.ASSISTANT);
 * const completion = encoding.encode("<|channel|>final<|message|>Four.<|return|>", { allowedSpecial: "all" });
 * let answer = "";
 * for (const token of completion) {
 *   parser.process(token);
 *   if (parser.currentChannel === "final") answer += parser.lastContentDelta ?? "";
 * }
 * parser.processEos();
 * answer; // => "Four."
 * parser.messages.length; // => 1
 * ```
 */
export class StreamableParser {
  readonly #native: BindingParser;
  /** Processes a token. It is made for the first token, so that creating a parser stays cheap. */
  #step: ((token: number) => string | undefined) | undefined;
  /** What the last token added, kept to save a call into the addon. */
  #delta: string | null = null;

  static {
    nativeParser = (parser) => {
      if (typeof parser !== "object" || parser === null || !(#native in parser)) {
        throw wrongType("parser", "a StreamableParser", parser);
      }
      return parser.#native;
    };
  }

  /**
   * @param encoding - the result of `loadHarmonyEncoding`
   * @param role - the role of the first message if the prompt states it already, usually `Role.ASSISTANT`; `null` if
   * the tokens begin with `<|start|>`
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   */
  constructor(encoding: HarmonyEncoding, role: Role | null, options?: ParseOptions | null) {
    const native = nativeEncoding(encoding);
    const first = role === null ? null : ROLES.indexOf(expectRole(role));
    const strict = isStrict(options);
    this.#native = callNative(() => new (binding().BindingParser)(native, first, strict));
  }

  /**
   * Processes the next token.
   *
   * @example
   * ```ts
   * const parser = new StreamableParser(loadHarmonyEncoding(), Role.ASSISTANT);
   * parser.process(200008).process(13225); // <|message|>Hello
   * parser.lastContentDelta; // => "Hello"
   * ```
   * @returns this parser
   * @throws {@linkcode HarmonyRuntimeError} if the token cannot come next.
   * @throws {@linkcode HarmonyValueError} if the argument is not a token id. The parser is then unchanged.
   */
  process(token: number): this {
    const checked = expectToken(token, "token");
    const native = nativeParser(this);
    this.#step ??= native.stepFunction();
    try {
      this.#delta = this.#step(checked) ?? null;
    } catch (error) {
      // As in the reference, a token can have changed the delta before it turned out to be wrong.
      this.#delta = native.lastContentDelta;
      throw fromNative(error);
    }
    return this;
  }

  /**
   * Ends the stream: the content read so far becomes a message.
   *
   * @example
   * ```ts
   * const parser = new StreamableParser(loadHarmonyEncoding(), Role.ASSISTANT);
   * parser.process(200008).process(13225).processEos(); // <|message|>Hello, and no stop token
   * parser.messages.length; // => 1
   * ```
   * @returns this parser
   * @throws {@linkcode HarmonyRuntimeError} if a header is incomplete.
   */
  processEos(): this {
    const native = nativeParser(this);
    callNative(() => native.processEos());
    this.#delta = callNative(() => native.lastContentDelta);
    return this;
  }

  /** The content of the current message so far; empty outside of a content. */
  get currentContent(): string {
    const native = nativeParser(this);
    return callNative(() => native.currentContent);
  }

  /** The role of the current message; `null` while it is unknown. */
  get currentRole(): Role | null {
    const native = nativeParser(this);
    return callNative(() => native.currentRole) as Role | null;
  }

  /** The content type of the current message; `null` if there is none, or while it is unknown. */
  get currentContentType(): string | null {
    const native = nativeParser(this);
    return callNative(() => native.currentContentType);
  }

  /** The recipient of the current message; `null` if there is none, or while it is unknown. */
  get currentRecipient(): string | null {
    const native = nativeParser(this);
    return callNative(() => native.currentRecipient);
  }

  /** The channel of the current message; `null` if there is none, or while it is unknown. */
  get currentChannel(): string | null {
    const native = nativeParser(this);
    return callNative(() => native.currentChannel);
  }

  /**
   * The text that the last token added to the content; `null` if it added none, because it belongs to a header or is
   * only part of a character.
   */
  get lastContentDelta(): string | null {
    nativeParser(this);
    return this.#delta;
  }

  /** All complete messages. Each use makes all of them anew, so do not read this for every token. */
  get messages(): Message[] {
    const native = nativeParser(this);
    return messagesFromWire(callNative(() => native.messages));
  }

  /** A copy of all tokens processed so far. */
  get tokens(): Uint32Array {
    const native = nativeParser(this);
    return callNative(() => native.tokens);
  }

  /** What the parser is waiting for. */
  get state(): StreamState {
    const native = nativeParser(this);
    return callNative(() => native.state) as StreamState;
  }

  /** The state with its data. */
  get stateData(): StreamStateData {
    const native = nativeParser(this);
    return parse(
      callNative(() => native.stateData),
      "state",
    ) as StreamStateData;
  }
}
