/** Requests and completions against what the reference implementations make of them. */
import { loadHarmonyEncoding } from "openai-harmony-node";
import {
  type ChatCompletionCreateParams,
  toChatCompletion,
  toConversation,
  toPrompt,
} from "openai-harmony-node/chat-completions";
import { describe, expect, test } from "vitest";
import {
  type CompletionExample,
  completionExamples,
  type ExpectedPrompt,
  requestExamples,
} from "../openai-shapes/shapes.ts";

const encoding = loadHarmonyEncoding();
const chatRequests = requestExamples.filter(({ kind }) => kind === "chat");

/** The messages that are rendered: the analysis before the last answer is not. */
function rendered(messages: NonNullable<ExpectedPrompt["messages"]>) {
  const last = messages.findLastIndex(({ role, channel }) => role === "assistant" && channel === "final");
  return messages.filter(({ channel }, i) => i > last || channel !== "analysis");
}

describe("requests", () => {
  expect(chatRequests.length).toBeGreaterThan(20);

  test.each(chatRequests)("$id ($certainty)", ({ request, date, expected, alternatives }) => {
    const params = request as unknown as ChatCompletionCreateParams;
    if (expected.error !== undefined && alternatives.length === 0) {
      expect(() => toPrompt(encoding, params, { date })).toThrow(
        expect.objectContaining({ name: "HarmonyValueError", path: expected.error.path }),
      );
      return;
    }
    const prompts = [expected, ...alternatives].filter(({ error }) => error === undefined);
    if (expected.error !== undefined) {
      try {
        toPrompt(encoding, params, { date });
      } catch (error) {
        expect((error as { path: string }).path).toBe(expected.error.path);
        return;
      }
    }
    const { tokens } = toPrompt(encoding, params, { date });
    expect(prompts.map(({ text }) => text)).toContain(encoding.decode(tokens));
    const met = prompts.find(({ text }) => text === encoding.decode(tokens)) as ExpectedPrompt;
    expect(Array.from(tokens)).toEqual(met.tokens);
    if (met.messages)
      expect(toConversation(params, { date }).toDict().messages).toEqual(rendered(met.messages));
  });
});

const requestOf = ({ function_tools }: CompletionExample): ChatCompletionCreateParams => ({
  messages: [{ role: "user", content: "Hi" }],
  tools: function_tools.map((name) => ({ type: "function", function: { name } })),
});

describe("completions", () => {
  expect(completionExamples.length).toBeGreaterThan(20);

  test.each(completionExamples)("$id", (example) => {
    const { tokens, text, engine_finish_reason: finishReason, expected } = example;
    for (const part of [
      { tokens, finishReason },
      { text, finishReason },
    ]) {
      const { choices, usage } = toChatCompletion(encoding, [part], { request: requestOf(example) });
      const { message, finish_reason } = choices[0] as (typeof choices)[0];
      if (expected.must) expect(message.content).toContain(expected.must.keepsText);
      expect(JSON.stringify(message)).not.toContain("<|");
      if (expected.chat) {
        expect({ content: message.content, reasoning: message.reasoning ?? null }).toEqual({
          content: expected.chat.message.content,
          reasoning: expected.chat.message.reasoning,
        });
        expect(message.tool_calls?.map((call) => call.function) ?? []).toEqual(
          expected.chat.message.tool_calls,
        );
        expect(finish_reason).toBe(expected.chat.finish_reason);
      }
      expect(usage.completion_tokens).toBe(expected.usage.completion_tokens);
      expect(usage.completion_tokens_details.reasoning_tokens).toBe(expected.usage.reasoning_tokens);
    }
  });
});
