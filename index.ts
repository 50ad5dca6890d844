/** The entry `openai-harmony-node`: the whole public surface. */
export * from "./facade/chat/index.ts";
export {
  type DecodeOptions,
  type EncodeOptions,
  type EngineName,
  HarmonyEncoding,
  HarmonyEncodingName,
  type LoadOptions,
  loadHarmonyEncoding,
  type ParseOptions,
  type RenderConversationConfig,
  type RenderOptions,
  type SpecialTokens,
} from "./facade/encoding/encoding.ts";
export type { TokensLike } from "./facade/native/tokens.ts";
export { StreamableParser, StreamState, type StreamStateData } from "./facade/parser/streamable-parser.ts";
export { HarmonyModuleNotFoundError, HarmonyRuntimeError } from "./facade/validation/errors.ts";
