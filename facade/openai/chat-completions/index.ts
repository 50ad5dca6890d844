/** The entry `openai-harmony-node/chat-completions`: OpenAI's Chat Completions API, in and out. */

export * from "../shared/index.ts";
export type { ChatCompletionOptions, ReasoningField } from "./answer.ts";
export { ChatCompletionChunker } from "./chunks.ts";
export { toChatCompletion, type WholeCompletions } from "./completion.ts";
export { toConversation, toPrompt } from "./request.ts";
export { toChatCompletionChunks, toServerSentEvents } from "./stream.ts";
export { toMessages } from "./to-messages.ts";
export type * from "./types.ts";
