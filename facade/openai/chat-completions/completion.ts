/** Whole completions as an answer. */
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import type { TokensLike } from "../../native/tokens.ts";
import { isObject } from "../../validation/expect.ts";
import { type CompletionPart, readItem } from "../shared/source.ts";
import { answerSettings, type ChatCompletionOptions, usageOf } from "./answer.ts";
import { ChoiceChunks } from "./chunks.ts";
import { WholeChoice } from "./fold.ts";
import type { ChatCompletion } from "./types.ts";

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
  const made = listOf(choices).map((completion, index) => {
    const chunks = new ChoiceChunks(settings, index);
    return { chunks, whole: wholeOf(chunks, completion) };
  });
  const { id, created, model } = settings;
  return {
    id,
    object: "chat.completion",
    created,
    model,
    choices: made.map(({ whole }, index) => whole.toChoice(index)),
    usage: usageOf(
      made.map(({ chunks }) => chunks.reader),
      settings,
    ),
  };
}

function wholeOf(chunks: ChoiceChunks, completion: TokensLike | string | CompletionPart): WholeChoice {
  const whole = new WholeChoice();
  for (const { choices } of [...chunks.push(readItem(completion)), ...chunks.finish(null)]) {
    for (const choice of choices) whole.add(choice);
  }
  return whole;
}

function listOf(choices: WholeCompletions): (TokensLike | string | CompletionPart)[] {
  const isList = Array.isArray(choices) && isObject(choices[0]);
  return isList ? (choices as CompletionPart[]) : [choices as TokensLike | string | CompletionPart];
}
