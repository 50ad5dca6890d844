/** The types of the entry and those of the package `openai` fit together. */
import type OpenAI from "openai";
import type { HarmonyEncoding } from "openai-harmony-node";
import {
  type Response,
  type ResponseCreateParams,
  ResponseEventer,
  type ResponseInputItem,
  type ResponseInputItemLike,
  type ResponseOutputItem,
  type ResponseStreamEvent,
  toConversation,
  toPrompt,
  toResponse,
  toResponseEvents,
  toServerSentEvents,
} from "openai-harmony-node/responses";
import { expectTypeOf, test } from "vitest";

type OfOpenAI = typeof OpenAI.Responses;
declare const encoding: HarmonyEncoding;

test("what openai sends can be converted", () => {
  expectTypeOf<OpenAI.Responses.ResponseCreateParams>().toExtend<ResponseCreateParams>();
  expectTypeOf<OpenAI.Responses.ResponseInputItem>().toExtend<ResponseInputItemLike>();
  expectTypeOf<OpenAI.Responses.ResponseOutputItem>().toExtend<ResponseInputItemLike>();
  expectTypeOf<ResponseOutputItem>().toExtend<ResponseInputItemLike>();
  expectTypeOf<ResponseInputItem>().toExtend<ResponseInputItemLike>();
  const params: OpenAI.Responses.ResponseCreateParamsStreaming = { model: "m", input: "Hi", stream: true };
  toConversation(params);
  toPrompt(encoding, params, {
    previous: { input: "Hi", output: [] as OpenAI.Responses.ResponseOutputItem[] },
  });
  toResponse(encoding, new Uint32Array(), { request: params });
});

test("what is made here is what openai reads", () => {
  expectTypeOf<Response>().toExtend<OpenAI.Responses.Response>();
  expectTypeOf<ResponseOutputItem>().toExtend<OpenAI.Responses.ResponseOutputItem>();
  expectTypeOf<ResponseStreamEvent>().toExtend<OpenAI.Responses.ResponseStreamEvent>();
  expectTypeOf<ResponseInputItem>().toExtend<OpenAI.Responses.ResponseInputItem>();
  expectTypeOf<OfOpenAI>().not.toBeAny();
});

test("literals need no types", () => {
  toConversation({
    input: [
      { role: "user", content: "Hi" },
      { role: "user", content: [{ type: "input_text", text: "Hi" }] },
      { type: "item_reference", id: "msg_1" },
    ],
    tools: [
      { type: "function", name: "f", parameters: { type: "object" }, strict: true },
      { type: "web_search" },
    ],
    tool_choice: { type: "function", name: "f" },
    text: { format: { type: "json_object" } },
  });
  // @ts-expect-error no such role
  toConversation({ input: [{ role: "robot", content: "Hi" }] });
  // @ts-expect-error no such field
  toConversation({ messages: [] });
});

test("events are told apart by their type", () => {
  for (const event of new ResponseEventer(encoding).push([1, 2])) {
    if (event.type === "response.output_text.delta") expectTypeOf(event.delta).toEqualTypeOf<string>();
    if (event.type === "response.completed") expectTypeOf(event.response).toEqualTypeOf<Response>();
    // @ts-expect-error not all events have one
    event.delta;
  }
  expectTypeOf(toResponseEvents(encoding, [1])).toExtend<AsyncIterable<ResponseStreamEvent>>();
  toServerSentEvents(toResponseEvents(encoding, ["x"]));
  // @ts-expect-error a number is no completion
  toResponse(encoding, 5);
});
