/** The parser of completions as a web stream. */
import { Completion } from "../completion/completion.ts";
import type { CompletionEvent } from "../completion/events.ts";
import { type CompletionInput, type CompletionOptions, completionOptions } from "../completion/options.ts";
import { expectEncoding, type HarmonyEncoding } from "../encoding/encoding.ts";

/**
 * A pair of web streams, for `pipeThrough`: the parts of a completion go in, and its events come out, as those of
 * {@link CompletionParser} do.
 *
 * @example
 * ```ts
 * const source = ReadableStream.from(["<|channel|>final<|message|>Four", ".<|return|>"]);
 * for await (const event of source.pipeThrough(new CompletionParserStream(loadHarmonyEncoding()))) {
 *   if (event.type === "content_delta") console.log(event.delta);
 * }
 * ```
 */
export class CompletionParserStream {
  /** Where the completion goes in. */
  readonly writable: WritableStream<CompletionInput>;
  /** Where the events come out. */
  readonly readable: ReadableStream<CompletionEvent>;

  /**
   * @param encoding - the result of `loadHarmonyEncoding`
   * @throws {@linkcode HarmonyValueError} if an argument is invalid. An invalid part of the completion errors the stream.
   */
  constructor(encoding: HarmonyEncoding, options?: CompletionOptions | null) {
    const completion = new Completion(expectEncoding(encoding), completionOptions(options));
    const { readable, writable } = new TransformStream<CompletionInput, CompletionEvent>({
      transform(input, controller) {
        for (const event of completion.push(input)) controller.enqueue(event);
      },
      flush(controller) {
        for (const event of completion.finish()) controller.enqueue(event);
      },
    });
    this.readable = readable;
    this.writable = writable;
  }
}
