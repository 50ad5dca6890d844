/** The entry `openai-harmony-node/chat`: the data classes and what they throw. It needs neither Node.js nor the addon. */
export { HarmonyError, type HarmonyErrorCode, HarmonyValueError } from "../validation/errors.ts";
export { Author } from "./author.ts";
export { ChannelConfig, type ChannelConfigDict } from "./content/channel-config.ts";
export { DeveloperContent, type DeveloperContentDict } from "./content/developer.ts";
export type { Content, ContentDict } from "./content/index.ts";
export { ReasoningEffort, SystemContent, type SystemContentDict } from "./content/system.ts";
export { TextContent, type TextContentDict } from "./content/text.ts";
export { Conversation, type ConversationDict, type ConversationLike } from "./conversation.ts";
export { Message, type MessageDict, type MessageLike } from "./message.ts";
export { Role } from "./role.ts";
export {
  ToolDescription,
  type ToolDescriptionDict,
  ToolNamespaceConfig,
  type ToolNamespaceConfigDict,
  type ToolParameters,
  type Tools,
} from "./tool.ts";
