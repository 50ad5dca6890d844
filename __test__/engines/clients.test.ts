/** The official clients, in front of a gateway to llama.cpp. The models write garbage, which is nobody's error. */
import { Agent, tool as agentTool, OpenAIProvider, Runner } from "@openai/agents";
import { generateText, jsonSchema, stepCountIs, streamText, tool } from "ai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { busySlots, LITTLE_SPACE, MUCH_MARKUP } from "./endpoint.ts";
import { MODEL, type RunningGateway, startGateway } from "./gateway.ts";
import type { ModelKind } from "./llama.ts";

/** How often each is tried, at the same time. */
const TIMES = 6;

const PARAMETERS = {
  type: "object" as const,
  properties: { city: { type: "string" as const, enum: ["Oslo", "Rome"] } },
  required: ["city"],
  additionalProperties: false as const,
};
const FUNCTION = { name: "get_weather", description: "Tells the weather.", parameters: PARAMETERS };
const CHAT_TOOL = { type: "function" as const, function: FUNCTION };
const QUESTION = "What is the weather in Oslo?";
const MESSAGES = [{ role: "user" as const, content: QUESTION }];

/** Calls a function several times at once, with different seeds. */
const times = (run: (seed: number) => Promise<void>) =>
  Promise.all(Array.from({ length: TIMES }, (_, i) => run(i + 1)));

/** What holds at the end, whatever a model has written. */
function expectNoErrors({ statuses, errors }: RunningGateway): void {
  expect(errors).toEqual([]);
  expect(new Set(statuses)).toEqual(new Set([200]));
}

describe.each<[ModelKind, object]>([
  ["bigram", {}],
  ["random", { logit_bias: MUCH_MARKUP }],
])("with the model %s", (kind, fields) => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway(kind, fields);
  });
  afterAll(() => gateway?.stop());

  test("chat completions come whole and as streams", async () => {
    await times(async (seed) => {
      const params = {
        model: MODEL,
        messages: MESSAGES,
        seed,
        max_completion_tokens: 60,
        tools: [CHAT_TOOL],
      };
      const whole = await gateway.openai.chat.completions.create(params);
      const streamed = await gateway.openai.chat.completions.stream(params).finalChatCompletion();
      for (const { choices, usage } of [whole, streamed]) {
        expect(choices).toHaveLength(1);
        expect(choices[0]?.finish_reason).toMatch(/^(stop|length|tool_calls)$/);
        if (usage) expect(usage.completion_tokens).toBeGreaterThan(0);
      }
    });
  });

  test("chat completions come several at once, with log probabilities and stop strings", async () => {
    const { choices } = await gateway.openai.chat.completions.create({
      model: MODEL,
      messages: MESSAGES,
      n: 5,
      max_completion_tokens: 40,
      logprobs: true,
      top_logprobs: 2,
      stop: ["e", "a"],
    });
    expect(choices.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
  });

  test("responses come whole and as streams", async () => {
    await times(async () => {
      const tools = [{ type: "function" as const, strict: false, ...FUNCTION }];
      const params = { model: MODEL, input: QUESTION, max_output_tokens: 60, tools };
      const whole = await gateway.openai.responses.create(params);
      const streamed = await gateway.openai.responses.stream(params).finalResponse();
      for (const { status } of [whole, streamed]) expect(status).toMatch(/^(completed|incomplete)$/);
    });
  });

  test.each(["chat", "responses", "compatible"] as const)(
    "the AI SDK generates and streams: %s",
    async (api) => {
      const tools = {
        get_weather: tool({
          description: FUNCTION.description,
          inputSchema: jsonSchema<{ city: string }>(PARAMETERS),
          execute: async ({ city }) => `Sunny in ${city}.`,
        }),
      };
      await times(async () => {
        const options = {
          model: gateway.models[api],
          prompt: QUESTION,
          tools,
          maxOutputTokens: 60,
          maxRetries: 0,
          stopWhen: stepCountIs(2),
        };
        const { steps } = await generateText(options);
        expect(steps.length).toBeGreaterThan(0);
        for await (const part of streamText(options).fullStream) {
          if (part.type === "error") throw part.error;
        }
      });
    },
  );

  test("aborts free the engine", async () => {
    await times(async () => {
      const controller = new AbortController();
      const stream = await gateway.openai.chat.completions.create(
        {
          model: MODEL,
          messages: MESSAGES,
          max_completion_tokens: 3000,
          stream: true,
        },
        { signal: controller.signal },
      );
      for await (const _ of stream) break;
      controller.abort();
    });
    await expect.poll(() => busySlots(gateway.llama)).toBe(0);
  });

  test("no request has ended in an error", () => {
    expectNoErrors(gateway);
    expect(gateway.statuses.length).toBeGreaterThan(10 * TIMES);
  });
});

