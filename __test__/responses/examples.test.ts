/** Requests and completions against what the reference implementations make of them. */
import { loadHarmonyEncoding } from "openai-harmony-node";
import {
  type PreviousResponse,
  type ResponseCreateParams,
  type ResponseInputItemLike,
  type ResponseOutputItem,
  type ResponseRequestOptions,
  toConversation,
  toPrompt,
  toResponse,
} from "openai-harmony-node/responses";
import { describe, expect, test } from "vitest";
import {
  type CompletionExample,
  completionExamples,
  type ExpectedPrompt,
  type RequestExample,
  requestExamples,
} from "../openai-shapes/shapes.ts";

const encoding = loadHarmonyEncoding();
const requests = requestExamples.filter(({ kind }) => kind === "responses");

/** The messages that are rendered: the analysis before the last answer is not. */
function rendered(messages: NonNullable<ExpectedPrompt["messages"]>) {
  const last = messages.findLastIndex(({ role, channel }) => role === "assistant" && channel === "final");
  return messages.filter(({ channel }, i) => i > last || channel !== "analysis");
}

function optionsOf({ date, previous, items = {} }: RequestExample): ResponseRequestOptions {
  return {
    date,
    previous: (previous as PreviousResponse | undefined) ?? null,
    resolveItem: (id) => items[id] as ResponseInputItemLike | undefined,
  };
}

describe("requests", () => {
  expect(requests.length).toBeGreaterThan(12);

  test.each(requests)("$id ($certainty)", (example) => {
    const params = example.request as unknown as ResponseCreateParams;
    const { error } = example.expected;
    if (error !== undefined) {
      expect(() => toPrompt(encoding, params, optionsOf(example))).toThrow(
        expect.objectContaining({ name: "HarmonyValueError", path: error.path }),
      );
      return;
    }
    const { tokens } = toPrompt(encoding, params, optionsOf(example));
    const prompts = [example.expected, ...example.alternatives];
    expect(prompts.map(({ text }) => text)).toContain(encoding.decode(tokens));
    const met = prompts.find(({ text }) => text === encoding.decode(tokens)) as ExpectedPrompt;
    expect(Array.from(tokens)).toEqual(met.tokens);
    const messages = rendered(met.messages as NonNullable<ExpectedPrompt["messages"]>);
    expect(toConversation(params, optionsOf(example)).toDict().messages).toEqual(messages);
  });

  test.each(requests.filter(({ expected }) => expected.text?.includes("<|call|>")))(
    "$id, with the other content type of calls",
    (example) => {
      const options = { ...optionsOf(example), toolCallContentType: "<|constrain|>json" as const };
      const { tokens } = toPrompt(encoding, example.request as unknown as ResponseCreateParams, options);
      const text = example.expected.text?.replaceAll(
        "<|channel|>commentary json<|message|>",
        "<|channel|>commentary <|constrain|>json<|message|>",
      );
      expect(encoding.decode(tokens)).toBe(text);
    },
  );
});

const requestOf = ({ function_tools }: CompletionExample): ResponseCreateParams => ({
  tools: function_tools.map((name) => ({ type: "function", name, parameters: null, strict: false })),
});

/** Counts identifiers of each kind from 0, as the examples do. */
function counted() {
  const counts = new Map<string, number>();
  return (kind: string) => {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return `${kind}_${count}`;
  };
}

/** What the references write of an item without a status. */
function withStatus(item: Record<string, unknown>) {
  return { status: "completed", ...item };
}

describe("completions", () => {
  expect(completionExamples.length).toBeGreaterThan(20);

  for (const hasInterpreter of [false, true]) {
    const name = hasInterpreter ? "$id, with a code interpreter" : "$id";
    test.each(completionExamples)(name, (example) => {
      const { tokens, text, engine_finish_reason: finishReason, expected } = example;
      const request = requestOf(example);
      const tools = hasInterpreter ? [...(request.tools ?? []), { type: "code_interpreter" }] : request.tools;
      for (const part of [
        { tokens, finishReason },
        { text, finishReason },
      ]) {
        const response = toResponse(encoding, part, { newId: counted(), request: { tools } });
        expect(JSON.stringify(response)).not.toContain("<|");
        if (expected.must) expect(response.output_text).toContain(expected.must.keepsText);
        if (expected.responses) {
          const { output, alternatives, status, incomplete_details } = expected.responses;
          const outputs: unknown[] = [output, ...alternatives.map((each) => each.output.map(withStatus))];
          expect(outputs).toContainEqual(response.output);
          if (hasInterpreter) expect(response.output).toEqual(output);
          expect(response).toMatchObject({ status, incomplete_details });
        }
        expect(response.usage).toMatchObject({
          output_tokens: expected.usage.completion_tokens,
          output_tokens_details: { reasoning_tokens: expected.usage.reasoning_tokens },
        });
      }
    });
  }

  test("call code by an item if nothing is known of the request", () => {
    const example = completionExamples.find(({ id }) => id === "python") as CompletionExample;
    const { output } = toResponse(encoding, example.tokens, { newId: counted() });
    expect(output).toEqual(example.expected.responses?.output as unknown as ResponseOutputItem[]);
  });
});
