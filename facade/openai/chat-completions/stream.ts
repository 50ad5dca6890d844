/** A stream of completions as a stream of chunks. */

import "../../completion/web-types.ts";
import { SourceReader } from "../../completion/source-reader.ts";
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import { errorMessage, eventStream } from "../shared/server-sent-events.ts";
import { type AnswerSource, type CheckedPart, isPart, readItem, type SourceItem } from "../shared/source.ts";
import { type AnswerSettings, answerSettings, type ChatCompletionOptions } from "./answer.ts";
import { ChoiceChunks, usageChunks } from "./chunks.ts";
import type { ChatCompletionChunk } from "./types.ts";

/**
 * Makes the chunks of an answer as its completions arrive. Parts with an `index` belong to several choices. If the caller
 * stops early, the signal is aborted or a stop string ends the answer, the source is closed; what it throws is thrown on.
 *
 * @example
 * ```ts
 * import { toChatCompletionChunks } from "openai-harmony-node/chat-completions";
 *
 * const source = ["<|channel|>final<|mess", "age|>Four.", "<|return|>"];
 * let answer = "";
 * for await (const { choices } of toChatCompletionChunks(loadHarmonyEncoding(), source)) {
 *   answer += choices[0]?.delta.content ?? "";
 * }
 * answer; // => "Four."
 * ```
 * @throws {@linkcode HarmonyValueError} if an argument is invalid, or the source gives something else than parts.
 */
export function toChatCompletionChunks(
  encoding: HarmonyEncoding,
  source: AnswerSource,
  options?: ChatCompletionOptions | null,
): AsyncGenerator<ChatCompletionChunk, void, undefined> {
  const settings = answerSettings(encoding, options);
  return generate(settings, new SourceReader<SourceItem>(source, options?.signal ?? null));
}

async function* generate(
  settings: AnswerSettings,
  reader: SourceReader<SourceItem>,
): AsyncGenerator<ChatCompletionChunk, void, undefined> {
  const choices = new Choices(settings);
  try {
    for (let next = await reader.next(); !next.done; next = await reader.next()) {
      const item = next.value;
      if (isPart(item)) yield* choices.push(readItem(item));
      else yield* choices.at(0).pushInput(item);
      if (choices.areDone) break;
    }
    for (const choice of choices) yield* choice.finish(null);
    yield* usageChunks(settings, choices);
  } finally {
    await reader.close();
  }
}

/** The choices of an answer. */
class Choices implements Iterable<ChoiceChunks> {
  readonly #settings: AnswerSettings;
  readonly #choices = new Map<number, ChoiceChunks>();

  constructor(settings: AnswerSettings) {
    this.#settings = settings;
    this.at(0);
  }

  at(index: number): ChoiceChunks {
    let choice = this.#choices.get(index);
    if (choice === undefined) {
      choice = new ChoiceChunks(this.#settings, index);
      this.#choices.set(index, choice);
    }
    return choice;
  }

  push(part: CheckedPart): ChatCompletionChunk[] {
    return this.at(part.index).push(part);
  }

  [Symbol.iterator](): Iterator<ChoiceChunks> {
    return this.#choices.values();
  }

  /** Whether no choice needs more of its completion. */
  get areDone(): boolean {
    if (this.#choices.size < this.#settings.choiceCount) return false;
    for (const { isDone } of this.#choices.values()) if (!isDone) return false;
    return true;
  }
}

/**
 * Writes chunks as the body of a response of the type `text/event-stream`, with `[DONE]` at its end. If the chunks' source
 * throws, the last event is an error, which all clients understand.
 *
 * @example
 * ```ts
 * import { toChatCompletionChunks, toServerSentEvents } from "openai-harmony-node/chat-completions";
 *
 * const chunks = toChatCompletionChunks(loadHarmonyEncoding(), ["<|channel|>final<|message|>Four.<|return|>"]);
 * const response = new Response(toServerSentEvents(chunks), { headers: { "content-type": "text/event-stream" } });
 * console.log(await response.text());
 * ```
 */
export function toServerSentEvents(
  chunks:
    | Iterable<ChatCompletionChunk>
    | AsyncIterable<ChatCompletionChunk>
    | ReadableStream<ChatCompletionChunk>,
): ReadableStream<Uint8Array> {
  return eventStream(chunks, {
    write: (chunk) => `data: ${JSON.stringify(chunk)}\n\n`,
    end: "data: [DONE]\n\n",
    fail: (error) =>
      `data: ${JSON.stringify({ error: { message: errorMessage(error), type: "server_error", param: null, code: null } })}\n\n`,
  });
}
