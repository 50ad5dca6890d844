/** What the methods of an encoding can be told, and how it is checked. */

import { HarmonyValueError } from "../validation/errors.ts";
import { booleanOption, expectIterable, expectOptions, expectString, quote } from "../validation/expect.ts";

/** How a conversation is rendered (Python: `RenderConversationConfig`). */
export interface RenderConversationConfig {
  /**
   * Leaves out the `analysis` messages before the first `final` message if the assistant's last message is a `final`
   * one. Default: `true`.
   */
  autoDropAnalysis?: boolean;
  /**
   * Which `analysis` messages are rendered. `python` does what `autoDropAnalysis: true` says, `all` renders all, and
   * `current-turn` those after the assistant's last `final` message, as a server wants it whose clients send all earlier
   * turns. It cannot be set together with `autoDropAnalysis`. Default: `python`.
   */
  analysisRetention?: AnalysisRetention;
}

/** Which `analysis` messages of a conversation are rendered. */
export type AnalysisRetention = "python" | "current-turn" | "all";

/** How a single message is rendered (Python: `RenderOptions`). */
export interface RenderOptions {
  /** Makes a system message say that function calls go to the commentary channel. Default: `false`. */
  conversationHasFunctionTools?: boolean;
}

/** Special tokens by name, such as `<|start|>`, or `"all"` of them. */
export type SpecialTokens = "all" | Iterable<string>;

/** Which special tokens {@link HarmonyEncoding.encode} produces, and which it refuses. */
export interface EncodeOptions {
  /** Those whose text becomes the special token. Default: none. */
  allowedSpecial?: SpecialTokens;
  /** Those whose text is an error. Default: `"all"`, which means all that are not allowed. */
  disallowedSpecial?: SpecialTokens;
}

/** Which part of a text {@link HarmonyEncoding.truncate} keeps. */
export interface TruncateOptions {
  /** Its start or its end. Default: `start`. */
  keep?: "start" | "end";
}

/** What {@link HarmonyEncoding.decode} does with bytes that are not UTF-8. */
export interface DecodeOptions {
  /** `replace` puts U+FFFD in their place, `ignore` leaves them out, `strict` throws. Default: `replace`. */
  errors?: "replace" | "strict" | "ignore";
}

/** How a completion is parsed. */
export interface ParseOptions {
  /** Whether a malformed header is an error. If not, as much as possible is made of it. Default: `true`. */
  strict?: boolean;
}

/** The values in the order in which `src/encoding.rs` has them. */
const RETENTIONS: readonly unknown[] = ["python", "current-turn", "all"] satisfies AnalysisRetention[];

/** The analysis retention of a config, as the addon takes it: its place among {@link RETENTIONS}. */
export function analysisRetention(config: RenderConversationConfig | null | undefined): number {
  const options = expectOptions(config, "config");
  const { analysisRetention } = options;
  if (analysisRetention === undefined) return booleanOption(options, "autoDropAnalysis", true) ? 0 : 2;
  const place = RETENTIONS.indexOf(analysisRetention);
  const path = "analysisRetention";
  if (place < 0) {
    throw new HarmonyValueError(
      `expected 'python', 'current-turn' or 'all', got ${quote(analysisRetention)}`,
      { path },
    );
  }
  if (options.autoDropAnalysis === undefined) return place;
  throw new HarmonyValueError("cannot be set together with autoDropAnalysis", { path });
}

export function hasFunctionTools(options: RenderOptions | null | undefined): boolean {
  return booleanOption(expectOptions(options, "options"), "conversationHasFunctionTools", false);
}

export function isStrict(options: ParseOptions | null | undefined): boolean {
  return booleanOption(expectOptions(options, "options"), "strict", true);
}

const ERROR_HANDLERS: ReadonlySet<unknown> = new Set(["replace", "strict", "ignore"]);

/** The error handler of a decode call as the addon takes it: `undefined` for the default. */
export function errorHandler(
  options: DecodeOptions | null | undefined,
): "replace" | "strict" | "ignore" | undefined {
  const { errors } = expectOptions(options, "options");
  if (errors !== undefined && !ERROR_HANDLERS.has(errors)) {
    throw new HarmonyValueError(`expected 'replace', 'strict' or 'ignore', got ${quote(errors)}`, {
      path: "errors",
    });
  }
  return errors as "replace" | "strict" | "ignore" | undefined;
}

/** Tells whether the start of a text is kept, and not its end. */
export function keepsStart(options: TruncateOptions | null | undefined): boolean {
  const { keep = "start" } = expectOptions(options, "options");
  if (keep === "start" || keep === "end") return keep === "start";
  throw new HarmonyValueError(`expected 'start' or 'end', got ${quote(keep)}`, { path: "keep" });
}

/** The special tokens of an encode call as the addon takes them: JSON, or `null` for the default. */
export function specialTokens(options: EncodeOptions | null | undefined): {
  allowed: string | null;
  disallowed: string | null;
} {
  const { allowedSpecial, disallowedSpecial } = expectOptions(options, "options");
  return {
    allowed: specialTokensJson(allowedSpecial, "allowedSpecial"),
    disallowed: specialTokensJson(disallowedSpecial, "disallowedSpecial"),
  };
}

function specialTokensJson(value: unknown, path: string): string | null {
  if (value === undefined) return null;
  if (value === "all") return '"all"';
  const names = Array.from(expectIterable(value, path, "'all' or an iterable of strings"), (name, i) =>
    expectString(name, `${path}[${i}]`),
  );
  return JSON.stringify(names.map((name) => name.toWellFormed()));
}
