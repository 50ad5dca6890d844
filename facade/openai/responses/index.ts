/** The entry `openai-harmony-node/responses`: OpenAI's Responses API, in and out. */

export * from "../shared/index.ts";
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
