/** The entry `openai-harmony-node/chat`: the data classes and what they throw. It needs neither Node.js nor the addon. */
export { HarmonyError, type HarmonyErrorCode, HarmonyValueError } from "../validation/errors.ts";
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
} from "./content.ts";
export {
  Conversation,
  type ConversationDict,
  type ConversationLike,
  type MessageLike,
} from "./conversation.ts";
export { Author, Message, type MessageDict } from "./message.ts";
export { Role } from "./role.ts";
export {
  ToolDescription,
  type ToolDescriptionDict,
  ToolNamespaceConfig,
  type ToolNamespaceConfigDict,
  type ToolParameters,
  type Tools,
} from "./tool.ts";
