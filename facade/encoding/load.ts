/** Loading an encoding by its name. */

import { callNative } from "../native/errors.ts";
import { binding } from "../native/load.ts";
import { HarmonyValueError } from "../validation/errors.ts";
import { expectOptions, quote } from "../validation/expect.ts";
import { type EngineName, type HarmonyEncoding, makeEncoding } from "./encoding.ts";

/** The encodings that exist (Python: `HarmonyEncodingName`). */
export const HarmonyEncodingName = {
  /** The encoding of the gpt-oss models. */
  HARMONY_GPT_OSS: "HarmonyGptOss",
} as const;

/** The name of an encoding. */
export type HarmonyEncodingName = (typeof HarmonyEncodingName)[keyof typeof HarmonyEncodingName];

/** How an encoding is loaded. */
export interface LoadOptions {
  /**
   * `fast` is this package's own engine. `reference` is OpenAI's crate as it is: slow, and there to compare with.
   * Default: `fast`.
   */
  engine?: EngineName;
}

/** The encodings that this thread has loaded, by name and engine. */
const encodings = new Map<string, HarmonyEncoding>();

/**
 * Loads an encoding. The same arguments always give the same object, and its native part is shared by all worker
 * threads of the process.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * encoding.name; // => "HarmonyGptOss"
 * ```
 * @param name - which encoding; default: {@link HarmonyEncodingName.HARMONY_GPT_OSS}, the only one
 * @throws {@linkcode HarmonyValueError} if there is no encoding or no engine of that name.
 * @throws {@linkcode HarmonyRuntimeError} if the reference engine's vocabulary cannot be written or read. The next
 * call tries again.
 * @throws {@linkcode HarmonyModuleNotFoundError} if the native addon cannot be loaded.
 */
export function loadHarmonyEncoding(
  name: HarmonyEncodingName = HarmonyEncodingName.HARMONY_GPT_OSS,
  options?: LoadOptions | null,
): HarmonyEncoding {
  if (!Object.values(HarmonyEncodingName).includes(name)) {
    throw new HarmonyValueError(
      `Invalid HarmonyEncodingName: ${typeof name === "string" ? name : quote(name)}`,
    );
  }
  const engine = expectEngine(expectOptions(options, "options").engine);
  const key = `${name} ${engine}`;
  const known = encodings.get(key);
  if (known !== undefined) return known;
  const native = binding();
  const encoding = makeEncoding(
    callNative(() => native.loadEncoding(name, engine)),
    engine,
  );
  encodings.set(key, encoding);
  return encoding;
}

const ENGINES: ReadonlySet<unknown> = new Set(["fast", "reference"]);

function expectEngine(value: unknown): EngineName {
  if (value === undefined) return "fast";
  if (!ENGINES.has(value)) {
    throw new HarmonyValueError(`expected 'fast' or 'reference', got ${quote(value)}`, { path: "engine" });
  }
  return value as EngineName;
}
