/** The public surface of openai-harmony-node. */
export {
  ChannelConfig,
  type ChannelConfigDict,
  type Content,
  type ContentDict,
  DeveloperContent,
  type DeveloperContentDict,
  ReasoningEffort,
  SystemContent,
  type SystemContentDict,
  TextContent,
  type TextContentDict,
} from "./facade/content.ts";
export {
  Conversation,
  type ConversationDict,
  type ConversationLike,
  type MessageLike,
} from "./facade/conversation.ts";
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
} from "./facade/encoding.ts";
export {
  HarmonyError,
  type HarmonyErrorCode,
  HarmonyModuleNotFoundError,
  HarmonyRuntimeError,
  HarmonyValueError,
} from "./facade/errors.ts";
export { Author, Message, type MessageDict } from "./facade/message.ts";
export { StreamableParser, StreamState, type StreamStateData } from "./facade/parser.ts";
export { Role } from "./facade/role.ts";
export type { TokensLike } from "./facade/tokens.ts";
export {
  ToolDescription,
  type ToolDescriptionDict,
  ToolNamespaceConfig,
  type ToolNamespaceConfigDict,
  type ToolParameters,
  type Tools,
} from "./facade/tool.ts";
