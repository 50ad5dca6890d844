import { ToolDescription, ToolParameters } from "openai-harmony-node";

export { HarmonyError, HarmonyErrorCode, HarmonyValueError, ToolDescription, ToolParameters } from "openai-harmony-node";

/** Names that Harmony can carry for tools, and back. */
export interface ToolNames {
	/**
	 * The name in Harmony of a tool. A name that is not of the set gets one too, which none of the set has; but the way back
	 * from it is not known.
	 */
	toHarmony(name: string): string;
	/** The tool's own name; a name that stands for none comes back as it is. */
	toOriginal(name: string): string;
}

/**
 * Finds a name in Harmony for each tool: 1 to 64 letters, digits, `_` and `-`, and none that the format reads otherwise,
 * such as `assistant`. A name that is like this already stays as it is. Any other is replaced by a readable one, which
 * depends on the set of names, not on their order, and which no other tool has. The same name twice is one tool.
 *
 * @example
 * ```ts
 * import { toolNames } from "openai-harmony-node/tools";
 *
 * const names = toolNames(["get_weather", "files/read", "files.read", "Température à Paris"]);
 * names.toHarmony("get_weather"); // => "get_weather"
 * names.toHarmony("Température à Paris"); // => "Temperature_a_Paris"
 * names.toOriginal("Temperature_a_Paris"); // => "Température à Paris"
 * names.toHarmony("files/read"); // => "files_read_d2acbc6d"
 * ```
 * @throws {@linkcode HarmonyValueError} if the names are not strings, or not iterable.
 */
export declare function toolNames(names: Iterable<string>): ToolNames;

/** What of a schema cannot be said to the model. */
export interface SchemaWarning {
	/**
	 * Where it is in the schema, as a JSON Pointer (RFC 6901), such as `/properties/id/not`. The empty text is the schema as
	 * a whole.
	 */
	path: string;
	/** What cannot be said, and what is said instead, for people. */
	message: string;
}

/** A schema as {@link normalizeSchema} returns it. */
export interface NormalizedSchema {
	/** The schema, which allows the same values as the original, wherever there is no warning. */
	schema: object | boolean;
	/** What of the original cannot be said; empty if everything can. */
	warnings: SchemaWarning[];
}

/**
 * Rewrites a JSON Schema so that the prompt says what its author meant.
 *
 * The encoding renders a tool's parameters as the models were trained: `$ref`, `anyOf`, `allOf`, `const` and nullable enums
 * become `any` or lose their values. This function says the same in the forms that are rendered. It follows references
 * within the schema, merges `allOf`, makes values of `const`, alternatives of `anyOf`, and puts the values of numbers, which
 * have no such form, in the description. It reads the drafts 4 to 2020-12 and OpenAPI's `nullable`.
 *
 * A schema that is within itself is repeated once. What cannot be said, such as `not` or `patternProperties`, stays in the
 * schema, with a warning. The function throws for no value, and changes none.
 *
 * @example
 * ```ts
 * import { normalizeSchema } from "openai-harmony-node/tools";
 *
 * const { schema, warnings } = normalizeSchema({
 *   type: "object",
 *   properties: { unit: { anyOf: [{ $ref: "#/$defs/Unit" }, { type: "null" }] }, id: { type: "string", not: { const: "" } } },
 *   $defs: { Unit: { enum: ["celsius", "fahrenheit"] } },
 * });
 * schema;
 * // => {
 * //      type: "object",
 * //      properties: {
 * //        unit: { type: "string", enum: ["celsius", "fahrenheit", null], nullable: true },
 * //        id: { type: "string", not: { type: "string", enum: [""] } },
 * //      },
 * //    }
 * warnings; // => [{ path: "/properties/id/not", message: "cannot be said to the model" }]
 * ```
 */
export declare function normalizeSchema(schema: unknown): NormalizedSchema;

/**
 * A schema that can be made JSON Schema, as the specification Standard JSON Schema says: of Zod from 4.2, of ArkType, and
 * what `toStandardJsonSchema` of `@valibot/to-json-schema` makes of a schema of Valibot.
 */
export interface StandardJsonSchema {
	/** What the specification asks for. */
	readonly "~standard": {
		/** Makes JSON Schema of the schema. */
		readonly jsonSchema: {
			/** Makes JSON Schema of the values that the schema takes. */
			readonly input: (options: {
				/** The version of JSON Schema. */
				readonly target: "draft-2020-12" | "draft-07";
			}) => Record<string, unknown>;
		};
	};
}

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
export declare function functionTool(tool: FunctionToolInit | ChatFunctionTool, options?: FunctionToolOptions | null): ToolDescription;

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
export declare function functionTools(tools: readonly (FunctionToolInit | ChatFunctionTool)[] | Readonly<Record<string, UnnamedTool>>, options?: FunctionToolOptions | null): ToolDescription[];

export {};
