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
} from "./facade/chat/content.ts";
export {
  Conversation,
  type ConversationDict,
  type ConversationLike,
  type MessageLike,
} from "./facade/chat/conversation.ts";
export { Author, Message, type MessageDict } from "./facade/chat/message.ts";
export { Role } from "./facade/chat/role.ts";
export {
  ToolDescription,
  type ToolDescriptionDict,
  ToolNamespaceConfig,
  type ToolNamespaceConfigDict,
  type ToolParameters,
  type Tools,
} from "./facade/chat/tool.ts";
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
export {
  HarmonyError,
  type HarmonyErrorCode,
  HarmonyModuleNotFoundError,
  HarmonyRuntimeError,
  HarmonyValueError,
} from "./facade/validation/errors.ts";
