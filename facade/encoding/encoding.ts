/** The encoding: renders conversations, parses completions, encodes and decodes text. */

import {
  type ConversationLike,
  canonicalConversation,
  canonicalMessage,
  type MessageLike,
} from "../chat/conversation.ts";
import { Message } from "../chat/message.ts";
import { checkRole, type Role } from "../chat/role.ts";
import { type BindingEncoding, type BindingParser, binding } from "../native/load.ts";
import { checkToken, type TokensLike, takeTokens, toTokens } from "../native/tokens.ts";
import { callNative, HarmonyRuntimeError, HarmonyValueError } from "../validation/errors.ts";
import {
  checkIterable,
  checkOptions,
  checkString,
  optionalBoolean,
  quote,
  wrongType,
} from "../validation/expect.ts";
import { parse } from "../validation/json.ts";

/** The encodings (Python: `HarmonyEncodingName`). */
export const HarmonyEncodingName = {
  /** That of the gpt-oss models. */
  HARMONY_GPT_OSS: "HarmonyGptOss",
} as const;

/** The name of an encoding. */
export type HarmonyEncodingName = (typeof HarmonyEncodingName)[keyof typeof HarmonyEncodingName];

/** How a conversation is rendered (Python: `RenderConversationConfig`). */
export interface RenderConversationConfig {
  /**
   * Leaves out the `analysis` messages before the first `final` message, if the last assistant message is a
   * `final` one. Default: `true`.
   */
  autoDropAnalysis?: boolean;
}

/** How a single message is rendered (Python: `RenderOptions`). */
export interface RenderOptions {
  /** Says in a system message that function calls go to the commentary channel. Default: `false`. */
  conversationHasFunctionTools?: boolean;
}

/** Special tokens by name, such as `<|start|>`; `"all"` for every one. */
export type SpecialTokens = "all" | Iterable<string>;

/** Which special tokens {@link HarmonyEncoding.encode} produces and refuses. */
export interface EncodeOptions {
  /** Those whose text becomes the special token. Default: none. */
  allowedSpecial?: SpecialTokens;
  /** Those whose text is an error. Default: `"all"`, which means all that are not allowed. */
  disallowedSpecial?: SpecialTokens;
}

/** What {@link HarmonyEncoding.decode} does with bytes that are not UTF-8. */
export interface DecodeOptions {
  /** `replace` them by U+FFFD, `ignore` them, or throw (`strict`). Default: `replace`. */
  errors?: "replace" | "strict" | "ignore";
}

/** How a completion is parsed. */
export interface ParseOptions {
  /** Whether a malformed header is an error, or recovered from as well as possible. Default: `true`. */
  strict?: boolean;
}

/** Which engine does the work. Both give the same tokens, messages and errors. */
export type EngineName = "fast" | "reference";

/** How an encoding is loaded. */
export interface LoadOptions {
  /**
   * `fast` is this package's own engine. `reference` is OpenAI's crate as it is: slow, to compare with. Default: `fast`.
   */
  engine?: EngineName;
}

const ENGINES: ReadonlySet<unknown> = new Set(["fast", "reference"]);

const ERROR_HANDLERS: ReadonlySet<unknown> = new Set(["replace", "strict", "ignore"]);

let makeEncoding: (native: BindingEncoding, engine: EngineName) => HarmonyEncoding;

/** The native encoding of one that this package made. */
let nativeOf: (encoding: HarmonyEncoding) => BindingEncoding;

/** An encoding (Python: `HarmonyEncoding`). Immutable; {@link loadHarmonyEncoding} makes it. */
export class HarmonyEncoding {
  /** Which engine does the work. */
  readonly engine: EngineName;

  readonly #native: BindingEncoding;
  #specialTokens: readonly string[] | undefined;

