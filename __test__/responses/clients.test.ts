/** The official clients, on streams and on whole responses: what the model wrote arrives, and nothing throws. */
import { createOpenAI, openai as openaiProvider } from "@ai-sdk/openai";
import { Agent, tool as agentsTool, OpenAIProvider, Runner } from "@openai/agents";
import { generateText, type LanguageModel, stepCountIs, streamText, tool } from "ai";
import OpenAI from "openai";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { completionExamples } from "../openai-shapes/shapes.ts";
import { ScriptedServer } from "./server.ts";

const CALL =
  "<|channel|>analysis<|message|>Plan.<|end|><|start|>assistant<|channel|>commentary<|message|>I will look it up.<|end|>" +
  '<|start|>assistant<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{"location":"Paris"}<|call|>';
const PARALLEL =
  '<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{"location":"Paris"}<|call|>' +
  '<|start|>assistant<|channel|>commentary to=functions.get_weather <|constrain|>json<|message|>{"location":"Rome"}<|call|>';
const FINAL =
  "<|channel|>analysis<|message|>Easy.<|end|><|start|>assistant<|channel|>final<|message|>It is 20 °C. 🎉<|return|>";
const BUILT_IN =
  '<|channel|>analysis to=browser.search code<|message|>{"query":"news"}<|call|>' +
  "<|start|>assistant<|channel|>analysis to=python code<|message|>print(1)<|call|>" +
  "<|start|>assistant<|channel|>final<|message|>Done.<|return|>";
const CUT = "<|channel|>analysis<|message|>Easy.<|end|><|start|>assistant<|channel|>final<|message|>It is";

/** What the prompt of the second request ends in, with the chain of thought of the first. */
const LOOP =
  "<|start|>assistant<|channel|>analysis<|message|>Plan.<|end|>" +
  "<|start|>assistant<|channel|>commentary<|message|>I will look it up.<|end|>" +
  '<|start|>assistant to=functions.get_weather<|channel|>commentary json<|message|>{"location":"Paris"}<|call|>' +
  "<|start|>functions.get_weather to=assistant<|channel|>commentary<|message|>20 °C<|end|><|start|>assistant";

const FUNCTION = {
  type: "function" as const,
  name: "get_weather",
  description: "Gets the weather.",
  parameters: { type: "object", properties: { location: { type: "string" } } },
  strict: false,
};
const BUILT_INS = [
  { type: "web_search" as const },
  { type: "code_interpreter" as const, container: { type: "auto" as const } },
];

/** A seal that shows what it seals. */
const SEAL = {
  options: { sealReasoning: (text: string) => `sealed ${text}` },
  requestOptions: { openReasoning: (sealed: string) => sealed.replace("sealed ", "") },
};

describe("openai", () => {
  const clientOf = ({ fetch }: ScriptedServer) =>
    new OpenAI({ apiKey: "-", baseURL: "http://server/v1", fetch, maxRetries: 0 });
  const model = "gpt-oss-20b";

  test.each([
    ["an answer", FINAL, ["reasoning", "message"], "It is 20 °C. 🎉"],
    ["a call", CALL, ["reasoning", "message", "function_call"], "I will look it up."],
    ["calls of built-in tools", BUILT_IN, ["web_search_call", "code_interpreter_call", "message"], "Done."],
    ["an answer that was cut off", CUT, ["reasoning", "message"], "It is"],
    ["nothing", "<|return|>", [], ""],
  ])("streams %s, and makes the same of the whole", async (_, completion, types, text) => {
    const request = { model, input: "Weather?", tools: [FUNCTION, ...BUILT_INS] };
    for (const reasoningEvents of ["text", "summary"] as const) {
      const server = new ScriptedServer([completion, completion], { options: { reasoningEvents } });
      const stream = clientOf(server).responses.stream(request);
      let streamed = "";
      stream.on("response.output_text.delta", ({ delta }) => {
        streamed += delta;
      });
      const final = await stream.finalResponse();
      const whole = await clientOf(server).responses.create(request);
      for (const response of [final, whole]) {
        expect(response.output.map(({ type }) => type)).toEqual(types);
        expect(response.output_text).toBe(text);
        expect(response.status).toBe(completion === CUT ? "incomplete" : "completed");
      }
      expect(streamed).toBe(text);
    }
  });

  test("gives the events one by one", async () => {
    const server = new ScriptedServer([CALL]);
    const events = await clientOf(server).responses.create({ model, input: "Weather?", stream: true });
    const types: string[] = [];
    let reasoning = "";
    for await (const event of events) {
      types.push(event.type);
      if (event.type === "response.reasoning_text.delta") reasoning += event.delta;
      if (event.type === "response.function_call_arguments.done") {
        expect(event.arguments).toBe('{"location":"Paris"}');
      }
    }
    expect([types.at(0), types.at(-1), reasoning]).toEqual([
      "response.created",
      "response.completed",
      "Plan.",
    ]);
  });

  test("sends the output back as input", async () => {
    const server = new ScriptedServer([CALL, FINAL]);
    const client = clientOf(server);
    const first = await client.responses.create({ model, input: "Weather?", tools: [FUNCTION] });
    const call = first.output.find(({ type }) => type === "function_call");
    const callId = call?.type === "function_call" ? call.call_id : "";
    const result = { type: "function_call_output" as const, call_id: callId, output: "20 °C" };
    const input = [{ role: "user" as const, content: "Weather?" }, ...first.output, result];
    const second = await client.responses.create({
      model,
      input: input as OpenAI.Responses.ResponseInput,
      tools: [FUNCTION],
    });
    expect(second.output_text).toBe("It is 20 °C. 🎉");
    expect(server.served[1]?.prompt.endsWith(LOOP)).toBe(true);
  });

  test("parses an answer of a schema", async () => {
    const server = new ScriptedServer(['<|channel|>final<|message|>{"items":["coffee"]}<|return|>']);
    const schema = { type: "object", properties: { items: { type: "array", items: { type: "string" } } } };
    const format = { type: "json_schema" as const, name: "list", schema, strict: true };
    const { output_parsed } = await clientOf(server).responses.parse({
      model,
      input: "Coffee",
      text: { format },
    });
    expect(output_parsed).toEqual({ items: ["coffee"] });
    expect(server.served[0]?.prompt).toContain(`# Response Formats\n\n## list\n\n${JSON.stringify(schema)}`);
  });

  test("throws what the stream failed of", async () => {
    const failure = new Error("the engine died");
    const whole = clientOf(new ScriptedServer([FINAL], { failure })).responses.stream({ model, input: "Hi" });
    await expect(whole.finalResponse()).rejects.toThrow("the engine died");
    const events = await clientOf(new ScriptedServer([FINAL], { failure })).responses.create({
      model,
      input: "Hi",
      stream: true,
    });
    await expect(async () => {
      for await (const _ of events);
    }).rejects.toThrow("the engine died");
  });
});

