/** Tools: their classes, the built-in ones, and their canonical form. */
import { readFileSync } from "node:fs";
import {
  DeveloperContent,
  loadHarmonyEncoding,
  Message,
  SystemContent,
  ToolDescription,
  ToolNamespaceConfig,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectValueError } from "./support.ts";

describe("ToolDescription", () => {
  test.each([
    ["nothing", new ToolDescription({ name: "f", description: "d" })],
    ["undefined", new ToolDescription({ name: "f", description: "d", parameters: undefined })],
    ["null", new ToolDescription({ name: "f", description: "d", parameters: null })],
    ["new()", ToolDescription.new("f", "d")],
    ["new() with null", ToolDescription.new("f", "d", null)],
  ])("has no parameters if given %s", (_, tool) => {
    expect({ ...tool }).toEqual({ name: "f", description: "d", parameters: null });
  });

  test("keeps the very parameters that it is given", () => {
    const parameters = { type: "object" };
    expect(ToolDescription.new("f", "d", parameters).parameters).toBe(parameters);
    expect(new ToolDescription({ name: "f", description: "d", parameters }).parameters).toBe(parameters);
  });

  test.each([
    [null, "init: expected an object, got null"],
    [{ description: "d" }, "name: expected a string, got undefined"],
    [{ name: "f" }, "description: expected a string, got undefined"],
    [{ name: "f", description: null }, "description: expected a string, got null"],
    [{ name: "f", description: "d", parameters: [] }, "parameters: expected an object or null, got array"],
    [{ name: "f", description: "d", parameters: "{}" }, "parameters: expected an object or null, got string"],
  ])("refuses %#", (init, message) => {
    expectValueError(() => new ToolDescription(bad(init)), message);
  });
});

describe("ToolNamespaceConfig", () => {
  test("has no description by default, and copies the array of tools", () => {
    const tools = [ToolDescription.new("f", "d")];
    const namespace = new ToolNamespaceConfig({ name: "n", tools });
    tools.pop();
    expect(namespace.name).toBe("n");
    expect(namespace.description).toBeNull();
    expect(namespace.tools).toEqual([ToolDescription.new("f", "d")]);
  });

  test.each([
    [undefined, "init: expected an object, got undefined"],
    [{ tools: [] }, "name: expected a string, got undefined"],
    [{ name: "n", description: 1, tools: [] }, "description: expected a string or null, got number"],
    [{ name: "n" }, "tools: expected an array, got undefined"],
    [{ name: "n", tools: new Set() }, "tools: expected an array, got Set"],
    [{ name: "n", tools: [{}] }, "tools[0]: expected a ToolDescription, got object"],
    [{ name: "n", tools: new Array(2) }, "tools[0]: expected a ToolDescription, got undefined"],
  ])("refuses %#", (init, message) => {
    expectValueError(() => new ToolNamespaceConfig(bad(init)), message);
  });

  test("the browser tool is the crate's", () => {
    const browser = ToolNamespaceConfig.browser();
    expect(browser.name).toBe("browser");
    expect(browser.description).toBe(
      "Tool for browsing.\nThe `cursor` appears in brackets before each browsing display: `[{cursor}]`.\nCite information from the tool using the following format:\n`【{cursor}†L{line_start}(-L{line_end})?】`, for example: `【6†L9-L11】` or `【8†L3】`.\nDo not quote more than 10 words directly from the tool output.\nsources=web (default: web)",
    );
    expect(browser.tools.map(({ name }) => name)).toEqual(["search", "open", "find"]);
    expect(JSON.stringify(browser.tools[0]?.parameters)).toBe(
      '{"type":"object","properties":{"query":{"type":"string"},"topn":{"type":"number","default":10},"source":{"type":"string"}},"required":["query"]}',
    );
    expect(JSON.stringify(browser.tools[2])).toBe(
      '{"name":"find","description":"Finds exact matches of `pattern` in the current page, or the page given by `cursor`.","parameters":{"type":"object","properties":{"pattern":{"type":"string"},"cursor":{"type":"number","default":-1}},"required":["pattern"]}}',
    );
  });

  test("the python tool is the crate's", () => {
    const python = ToolNamespaceConfig.python();
    expect(python.name).toBe("python");
    expect(python.description).toMatch(/^Use this tool to execute Python code in your chain of thought\. /);
    expect(python.description).toMatch(/ Depends on the cluster\.$/);
    expect(python.tools).toEqual([]);
  });

  test("both are as Python writes them", () => {
    const written = new Map<string, unknown>();
    const collect = (value: unknown): void => {
      if (typeof value !== "object" || value === null) return;
      const { name, description } = value as { name?: unknown; description?: unknown };
      if (/^(Tool for browsing|Use this tool to execute Python)/.test(String(description))) {
        written.set(String(name), value);
      }
      Object.values(value).forEach(collect);
    };
    const cases = readFileSync(new URL("conformance/dict.jsonl", import.meta.url), "utf8");
    for (const line of cases.trim().split("\n")) collect(JSON.parse(line));
    const content = SystemContent.new().withBrowserTool().withPythonTool();
    expect(Object.fromEntries(written)).toEqual(JSON.parse(JSON.stringify(content.toDict().tools)));
  });

  test("each call makes a tool of its own", () => {
    ToolNamespaceConfig.browser().tools.pop();
    expect(ToolNamespaceConfig.browser().tools).toHaveLength(3);
  });
});

