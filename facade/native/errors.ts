/**
 * The one place where errors of the addon become those of this package.
 *
 * `src/error.rs` throws plain errors with the crate's message, and a `code` such as `ERR_HARMONY_RUNTIME`. If the error
 * has a place, the code goes on with a space and the path: `ERR_HARMONY_RUNTIME messages[1]`. Without one of these
 * codes, the error is one of Node-API itself, which says that this package has called the addon wrongly.
 */
import { types } from "node:util";
import { HarmonyError, HarmonyRuntimeError, HarmonyValueError } from "../validation/errors.ts";

/** Calls the addon, and throws its errors as those of this package. */
export function callNative<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw fromNative(error);
  }
}

/** The error to throw for one that the addon has thrown. */
export function fromNative(error: unknown): unknown {
  if (error instanceof HarmonyError || !types.isNativeError(error)) return error;
  const { message } = error;
  const [code, path = null] = splitCode((error as NodeJS.ErrnoException).code ?? "");
  switch (code) {
    case "ERR_HARMONY_RUNTIME":
      return new HarmonyRuntimeError(message, { path });
    case "ERR_HARMONY_VALUE":
      // Not by the constructor, which would put the path before the message.
      return Object.assign(new HarmonyValueError(message), { path });
    default:
      return new HarmonyRuntimeError(message, { code: "ERR_HARMONY_INTERNAL", cause: error });
  }
}

function splitCode(code: string): [code: string, path?: string] {
  const space = code.indexOf(" ");
  return space < 0 ? [code] : [code.slice(0, space), code.slice(space + 1)];
}