describe("ai, with @ai-sdk/openai", () => {
  const modelOf = ({ fetch }: ScriptedServer): LanguageModel =>
    createOpenAI({
      apiKey: "-",
      baseURL: "http://server/v1",
      fetch: fetch as typeof globalThis.fetch,
    }).responses("gpt-oss-20b");
  const tools = {
    get_weather: tool({
      description: "Gets the weather.",
      inputSchema: z.object({ location: z.string() }),
      execute: async () => "20 °C",
    }),
  };
  const settings = { prompt: "Weather?", tools, stopWhen: stepCountIs(3), maxRetries: 0 };
  const forced = { openai: { forceReasoning: true, store: false } };

  test.each([
    ["by references", {}, {}],
    ["by sealed items", { providerOptions: forced }, SEAL],
    [
      "from a memory",
      { providerOptions: { openai: { store: false } } },
      {
        requestOptions: { recallReasoning: () => "Plan." },
      },
    ],
  ])("runs a loop of calls, whose chain of thought comes back %s", async (_, more, setup) => {
    const streaming = new ScriptedServer([CALL, FINAL], setup);
    const stream = streamText({ model: modelOf(streaming), ...settings, ...more });
    await stream.consumeStream();
    const whole = new ScriptedServer([CALL, FINAL], setup);
    const answer = await generateText({ model: modelOf(whole), ...settings, ...more });
    for (const [server, steps] of [
      [streaming, await stream.steps],
      [whole, answer.steps],
    ] as const) {
      expect(steps.map(({ text }) => text)).toEqual(["I will look it up.", "It is 20 °C. 🎉"]);
      expect(steps[0]?.toolCalls.map(({ toolName, input }) => [toolName, input])).toEqual([
        ["get_weather", { location: "Paris" }],
      ]);
      expect(steps[1]?.finishReason).toBe("stop");
      expect(steps[1]?.usage.outputTokens).toBeGreaterThan(5);
      expect(server.served[1]?.prompt.endsWith(LOOP)).toBe(true);
    }
  });

  test.each(completionExamples)("throws at no completion: $id", async ({ text }) => {
    const errors: unknown[] = [];
    const stream = streamText({
      model: modelOf(new ScriptedServer([text])),
      prompt: "Hi",
      tools,
      onError: ({ error }) => void errors.push(error),
    });
    await stream.consumeStream();
    const answer = await generateText({ model: modelOf(new ScriptedServer([text])), prompt: "Hi", tools });
    expect(errors).toEqual([]);
    expect(await stream.text).toBe(answer.text);
    expect((await stream.toolCalls).map(({ toolName }) => toolName)).toEqual(
      answer.toolCalls.map(({ toolName }) => toolName),
    );
  });

  test("shows the chain of thought if it comes as a summary", async () => {
    const setup = { options: { reasoningEvents: "summary" as const } };
    const stream = streamText({ model: modelOf(new ScriptedServer([FINAL], setup)), prompt: "Hi" });
    const answer = await generateText({ model: modelOf(new ScriptedServer([FINAL], setup)), prompt: "Hi" });
    expect([await stream.reasoningText, answer.reasoningText]).toEqual(["Easy.", "Easy."]);
    expect([await stream.text, answer.text]).toEqual(["It is 20 °C. 🎉", "It is 20 °C. 🎉"]);
  });

  test("takes calls of built-in tools, which the server runs", async () => {
    const builtIns = {
      web_search: openaiProvider.tools.webSearch({}),
      code_interpreter: openaiProvider.tools.codeInterpreter({}),
    };
    const stream = streamText({
      model: modelOf(new ScriptedServer([BUILT_IN])),
      prompt: "Hi",
      tools: builtIns,
    });
    const answer = await generateText({
      model: modelOf(new ScriptedServer([BUILT_IN])),
      prompt: "Hi",
      tools: builtIns,
    });
    for (const calls of [await stream.toolCalls, answer.toolCalls]) {
      expect(calls.map(({ toolName }) => toolName)).toEqual(["web_search", "code_interpreter"]);
      expect(calls[1]?.input).toEqual({ code: "print(1)", containerId: "auto" });
    }
    for (const results of [await stream.toolResults, answer.toolResults]) {
      expect(results[0]?.output).toMatchObject({ action: { type: "search", query: "news" } });
    }
  });

  test("says that an answer was cut off, and what a stream failed of", async () => {
    const stream = streamText({ model: modelOf(new ScriptedServer([CUT])), prompt: "Hi" });
    expect([await stream.text, await stream.finishReason]).toEqual(["It is", "length"]);
    const errors: unknown[] = [];
    const failing = streamText({
      model: modelOf(new ScriptedServer([FINAL], { failure: new Error("the engine died") })),
      prompt: "Hi",
      maxRetries: 0,
      onError: ({ error }) => void errors.push(error),
    });
    await failing.consumeStream();
    expect(JSON.stringify(errors) + String(errors[0])).toContain("the engine died");
  });
});

