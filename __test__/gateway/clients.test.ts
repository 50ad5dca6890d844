/** The official clients, over HTTP, in front of an engine that samples what it is told: whole tool loops, aborts, failures. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { getRequestListener } from "@hono/node-server";
import { Agent, tool as agentTool, OpenAIProvider, Runner } from "@openai/agents";
import { generateText, type LanguageModel, stepCountIs, streamText, tool } from "ai";
import OpenAI from "openai";
import {
  BackendError,
  createHandler,
  type GatewayOptions,
  ReasoningStore,
  ResponseStore,
} from "openai-harmony-node/gateway";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { collect } from "./fake-engine.ts";
import { encoding, type Script, ScriptedBackend } from "./scripted-backend.ts";

const MODEL = "gpt-oss-20b";

const call = (city: string) =>
  `<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{"city":"${city}"}<|call|>`;
const THOUGHT = "<|channel|>analysis<|message|>Ask.<|end|><|start|>assistant";
const CALL = `${THOUGHT}<|channel|>commentary<|message|>Let me see.<|end|><|start|>assistant${call("Oslo")}`;
const PARALLEL = `${THOUGHT}${call("Oslo")}<|start|>assistant${call("Rome")}`;
const FINAL =
  "<|channel|>analysis<|message|>Easy.<|end|><|start|>assistant<|channel|>final<|message|>It is 20 °C. 🎉<|return|>";
const ANSWER = "It is 20 °C. 🎉";

/** What the second prompt has to end in: the chain of thought of the first answer, its calls and their results. */
const loop = (preamble: string, ...cities: string[]) =>
  `<|start|>assistant<|channel|>analysis<|message|>Ask.<|end|>${preamble}` +
  cities
    .map(
      (city) =>
        `<|start|>assistant to=functions.get_weather<|channel|>commentary json<|message|>{"city":"${city}"}<|call|>`,
    )
    .join("") +
  cities
    .map(
      (city) =>
        `<|start|>functions.get_weather to=assistant<|channel|>commentary<|message|>20 in ${city}<|end|>`,
    )
    .join("") +
  "<|start|>assistant";
const PREAMBLE = "<|start|>assistant<|channel|>commentary<|message|>Let me see.<|end|>";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Serves scripts, one after the other and the last one again and again, and has the clients for it. */
async function serve(scripts: (Script | string)[], options: Partial<GatewayOptions> = {}) {
  let served = 0;
  const backend = new ScriptedBackend(() => {
    const script = scripts[Math.min(served++, scripts.length - 1)] as Script | string;
    return typeof script === "string" ? { completions: script, delayMs: 0 } : script;
  });
  const handler = createHandler({
    backend,
    reasoningStore: new ReasoningStore(),
    responseStore: new ResponseStore(),
    ...options,
  });
  const server = createServer(getRequestListener(handler));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const provider = createOpenAI({ baseURL, apiKey: "none" });
  return {
    backend,
    openai: new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 }),
    models: {
      chat: provider.chat(MODEL),
      responses: provider.responses(MODEL),
      compatible: createOpenAICompatible({ name: "gateway", baseURL }).chatModel(MODEL),
    } satisfies Record<string, LanguageModel>,
    /** The last prompt, as text. */
    prompt: () => encoding.decode(backend.request.tokens),
  };
}

const PARAMETERS = {
  type: "object" as const,
  properties: { city: { type: "string" as const } },
  required: ["city"],
  additionalProperties: false as const,
};
const FUNCTION = { name: "get_weather", description: "Tells the weather.", parameters: PARAMETERS };
const QUESTION = "What is the weather?";

