/** Function tools from each form in which programs have them. */
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { jsonSchema, tool } from "ai";
import { type } from "arktype";
import { DeveloperContent, loadHarmonyEncoding, Message, ToolDescription } from "openai-harmony-node";
import {
  ToolDescription as FromTools,
  functionTool,
  functionTools,
  type SchemaWarning,
  toolNames,
} from "openai-harmony-node/tools";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { bad, expectValueError } from "../support.ts";

const parameters = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
const expected = { name: "get_weather", description: "Gets the weather.", parameters };
const { name, description } = expected;

describe("functionTool", () => {
  test.each([
    ["Chat Completions", { type: "function", function: { name, description, parameters, strict: true } }],
    ["Responses", { type: "function", name, description, parameters, strict: null }],
    ["MCP", { name, title: "Weather", description, inputSchema: parameters }],
    ["no API", { name, description, parameters }],
    ["this package", new ToolDescription({ name, description, parameters })],
  ])("takes a tool of %s", (_, given) => {
    const made = functionTool(bad(given));
    expect(made).toBeInstanceOf(ToolDescription);
    expect({ ...made }).toEqual(expected);
    expect(made.parameters).toBe(parameters);
  });

  test("makes the class of the main entry", () => {
    expect(FromTools).toBe(ToolDescription);
  });

  test.each([
    ["Zod", z.object({ city: z.string() })],
    ["Valibot", toStandardJsonSchema(v.object({ city: v.string() }))],
    ["ArkType", type({ city: "string" })],
  ])("takes a schema of %s", (_, schema) => {
    for (const given of [
      { name, description, parameters: schema },
      { name, description, inputSchema: schema },
      { type: "function" as const, function: { name, description, parameters: schema } },
    ]) {
      expect(functionTool(given)).toMatchObject(expected);
    }
  });

  test("describes what the model writes, not what the schema makes of it", () => {
    const schema = z.object({ days: z.string().transform(Number), unit: z.string().default("celsius") });
    expect(functionTool({ name, parameters: schema }).parameters).toMatchObject({
      properties: { days: { type: "string" }, unit: { type: "string", default: "celsius" } },
      required: ["days"],
    });
  });

  test.each([{}, { description: null, parameters: null }, { description: undefined, parameters: undefined }])(
    "needs no more than a name: %j",
    (rest) => {
      expect({ ...functionTool({ name, ...rest }) }).toEqual({ name, description: "", parameters: null });
    },
  );

  test("leaves schemas alone by default, and normalises them if asked to", () => {
    const given = { type: "object", properties: { a: { const: 1 }, b: { not: {} } } };
    expect(functionTool({ name, parameters: given }).parameters).toBe(given);
    expect(functionTool({ name, parameters: given }, { schemas: "reference" }).parameters).toBe(given);
    const warnings: [SchemaWarning, string][] = [];
    const made = functionTool(
      { name: "get weather", parameters: given },
      {
        schemas: "faithful",
        onWarning: (...warning) => warnings.push(warning),
        names: toolNames(["get weather"]),
      },
    );
    expect({ ...made }).toEqual({
      name: "get_weather",
      description: "",
      parameters: {
        type: "object",
        properties: { a: { type: "integer", enum: [1], description: "Always 1" }, b: { not: {} } },
      },
    });
    expect(warnings).toEqual([
      [{ path: "/properties/b/not", message: "cannot be said to the model" }, "get weather"],
    ]);
    expect(given).toEqual({ type: "object", properties: { a: { const: 1 }, b: { not: {} } } });
  });

  test("a normalised schema that allows nothing is an object still", () => {
    const given = { allOf: [{ type: "string" }, { type: "object" }] };
    expect(functionTool({ name, parameters: given }, { schemas: "faithful" }).parameters).toEqual({
      not: {},
    });
  });

  test.each([
    [5, "tool: expected an object, got number"],
    [{}, "name: expected a string, got undefined"],
    [{ name: "f", description: 5 }, "description: expected a string, got number"],
    [{ type: "function", function: null }, "function: expected an object, got null"],
    [{ type: "function", function: { name: 5 } }, "function.name: expected a string, got number"],
    [{ type: "web_search" }, "type: expected 'function', got 'web_search'"],
    [{ name: "f", parameters: [] }, /^parameters: expected a JSON Schema, or .*, got array$/],
    [{ name: "f", inputSchema: true }, /^inputSchema: expected a JSON Schema, or .*, got boolean$/],
    [
      { name: "f", parameters: v.object({}) },
      /^parameters: expected .*, which this schema of valibot has not$/,
    ],
    [
      { name: "f", parameters: z.object({ at: z.date() }) },
      /^parameters: cannot be made JSON Schema: Date cannot be represented/,
    ],
  ])("refuses %#", (given, message) => {
    expectValueError(() => functionTool(bad(given)), message);
  });
});

describe("functionTools", () => {
  test("takes lists of either API", () => {
    const made = functionTools([
      { type: "function", function: { name: "a" } },
      { type: "function", name: "b", parameters },
    ]);
    expect(made.map((each) => each.name)).toEqual(["a", "b"]);
  });

  test("takes the AI SDK's tools", () => {
    const city = z.object({ city: z.string() });
    const made = functionTools({
      zod: tool({ description, inputSchema: city }),
      json: tool({ description, inputSchema: jsonSchema(bad(parameters)) }),
      lazy: { description, inputSchema: () => jsonSchema(bad(parameters)) },
    });
    for (const each of made) expect(each).toMatchObject({ description, parameters });
    expect(made.map((each) => each.name)).toEqual(["zod", "json", "lazy"]);
  });

  test("says which tool is wrong", () => {
    expectValueError(
      () => functionTools([{ name: "a" }, bad({ name: "b", parameters: 5 })]),
      /^tools\[1\]\.parameters: expected/,
    );
    expectValueError(() => functionTools({ a: { inputSchema: 5 } }), /^tools\.a\.inputSchema: expected/);
    expectValueError(() => functionTools(bad({ a: null })), "tools.a: expected an object, got null");
    expectValueError(() => functionTools(bad("x")), "tools: expected an array, got string");
  });

  test("what it makes is rendered", () => {
    const schema = z.object({ unit: z.enum(["c", "f"]).nullable(), tags: z.array(z.literal([1, 2])) });
    const made = functionTools([{ name, description, parameters: schema }], { schemas: "faithful" });
    const message = Message.fromRoleAndContent("developer", new DeveloperContent().withFunctionTools(made));
    const encoding = loadHarmonyEncoding();
    expect(encoding.decode(encoding.render(message))).toContain(
      '// Gets the weather.\ntype get_weather = (_: {\nunit: "c" | "f" | null,\n// Items: one of 1, 2\ntags: number[],\n}) => any;',
    );
  });
});