describe("@openai/agents", () => {
  const runnerOf = ({ fetch }: ScriptedServer) => {
    const openAIClient = new OpenAI({ apiKey: "-", baseURL: "http://server/v1", fetch, maxRetries: 0 });
    const modelProvider = new OpenAIProvider({ openAIClient, useResponses: true });
    return new Runner({ modelProvider, tracingDisabled: true });
  };
  const agent = new Agent({
    name: "Weather",
    model: "gpt-oss-20b",
    instructions: "Be brief.",
    tools: [
      agentsTool({
        name: "get_weather",
        description: "Gets the weather.",
        parameters: z.object({ location: z.string() }),
        execute: async () => "20 °C",
      }),
      agentsTool({
        name: "get_time",
        description: "Gets the time.",
        parameters: z.object({}),
        execute: async () => "12:00",
      }),
    ],
  });

  test("runs a loop of calls, and sends the chain of thought back", async () => {
    const streaming = new ScriptedServer([CALL, FINAL]);
    const stream = await runnerOf(streaming).run(agent, "Weather?", { stream: true });
    let text = "";
    for await (const event of stream) {
      if (event.type === "raw_model_stream_event" && event.data.type === "output_text_delta") {
        text += event.data.delta;
      }
    }
    await stream.completed;
    expect(text).toBe("I will look it up.It is 20 °C. 🎉");
    const whole = new ScriptedServer([CALL, FINAL]);
    const answer = await runnerOf(whole).run(agent, "Weather?");
    for (const [server, output] of [
      [streaming, stream.finalOutput],
      [whole, answer.finalOutput],
    ] as const) {
      expect(output).toBe("It is 20 °C. 🎉");
      expect(server.served).toHaveLength(2);
      expect(server.served[1]?.prompt.endsWith(LOOP)).toBe(true);
    }
  });

  // It takes a response that is cut off for an error, whoever made it.
  test.each(completionExamples)("goes on after any completion that is not cut off: $id", async (example) => {
    const run = async (stream: boolean) => {
      const runner = runnerOf(new ScriptedServer([example.text, FINAL]));
      const running = await runner.run(agent, "Weather?", { stream: stream as true });
      if (stream) await running.completed;
      return typeof running.finalOutput;
    };
    for (const stream of [false, true]) {
      if (example.engine_finish_reason === "stop") expect(await run(stream)).toBe("string");
      else await expect(run(stream)).rejects.toThrow(/response\.incomplete/);
    }
  });

  test("runs parallel calls", async () => {
    const server = new ScriptedServer([PARALLEL, FINAL]);
    const { finalOutput } = await runnerOf(server).run(agent, "Weather?");
    expect(finalOutput).toBe("It is 20 °C. 🎉");
    expect(
      server.served[1]?.prompt.match(/to=assistant<\|channel\|>commentary<\|message\|>20 °C/g),
    ).toHaveLength(2);
  });

  test("throws what a stream failed of", async () => {
    const server = new ScriptedServer([FINAL], { failure: new Error("the engine died") });
    const run = async () => {
      const stream = await runnerOf(server).run(agent, "Weather?", { stream: true });
      for await (const _ of stream);
      await stream.completed;
    };
    await expect(run()).rejects.toThrow("the engine died");
  });
});
