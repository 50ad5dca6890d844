/** Constraints, each with completions that fit it and completions that do not. */
import type { OutputConstraint } from "openai-harmony-node/structural-tag";
import { recordings } from "../examples/recordings.ts";

export interface Case {
  name: string;
  constraint: OutputConstraint;
  prefilled?: boolean;
  /** Completions with special tokens spelt out. */
  fits: string[];
  breaks: string[];
  /** Completions with a token of the format in a JSON string, which xgrammar takes for its text. */
  tokensInStrings?: string[];
}

const weather = {
  name: "get_weather",
  parameters: {
    type: "object",
    properties: { city: { type: "string" }, unit: { enum: ["celsius", "fahrenheit"] } },
    required: ["city"],
    additionalProperties: false,
  },
};
const time = { name: "get_time", parameters: null };
const person = {
  type: "object",
  properties: { name: { type: "string" }, age: { type: "integer" } },
  required: ["name", "age"],
  additionalProperties: false,
};

const NEXT = "<|start|>assistant";
const ANALYSIS = "<|channel|>analysis<|message|>The user greets. 🎉 if (a < b | c) {}\n\n<b>|</b><|end|>";
const PREAMBLE = "<|channel|>commentary<|message|>Looking it up: オスロ.<|end|>";
const FINAL = "<|channel|>final<|message|>It is 5 °C in *Tromsø*. 👩‍👩‍👧 a |> b <| c<|return|>";
const ARGUMENTS = '{"city":"Tromsø","unit":"celsius"}';

/** A call with its header written in each of the ways that models have. */
function calls(name: string, args: string): string[] {
  const types = ["", " json", " <|constrain|>json", "<|constrain|>json"];
  const headers = ["commentary", "analysis"].flatMap((channel) =>
    types.flatMap((type) => [
      `<|channel|>${channel} to=functions.${name}${type}`,
      ` to=functions.${name}<|channel|>${channel}${type}`,
    ]),
  );
  return headers.map((header) => `${header}<|message|>${args}<|call|>`);
}

const call = (args: string, name = "get_weather") =>
  `<|channel|>commentary to=functions.${name} <|constrain|>json<|message|>${args}<|call|>`;

const badCalls = [
  call('{"city":5}'),
  call('{"unit":"celsius"}'),
  call('{"city":"Oslo","unit":"kelvin"}'),
  call('{"city":"Oslo","extra":1}'),
  call('{"city":"Oslo"'),
  call("Oslo"),
  call(""),
  call("{}", "get_forecast"),
  call("{}", "get_weather2"),
  '<|channel|>commentary to=get_weather <|constrain|>json<|message|>{"city":"Oslo"}<|call|>',
  "<|channel|>commentary to=browser.search code<|message|>{}<|call|>",
  ' to=functions.get_weather<|message|>{"city":"Oslo"}<|call|>',
];

const badMessages = [
  "Hello<|return|>",
  "<|channel|>final<|return|>",
  "<|channel|>final<|channel|>final<|message|>Hi<|return|>",
  "<|channel|>fin<|message|>Hi<|return|>",
  "<|channel|>final<|message|>Hi<|message|>Hi<|return|>",
  "<|channel|>final<|message|>Hi<|start|>assistant<|channel|>final<|message|>Hi<|return|>",
  "<|channel|>analysis<|message|>x<|end|>assistant<|channel|>final<|message|>Hi<|return|>",
  "<|channel|>analysis<|message|>x<|end|><|start|><|start|>assistant<|channel|>final<|message|>Hi<|return|>",
  "<|channel|>analysis<|message|>x<|end|><|start|>user<|channel|>final<|message|>Hi<|return|>",
  "<|channel|>analysis<|message|>x<|constrain|>y<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>",
  "<|channel|>analysis<|message|>x<|return|>",
];

const recorded = (name: string) => recordings().get(name)?.text ?? "";

