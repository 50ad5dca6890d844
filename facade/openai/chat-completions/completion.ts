/** Whole completions as an answer. */
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import type { TokensLike } from "../../native/tokens.ts";
import { isObject } from "../../validation/expect.ts";
import { AnswerReader, type AnswerSink } from "../shared/answer.ts";
import type { AnswerMessage } from "../shared/routing.ts";
import { type CompletionPart, readItem, type TokenLogprob } from "../shared/source.ts";
import {
  type AnswerSettings,
  answerSettings,
  type ChatCompletionOptions,
  finishReason,
  usageOf,
} from "./answer.ts";
import { JoinedText } from "./joined-text.ts";
import type { ChatCompletion, ChatCompletionMessage, ChatCompletionMessageToolCall } from "./types.ts";

/** Completions that are whole: the tokens or the text of one, or one or several with what the engine says beside them. */
export type WholeCompletions = TokensLike | string | CompletionPart | readonly CompletionPart[];

/**
 * Makes an answer of whole completions. It is what a client makes of the chunks of {@link toChatCompletionChunks}.
 *
 * @example
 * ```ts
 * import { toChatCompletion } from "openai-harmony-node/chat-completions";
 *
 * const completion = "<|channel|>commentary to=functions.get_time <|constrain|>json<|message|>{}<|call|>";
 * const { choices } = toChatCompletion(loadHarmonyEncoding(), completion);
 * choices[0]?.finish_reason; // => "tool_calls"
 * choices[0]?.message.tool_calls?.[0]?.function; // => { name: "get_time", arguments: "{}" }
 * ```
 * @param choices - one completion, or several for a request with `n`
 * @throws {@linkcode HarmonyValueError} if an argument is invalid. No completion is.
 */
export function toChatCompletion(
  encoding: HarmonyEncoding,
  choices: WholeCompletions,
  options?: ChatCompletionOptions | null,
): ChatCompletion {
  const settings = answerSettings(encoding, options);
  const wholes = listOf(choices).map((completion) => new WholeChoice(settings, completion));
  const { id, created, model } = settings;
  const readers = wholes.map(({ reader }) => reader);
  return {
    id,
    object: "chat.completion",
    created,
    model,
    choices: wholes.map((whole, index) => whole.toChoice(index)),
    usage: usageOf(readers, settings),
  };
}

function listOf(choices: WholeCompletions): (TokensLike | string | CompletionPart)[] {
  const isList = Array.isArray(choices) && isObject(choices[0]);
  return isList ? (choices as CompletionPart[]) : [choices as TokensLike | string | CompletionPart];
}

/** One choice of an answer. */
class WholeChoice implements AnswerSink {
  readonly reader: AnswerReader;
  readonly #settings: AnswerSettings;
  readonly #finishReason: ReturnType<typeof finishReason>;
  readonly #content = new JoinedText();
  readonly #reasoning = new JoinedText();
  #contentText: string | null = null;
  #reasoningText = "";
  readonly #calls: ChatCompletionMessageToolCall[] = [];
  readonly #logprobs: TokenLogprob[] = [];
  #append: (text: string) => void = () => {};

  constructor(settings: AnswerSettings, completion: TokensLike | string | CompletionPart) {
    this.#settings = settings;
    this.reader = new AnswerReader(settings.encoding, settings.rules, this);
    const part = readItem(completion);
    this.reader.push(part);
    this.reader.finish();
    this.#finishReason = finishReason(this.reader, part.finishReason, settings);
  }

  toChoice(index: number): ChatCompletion["choices"][number] {
    return {
      index,
      message: this.#message(),
      logprobs: this.#logprobs.length === 0 ? null : { content: this.#logprobs, refusal: null },
      finish_reason: this.#finishReason,
    };
  }

  #message(): ChatCompletionMessage {
    const message: ChatCompletionMessage = { role: "assistant", content: this.#contentText, refusal: null };
    const { reasoningField } = this.#settings;
    if (this.#reasoningText !== "") {
      if (reasoningField === "both" || reasoningField === "reasoning")
        message.reasoning = this.#reasoningText;
      if (reasoningField === "both" || reasoningField === "reasoning_content") {
        message.reasoning_content = this.#reasoningText;
      }
    }
    if (this.#calls.length > 0) message.tool_calls = this.#calls;
    return message;
  }

  start(message: AnswerMessage): void {
    this.#append = this.#beginMessage(message);
  }

  delta(text: string, logprobs: readonly TokenLogprob[] | null): void {
    this.#append(text);
    for (const logprob of logprobs ?? []) this.#logprobs.push(logprob);
  }

  end(): void {}

  #beginMessage(message: AnswerMessage): (text: string) => void {
    switch (message.kind) {
      case "content":
        this.#content.begin();
        return (text) => {
          if (text !== "") this.#contentText = (this.#contentText ?? "") + this.#content.add(text);
        };
      case "call":
        return this.#beginCall(message.name);
      case "reasoning":
        return this.#beginReasoning();
      case "built_in_call":
        return message.isReasoning ? this.#beginReasoning() : () => {};
      default:
        return () => {};
    }
  }

  #beginReasoning(): (text: string) => void {
    this.#reasoning.begin();
    return (text) => {
      this.#reasoningText += this.#reasoning.add(text);
    };
  }

  #beginCall(name: string): (text: string) => void {
    const call: ChatCompletionMessageToolCall = {
      id: this.#settings.newId("call"),
      type: "function",
      function: { name, arguments: "" },
    };
    this.#calls.push(call);
    return (text) => {
      call.function.arguments += text;
    };
  }
}
