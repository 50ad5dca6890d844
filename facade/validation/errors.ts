/** The errors that this package throws, and the one place where native errors become them. */
import { types } from "node:util";

/** The stable `code` of each {@link HarmonyError}. */
export type HarmonyErrorCode =
  | "ERR_HARMONY_RUNTIME"
  | "ERR_HARMONY_INTERNAL"
  | "ERR_HARMONY_VALUE"
  | "ERR_HARMONY_MODULE_NOT_FOUND";

/**
 * The base of all errors that this package throws.
 *
 * `message` is for people; `code` is for programs and does not change.
 */
export abstract class HarmonyError extends Error {
  /** Which kind of error this is. */
  readonly code: HarmonyErrorCode;

  /** @internal */
  constructor(code: HarmonyErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Rendering, parsing, decoding or loading failed, or text to encode has a disallowed special token (Python:
 * `HarmonyError` and `RuntimeError`).
 *
 * Where rendering, parsing or decoding failed, the message is that of the crate `openai-harmony`, word for word. The
 * code is `ERR_HARMONY_RUNTIME`, or `ERR_HARMONY_INTERNAL` if the native code panicked: the process goes on, and the
 * call can be repeated.
 */
export class HarmonyRuntimeError extends HarmonyError {
  /** Whether the call failed, or the native code panicked. */
  declare readonly code: "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL";

  /** Makes an error; the package does this, programs rarely need to. */
  constructor(
    message: string,
    options?: {
      /** What led to this error. Default: none. */
      cause?: unknown;
      /** Default: `ERR_HARMONY_RUNTIME`. */
      code?: "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL";
    },
  ) {
    super(options?.code ?? "ERR_HARMONY_RUNTIME", message, options);
  }
}

/**
 * An argument or a field is invalid (Python: `ValueError`, `TypeError`, `OverflowError`, `KeyError`,
 * `RecursionError`, `UnicodeDecodeError`, pydantic's `ValidationError`).
 */
export class HarmonyValueError extends HarmonyError {
  /** The one code of this class. */
  declare readonly code: "ERR_HARMONY_VALUE";
  /** Where the invalid value is, such as `messages[2].content[0].text`; `null` if the message alone says it. */
  readonly path: string | null;

  /** Makes an error; the package does this, programs rarely need to. With a path, the message starts with it. */
  constructor(
    message: string,
    options?: {
      /** What led to this error. Default: none. */
      cause?: unknown;
      /** Where the invalid value is. Default: none. */
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
 * The message says for which platform it was looked for, what was tried, why each try failed, and what to do.
 * Thrown by the first call that needs the addon, never by the import of this package.
 */
export class HarmonyModuleNotFoundError extends HarmonyError {
  /** The one code of this class. */
  declare readonly code: "ERR_HARMONY_MODULE_NOT_FOUND";

  /** Makes an error; the package does this, programs rarely need to. */
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

/** Calls into the addon, and throws its errors as the typed ones. */
export function callNative<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw fromNative(error);
  }
}

function fromNative(error: unknown): unknown {
  if (error instanceof HarmonyError || !types.isNativeError(error)) return error;
  switch ((error as NodeJS.ErrnoException).code) {
    case "ERR_HARMONY_RUNTIME":
      return new HarmonyRuntimeError(error.message);
    case "ERR_HARMONY_VALUE":
      return new HarmonyValueError(error.message);
    default:
      return new HarmonyRuntimeError(error.message, { code: "ERR_HARMONY_INTERNAL", cause: error });
  }
}

/**
 * Puts a step of the path before that of an error from further inside, whose path may be empty for the value itself.
 * Other errors stay as they are.
 */
export function within(step: string, error: unknown): unknown {
  if (!(error instanceof HarmonyValueError) || error.path === null) return error;
  const problem = error.path === "" ? error.message : error.message.slice(error.path.length + 2);
  const joint = error.path === "" || error.path.startsWith("[") ? "" : ".";
  return new HarmonyValueError(problem, { path: step + joint + error.path, cause: error.cause });
}
