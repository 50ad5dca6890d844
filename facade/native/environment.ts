/** The variable that names the addon's file, for whoever keeps the file where it would not be found. */

/** Returns that file; Deno refuses to read the variable without a permission, and then there is none. */
export function pathFromEnvironment(): string | undefined {
  try {
    return process.env.NAPI_RS_NATIVE_LIBRARY_PATH || undefined;
  } catch {
    return undefined;
  }
}
