/** Constraints, as grammars of llama.cpp: the server takes them, and what it samples keeps to them. */
import { Ajv2020 } from "ajv/dist/2020.js";
import { loadHarmonyEncoding, type Message } from "openai-harmony-node";
import { llamaCppBackend } from "openai-harmony-node/gateway";
import type { OutputConstraint } from "openai-harmony-node/structural-tag";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect, never, request } from "../gateway/fake-engine.ts";
import { forSeeds, LITTLE_SPACE, PROMPT, PURE } from "./endpoint.ts";
import { type Llama, type ModelKind, startLlama } from "./llama.ts";

const encoding = loadHarmonyEncoding();
const SEEDS = 8;

const WEATHER = {
  type: "object",
  properties: {
    city: { enum: ["Oslo", "São Paulo"] },
    days: { type: "integer", minimum: 1, maximum: 14 },
    units: { anyOf: [{ const: "metric" }, { type: "null" }] },
  },
  required: ["city", "days"],
  additionalProperties: false,
};
const REPORT = {
  type: "object",
  properties: {
    sunny: { type: "boolean" },
    hours: { type: "array", items: { $ref: "#/$defs/hour" }, maxItems: 2 },
    note: { type: "string", maxLength: 12 },
  },
  required: ["hours"],
  additionalProperties: false,
  $defs: {
    hour: {
      type: "object",
      properties: { at: { type: "integer" } },
      required: ["at"],
      additionalProperties: false,
    },
  },
};
const FUNCTIONS = [
  { name: "get_weather", parameters: WEATHER },
  { name: "now", parameters: null },
];
const NO_CALLS = { functions: [], calls: "forbidden", parallelCalls: false } as const;

/** A content type of a final message, which models write; several calls, each without its stop token. */
const TOLERATED = ["malformed_header", "missing_end"];

const CONSTRAINTS: [string, OutputConstraint][] = [
  ["a call is required", { functions: FUNCTIONS, calls: "required", parallelCalls: false, format: null }],
  [
    "calls and a format are possible",
    {
      functions: FUNCTIONS,
      calls: "allowed",
      parallelCalls: true,
      format: { type: "json_schema", schema: REPORT },
    },
  ],
  ["a schema is the format", { ...NO_CALLS, format: { type: "json_schema", schema: REPORT } }],
  ["any object is the format", { ...NO_CALLS, format: { type: "json_object" } }],
];

const ajv = new Ajv2020();

/** Expects that a completion that ended by itself is what the constraint says. */
function expectToFit(
  messages: Message[],
  { functions, calls, parallelCalls, format }: OutputConstraint,
): void {
  const called = messages.filter(({ recipient }) => recipient !== null);
  for (const call of called) {
    const target = functions.find(({ name }) => call.recipient === `functions.${name}`);
    expect(target).toBeDefined();
    expectJson(call, target?.parameters ?? { type: "object" });
  }
  if (calls === "required") expect(called.length).toBeGreaterThan(0);
  if (calls === "forbidden") expect(called).toEqual([]);
  if (!parallelCalls) expect(called.length).toBeLessThan(2);
  const last = messages.at(-1);
  if (called.length > 0 || last === undefined) {
    expect(last).toBe(called.at(-1));
  } else {
    expect(last.channel).toBe("final");
    if (format !== null) expectJson(last, format.type === "json_schema" ? format.schema : { type: "object" });
  }
}

function expectJson({ content: [content] }: Message, schema: object | boolean): void {
  const text = content !== undefined && "text" in content ? content.text : "";
  expect(ajv.validate(schema, JSON.parse(text)), `${text}: ${ajv.errorsText()}`).toBe(true);
}

/** Makes texts, strings and objects short, so that completions end. */
const SHORT = [
  ...biases([
    [6, ["<|end|>", '"', '"}', "}", "]", "{}"]],
    [3, ['":', ":", ",", "{"]],
  ]),
  ...LITTLE_SPACE,
];

function biases(texts: [number, string[]][]): [token: number, bias: number][] {
  const tokenOf = (text: string) => encoding.encode(text, { allowedSpecial: "all" })[0] ?? 0;
  return texts.flatMap(([bias, list]) => list.map((text): [number, number] => [tokenOf(text), bias]));
}

/** Samples a completion of a constraint; `null` if it has not ended by itself. */
async function sample(
  { llama, weight }: { llama: Llama; weight: number },
  constraint: OutputConstraint,
  seed: number,
): Promise<number[] | null> {
  const logitBias = Object.fromEntries(SHORT.map(([token, bias]) => [token, bias * weight]));
  const extra = { samplers: PURE.samplers };
  const wanted = { tokens: PROMPT, maxTokens: 150, temperature: 1, seed, logitBias, constraint, extra };
  const backend = llamaCppBackend({ url: llama.url });
  const parts = await collect(backend.generate(request(wanted), never));
  const tokens = parts.flatMap(({ tokens = [] }) => Array.from(tokens));
  return parts.at(-1)?.finishReason === "stop" ? tokens : null;
}

describe.each<[ModelKind, number]>([
  ["bigram", 1],
  ["random", 1.7],
])("with the model %s", (kind, weight) => {
  let llama: Llama;
  beforeAll(async () => {
    llama = await startLlama({ kind });
  });
  afterAll(() => llama?.stop());

  test.each(CONSTRAINTS)("%s", async (_, constraint) => {
    const completions = await forSeeds(SEEDS, (seed) => sample({ llama, weight }, constraint, seed));
    const ended = completions.filter((tokens) => tokens !== null);
    for (const tokens of ended) {
      const { messages, diagnostics } = encoding.parseCompletion(tokens);
      const others = diagnostics.filter(({ code }) => !TOLERATED.includes(code));
      expect(others).toEqual([]);
      expectToFit(messages, constraint);
    }
    expect(ended.length).toBeGreaterThan(SEEDS / 2);
  });
});
