/** The parser of completions that always recovers. */
import type { Message } from "../chat/message.ts";
import { Completion } from "../completion/completion.ts";
import type { CompletionEvent, CurrentMessage, Diagnostic, StopReason } from "../completion/events.ts";
import { type CompletionInput, type CompletionOptions, completionOptions } from "../completion/options.ts";
import { expectEncoding, type HarmonyEncoding } from "../encoding/encoding.ts";

/**
 * Parses one completion, and always recovers: no input makes it throw, and no text is lost. What is malformed is
 * repaired, by the rules in `docs/recovery.md`, and reported as a {@link Diagnostic}. Well-formed completions give the
 * messages of {@link StreamableParser}.
 *
 * @example
 * ```ts
 * const parser = new CompletionParser(loadHarmonyEncoding());
 * const events = [
 *   ...parser.push("<|channel|>final<|mess"),
 *   ...parser.push("age|>Four."),
 *   ...parser.finish(),
 * ];
 * console.log(events.map(({ type }) => type).join()); // "message_start,content_delta,message_end"
 * console.log(parser.messages[0]?.channel); // "final"
 * ```
 */
export class CompletionParser {
  readonly #completion: Completion;

  /**
   * @param encoding - the result of `loadHarmonyEncoding`
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   * @throws {@linkcode HarmonyModuleNotFoundError} if the native addon cannot be loaded.
   */
  constructor(encoding: HarmonyEncoding, options?: CompletionOptions | null) {
    this.#completion = new Completion(expectEncoding(encoding), completionOptions(options));
  }

  /**
   * Parses the next part of the completion, and returns what happened. Strings may be cut anywhere.
   *
   * @param input - a token id, several, or text with its special tokens spelt out; all inputs of a parser are of one kind
   * @throws {@linkcode HarmonyValueError} if the input is neither tokens nor text, or tokens come after text or the
   * reverse. The parser is then unchanged.
   * @throws {@linkcode HarmonyRuntimeError} after {@link CompletionParser.finish}.
   */
  push(input: CompletionInput): CompletionEvent[] {
    return this.#completion.push(input);
  }

  /** Ends the completion, and returns what happened: a message that is cut off ends. Later calls return no events. */
  finish(): CompletionEvent[] {
    return this.#completion.finish();
  }

  /** All messages that have ended. */
  get messages(): Message[] {
    return [...this.#completion.messages];
  }

  /** Everything that was malformed. */
  get diagnostics(): Diagnostic[] {
    return [...this.#completion.diagnostics];
  }

  /** How the last message ended; `null` before any has, or if it was cut off. */
  get stop(): StopReason | null {
    return this.#completion.stop;
  }

  /** The message that has begun and not ended; `null` if there is none. */
  get current(): CurrentMessage | null {
    return this.#completion.current;
  }
}
