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
/** A schema that says the same, and what of it cannot be said to the model. */
export interface NormalizedSchema {
	/** The schema, with the same meaning wherever there is no warning. */
	schema: object | boolean;
	/** What cannot be said, in no particular order; empty if everything can. */
	warnings: SchemaWarning[];
}
export declare function normalizeSchema(schema: unknown): NormalizedSchema;

export {};
