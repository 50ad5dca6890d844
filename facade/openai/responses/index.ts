/** The entry `openai-harmony-node/responses`: OpenAI's Responses API, in and out. */

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
export type { ResponseOptions } from "./answer-options.ts";
export type * from "./event-types.ts";
export { ResponseEventer } from "./eventer.ts";
export { toConversation, toPrompt } from "./request.ts";
export type { PreviousResponse, ResponseRequestOptions } from "./request-options.ts";
export type * from "./response-types.ts";
export { toResponseEvents, toServerSentEvents } from "./stream.ts";
export { toInputItems } from "./to-input-items.ts";
export type * from "./types.ts";
export { toResponse } from "./whole.ts";
