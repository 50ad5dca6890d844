/** The encoding: renders conversations, parses completions, encodes and decodes text. */

import { Conversation, type ConversationLike } from "../chat/conversation.ts";
import type { Message, MessageLike } from "../chat/message.ts";
import { expectRole, expectRoleOrNull, type Role } from "../chat/role.ts";
import { Completion } from "../completion/completion.ts";
import type { CompletionEvent, ParsedCompletion } from "../completion/events.ts";
import {
  type CompletionInput,
  type CompletionOptions,
  type CompletionStreamOptions,
  completionOptions,
} from "../completion/options.ts";
import { type CompletionSource, parseStream } from "../completion/stream.ts";
import { parsedCompletion, wholeCompletion } from "../completion/whole.ts";
import { type AsyncOptions, signalOf } from "../native/abort.ts";
import { inBackground } from "../native/background.ts";
import { encodeBatchInBackground } from "../native/batch.ts";
import { callNative } from "../native/errors.ts";
import { FORMAT_TOKENS, type FormatTokens } from "../native/format-tokens.ts";
import { type BindingEncoding, binding } from "../native/load.ts";
import { inParts } from "../native/parts.ts";
import { countConversation, type Rendering, renderConversation } from "../native/rendering.ts";
import { textOfFew } from "../native/token-texts.ts";
import { expectToken, receiveTokens, type TokensLike, toTokens } from "../native/tokens.ts";
import { expectConversation, messagesFromWire, wireConversation, wireMessage } from "../native/wire.ts";
import { HarmonyRuntimeError, HarmonyValueError } from "../validation/errors.ts";
import { expectCount, expectIterable, expectString, wrongType } from "../validation/expect.ts";
import { parse } from "../validation/json.ts";
import { leaveOutTurns } from "./fit.ts";
import {
  analysisRetention,
  type DecodeOptions,
  type EncodeOptions,
  errorHandler,
  hasFunctionTools,
  isStrict,
  keepsStart,
  type ParseOptions,
  type RenderConversationConfig,
  type RenderOptions,
  specialTokens,
  type TruncateOptions,
} from "./options.ts";
import { type RenderedWithSpans, readSpans, type SpanOptions, spanOptions } from "./spans.ts";

type EncodeFunction = ReturnType<BindingEncoding["encodeFunction"]>;
type CountFunction = ReturnType<BindingEncoding["countFunction"]>;
type DecodeFunction = ReturnType<BindingEncoding["decodeFunction"]>;

/** The engine that does the work. Both give the same tokens, messages and errors. */
export type EngineName = "fast" | "reference";

/** Makes an encoding, which nobody else can. */
export let makeEncoding: (native: BindingEncoding, engine: EngineName) => HarmonyEncoding;

/** Returns the native encoding of one that {@link makeEncoding} made. */
export let nativeEncoding: (encoding: HarmonyEncoding) => BindingEncoding;

/** Checks an encoding, and returns it. */
export function expectEncoding(encoding: HarmonyEncoding): HarmonyEncoding {
  nativeEncoding(encoding);
  return encoding;
}

/**
 * An encoding (Python: `HarmonyEncoding`). It is immutable, and `loadHarmonyEncoding` is the only way to get one.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * const conversation = Conversation.fromMessages([
 *   Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new()),
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 * ]);
 * const prompt = encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);
 * console.log(prompt.length, encoding.decode(prompt));
 * ```
 */
export class HarmonyEncoding {
  /** The engine that does the work. */
  readonly engine: EngineName;

  readonly #native: BindingEncoding;
  #encode: EncodeFunction | undefined;
  #count: CountFunction | undefined;
  #decode: DecodeFunction | undefined;
  #specialTokens: readonly string[] | undefined;
  #actionStops: Uint32Array | undefined;

