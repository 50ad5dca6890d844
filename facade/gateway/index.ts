/** The entry `openai-harmony-node/gateway`: a handler that serves OpenAI's APIs in front of inference engines. */
export type {
  ConstrainedFormat,
  ConstrainedFunction,
  Effort,
  IdKind,
  NewId,
  OutputConstraint,
  ReasoningField,
  RequestOptions,
} from "../openai/chat-completions/index.ts";
export {
  type ReasoningStorage,
  ReasoningStore,
  type ReasoningStoreOptions,
} from "../openai/shared/reasoning-store.ts";
export { openReasoning, type ReasoningKey, sealReasoning } from "../openai/shared/sealed-reasoning.ts";
export type {
  Backend,
  BackendLogprob,
  BackendPart,
  BackendRequest,
  BackendTokenLogprob,
} from "./backends/backend.ts";
export { BackendError, type BackendErrorInit } from "./backends/backend-error.ts";
export type { EngineOptions, Fetch, FetchInit, FetchResponse } from "./backends/engine.ts";
export { llamaCppBackend } from "./backends/llama-cpp.ts";
export { backendPool, type PoolOptions } from "./backends/pool.ts";
export { sglangBackend } from "./backends/sglang.ts";
export { type TextCompletionsOptions, textCompletionsBackend } from "./backends/text-completions.ts";
export { type VllmOptions, vllmBackend } from "./backends/vllm.ts";
export { createHandler, type Handler } from "./handler.ts";
export type { AllowedOrigins } from "./http/cors.ts";
export type { ModelInfo } from "./models.ts";
export type { GatewayOptions } from "./options.ts";
export {
  type KeptResponse,
  type ResponseStorage,
  ResponseStore,
  type ResponseStoreOptions,
  type StoredResponse,
} from "./response-store.ts";
