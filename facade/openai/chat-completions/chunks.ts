/** An answer's choice as chunks. */

import type { CompletionInput } from "../../completion/options.ts";
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import { AnswerReader, type AnswerSink } from "../shared/answer.ts";
import type { AnswerMessage } from "../shared/routing.ts";
import {
  type CheckedPart,
  type FinishReason,
  isPart,
  readFinishReason,
  readItem,
  type SourceItem,
  type TokenLogprob,
} from "../shared/source.ts";
import {
  type AnswerSettings,
  answerSettings,
  type ChatCompletionOptions,
  finishReason,
  usageOf,
} from "./answer.ts";
import { JoinedText } from "./joined-text.ts";
import type { ChatCompletionChunk, ChatCompletionDelta, ChatFinishReason } from "./types.ts";

/** Makes a delta of a part of a message's text. */
type Append = (text: string) => ChatCompletionDelta;

/** Makes the chunks of one choice. */
export class ChoiceChunks implements AnswerSink {
  readonly reader: AnswerReader;
  readonly #settings: AnswerSettings;
  readonly #index: number;
  readonly #content = new JoinedText();
  readonly #reasoning = new JoinedText();
  /** The chunks that have not been taken; `null` if there are none. */
  #chunks: ChatCompletionChunk[] | null = null;
  /** `null` if no message is under way, or nobody sees it. */
  #append: Append | null = null;
  #callCount = 0;
  #hasBegun = false;
  #isFinished = false;

  constructor(settings: AnswerSettings, index: number) {
    this.#settings = settings;
    this.#index = index;
    this.reader = new AnswerReader(settings.encoding, settings.rules, this);
  }

  /** Whether the choice needs no more of the completion. */
  get isDone(): boolean {
    return this.#isFinished || this.reader.isStopped;
  }