  static {
    makeEncoding = (native, engine) => new HarmonyEncoding(native, engine);
    nativeEncoding = (encoding) => {
      if (typeof encoding !== "object" || encoding === null || !(#native in encoding)) {
        throw wrongType("encoding", "a HarmonyEncoding", encoding);
      }
      return encoding.#native;
    };
  }

  private constructor(native: BindingEncoding, engine: EngineName) {
    if (!(native instanceof binding().BindingEncoding)) {
      throw new HarmonyValueError("a HarmonyEncoding is made by loadHarmonyEncoding only");
    }
    this.#native = native;
    this.engine = engine;
    Object.freeze(this);
  }

  /**
   * Parses a whole completion, and always recovers: see {@link CompletionParser}.
   *
   * @example
   * ```ts
   * const encoding = loadHarmonyEncoding();
   * const { messages, diagnostics } = encoding.parseCompletion("<|channel|>final The answer is four.<|return|>");
   * console.log(messages[0]?.content); // the text "The answer is four."
   * console.log(diagnostics[0]?.code); // "missing_message"
   * ```
   * @param input - tokens, or text with its special tokens spelt out
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   */
  parseCompletion(input: CompletionInput, options?: CompletionOptions | null): ParsedCompletion {
    const checked = completionOptions(options);
    const { text, tokens } = wholeCompletion(expectEncoding(this), checked, input);
    const batch = callNative(() => binding().parseCompletion(checked.role, text, tokens));
    return parsedCompletion(this, checked, batch);
  }

  /**
   * {@link HarmonyEncoding.parseCompletion}, on libuv's pool.
   *
   * @param input - what may change once the method has returned
   * @throws what the signal says, or {@linkcode HarmonyValueError} if an argument is invalid; by rejecting.
   */
  async parseCompletionAsync(
    input: CompletionInput,
    options?: (CompletionOptions & AsyncOptions) | null,
    asyncOptions?: AsyncOptions | null,
  ): Promise<ParsedCompletion> {
    const checked = completionOptions(options);
    const { text, tokens } = wholeCompletion(expectEncoding(this), checked, input);
    const given = text === null ? { tokens } : { strings: [text] };
    const batch = await inBackground(given, signalOf(options, asyncOptions), (native) =>
      binding().parseCompletionAsync(native, checked.role),
    );
    return parsedCompletion(this, checked, batch);
  }

  /**
   * Parses a completion while it arrives, and always recovers: see {@link CompletionParser}.
   *
   * The source is read as the events are asked for. Leaving the loop closes it, and so does an abort, which throws the
   * signal's reason at once. What the source throws is thrown on.
   *
   * @example
   * ```ts
   * const encoding = loadHarmonyEncoding();
   * const source = ["<|channel|>final<|message|>Four", ".<|return|>"]; // or an async iterable, or a ReadableStream
   * for await (const event of encoding.parseCompletionStream(source)) {
   *   if (event.type === "content_delta") console.log(event.delta);
   * }
   * ```
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   */
  parseCompletionStream(
    source: CompletionSource,
    options?: CompletionStreamOptions | null,
  ): AsyncIterableIterator<CompletionEvent> {
    const completion = new Completion(expectEncoding(this), completionOptions(options));
    return parseStream(completion, source, signalOf(options));
  }

  /** The encoding's name, such as `HarmonyGptOss`. */
  get name(): string {
    return nativeEncoding(this).name;
  }

  /**
   * Renders a conversation for the model to complete: all messages, then the beginning of the next one.
   *
   * @example
   * ```ts
   * const question = Message.fromRoleAndContent(Role.USER, "What is 2 + 2?");
   * const prompt = loadHarmonyEncoding().renderConversationForCompletion([question], Role.ASSISTANT);
   * prompt.at(-1); // => 173781
   * ```
   * @param conversation - a conversation, messages, or canonical JSON text
   * @param nextTurnRole - who speaks next, usually `Role.ASSISTANT`
   * @param config - which `analysis` messages are rendered; by default, as in Python, not those before the answers
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   * @throws {@linkcode HarmonyRuntimeError} if a message cannot be rendered, such as a tool's without a name. `path`
   * says which.
   */
  renderConversationForCompletion(
    conversation: ConversationLike,
    nextTurnRole: Role,
    config?: RenderConversationConfig | null,
  ): Uint32Array {
    return renderConversation(rendering(this, "completion", nextTurnRole, config), conversation);
  }

  /**
   * {@link HarmonyEncoding.renderConversationForCompletion}, on libuv's pool, for prompts that would keep the event loop
   * waiting. `docs/serving.md` says what stays on the main thread. The arguments may change once the method has returned.
   *
   * @param options - a signal that gives the call up
   * @throws what the signal says, or what the other method throws; by rejecting.
   */
  async renderConversationForCompletionAsync(
    conversation: ConversationLike,
    nextTurnRole: Role,
    config?: (RenderConversationConfig & AsyncOptions) | null,
    options?: AsyncOptions | null,
  ): Promise<Uint32Array> {
    const role = expectRole(nextTurnRole);
    return renderInBackground(this, conversation, "completion", role, config, options);
  }

  /**
   * Returns the number of tokens of {@link HarmonyEncoding.renderConversationForCompletion} without building the
   * token array.
   *
   * @example
   * ```ts
   * const question = Message.fromRoleAndContent(Role.USER, "What is 2 + 2?");
   * loadHarmonyEncoding().countConversationTokens([question], Role.ASSISTANT); // => 14
   * ```
   * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.renderConversationForCompletion}.
   */
  countConversationTokens(
    conversation: ConversationLike,
    nextTurnRole: Role,
    config?: RenderConversationConfig | null,
  ): number {
    return countConversation(rendering(this, "completion", nextTurnRole, config), conversation);
  }

  /**
   * Renders a conversation as training data. If its last message is the assistant's in the `final` channel, it ends
   * with `<|return|>`.
   *
   * @example
   * ```ts
   * const encoding = loadHarmonyEncoding();
   * const tokens = encoding.renderConversationForTraining([
   *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
   *   Message.fromRoleAndContent(Role.ASSISTANT, "4").withChannel("final"),
   * ]);
   * encoding.decode(tokens.subarray(-1)); // => "<|return|>"
   * ```
   * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.renderConversationForCompletion}.
   */
  renderConversationForTraining(
    conversation: ConversationLike,
    config?: RenderConversationConfig | null,
  ): Uint32Array {
    return renderConversation(rendering(this, "training", null, config), conversation);
  }

  /**
   * {@link HarmonyEncoding.renderConversationForTraining}, on libuv's pool.
   *
   * @param options - a signal that gives the call up
   * @throws what the signal says, or what the other method throws; by rejecting.
   */
  async renderConversationForTrainingAsync(
    conversation: ConversationLike,
    config?: (RenderConversationConfig & AsyncOptions) | null,
    options?: AsyncOptions | null,
  ): Promise<Uint32Array> {
    return renderInBackground(this, conversation, "training", null, config, options);
  }

  /**
   * Renders a conversation, and tells where each message stands in the tokens.
   *
   * @example
   * ```ts
   * const encoding = loadHarmonyEncoding();
   * const conversation = [Message.fromRoleAndContent(Role.USER, "Hi")];
   * const { tokens, spans } = encoding.renderConversationWithSpans(conversation, { for: "conversation" });
   * spans; // => [{ message: 0, start: 0, content: 3, stop: 4, end: 5 }]
   * encoding.decode(tokens.subarray(3, 4)); // => "Hi"
   * ```
   * @param options - `for` says which method's tokens these are: {@link HarmonyEncoding.renderConversationForCompletion},
   * which needs `nextTurnRole`, {@link HarmonyEncoding.renderConversationForTraining} or
   * {@link HarmonyEncoding.renderConversation}; with the config that these take
   * @returns the tokens, and a span for each message; messages that are not rendered have none
   * @throws {@linkcode HarmonyError} for the reasons of these methods.
   */
  renderConversationWithSpans(conversation: ConversationLike, options: SpanOptions): RenderedWithSpans {
    const native = nativeEncoding(this);
    const { purpose, role, analysis } = spanOptions(options);
    const { json, texts } = wireConversation(conversation);
    const [tokens, spans] = callNative(() =>
      native.renderConversationWithSpans(json, texts, purpose, role, analysis),
    );
    return { tokens, spans: readSpans(spans) };
  }

  /**
   * Makes a conversation fit into a context: leaves out the oldest turns, as few as possible, and returns the rest. System
   * and developer messages stay, and the newest turn. A turn begins with a user's message; a tool's result stays with its
   * call, whatever stands between them.
   *
   * @example
   * ```ts
   * const encoding = loadHarmonyEncoding();
   * const messages = ["One", "Two", "Three"].map((text) => Message.fromRoleAndContent(Role.USER, text));
   * encoding.fitConversation(messages, Role.ASSISTANT, 15).messages.length; // => 2
   * ```
   * @param maxTokens - how many tokens {@link HarmonyEncoding.renderConversationForCompletion} may give
   * @throws {@linkcode HarmonyRuntimeError} if what has to stay does not fit, or a message cannot be rendered.
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   */
  fitConversation(
    conversation: ConversationLike,
    nextTurnRole: Role,
    maxTokens: number,
    config?: RenderConversationConfig | null,
  ): Conversation {
    nativeEncoding(this);
    const limit = expectCount(maxTokens, "maxTokens");
    const messages =
      typeof conversation === "string"
        ? Conversation.fromJson(conversation).messages
        : Array.from(expectConversation(conversation));
    return leaveOutTurns(messages, limit, (some) => this.countConversationTokens(some, nextTurnRole, config));
  }

  /**
   * Renders the messages of a conversation, and nothing after them.
   *
   * @example
   * ```ts
   * loadHarmonyEncoding().renderConversation([Message.fromRoleAndContent(Role.USER, "What is 2 + 2?")]);
   * ```
   * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.renderConversationForCompletion}.
   */
  renderConversation(conversation: ConversationLike, config?: RenderConversationConfig | null): Uint32Array {
    return renderConversation(rendering(this, "conversation", null, config), conversation);
  }

  /**
   * {@link HarmonyEncoding.renderConversation}, on libuv's pool.
   *
   * @param options - a signal that gives the call up
   * @throws what the signal says, or what the other method throws; by rejecting.
   */
  async renderConversationAsync(
    conversation: ConversationLike,
    config?: (RenderConversationConfig & AsyncOptions) | null,
    options?: AsyncOptions | null,
  ): Promise<Uint32Array> {
    return renderInBackground(this, conversation, "conversation", null, config, options);
  }

  /**
   * Renders one message.
   *
   * @example
   * ```ts
   * const encoding = loadHarmonyEncoding();
   * const tokens = encoding.render(Message.fromRoleAndContent(Role.USER, "Hi"));
   * encoding.decode(tokens); // => "<|start|>user<|message|>Hi<|end|>"
   * ```
   * @param message - a message, or canonical JSON text
   * @param options - whether the conversation has function tools, which a system message then mentions
   * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.renderConversationForCompletion}.
   */
  render(message: MessageLike, options?: RenderOptions | null): Uint32Array {
    const native = nativeEncoding(this);
    const functionTools = hasFunctionTools(options);
    const { json, texts } = wireMessage(message);
    return receiveTokens((into) => native.render(json, texts, functionTools, into));
  }

  /**
   * Parses a whole completion.
   *
   * @example
   * ```ts
   * const encoding = loadHarmonyEncoding();
   * const completion = encoding.encode("<|channel|>final<|message|>4<|return|>", { allowedSpecial: "all" });
   * const [answer] = encoding.parseMessagesFromCompletionTokens(completion, Role.ASSISTANT);
   * answer?.channel; // => "final"
   * answer?.content; // => [new TextContent({ text: "4" })]
   * ```
   * @param tokens - what the model sampled, with or without the stop token at the end
   * @param role - the role of the first message if the prompt states it already, usually `Role.ASSISTANT`; `null` if
   * the tokens begin with `<|start|>`
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   * @throws {@linkcode HarmonyRuntimeError} if the tokens are not well-formed messages.
   */
  parseMessagesFromCompletionTokens(
    tokens: TokensLike,
    role?: Role | null,
    options?: ParseOptions | null,
  ): Message[] {
    const native = nativeEncoding(this);
    const first = expectRoleOrNull(role);
    const strict = isStrict(options);
    const list = toTokens(tokens);
    return messagesFromWire(callNative(() => native.parseMessagesFromCompletionTokens(list, first, strict)));
  }

  /**
   * {@link HarmonyEncoding.parseMessagesFromCompletionTokens}, on libuv's pool.
   *
   * @param tokens - what may change once the method has returned
   * @param asyncOptions - a signal that gives the call up
   * @throws what the signal says, or what the other method throws; by rejecting.
   */
  async parseMessagesFromCompletionTokensAsync(
    tokens: TokensLike,
    role?: Role | null,
    options?: (ParseOptions & AsyncOptions) | null,
    asyncOptions?: AsyncOptions | null,
  ): Promise<Message[]> {
    const native = nativeEncoding(this);
    const first = expectRoleOrNull(role);
    const strict = isStrict(options);
    const given = { tokens: toTokens(tokens) };
    const [json = "[]"] = await inBackground(given, signalOf(options, asyncOptions), (input) =>
      native.parseMessagesFromCompletionTokensAsync(input, first, strict),
    );
    return messagesFromWire(json);
  }

  /**
   * Encodes text. By default, a text that contains the name of a special token is an error, so that nobody can
   * smuggle one in.
   *
   * @example
   * ```ts
   * const encoding = loadHarmonyEncoding();
   * encoding.encode("Hello"); // => Uint32Array.of(13225)
   * encoding.encode("<|end|>", { allowedSpecial: ["<|end|>"] }); // => Uint32Array.of(200007)
   * encoding.encode("<|end|>", { disallowedSpecial: [] }); // => Uint32Array.of(27, 91, 419, 91, 29)
   * ```
   * @throws {@linkcode HarmonyRuntimeError} if the text contains a disallowed special token.
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   */
  encode(text: string, options?: EncodeOptions | null): Uint32Array {
    const native = nativeEncoding(this);
    const checked = expectString(text, "text");
    const { allowed, disallowed } = specialTokens(options);
    this.#encode ??= native.encodeFunction();
    const encode = this.#encode;
    return receiveTokens((into) => encode(inParts(checked), into, allowed, disallowed));
  }

  /**
   * {@link HarmonyEncoding.encode}, on libuv's pool.
   *
   * @param asyncOptions - a signal that gives the call up
   * @throws what the signal says, or what the other method throws; by rejecting.
   */
  async encodeAsync(
    text: string,
    options?: (EncodeOptions & AsyncOptions) | null,
    asyncOptions?: AsyncOptions | null,
  ): Promise<Uint32Array> {
    const strings = [expectString(text, "text")];
    const native = nativeEncoding(this);
    const { allowed, disallowed } = specialTokens(options);
    return inBackground({ strings }, signalOf(options, asyncOptions), (input) =>
      native.encodeAsync(input, allowed, disallowed),
    );
  }

  /**
   * Encodes several texts, each by itself. This is the same as a loop over {@link HarmonyEncoding.encode}, but errors
   * name the text.
   *
   * @example
   * ```ts
   * const [hello] = loadHarmonyEncoding().encodeBatch(["Hello", " world"]);
   * hello; // => Uint32Array.of(13225)
   * ```
   * @param texts - an iterable of strings, all of which are checked before the first one is encoded
   * @throws {@linkcode HarmonyRuntimeError} if a text contains a disallowed special token. `path` says which text,
   * such as `texts[2]`, and the message begins with it.
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   */
  encodeBatch(texts: Iterable<string>, options?: EncodeOptions | null): Uint32Array[] {
    const native = nativeEncoding(this);
    const { allowed, disallowed } = specialTokens(options);
    this.#encode ??= native.encodeFunction();
    const encode = this.#encode;
    return expectTexts(texts).map((text, i) => {
      try {
        return receiveTokens((into) => encode(inParts(text), into, allowed, disallowed));
      } catch (error) {
        if (!(error instanceof HarmonyRuntimeError)) throw error;
        const { code, cause } = error;
        const path = `texts[${i}]`;
        throw new HarmonyRuntimeError(`${path}: ${error.message}`, { code, path, cause });
      }
    });
  }

  /**
   * {@link HarmonyEncoding.encodeBatch}, on libuv's pool. Several of its threads share a large batch if nobody else waits
   * for them.
   *
   * @param asyncOptions - a signal that gives the call up
   * @throws what the signal says, or what the other method throws; by rejecting.
   */
  async encodeBatchAsync(
    texts: Iterable<string>,
    options?: (EncodeOptions & AsyncOptions) | null,
    asyncOptions?: AsyncOptions | null,
  ): Promise<Uint32Array[]> {
    const checked = expectTexts(texts);
    const native = nativeEncoding(this);
    const { allowed, disallowed } = specialTokens(options);
    const signal = signalOf(options, asyncOptions);
    return encodeBatchInBackground(checked, { native, allowed, disallowed, signal });
  }

  /**
   * Returns the number of tokens of {@link HarmonyEncoding.encode} without building the token array.
   *
   * @example
   * ```ts
   * loadHarmonyEncoding().countTokens("Hello world"); // => 2
   * ```
   * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.encode}.
   */
  countTokens(text: string, options?: EncodeOptions | null): number {
    const native = nativeEncoding(this);
    const checked = expectString(text, "text");
    const { allowed, disallowed } = specialTokens(options);
    this.#count ??= native.countFunction();
    const count = this.#count;
    return callNative(() => count(inParts(checked), allowed, disallowed));
  }

  /**
   * Returns the longest part of a text, from its start or to its end, that has at most so many tokens. Characters stay
   * whole; names of special tokens are text like any other.
   *
   * @example
   * ```ts
   * const encoding = loadHarmonyEncoding();
   * encoding.truncate("Hello world, how are you?", 3); // => "Hello world,"
   * encoding.truncate("Hello world, how are you?", 3, { keep: "end" }); // => " are you?"
   * ```
   * @param maxTokens - how many tokens {@link HarmonyEncoding.encode} may give for the part by itself
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   */
  truncate(text: string, maxTokens: number, options?: TruncateOptions | null): string {
    const native = nativeEncoding(this);
    const checked = expectString(text, "text");
    const limit = expectCount(maxTokens, "maxTokens");
    const fromStart = keepsStart(options);
    const length = callNative(() => native.truncate(checked, limit, fromStart));
    return fromStart ? checked.slice(0, length) : checked.slice(checked.length - length);
  }

  /**
   * Decodes tokens to text. A single token can be part of a character: see {@link DecodeOptions}, or use
   * {@link HarmonyEncoding.decodeBytes}.
   *
   * @example
   * ```ts
   * loadHarmonyEncoding().decode([13225, 2375]); // => "Hello world"
   * ```
   * @throws {@linkcode HarmonyRuntimeError} if a token does not exist, or the text is too long for a string.
   * @throws {@linkcode HarmonyValueError} if an argument is invalid, or `errors` is `strict` and the bytes are not
   * UTF-8.
   */
  decode(tokens: TokensLike, options?: DecodeOptions | null): string {
    const native = nativeEncoding(this);
    const errors = errorHandler(options);
    this.#decode ??= native.decodeFunction();
    const decode = this.#decode;
    const known = this.engine === "fast" ? textOfFew(tokens, decode) : null;
    if (known !== null) return known;
    const list = toTokens(tokens);
    return callNative(() => decode(list, errors));
  }

  /**
   * Decodes tokens to text, which must be UTF-8.
   *
   * @throws {@linkcode HarmonyRuntimeError} if a token does not exist, the bytes are not UTF-8, or the text is too long
   * for a string.
   * @throws {@linkcode HarmonyValueError} if an element of `tokens` is not a token id.
   */
  decodeUtf8(tokens: TokensLike): string {
    const native = nativeEncoding(this);
    const list = toTokens(tokens);
    return callNative(() => native.decodeUtf8(list));
  }

  /**
   * Decodes tokens to bytes.
   *
   * @example
   * ```ts
   * loadHarmonyEncoding().decodeBytes([13225]); // => Uint8Array.of(72, 101, 108, 108, 111)
   * ```
   * @throws {@linkcode HarmonyRuntimeError} if a token does not exist.
   * @throws {@linkcode HarmonyValueError} if an element of `tokens` is not a token id.
   */
  decodeBytes(tokens: TokensLike): Uint8Array {
    const native = nativeEncoding(this);
    const list = toTokens(tokens);
    return callNative(() => native.decodeBytes(list));
  }

  /** The ids of the tokens that the format uses. */
  get formatTokens(): FormatTokens {
    nativeEncoding(this);
    return FORMAT_TOKENS;
  }

  /** The names of all 1,091 special tokens. Each use makes a new set. */
  get specialTokensSet(): ReadonlySet<string> {
    const native = nativeEncoding(this);
    this.#specialTokens ??= parse(
      callNative(() => native.specialTokens()),
      "special tokens",
    ) as string[];
    return new Set(this.#specialTokens);
  }

  /**
   * Returns whether a token is a special one.
   *
   * @throws {@linkcode HarmonyValueError} if the argument is not a token id.
   */
  isSpecialToken(token: number): boolean {
    return nativeEncoding(this).isSpecialToken(expectToken(token, "token"));
  }

  /**
   * Returns the tokens that end a message, in ascending order: `<|return|>`, `<|end|>` and `<|call|>`.
   *
   * @example
   * ```ts
   * loadHarmonyEncoding().stopTokens(); // => [200002, 200007, 200012]
   * ```
   */
  stopTokens(): number[] {
    const native = nativeEncoding(this);
    return Array.from(callNative(() => native.stopTokens()));
  }

  /**
   * Returns the tokens that end the assistant's turn, in ascending order: `<|return|>` and `<|call|>`. Sampling
   * should stop at them.
   *
   * @example
   * ```ts
   * loadHarmonyEncoding().stopTokensForAssistantActions(); // => [200002, 200012]
   * ```
   */
  stopTokensForAssistantActions(): number[] {
    const native = nativeEncoding(this);
    this.#actionStops ??= callNative(() => native.stopTokensForAssistantActions());
    return Array.from(this.#actionStops);
  }
}

function expectTexts(texts: Iterable<string>): string[] {
  return Array.from(expectIterable(texts, "texts", "an iterable of strings"), (text, i) =>
    expectString(text, `texts[${i}]`),
  );
}

function rendering(
  encoding: HarmonyEncoding,
  purpose: Rendering["purpose"],
  nextTurnRole: Role | null,
  config: RenderConversationConfig | null | undefined,
): Rendering {
  const native = nativeEncoding(encoding);
  const role = purpose === "completion" ? expectRole(nextTurnRole) : null;
  return {
    native,
    remembers: encoding.engine === "fast",
    purpose,
    role,
    retention: analysisRetention(config),
  };
}

async function renderInBackground(
  encoding: HarmonyEncoding,
  conversation: ConversationLike,
  purpose: "conversation" | "completion" | "training",
  nextTurnRole: Role | null,
  config: (RenderConversationConfig & AsyncOptions) | null | undefined,
  options: AsyncOptions | null | undefined,
): Promise<Uint32Array> {
  const native = nativeEncoding(encoding);
  const analysis = analysisRetention(config);
  const signal = signalOf(config, options);
  const { json, texts } = wireConversation(conversation);
  return inBackground({ strings: [json, ...(texts ?? [])] }, signal, (input) =>
    native.renderConversationAsync(input, texts !== null, purpose, nextTurnRole, analysis),
  );
}