export const CASES: Case[] = [
  {
    name: "calls are allowed",
    constraint: { functions: [weather, time], calls: "allowed", parallelCalls: false, format: null },
    fits: [
      FINAL,
      ANALYSIS + NEXT + FINAL,
      ANALYSIS + NEXT + ANALYSIS + NEXT + PREAMBLE + NEXT + FINAL,
      "<|channel|>final<|message|>One.<|end|><|start|>assistant<|channel|>final<|message|>Two.<|return|>",
      "<|channel|>final<|message|><|return|>",
      recorded("answer"),
      recorded("tool-call"),
      ANALYSIS + NEXT + PREAMBLE + NEXT + call(ARGUMENTS),
      ...calls("get_weather", ARGUMENTS),
      call('{"city":"Tromsø"}'),
      call('{ "city": "a \\"b\\" \\\\ \\n <b>|", "unit": "celsius" }'),
      call('{\n  "city": "Oslo",\n  "unit": "fahrenheit"\n}'),
      call("{}", "get_time"),
      call('{"id":12345678901234567890,"x":1.0,"y":[null,true,{"z":-1e+5}]}', "get_time"),
    ],
    breaks: [
      ...badCalls,
      ...badMessages,
      ...["repeated-channel", "missing-start", "plain-text"].map(recorded),
      call("[]", "get_time"),
      call('{"city":"Oslo"}') + NEXT + call('{"city":"Rome"}'),
    ],
  },
  {
    name: "several calls are allowed",
    constraint: { functions: [weather, time], calls: "allowed", parallelCalls: true, format: null },
    fits: [FINAL, call(ARGUMENTS), ANALYSIS + NEXT + call("{}", "get_time")],
    breaks: [...badCalls, ...badMessages],
  },
  {
    name: "a call is required",
    constraint: { functions: [weather], calls: "required", parallelCalls: false, format: null },
    fits: [
      call(ARGUMENTS),
      ANALYSIS + NEXT + call(ARGUMENTS),
      PREAMBLE + NEXT + call(ARGUMENTS),
      ...calls("get_weather", ARGUMENTS),
    ],
    breaks: [
      ...badCalls,
      FINAL,
      ANALYSIS + NEXT + FINAL,
      `<|channel|>final<|message|>One.<|end|><|start|>assistant${call(ARGUMENTS)}`,
      call("{}", "get_time"),
    ],
  },
  {
    name: "calls are forbidden",
    constraint: { functions: [weather], calls: "forbidden", parallelCalls: true, format: null },
    fits: [FINAL, ANALYSIS + NEXT + FINAL, PREAMBLE + NEXT + FINAL, recorded("answer")],
    breaks: [...badMessages, call(ARGUMENTS), ...calls("get_weather", ARGUMENTS), recorded("tool-call")],
  },
  {
    name: "the answer has a schema",
    constraint: {
      functions: [],
      calls: "allowed",
      parallelCalls: true,
      format: { type: "json_schema", schema: person },
    },
    fits: [
      '<|channel|>final<|message|>{"name":"Ada","age":36}<|return|>',
      '<|channel|>final <|constrain|>json<|message|>{"name":"Ada","age":36}<|return|>',
      `${ANALYSIS}${NEXT}<|channel|>final<|message|>{ "name": "Ada 🎉", "age": -1 }<|return|>`,
      `${ANALYSIS}${NEXT}${ANALYSIS}${NEXT}<|channel|>final<|message|>{"name":"","age":0}<|return|>`,
    ],
    breaks: [
      FINAL,
      // The recipient is `json` here.
      '<|channel|>final json<|message|>{"name":"Ada","age":36}<|return|>',
      // Clients get both texts as one.
      `${PREAMBLE}${NEXT}<|channel|>final<|message|>{"name":"","age":0}<|return|>`,
      '<|channel|>final<|message|>{"name":"Ada"}<|return|>',
      '<|channel|>final<|message|>{"name":"Ada","age":"36"}<|return|>',
      '<|channel|>final<|message|>{"name":"Ada","age":36,"x":1}<|return|>',
      '<|channel|>final<|message|>{"name":"Ada","age":36} That is all.<|return|>',
      '<|channel|>final<|message|>{"name":"Ada","age":36}<|end|><|start|>assistant<|channel|>final<|message|>{"name":"Ada","age":36}<|return|>',
      '<|channel|>final<|message|>```json\n{"name":"Ada","age":36}\n```<|return|>',
      '<|channel|>final<|message|>{"name":"Ada<|end|>',
      call(ARGUMENTS),
    ],
    tokensInStrings: [
      '<|channel|>final<|message|>{"name":"Ada<|end|>","age":36}<|return|>',
      '<|channel|>final<|message|>{"name":"<|channel|>","age":36}<|return|>',
      '<|channel|>final<|message|>{"name":"<<|start|>assistant","age":36}<|return|>',
    ],
  },
  {
    name: "the answer is an object, or there is a call",
    constraint: {
      functions: [weather],
      calls: "allowed",
      parallelCalls: false,
      format: { type: "json_object" },
    },
    fits: [
      '<|channel|>final<|message|>{"a":[1,{"b":null}],"c":"d"}<|return|>',
      "<|channel|>final<|message|>{}<|return|>",
      ANALYSIS + NEXT + call(ARGUMENTS),
    ],
    breaks: [
      FINAL,
      "<|channel|>final<|message|>[]<|return|>",
      "<|channel|>final<|message|>5<|return|>",
      '<|channel|>final<|message|>{"a":}<|return|>',
      ...badCalls,
    ],
  },
  {
    name: "the final message is open",
    prefilled: true,
    constraint: { functions: [weather], calls: "allowed", parallelCalls: false, format: null },
    fits: [
      " and that is all.<|return|>",
      "<|return|>",
      ` more<|end|>${NEXT}${FINAL}`,
      ` more<|end|>${NEXT}${call(ARGUMENTS)}`,
    ],
    breaks: ["<|message|>x<|return|>", FINAL, call(ARGUMENTS), "x<|end|>y<|return|>"],
  },
  {
    name: "the final message is open, and has a schema",
    prefilled: true,
    constraint: {
      functions: [weather],
      calls: "forbidden",
      parallelCalls: false,
      format: { type: "json_schema", schema: person },
    },
    fits: ['{"name":"Ada","age":36}<|return|>'],
    breaks: [
      "Ada<|return|>",
      '{"name":"Ada"}<|return|>',
      '<|channel|>final<|message|>{"name":"Ada","age":36}<|return|>',
    ],
  },
];