describe("openai", () => {
  test.each([
    ["one call", CALL, PREAMBLE, ["Oslo"]],
    ["parallel calls", PARALLEL, "", ["Oslo", "Rome"]],
  ])(
    "runs its tool loop on chat completions: %s, whole and as a stream",
    async (_, first, preamble, cities) => {
      for (const stream of [false, true]) {
        const { openai, backend, prompt } = await serve([first, FINAL]);
        const asked: string[] = [];
        const params = {
          model: MODEL,
          messages: [{ role: "user" as const, content: QUESTION }],
          tools: [
            {
              type: "function" as const,
              function: {
                ...FUNCTION,
                parse: (text: string) => JSON.parse(text) as { city: string },
                function: async ({ city }: { city: string }) => {
                  asked.push(city);
                  return `20 in ${city}`;
                },
              },
            },
          ],
        };
        const runner = stream
          ? openai.chat.completions.runTools({ ...params, stream: true })
          : openai.chat.completions.runTools(params);
        expect(await runner.finalContent()).toBe(ANSWER);
        expect(asked).toEqual(cities);
        // The client sends no chain of thought back; the gateway has remembered it.
        expect(prompt().endsWith(loop(preamble, ...cities))).toBe(true);
        expect(backend.open).toBe(0);
      }
    },
  );

  test("goes on with a response by its identifier, and by its items", async () => {
    for (const byId of [true, false]) {
      const { openai, prompt } = await serve([CALL, FINAL]);
      const tools = [{ type: "function" as const, strict: true, ...FUNCTION }];
      const first = await openai.responses.stream({ model: MODEL, input: QUESTION, tools }).finalResponse();
      const made = first.output.find(({ type }) => type === "function_call");
      const callId = made?.type === "function_call" ? made.call_id : "";
      const result = { type: "function_call_output" as const, call_id: callId, output: "20 in Oslo" };
      const history = JSON.parse(JSON.stringify(first.output)) as OpenAI.Responses.ResponseInput;
      const second = await openai.responses.create({
        model: MODEL,
        tools,
        ...(byId
          ? { previous_response_id: first.id, input: [result] }
          : { input: [{ role: "user", content: QUESTION }, ...history, result] }),
      });
      expect(second.output_text).toBe(ANSWER);
      expect(prompt().endsWith(loop(PREAMBLE, "Oslo"))).toBe(true);
      expect((await openai.responses.retrieve(second.id)).output_text).toBe(ANSWER);
      await openai.responses.delete(second.id);
      await expect(openai.responses.retrieve(second.id)).rejects.toMatchObject({ status: 404 });
    }
  });

  test("counts the tokens of a response's input", async () => {
    const { openai, backend } = await serve([FINAL]);
    const { input_tokens } = await openai.responses.inputTokens.count({ model: MODEL, input: QUESTION });
    const { usage } = await openai.responses.create({ model: MODEL, input: QUESTION });
    expect(input_tokens).toBe(backend.request.tokens.length);
    expect(usage?.input_tokens).toBe(input_tokens);
  });

  test("lists the models", async () => {
    const { openai } = await serve([FINAL], { models: [MODEL, "other"] });
    const models = await openai.models.list();
    expect(models.data.map(({ id }) => id)).toEqual([MODEL, "other"]);
    expect((await openai.models.retrieve("other")).id).toBe("other");
  });

  test("aborts, which the engine sees", async () => {
    const { openai, backend } = await serve([{ completions: FINAL, maxPart: 1, silentAfter: 8 }]);
    const messages = [{ role: "user" as const, content: QUESTION }];
    for (const begin of [
      () => openai.chat.completions.create({ model: MODEL, messages, stream: true }),
      () => openai.responses.create({ model: MODEL, input: QUESTION, stream: true }),
    ]) {
      const stream = await begin();
      for await (const _ of stream) break;
      stream.controller.abort();
      await expect.poll(() => backend.open).toBe(0);
    }
    expect(backend.aborted).toBe(2);
  });

  test("is told that the engine died, before its first token and after some", async () => {
    const messages = [{ role: "user" as const, content: QUESTION }];
    const error = new BackendError("The engine is gone.", { status: 502 });
    const early = await serve([{ completions: FINAL, failAfter: 0, error }]);
    for (const stream of [false, true]) {
      const refused = early.openai.chat.completions.create({ model: MODEL, messages, stream });
      await expect(refused).rejects.toMatchObject({ status: 502 });
      const response = early.openai.responses.create({ model: MODEL, input: QUESTION, stream });
      await expect(response).rejects.toMatchObject({ status: 502 });
    }
    const late = await serve([{ completions: FINAL, maxPart: 1, failAfter: 8, error }]);
    const chat = await late.openai.chat.completions.create({ model: MODEL, messages, stream: true });
    await expect(collect(chat)).rejects.toThrow("The engine is gone.");
    await expect(late.openai.chat.completions.create({ model: MODEL, messages })).rejects.toMatchObject({
      status: 502,
    });
    const events = late.openai.responses.create({ model: MODEL, input: QUESTION, stream: true });
    await expect(events.then(collect)).rejects.toThrow("The engine is gone.");
    expect(late.backend.open + early.backend.open).toBe(0);
  });

  test("is told which parameter is wrong", async () => {
    const { openai } = await serve([FINAL]);
    const image = { type: "image_url" as const, image_url: { url: "data:image/png;base64,AAAA" } };
    const request = openai.chat.completions.create({
      model: MODEL,
      messages: [{ role: "user", content: [{ type: "text", text: "What is it?" }, image] }],
    });
    await expect(request).rejects.toMatchObject({
      status: 400,
      type: "invalid_request_error",
      param: "messages[0].content[1]",
    });
  });
});