describe("with constraints", () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway("bigram", { logit_bias: LITTLE_SPACE });
  });
  afterAll(() => gateway?.stop());

  test("a required call has arguments of its schema", async () => {
    let calls = 0;
    await times(async (seed) => {
      const { choices } = await gateway.openai.chat.completions.create({
        model: MODEL,
        messages: MESSAGES,
        seed,
        max_completion_tokens: 300,
        tools: [CHAT_TOOL],
        tool_choice: "required",
      });
      if (choices[0]?.finish_reason === "length") return;
      expect(choices[0]?.finish_reason).toBe("tool_calls");
      for (const call of choices[0]?.message.tool_calls ?? []) {
        const { name, arguments: text } = "function" in call ? call.function : { name: "", arguments: "" };
        expect(name).toBe(FUNCTION.name);
        expect(PARAMETERS.properties.city.enum).toContain(JSON.parse(text).city);
        calls++;
      }
    });
    expect(calls).toBeGreaterThan(0);
  });

  test("an answer is of its format", async () => {
    let answers = 0;
    await times(async (seed) => {
      const { choices } = await gateway.openai.chat.completions.create({
        model: MODEL,
        messages: MESSAGES,
        seed,
        max_completion_tokens: 300,
        response_format: { type: "json_schema", json_schema: { name: "weather", schema: PARAMETERS } },
      });
      if (choices[0]?.finish_reason === "length") return;
      expect(PARAMETERS.properties.city.enum).toContain(JSON.parse(choices[0]?.message.content ?? "").city);
      answers++;
    });
    expect(answers).toBeGreaterThan(0);
  });

  test.each([true, false])(
    "an agent calls a tool, and goes on; with the Responses API: %j",
    async (useResponses) => {
      const cities: unknown[] = [];
      const weather = agentTool({
        name: FUNCTION.name,
        description: FUNCTION.description,
        parameters: PARAMETERS,
        strict: true,
        execute: async (input) => {
          cities.push((input as { city: string }).city);
          return "Sunny.";
        },
      });
      const agent = new Agent({
        name: "Weather",
        instructions: "Tell the weather.",
        modelSettings: { toolChoice: "required", maxTokens: 600 },
        tools: [weather],
      });
      const modelProvider = new OpenAIProvider({ openAIClient: gateway.openai, useResponses });
      const runner = new Runner({ modelProvider, model: MODEL, tracingDisabled: true });
      const before = gateway.statuses.length;
      await times(async () => {
        await runner.run(agent, QUESTION, { maxTurns: 2 }).catch((error: Error) => {
          // After the first call the choice is free: the model may call what does not exist, or go on calling.
          expect(error.constructor.name).toMatch(/^(MaxTurnsExceeded|ModelBehavior)Error$/);
        });
      });
      expect(cities.length).toBeGreaterThan(0);
      for (const city of cities) expect(PARAMETERS.properties.city.enum).toContain(city);
      // The results of the calls have been sent.
      expect(gateway.statuses.length - before).toBeGreaterThan(TIMES);
    },
  );

  test("no request has ended in an error", () => expectNoErrors(gateway));
});
