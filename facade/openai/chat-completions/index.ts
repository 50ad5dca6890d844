/** The entry `openai-harmony-node/chat-completions`: OpenAI's Chat Completions API, in and out. */

export type {
  ConstrainedFormat,
  ConstrainedFunction,
  OutputConstraint,
} from "../../structural-tag/constraint.ts";
export type { ToolNames } from "../../tools/names.ts";
export type { IdKind, NewId } from "../shared/ids.ts";
export type { Effort, RequestOptions } from "../shared/input-options.ts";
export type { AnswerOptions } from "../shared/output-options.ts";
export type { Prompt } from "../shared/prompt.ts";
export {
  type ReasoningStorage,
  ReasoningStore,
  type ReasoningStoreOptions,
} from "../shared/reasoning-store.ts";
export { openReasoning, type ReasoningKey, sealReasoning } from "../shared/sealed-reasoning.ts";
export type {
  AnswerSource,
  CompletionPart,
  FinishReason,
  SourceItem,
  TokenLogprob,
  TopLogprob,
} from "../shared/source.ts";
export type { ChatCompletionOptions, ReasoningField } from "./answer.ts";
export { ChatCompletionChunker } from "./chunks.ts";
export { toChatCompletion, type WholeCompletions } from "./completion.ts";
export { toConversation, toPrompt } from "./request.ts";
export { toChatCompletionChunks, toServerSentEvents } from "./stream.ts";
export { toMessages } from "./to-messages.ts";
export type * from "./types.ts";
