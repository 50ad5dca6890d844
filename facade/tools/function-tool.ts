/** Function tools, from the forms in which programs have them. */
import { ToolDescription, type ToolParameters } from "../chat/tool.ts";
import { HarmonyValueError, prependPath } from "../validation/errors.ts";
import {
  expectObject,
  expectOptions,
  expectString,
  isObject,
  mapItems,
  quote,
} from "../validation/expect.ts";
import type { ToolNames } from "./names.ts";
import { normalizeParameters, type SchemaWarning } from "./normalize.ts";
import { jsonSchemaOf, type StandardJsonSchema } from "./parameters.ts";

/** A function tool as OpenAI's Responses API has it, as MCP has it, or with no more than is needed. */
export interface FunctionToolInit {
  /** Nothing but functions can be tools of Harmony. */
  type?: "function";
  /** The tool's name. */
  name: string;
  /** What the tool does, written for the model. Default: nothing. */
  description?: string | null;
  /** The schema of the tool's only argument. Default: it takes none. */
  parameters?: StandardJsonSchema | ToolParameters | null;
  /** The schema under the name that MCP and the AI SDK have for it. */
  inputSchema?: StandardJsonSchema | ToolParameters | null;
}

/** A function tool as OpenAI's Chat Completions API has it. */
export interface ChatFunctionTool {
  /** Nothing but functions can be tools of Harmony. */
  type: "function";
  /** The tool. */
  function: Omit<FunctionToolInit, "type">;
}

/** A tool of the AI SDK, which has its name beside it. */
export interface UnnamedTool {
  /** What the tool does, written for the model. Default: nothing. */
  description?: unknown;
  /** The schema of the tool's only argument, as the AI SDK takes it. */
  inputSchema?: unknown;
}

/** How function tools are made. */
export interface FunctionToolOptions {
  /**
   * `"reference"`: the parameters stay as they are. `"faithful"`: they go through {@link normalizeSchema}, so that the
   * prompt says what their author meant. Default: `"reference"`.
   */
  schemas?: "reference" | "faithful";
  /** Is told what the prompt cannot say, with the tool's name, if `schemas` is `"faithful"`. Default: nobody is told. */
  onWarning?: ((warning: SchemaWarning, tool: string) => void) | null;
  /** Gives the tools names that Harmony can carry: see {@link toolNames}. Default: names stay as they are. */
  names?: ToolNames | null;
}

/**
 * Makes a function tool, from a tool of OpenAI's Chat Completions or Responses API, of MCP, or from a name and a schema:
 * JSON Schema, or a schema of Zod, ArkType or Valibot.
 *
 * @example
 * ```ts
 * import { functionTool } from "openai-harmony-node/tools";
 *
 * const parameters = { type: "object", properties: { city: { const: "Oslo" } } };
 * const tool = functionTool({ type: "function", function: { name: "get_weather", parameters } }, { schemas: "faithful" });
 * tool.parameters; // => { type: "object", properties: { city: { type: "string", enum: ["Oslo"] } } }
 *
 * DeveloperContent.new().withFunctionTools([tool]);
 * ```
 * @throws {@linkcode HarmonyValueError} if a field is of the wrong type, the tool is no function, or its schema cannot be
 * made JSON Schema. `path` says where, such as `function.parameters`.
 */
export function functionTool(
  tool: FunctionToolInit | ChatFunctionTool,
  options?: FunctionToolOptions | null,
): ToolDescription {
  return new Maker(options).make(expectObject(tool, "tool"));
}

/**
 * Makes function tools, of a list as {@link functionTool} takes them, or of the AI SDK's tools by name.
 *
 * @example
 * ```ts
 * import { functionTools, toolNames } from "openai-harmony-node/tools";
 *
 * const tools = [{ name: "get weather" }, { name: "get_time" }];
 * const names = toolNames(tools.map(({ name }) => name));
 * functionTools(tools, { names }).map(({ name }) => name); // => ["get_weather", "get_time"]
 * ```
 * @throws {@linkcode HarmonyValueError} as `functionTool` does, with a `path` such as `tools[2].parameters`.
 */
export function functionTools(
  tools: readonly (FunctionToolInit | ChatFunctionTool)[] | Readonly<Record<string, UnnamedTool>>,
  options?: FunctionToolOptions | null,
): ToolDescription[] {
  const { make } = new Maker(options);
  if (!isObject(tools)) return mapItems(tools, "tools", make);
  return Object.entries(tools).map(([name, tool]) => {
    try {
      return make({ ...expectObject(tool, ""), type: "function", name });
    } catch (error) {
      throw prependPath(`tools.${name}`, error);
    }
  });
}

class Maker {
  readonly #options: FunctionToolOptions;

  constructor(options: unknown) {
    this.#options = expectOptions(options, "options");
    const { schemas = "reference" } = this.#options;
    if (schemas !== "reference" && schemas !== "faithful") {
      throw new HarmonyValueError(`expected 'reference' or 'faithful', got ${quote(schemas)}`, {
        path: "schemas",
      });
    }
  }

  readonly make = (tool: unknown): ToolDescription => {
    const given = expectObject(tool, "");
    const { type = "function" } = given;
    if (type !== "function") {
      throw new HarmonyValueError(`expected 'function', got ${quote(type)}`, { path: "type" });
    }
    const isChat = given.function !== undefined;
    const step = isChat ? "function." : "";
    const { name, description, inputSchema, parameters } = isChat
      ? expectObject(given.function, "function")
      : given;
    const key = inputSchema === undefined ? "parameters" : "inputSchema";
    const own = expectString(name, `${step}name`);
    return new ToolDescription({
      name: this.#options.names?.toHarmony(own) ?? own,
      description: expectString(description ?? "", `${step}description`),
      parameters: this.#parameters(jsonSchemaOf(inputSchema ?? parameters, step + key), own),
    });
  };

  #parameters(parameters: ToolParameters | null, tool: string): ToolParameters | null {
    const { schemas, onWarning } = this.#options;
    if (parameters === null || schemas !== "faithful") return parameters;
    const normalized = normalizeParameters(parameters);
    for (const warning of normalized.warnings) onWarning?.(warning, tool);
    return normalized.parameters;
  }
}
