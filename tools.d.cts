/** The errors that this package throws. */
/** The stable `code` of each {@link HarmonyError}. */
export type HarmonyErrorCode = "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL" | "ERR_HARMONY_VALUE" | "ERR_HARMONY_MODULE_NOT_FOUND";
/**
 * The base class of all errors that this package throws.
 *
 * `message` is for people and may change; `code` is for programs and does not.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * try {
 *   encoding.encode("<|start|>");
 * } catch (error) {
 *   if (!(error instanceof HarmonyError)) throw error;
 *   error.code; // => "ERR_HARMONY_RUNTIME"
 * }
 * ```
 */
export declare abstract class HarmonyError extends Error {
	/** Identifies the kind of error. */
	readonly code: HarmonyErrorCode;
}
/**
 * An argument or a field is invalid (Python: `ValueError`, `TypeError`, `OverflowError`, `KeyError`,
 * `RecursionError`, `UnicodeDecodeError`, pydantic's `ValidationError`).
 *
 * @example
 * ```ts
 * try {
 *   Message.fromDict({ role: "user", content: [{ type: "text", text: 5 }] });
 * } catch (error) {
 *   if (!(error instanceof HarmonyValueError)) throw error;
 *   error.path; // => "content[0].text"
 *   error.message; // => "content[0].text: expected a string, got number"
 * }
 * ```
 */
export declare class HarmonyValueError extends HarmonyError {
	/** Always `ERR_HARMONY_VALUE`. */
	readonly code: "ERR_HARMONY_VALUE";
	/**
	 * Where the invalid value is, such as `messages[2].content[0].text`; `null` if it is an argument as a whole.
	 *
	 * The message starts with the path. If the value is inside JSON text, the message gives its line and column
	 * instead.
	 */
	readonly path: string | null;
	/** Creates an error. Programs rarely need to. If there is a path, the message starts with it. */
	constructor(message: string, options?: {
		/** What led to this error. Default: none. */
		cause?: unknown;
		/** Where the invalid value is. Default: `null`. */
		path?: string;
	});
}
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

export {};