  static {
    makeEncoding = (native, engine) => new HarmonyEncoding(native, engine);
    nativeOf = (encoding) => {
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

  /** The encoding's name. */
  get name(): string {
    return nativeOf(this).name;
  }

  /**
   * Renders a conversation for the model to complete: all messages, then the beginning of the next one.
   *
   * @param conversation - a conversation, messages, or canonical JSON text
   * @param nextTurnRole - who speaks next, usually `Role.ASSISTANT`
   * @param config - whether analysis before the last answer is dropped, as it is by default
   * @throws {HarmonyValueError} if an argument is invalid.
   * @throws {HarmonyRuntimeError} if a message cannot be rendered, such as a tool's without a name.
   */
  renderConversationForCompletion(
    conversation: ConversationLike,
    nextTurnRole: Role,
    config?: RenderConversationConfig | null,
  ): Uint32Array {
    const { json, texts } = canonicalConversation(conversation);
    const role = checkRole(nextTurnRole);
    const drop = dropsAnalysis(config);
    return take(this, (native, into) =>
      native.renderConversationForCompletion(json, texts, role, drop, into),
    );
  }

  /**
   * The number of tokens of {@link HarmonyEncoding.renderConversationForCompletion}, without making them.
   *
   * @throws as {@link HarmonyEncoding.renderConversationForCompletion}.
   */
  countConversationTokens(
    conversation: ConversationLike,
    nextTurnRole: Role,
    config?: RenderConversationConfig | null,
  ): number {
    const { json, texts } = canonicalConversation(conversation);
    const role = checkRole(nextTurnRole);
    const drop = dropsAnalysis(config);
    return callNative(() => nativeOf(this).countConversationTokens(json, texts, role, drop));
  }

  /**
   * Renders a conversation as training data: if the last message is the assistant's in the `final` channel,
   * `<|return|>` ends it.
   *
   * @throws as {@link HarmonyEncoding.renderConversationForCompletion}.
   */
  renderConversationForTraining(
    conversation: ConversationLike,
    config?: RenderConversationConfig | null,
  ): Uint32Array {
    const { json, texts } = canonicalConversation(conversation);
    const drop = dropsAnalysis(config);
    return take(this, (native, into) => native.renderConversationForTraining(json, texts, drop, into));
  }

  /**
   * Renders a conversation as it is.
   *
   * @throws as {@link HarmonyEncoding.renderConversationForCompletion}.
   */
  renderConversation(conversation: ConversationLike, config?: RenderConversationConfig | null): Uint32Array {
    const { json, texts } = canonicalConversation(conversation);
    const drop = dropsAnalysis(config);
    return take(this, (native, into) => native.renderConversation(json, texts, drop, into));
  }

  /**
   * Renders one message.
   *
   * @param message - a message, or canonical JSON text
   * @param options - whether the conversation has function tools, which a system message then says
   * @throws as {@link HarmonyEncoding.renderConversationForCompletion}.
   */
  render(message: MessageLike, options?: RenderOptions | null): Uint32Array {
    const { json, texts } = canonicalMessage(message);
    const hasFunctionTools = optionalBoolean(
      checkOptions(options, "options"),
      "conversationHasFunctionTools",
      false,
    );
    return take(this, (native, into) => native.render(json, texts, hasFunctionTools, into));
  }

  /**
   * Parses a whole completion.
   *
   * @param tokens - what the model has sampled; its stop token may be there or not
   * @param role - the role of the first message if the prompt has stated it already, usually `Role.ASSISTANT`;
   * `null` if the tokens begin with `<|start|>`
   * @throws {HarmonyValueError} if an argument is invalid.
   * @throws {HarmonyRuntimeError} if the tokens are not well-formed messages.
   */
  parseMessagesFromCompletionTokens(
    tokens: TokensLike,
    role?: Role | null,
    options?: ParseOptions | null,
  ): Message[] {
    const list = toTokens(tokens);
    const first = checkOptionalRole(role);
    const strict = isStrict(options);
    return messagesFromJson(
      callNative(() => nativeOf(this).parseMessagesFromCompletionTokens(list, first, strict)),
    );
  }

  /**
   * Encodes text. By default, text that spells a special token is an error, so that nobody can smuggle one in.
   *
   * @throws {HarmonyRuntimeError} if the text contains a disallowed special token.
   * @throws {HarmonyValueError} if an argument is invalid.
   */
  encode(text: string, options?: EncodeOptions | null): Uint32Array {
    const checked = checkString(text, "text");
    const { allowed, disallowed } = encodeOptions(options);
    return take(this, (native, into) => native.encode(checked, allowed, disallowed, into));
  }

  /**
   * Encodes several texts, each by itself: the same as a loop over {@link HarmonyEncoding.encode} on this thread, with
   * errors that name the text.
   *
   * @param texts - an array or another iterable; each text is checked before the first one is encoded
   * @throws {HarmonyRuntimeError} if a text contains a disallowed special token; the message begins with its index,
   * such as `texts[2]: `.
   * @throws {HarmonyValueError} if an argument is invalid, or an element no string; `path` is then such as `texts[2]`.
   */
  encodeBatch(texts: Iterable<string>, options?: EncodeOptions | null): Uint32Array[] {
    const { allowed, disallowed } = encodeOptions(options);
    const list = Array.from(checkIterable(texts, "texts", "an iterable of strings"), (text, i) =>
      checkString(text, `texts[${i}]`),
    );
    return list.map((text, i) => {
      try {
        return take(this, (native, into) => native.encode(text, allowed, disallowed, into));
      } catch (error) {
        if (!(error instanceof HarmonyRuntimeError)) throw error;
        throw new HarmonyRuntimeError(`texts[${i}]: ${error.message}`, {
          code: error.code,
          cause: error.cause,
        });
      }
    });
  }

  /**
   * The number of tokens of {@link HarmonyEncoding.encode}, without making them.
   *
   * @throws as {@link HarmonyEncoding.encode}.
   */
  countTokens(text: string, options?: EncodeOptions | null): number {
    const checked = checkString(text, "text");
    const { allowed, disallowed } = encodeOptions(options);
    return callNative(() => nativeOf(this).countTokens(checked, allowed, disallowed));
  }

  /**
   * Decodes tokens to text. A single token may be a part of a character: see {@link DecodeOptions}, or
   * {@link HarmonyEncoding.decodeBytes}.
   *
   * @throws {HarmonyRuntimeError} if a token does not exist, or the text is too long for a string.
   * @throws {HarmonyValueError} if an argument is invalid, or the bytes are not UTF-8 and `errors` is `strict`.
   */
  decode(tokens: TokensLike, options?: DecodeOptions | null): string {
    const list = toTokens(tokens);
    const { errors = "replace" } = checkOptions(options, "options");
    if (!ERROR_HANDLERS.has(errors)) {
      throw new HarmonyValueError(`expected 'replace', 'strict' or 'ignore', got ${quote(errors)}`, {
        path: "errors",
      });
    }
    return callNative(() => nativeOf(this).decode(list, errors as string));
  }

  /**
   * Decodes tokens to text.
   *
   * @throws {HarmonyRuntimeError} if a token does not exist, the bytes are not UTF-8, or the text is too long for a
   * string.
   * @throws {HarmonyValueError} if an element of `tokens` is not a token id.
   */
  decodeUtf8(tokens: TokensLike): string {
    const list = toTokens(tokens);
    return callNative(() => nativeOf(this).decodeUtf8(list));
  }

  /**
   * Decodes tokens to bytes.
   *
   * @throws {HarmonyRuntimeError} if a token does not exist.
   * @throws {HarmonyValueError} if an element of `tokens` is not a token id.
   */
  decodeBytes(tokens: TokensLike): Uint8Array {
    const list = toTokens(tokens);
    return callNative(() => nativeOf(this).decodeBytes(list));
  }

  /** The names of all 1,091 special tokens, in a set of its own for each call. */
  get specialTokensSet(): ReadonlySet<string> {
    const native = nativeOf(this);
    this.#specialTokens ??= parse(
      callNative(() => native.specialTokens()),
      "special tokens",
    ) as string[];
    return new Set(this.#specialTokens);
  }

  /** Whether the token is a special one. @throws {HarmonyValueError} if it is not a token id. */
  isSpecialToken(token: number): boolean {
    return nativeOf(this).isSpecialToken(checkToken(token, "token"));
  }

  /** The tokens that end a message, in ascending order: `<|return|>`, `<|end|>` and `<|call|>`. */
  stopTokens(): number[] {
    return Array.from(callNative(() => nativeOf(this).stopTokens()));
  }

  /** The tokens that end the assistant's turn, in ascending order: `<|return|>` and `<|call|>`. */
  stopTokensForAssistantActions(): number[] {
    return Array.from(callNative(() => nativeOf(this).stopTokensForAssistantActions()));
  }
}

/** The tokens that a native encoding writes. */
function take(
  encoding: HarmonyEncoding,
  write: (native: BindingEncoding, into: Uint32Array) => number | Uint32Array,
): Uint32Array {
  const native = nativeOf(encoding);
  return takeTokens((into) => callNative(() => write(native, into)));
}

/** The encodings that this thread has loaded, by name and engine. */
const encodings = new Map<string, HarmonyEncoding>();

/**
 * Loads an encoding. The native part is loaded once per process and shared by all its worker threads; the same
 * arguments give the same object again.
 *
 * @param name - which encoding; by default {@link HarmonyEncodingName.HARMONY_GPT_OSS}, the only one
 * @throws {HarmonyValueError} if there is no encoding or no engine of that name.
 * @throws {HarmonyRuntimeError} if the reference engine's vocabulary cannot be placed or read; the next call tries
 * again.
 * @throws {HarmonyModuleNotFoundError} if the native addon cannot be loaded.
 */
export function loadHarmonyEncoding(
  name: HarmonyEncodingName = HarmonyEncodingName.HARMONY_GPT_OSS,
  options?: LoadOptions | null,
): HarmonyEncoding {
  if (!Object.values(HarmonyEncodingName).includes(name)) {
    throw new HarmonyValueError(
      `Invalid HarmonyEncodingName: ${typeof name === "string" ? name : quote(name)}`,
    );
  }
  const engine = checkEngine(checkOptions(options, "options").engine);
  const key = `${name} ${engine}`;
  const known = encodings.get(key);
  if (known !== undefined) return known;
  const native = binding();
  const encoding = makeEncoding(
    callNative(() => native.loadEncoding(name, engine)),
    engine,
  );
  encodings.set(key, encoding);
  return encoding;
}

/** Makes a native parser for an encoding. */
export function makeParser(
  encoding: HarmonyEncoding,
  role: Role | null,
  options: ParseOptions | null | undefined,
): BindingParser {
  const native = nativeOf(encoding);
  const first = role === null ? null : checkRole(role);
  const strict = isStrict(options);
  return callNative(() => new (binding().BindingParser)(native, first, strict));
}

/** Messages from the JSON array that the addon writes. */
export function messagesFromJson(json: string): Message[] {
  return (parse(json, "messages") as unknown[]).map((message) => Message.fromDict(message));
}

function checkEngine(value: unknown): EngineName {
  if (value === undefined) return "fast";
  if (!ENGINES.has(value)) {
    throw new HarmonyValueError(`expected 'fast' or 'reference', got ${quote(value)}`, { path: "engine" });
  }
  return value as EngineName;
}

function encodeOptions(options: unknown): { allowed: string | null; disallowed: string | null } {
  const { allowedSpecial, disallowedSpecial } = checkOptions(options, "options");
  return {
    allowed: specialTokensJson(allowedSpecial, "allowedSpecial"),
    disallowed: specialTokensJson(disallowedSpecial, "disallowedSpecial"),
  };
}

function checkOptionalRole(role: Role | null | undefined): Role | null {
  return role === undefined || role === null ? null : checkRole(role);
}

function dropsAnalysis(config: RenderConversationConfig | null | undefined): boolean {
  return optionalBoolean(checkOptions(config, "config"), "autoDropAnalysis", true);
}

function isStrict(options: ParseOptions | null | undefined): boolean {
  return optionalBoolean(checkOptions(options, "options"), "strict", true);
}

function specialTokensJson(value: unknown, path: string): string | null {
  if (value === undefined) return null;
  if (value === "all") return '"all"';
  const names = Array.from(checkIterable(value, path, "'all' or an iterable of strings"), (name, i) =>
    checkString(name, `${path}[${i}]`),
  );
  return JSON.stringify(names.map((name) => name.toWellFormed()));
}
