/** What both entries of OpenAI's shapes export. */

export type {
  ConstrainedFormat,
  ConstrainedFunction,
  OutputConstraint,
} from "../../structural-tag/constraint.ts";
export type { ToolNames } from "../../tools/names.ts";
export type { IdKind, NewId } from "./ids.ts";
export type { Effort, RequestOptions } from "./input-options.ts";
export type { AnswerOptions } from "./output-options.ts";
export type { Prompt } from "./prompt.ts";
export {
  type ReasoningStorage,
  ReasoningStore,
  type ReasoningStoreOptions,
} from "./reasoning-store.ts";
export { openReasoning, type ReasoningKey, sealReasoning } from "./sealed-reasoning.ts";
export type {
  AnswerSource,
  CompletionPart,
  FinishReason,
  SourceItem,
  TokenLogprob,
  TopLogprob,
} from "./source.ts";
