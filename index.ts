/** The entry `openai-harmony-node`: the whole public surface. */
export * from "./facade/chat/index.ts";
export type {
  CompletionEvent,
  CurrentMessage,
  Diagnostic,
  DiagnosticCode,
  MessageHeader,
  ParsedCompletion,
  StopReason,
} from "./facade/completion/events.ts";
export type {
  CompletionInput,
  CompletionOptions,
  CompletionStreamOptions,
} from "./facade/completion/options.ts";
export type { CompletionSource } from "./facade/completion/stream.ts";
export { type EngineName, HarmonyEncoding } from "./facade/encoding/encoding.ts";
export { HarmonyEncodingName, type LoadOptions, loadHarmonyEncoding } from "./facade/encoding/load.ts";
export { isHarmonyName } from "./facade/encoding/names.ts";
export type {
  AnalysisRetention,
  DecodeOptions,
  EncodeOptions,
  ParseOptions,
  RenderConversationConfig,
  RenderOptions,
  SpecialTokens,
  TruncateOptions,
} from "./facade/encoding/options.ts";
export {
  type ChooseParts,
  lossMask,
  type MessagePart,
  type MessageSpan,
  type RenderedWithSpans,
  type RenderPurpose,
  type SpanOptions,
} from "./facade/encoding/spans.ts";
export type { AsyncOptions } from "./facade/native/abort.ts";
export type { FormatTokens } from "./facade/native/format-tokens.ts";
export type { TokensLike } from "./facade/native/tokens.ts";
export { CompletionParser } from "./facade/parser/completion-parser.ts";
export { CompletionParserStream } from "./facade/parser/completion-parser-stream.ts";
export { StreamState, type StreamStateData } from "./facade/parser/stream-state.ts";
export { StreamableParser } from "./facade/parser/streamable-parser.ts";
export { HarmonyModuleNotFoundError, HarmonyRuntimeError } from "./facade/validation/errors.ts";