  /** Takes tokens or text. */
  pushInput(input: CompletionInput): ChatCompletionChunk[] {
    if (this.#isFinished) return [];
    this.#begin();
    this.reader.pushInput(input);
    return this.#take();
  }

  /** Takes the next part. A part that says how the engine stopped is the last one. */
  push(part: CheckedPart): ChatCompletionChunk[] {
    if (this.#isFinished) return [];
    this.#begin();
    this.reader.push(part);
    return part.finishReason === null ? this.#take() : this.finish(part.finishReason);
  }

  /** Ends the choice. */
  finish(reason: FinishReason | null): ChatCompletionChunk[] {
    if (this.#isFinished) return [];
    this.#begin();
    this.reader.finish();
    this.#isFinished = true;
    this.#emit({}, null, finishReason(this.reader, reason, this.#settings));
    return this.#take();
  }

  start(message: AnswerMessage): void {
    this.#append = this.#beginMessage(message);
  }

  delta(text: string, logprobs: readonly TokenLogprob[] | null): void {
    if (this.#append === null) return;
    this.#emit(text === "" ? {} : this.#append(text), logprobs, null);
  }

  end(): void {
    this.#append = null;
  }

  #begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#emit({ role: "assistant" }, null, null);
  }

  #beginMessage(message: AnswerMessage): Append | null {
    switch (message.kind) {
      case "content":
        this.#content.begin();
        return (text) => ({ content: this.#content.add(text) });
      case "call":
        return this.#beginCall(message.name);
      case "reasoning":
        return this.#beginReasoning();
      case "built_in_call":
        return message.isReasoning ? this.#beginReasoning() : null;
      default:
        return null;
    }
  }

  #beginReasoning(): Append | null {
    const reasoning = this.#reasoning;
    reasoning.begin();
    switch (this.#settings.reasoningField) {
      case "none":
        return null;
      case "reasoning":
        return (text) => ({ reasoning: reasoning.add(text) });
      case "reasoning_content":
        return (text) => ({ reasoning_content: reasoning.add(text) });
      default:
        return (text) => {
          const added = reasoning.add(text);
          return { reasoning: added, reasoning_content: added };
        };
    }
  }

  /** Tells of the call at once, as it may have no arguments. */
  #beginCall(name: string): Append {
    const index = this.#callCount++;
    const call = { index, id: this.#settings.newId("call"), type: "function" as const };
    this.#emit({ tool_calls: [{ ...call, function: { name, arguments: "" } }] }, null, null);
    return (text) => ({ tool_calls: [{ index, function: { arguments: text } }] });
  }

  #emit(
    delta: ChatCompletionDelta,
    logprobs: readonly TokenLogprob[] | null,
    reason: ChatFinishReason | null,
  ): void {
    const choice = {
      index: this.#index,
      delta,
      logprobs: logprobs === null ? null : { content: [...logprobs], refusal: null },
      finish_reason: reason,
    };
    const made = chunk(this.#settings, [choice]);
    // Most tokens make one chunk, and an array that is pushed to has room for many.
    if (this.#chunks === null) this.#chunks = [made];
    else this.#chunks.push(made);
  }

  #take(): ChatCompletionChunk[] {
    const chunks = this.#chunks ?? [];
    this.#chunks = null;
    return chunks;
  }
}

function chunk(settings: AnswerSettings, choices: ChatCompletionChunk["choices"]): ChatCompletionChunk {
  const made: ChatCompletionChunk = {
    id: settings.id,
    object: "chat.completion.chunk",
    created: settings.created,
    model: settings.model,
    choices,
  };
  if (settings.includesUsage) made.usage = null;
  return made;
}

/** Makes the chunk that comes after all choices have ended, if the request asks for the usage. */
export function usageChunks(
  settings: AnswerSettings,
  choices: Iterable<ChoiceChunks>,
): ChatCompletionChunk[] {
  if (!settings.includesUsage) return [];
  const readers = Array.from(choices, ({ reader }) => reader);
  return [{ ...chunk(settings, []), usage: usageOf(readers, settings) }];
}

/**
 * Makes the chunks of an answer, synchronously. It is the core of {@link toChatCompletionChunks}, for one choice.
 *
 * @example
 * ```ts
 * import { ChatCompletionChunker } from "openai-harmony-node/chat-completions";
 *
 * const chunker = new ChatCompletionChunker(loadHarmonyEncoding());
 * const chunks = [...chunker.push("<|channel|>final<|message|>Four.<|return|>"), ...chunker.end()];
 * chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join(""); // => "Four."
 * chunks.at(-1)?.choices[0]?.finish_reason; // => "stop"
 * ```
 */
export class ChatCompletionChunker {
  readonly #settings: AnswerSettings;
  readonly #choice: ChoiceChunks;
  #hasEnded = false;

  /**
   * @param encoding - the result of `loadHarmonyEncoding`
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   */
  constructor(encoding: HarmonyEncoding, options?: ChatCompletionOptions | null) {
    this.#settings = answerSettings(encoding, options);
    this.#choice = new ChoiceChunks(this.#settings, 0);
  }

  /** Whether a stop string of the request has ended the answer, so that the engine need not go on. */
  get isStopped(): boolean {
    return this.#choice.reader.isStopped;
  }

  /**
   * Takes the next part of the completion, and returns its chunks. After the end, there are none.
   *
   * @param item - a token id, several, text, or a part with what the engine says beside it
   * @throws {@linkcode HarmonyValueError} if the item is none of these, or tokens come after text or the reverse.
   */
  push(item: SourceItem): ChatCompletionChunk[] {
    if (!isPart(item)) return this.#choice.pushInput(item);
    const part = readItem(item);
    const chunks = this.#choice.push(part);
    return part.finishReason === null ? chunks : [...chunks, ...this.end()];
  }

  /**
   * Ends the completion, and returns the last chunks. A second call returns none.
   *
   * @param reason - how the engine stopped. Default: what the completion looks like
   */
  end(reason?: FinishReason | null): ChatCompletionChunk[] {
    if (this.#hasEnded) return [];
    const chunks = this.#choice.finish(readFinishReason(reason));
    this.#hasEnded = true;
    return [...chunks, ...usageChunks(this.#settings, [this.#choice])];
  }
}
