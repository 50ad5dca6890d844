/** The shapes are those of the official client: what compiles and what does not. */

import type OpenAI from "openai";
import type { ChatCompletionStreamParams } from "openai/lib/ChatCompletionStream";
import type { HarmonyEncoding } from "openai-harmony-node";
import {
  type ChatCompletion,
  type ChatCompletionChunk,
  type ChatCompletionCreateParams,
  type ChatCompletionMessageParam,
  toChatCompletion,
  toChatCompletionChunks,
  toConversation,
  toMessages,
  toPrompt,
} from "openai-harmony-node/chat-completions";
import { expectTypeOf, test } from "vitest";

type Official = OpenAI.Chat.Completions.ChatCompletionCreateParams;

declare const encoding: HarmonyEncoding;
declare const official: Official;

test("requests of the official client are requests", () => {
  expectTypeOf<Official>().toExtend<ChatCompletionCreateParams>();
  expectTypeOf<ChatCompletionStreamParams>().toExtend<ChatCompletionCreateParams>();
  expectTypeOf<OpenAI.Chat.ChatCompletionMessageParam>().toExtend<ChatCompletionMessageParam>();
  toPrompt(encoding, official);
  toConversation(official);
  toChatCompletion(encoding, [], { request: official });
  toChatCompletionChunks(encoding, [], { request: official });
});

test("answers are those of the official client", () => {
  expectTypeOf<ChatCompletion>().toExtend<OpenAI.ChatCompletion>();
  expectTypeOf<ChatCompletionChunk>().toExtend<OpenAI.ChatCompletionChunk>();
  expectTypeOf<ChatCompletion["choices"][0]["message"]>().toExtend<ChatCompletionMessageParam>();
});

test("messages can be written out", () => {
  expectTypeOf(toMessages).returns.toEqualTypeOf<ChatCompletionMessageParam[]>();
  // @ts-expect-error: a role that is none
  toConversation({ messages: [{ role: "robot", content: "" }] });
  // @ts-expect-error: an option that is none
  toConversation({ messages: [] }, { dates: "" });
  // @ts-expect-error: a value that is none
  toConversation({ messages: [] }, { schemas: "other" });
});