describe.each(["chat", "responses", "compatible"] as const)("ai, %s", (api) => {
  const tools = (asked: string[]) => ({
    get_weather: tool({
      description: FUNCTION.description,
      inputSchema: z.object({ city: z.string() }),
      execute: async ({ city }) => {
        asked.push(city);
        return `20 in ${city}`;
      },
    }),
  });

  test.each([
    ["one call", CALL, PREAMBLE, ["Oslo"]],
    ["parallel calls", PARALLEL, "", ["Oslo", "Rome"]],
  ])("goes through a loop of two steps, whole and as a stream: %s", async (_, first, preamble, cities) => {
    for (const isStream of [false, true]) {
      const { models, prompt, backend } = await serve([first, FINAL]);
      const asked: string[] = [];
      const options = {
        model: models[api],
        prompt: QUESTION,
        tools: tools(asked),
        stopWhen: stepCountIs(3),
        maxRetries: 0,
      };
      const result = isStream ? streamText(options) : await generateText(options);
      expect(await result.text).toBe(ANSWER);
      expect(asked).toEqual(cities);
      expect((await result.steps).map(({ finishReason }) => finishReason)).toEqual(["tool-calls", "stop"]);
      expect(prompt().endsWith(loop(preamble, ...cities))).toBe(true);
      expect(backend.open).toBe(0);
    }
  });

  test("reports that the engine died in mid-stream", async () => {
    const error = new BackendError("The engine is gone.", { status: 502 });
    const { models, backend } = await serve([{ completions: FINAL, maxPart: 1, failAfter: 8, error }]);
    const errors: unknown[] = [];
    const result = streamText({
      model: models[api],
      prompt: QUESTION,
      maxRetries: 0,
      onError: ({ error }) => void errors.push(error),
    });
    for await (const _ of result.fullStream);
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors, (_, value) => (value instanceof Error ? value.message : value))).toContain(
      "The engine is gone.",
    );
    expect(backend.open).toBe(0);
  });
});

describe.each([false, true])("agents, with the Responses API: %j", (useResponses) => {
  test.each([
    ["one call", CALL, ["Oslo"]],
    ["parallel calls", PARALLEL, ["Oslo", "Rome"]],
  ])("goes through a loop of two steps, whole and as a stream: %s", async (_, first, cities) => {
    for (const stream of [false, true]) {
      const { openai, prompt, backend } = await serve([first, FINAL]);
      const asked: string[] = [];
      const agent = new Agent({
        name: "Weather",
        instructions: "Tell the weather.",
        tools: [
          agentTool({
            name: FUNCTION.name,
            description: FUNCTION.description,
            parameters: z.object({ city: z.string() }),
            execute: async ({ city }) => {
              asked.push(city);
              return `20 in ${city}`;
            },
          }),
        ],
      });
      const modelProvider = new OpenAIProvider({ openAIClient: openai, useResponses });
      const runner = new Runner({ modelProvider, model: MODEL, tracingDisabled: true });
      if (stream) {
        const result = await runner.run(agent, QUESTION, { stream: true });
        for await (const _ of result);
        await result.completed;
        expect(result.finalOutput).toBe(ANSWER);
      } else {
        expect((await runner.run(agent, QUESTION)).finalOutput).toBe(ANSWER);
      }
      expect(asked).toEqual(cities);
      const text = prompt();
      expect(text).toContain("<|channel|>analysis<|message|>Ask.<|end|>");
      for (const city of cities) {
        expect(text).toContain(`{"city":"${city}"}<|call|>`);
        expect(text).toContain(`<|message|>20 in ${city}<|end|>`);
      }
      expect(backend.open).toBe(0);
    }
  });
});
