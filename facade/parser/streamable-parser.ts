/** The streaming parser: takes the model's tokens one by one. */

import type { Message } from "../chat/message.ts";
import type { Role } from "../chat/role.ts";
import {
  type HarmonyEncoding,
  makeParser,
  messagesFromJson,
  type ParseOptions,
} from "../encoding/encoding.ts";
import type { BindingParser } from "../native/load.ts";
import { checkToken } from "../native/tokens.ts";
import { callNative } from "../validation/errors.ts";
import { wrongType } from "../validation/expect.ts";
import { parse } from "../validation/json.ts";

/** What a streaming parser is waiting for (Python: `StreamState`). */
export const StreamState = {
  /** For `<|start|>`. */
  EXPECT_START: "ExpectStart",
  /** For the rest of a header. */
  HEADER: "Header",
  /** For the rest of a message's content. */
  CONTENT: "Content",
} as const;

/** One of the three states. */
export type StreamState = (typeof StreamState)[keyof typeof StreamState];

/** The state of a streaming parser with its data, as the crate writes it. */
export type StreamStateData =
  | {
      /** Waits for `<|start|>`. */
      state: "ExpectStart";
    }
  | {
      /** Waits for the rest of a header. */
      state: "Header";
      /** The header's tokens so far. */
      header_tokens: number[];
    }
  | {
      /** Waits for the rest of a message's content. */
      state: "Content";
      /** The message's header. */
      header: {
        /** Who writes the message. */
        author: {
          /** The author's role. */
          role: Role;
          /** The author's name; absent if it has none. */
          name?: string;
        };
        /** Who the message is for; for a tool call, the tool's name. */
        recipient: string | null;
        /** The channel it is written to. */
        channel: string | null;
        /** The content's format. */
        content_type: string | null;
      };
      /** The content so far, encoded anew: not always the very tokens that were taken. */
      content_tokens: number[];
    };

/** The native parser of one that this package made. */
let nativeOf: (parser: StreamableParser) => BindingParser;

/**
 * A streaming parser (Python: `StreamableParser`). After an error it stays usable, in the state in which the
 * reference would be.
 */
export class StreamableParser {
  readonly #native: BindingParser;
  /** Takes a token. Made at the first one, so that a parser that gets none costs less. */
  #step: ((token: number) => string | null | false) | undefined;
  /** What the last token added, kept to spare another call into the addon. */
  #delta: string | null = null;

  static {
    nativeOf = (parser) => {
      if (typeof parser !== "object" || parser === null || !(#native in parser)) {
        throw wrongType("parser", "a StreamableParser", parser);
      }
      return parser.#native;
    };
  }

  /**
   * @param encoding - from `loadHarmonyEncoding`
   * @param role - the role of the first message if the prompt has stated it already, usually `Role.ASSISTANT`;
   * `null` if the tokens begin with `<|start|>`
   * @throws {HarmonyValueError} if an argument is invalid.
   */
  constructor(encoding: HarmonyEncoding, role: Role | null, options?: ParseOptions | null) {
    this.#native = makeParser(encoding, role, options);
  }

  /**
   * Takes the next token. Returns this parser.
   *
   * @throws {HarmonyRuntimeError} if the token cannot stand here.
   * @throws {HarmonyValueError} if it is not a token id; the parser is as before.
   */
  process(token: number): this {
    const checked = checkToken(token, "token");
    const native = nativeOf(this);
    this.#step ??= native.stepFunction();
    const delta = this.#step(checked);
    if (delta === false) {
      this.#delta = native.lastContentDelta;
      callNative(() => native.throwFailure());
    } else {
      this.#delta = delta;
    }
    return this;
  }

  /**
   * Ends the stream: the content read so far becomes a message. Returns this parser.
   *
   * @throws {HarmonyRuntimeError} if a header is not complete.
   */
  processEos(): this {
    const native = nativeOf(this);
    callNative(() => native.processEos());
    this.#delta = callNative(() => native.lastContentDelta);
    return this;
  }

  /** The content of the current message so far; empty outside of a content. */
  get currentContent(): string {
    return callNative(() => nativeOf(this).currentContent);
  }

  /** The role of the current message, `null` while it is unknown. */
  get currentRole(): Role | null {
    return callNative(() => nativeOf(this).currentRole) as Role | null;
  }

  /** The content type of the current message, `null` if it has none or none is known yet. */
  get currentContentType(): string | null {
    return callNative(() => nativeOf(this).currentContentType);
  }

  /** The recipient of the current message, `null` if it has none or none is known yet. */
  get currentRecipient(): string | null {
    return callNative(() => nativeOf(this).currentRecipient);
  }

  /** The channel of the current message, `null` if it has none or none is known yet. */
  get currentChannel(): string | null {
    return callNative(() => nativeOf(this).currentChannel);
  }

  /** What the last token added to the content; `null` if it ended no character, or was not content. */
  get lastContentDelta(): string | null {
    nativeOf(this);
    return this.#delta;
  }

  /** All complete messages, made anew at each use. */
  get messages(): Message[] {
    return messagesFromJson(callNative(() => nativeOf(this).messages));
  }

  /** All tokens taken so far, as a copy. */
  get tokens(): Uint32Array {
    return callNative(() => nativeOf(this).tokens);
  }

  /** What the parser is waiting for. */
  get state(): StreamState {
    return callNative(() => nativeOf(this).state) as StreamState;
  }

  /** The state with its data. */
  get stateData(): StreamStateData {
    return parse(
      callNative(() => nativeOf(this).stateData),
      "state",
    ) as StreamStateData;
  }
}
