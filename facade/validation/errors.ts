/** The errors that this package throws. */

/** The stable `code` of each {@link HarmonyError}. */
export type HarmonyErrorCode =
  | "ERR_HARMONY_RUNTIME"
  | "ERR_HARMONY_INTERNAL"
  | "ERR_HARMONY_VALUE"
  | "ERR_HARMONY_MODULE_NOT_FOUND";

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
export abstract class HarmonyError extends Error {
  /** Identifies the kind of error. */
  readonly code: HarmonyErrorCode;

  /** @internal */
  constructor(code: HarmonyErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Rendering, parsing, decoding or loading failed, or a text to encode contains a disallowed special token (Python:
 * `HarmonyError` and `RuntimeError`).
 *
 * If rendering, parsing or decoding failed, the message is that of the crate `openai-harmony`, word for word. If the
 * native code panicked, the code is `ERR_HARMONY_INTERNAL`: the process goes on, and later calls work.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * const question = Message.fromRoleAndContent(Role.USER, "What is the weather?");
 * const result = Message.fromRoleAndContent(Role.TOOL, "Sunny"); // a tool message needs a name
 * try {
 *   encoding.renderConversation([question, result]);
 * } catch (error) {
 *   if (!(error instanceof HarmonyRuntimeError)) throw error;
 *   error.message; // => "Tools should have a name!"
 *   error.path; // => "messages[1]"
 * }
 * ```
 */
export class HarmonyRuntimeError extends HarmonyError {
  /** `ERR_HARMONY_INTERNAL` if the native code panicked, otherwise `ERR_HARMONY_RUNTIME`. */
  declare readonly code: "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL";
  /**
   * Which of several messages or texts the call failed on, such as `messages[1]` or `texts[2]`; `null` if there was
   * only one, or if the failure is not due to one of them.
   */
  readonly path: string | null;

  /** Creates an error. Programs rarely need to. */
  constructor(
    message: string,
    options?: {
      /** What led to this error. Default: none. */
      cause?: unknown;
      /** Default: `ERR_HARMONY_RUNTIME`. */
      code?: "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL";
      /** Default: `null`. */
      path?: string | null;
    },
  ) {
    super(options?.code ?? "ERR_HARMONY_RUNTIME", message, options);
    this.path = options?.path ?? null;
  }
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
export class HarmonyValueError extends HarmonyError {
  /** Always `ERR_HARMONY_VALUE`. */
  declare readonly code: "ERR_HARMONY_VALUE";
  /**
   * Where the invalid value is, such as `messages[2].content[0].text`; `null` if it is an argument as a whole.
   *
   * The message starts with the path. If the value is inside JSON text, the message gives its line and column
   * instead.
   */
  readonly path: string | null;

  /** Creates an error. Programs rarely need to. If there is a path, the message starts with it. */
  constructor(
    message: string,
    options?: {
      /** What led to this error. Default: none. */
      cause?: unknown;
      /** Where the invalid value is. Default: `null`. */
      path?: string;
    },
  ) {
    super("ERR_HARMONY_VALUE", options?.path ? `${options.path}: ${message}` : message, options);
    this.path = options?.path ?? null;
  }
}

/**
 * The native addon cannot be loaded (Python: `ModuleNotFoundError`).
 *
 * The message names the platform, everything that was tried with the reason why it failed, and what to do.
 * Importing this package never throws it; the first call that needs the addon does.
 */
export class HarmonyModuleNotFoundError extends HarmonyError {
  /** Always `ERR_HARMONY_MODULE_NOT_FOUND`. */
  declare readonly code: "ERR_HARMONY_MODULE_NOT_FOUND";

  /** Creates an error. Programs rarely need to. */
  constructor(
    message: string,
    options?: {
      /** What led to this error. Default: none. */
      cause?: unknown;
    },
  ) {
    super("ERR_HARMONY_MODULE_NOT_FOUND", message, options);
  }
}

for (const [name, type] of Object.entries({
  HarmonyError,
  HarmonyRuntimeError,
  HarmonyValueError,
  HarmonyModuleNotFoundError,
})) {
  Object.defineProperty(type.prototype, "name", { value: name, writable: true, configurable: true });
}

/**
 * Prepends a step to the path of an error that was thrown farther inside. There, an empty path stands for the value
 * itself. Errors of other kinds stay as they are.
 */
export function prependPath(step: string, error: unknown): unknown {
  if (!(error instanceof HarmonyValueError) || error.path === null) return error;
  const problem = error.path === "" ? error.message : error.message.slice(error.path.length + 2);
  const joint = error.path === "" || error.path.startsWith("[") ? "" : ".";
  return new HarmonyValueError(problem, { path: step + joint + error.path, cause: error.cause });
}
