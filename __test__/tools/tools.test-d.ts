/** What compiles: the tools of other packages are taken as they are, and schemas without JSON Schema are not. */
import type { StandardJSONSchemaV1 } from "@standard-schema/spec";
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { tool } from "ai";
import { type } from "arktype";
import type OpenAI from "openai";
import { ToolDescription } from "openai-harmony-node";
import {
  functionTool,
  functionTools,
  normalizeSchema,
  type StandardJsonSchema,
  ToolDescription as ToolDescriptionOfTools,
  toolNames,
} from "openai-harmony-node/tools";
import * as v from "valibot";
import { expectTypeOf, test } from "vitest";
import { z } from "zod";

const name = "f";

test("schemas of libraries are parameters", () => {
  expectTypeOf<StandardJSONSchemaV1>().toExtend<StandardJsonSchema>();
  functionTool({ name, parameters: z.object({ a: z.string() }) });
  functionTool({ name, parameters: type({ a: "string" }) });
  functionTool({ name, inputSchema: toStandardJsonSchema(v.object({ a: v.string() })) });
  functionTool({ name, parameters: { type: "object" } });
  // @ts-expect-error a number is no schema
  functionTool({ name, parameters: 5 });
  // @ts-expect-error a tool has a name
  functionTool({ description: "d" });
  // @ts-expect-error a tool of another type is no function
  functionTool({ type: "custom", name });
});

test("OpenAI's tools, the AI SDK's and this package's are taken as they are", () => {
  const chat: OpenAI.ChatCompletionFunctionTool = { type: "function", function: { name } };
  const responses: OpenAI.Responses.FunctionTool = { type: "function", name, parameters: null, strict: true };
  const ours = new ToolDescription({ name, description: "d" });
  expectTypeOf(functionTools([chat, responses, ours])).toEqualTypeOf<ToolDescriptionOfTools[]>();
  functionTools({ f: tool({ inputSchema: z.object({}) }) });
});

test("what the entries have in common is one type", () => {
  expectTypeOf<ToolDescriptionOfTools>().toEqualTypeOf<ToolDescription>();
  expectTypeOf(new ToolDescriptionOfTools({ name, description: "d" })).toExtend<ToolDescription>();
});

test("anything may be a schema, and names are strings", () => {
  expectTypeOf(normalizeSchema(null).schema).toEqualTypeOf<object | boolean>();
  expectTypeOf(toolNames(new Set(["a"])).toHarmony("a")).toBeString();
  // @ts-expect-error a name is a string
  toolNames([5]);
});