describe("in a content", () => {
  const dict = (tools: unknown) => () => DeveloperContent.fromDict({ tools });

  test("unknown keys are ignored, null means none", () => {
    const content = DeveloperContent.fromDict({
      tools: {
        n: {
          name: "n",
          description: null,
          extra: 1,
          tools: [{ name: "f", description: "d", parameters: null, more: 2 }],
        },
      },
    });
    expect(JSON.stringify(content)).toBe(
      '{"tools":{"n":{"name":"n","tools":[{"name":"f","description":"d"}]}},"type":"developer_content"}',
    );
    expect(DeveloperContent.fromDict({ tools: null }).tools).toBeNull();
  });

  test.each([
    [[], "tools: expected an object or null, got array"],
    [{ n: null }, "tools.n: expected an object, got null"],
    [{ n: { tools: [] } }, "tools.n.name: expected a string, got undefined"],
    [{ n: { name: "n" } }, "tools.n.tools: expected an array, got undefined"],
    [{ n: { name: "n", tools: [null] } }, "tools.n.tools[0]: expected an object, got null"],
    [{ n: { name: "n", tools: [{ name: 1 }] } }, "tools.n.tools[0].name: expected a string, got number"],
    [
      { n: { name: "n", tools: [{ name: "f", description: "d", parameters: 5 }] } },
      "tools.n.tools[0].parameters: expected an object or null, got number",
    ],
  ])("fromDict refuses %#", (tools, message) => {
    expectValueError(dict(tools), message);
  });

  test("a field that has been set to something wrong is refused, with its path", () => {
    const tool = ToolDescription.new("f", "d");
    const namespace = new ToolNamespaceConfig({ name: "n", tools: [tool] });
    const message = Message.fromRoleAndContent("developer", new DeveloperContent().withTools(namespace));
    const fails = (expected: string) => expectValueError(() => message.toDict(), expected);
    tool.parameters = bad([]);
    fails("content[0].tools.n.tools[0].parameters: expected an object or null, got array");
    tool.name = bad(null);
    fails("content[0].tools.n.tools[0].parameters: expected an object or null, got array");
    tool.parameters = null;
    fails("content[0].tools.n.tools[0].name: expected a string, got null");
    namespace.tools = bad({});
    fails("content[0].tools.n.tools: expected an array, got object");
    namespace.description = bad(5);
    fails("content[0].tools.n.description: expected a string or null, got number");
  });

  test("parameters pass through untouched", () => {
    const parameters = { z: [1, { y: null, x: [] }], "": "", a: { $ref: "#" }, "10": true, e: 1e21 };
    const content = new DeveloperContent().withFunctionTools([ToolDescription.new("f", "d", parameters)]);
    expect(content.toDict().tools?.functions?.tools[0]?.parameters).toBe(parameters);
  });

  test("a tool of a namespace called __proto__ renders as in Python", () => {
    const namespace = new ToolNamespaceConfig({
      name: "__proto__",
      description: "d",
      tools: [ToolDescription.new("f", "d")],
    });
    const message = Message.fromRoleAndContent("developer", new DeveloperContent().withTools(namespace));
    expect(Array.from(loadHarmonyEncoding().render(message))).toEqual([
      200006, 77944, 200008, 2, 20574, 279, 877, 2516, 31476, 58939, 393, 272, 198, 4797, 2516, 31476, 771,
      95359, 272, 198, 2493, 285, 314, 2869, 871, 1062, 502, 92, 602, 9819, 2516, 31476, 771, 200007,
    ]);
  });

  test("a system content has the same tools", () => {
    const namespace = new ToolNamespaceConfig({ name: "n", tools: [] });
    expect(SystemContent.new().withTools(namespace).tools).toEqual(
      DeveloperContent.new().withTools(namespace).tools,
    );
  });
});
