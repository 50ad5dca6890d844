/** The shapes of OpenAI's Chat Completions API, as far as they are read and written here. */
import type { TokenLogprob } from "../shared/source.ts";

/** A part of a message's content. Text and refusals can be served. */
export interface ChatCompletionContentPart {
  /** `text` or `refusal`; parts of other types cannot be served. */
  type: string;
  /** The text of a part of type `text`. */
  text?: string;
  /** The text of a part of type `refusal`. */
  refusal?: string;
}

/** The call of a function: its name, and its arguments. */
export interface ChatCompletionFunctionCall {
  /** The function's name. */
  name: string;
  /** The arguments as the model wrote them, which need not be JSON. */
  arguments: string;
}

/** A call of a function. */
export interface ChatCompletionMessageToolCall {
  /** The identifier, by which the result names the call. */
  id: string;
  /** The kind of tool. */
  type: "function";
  /** What is called. */
  function: ChatCompletionFunctionCall;
}

/** A call in a request's history. */
export interface ChatCompletionMessageToolCallParam {
  /** The identifier, by which the result names the call. */
  id: string;
  /** `function`; calls of other types cannot be served. */
  type: string;
  /** What was called. */
  function?: ChatCompletionFunctionCall;
}

/** Instructions. Both roles mean the same. */
export interface ChatCompletionInstructionMessageParam {
  /** Who writes the message. */
  role: "system" | "developer";
  /** The instructions. Empty ones are left out. */
  content: string | ChatCompletionContentPart[];
  /** It has no effect. */
  name?: string;
}

/** What the user says. */
export interface ChatCompletionUserMessageParam {
  /** Who writes the message. */
  role: "user";
  /** The text. Its parts are joined. */
  content: string | ChatCompletionContentPart[];
  /** It has no effect. */
  name?: string;
}

/** What the assistant has answered. */
export interface ChatCompletionAssistantMessageParam {
  /** Who writes the message. */
  role: "assistant";
  /** The answer; beside calls, what the assistant said before them. */
  content?: string | ChatCompletionContentPart[] | null;
  /** The answer, if there is no content. */
  refusal?: string | null;
  /** The chain of thought. Engines and clients use either name. */
  reasoning?: string | null;
  /** The chain of thought. */
  reasoning_content?: string | null;
  /** The calls, in order. */
  tool_calls?: ChatCompletionMessageToolCallParam[] | null;
  /** The call, in the API's older form. */
  function_call?: ChatCompletionFunctionCall | null;
  /** It has no effect. */
  name?: string;
}

/** What a function has returned. */
export interface ChatCompletionToolMessageParam {
  /** Who writes the message. */
  role: "tool";
  /** The result. Its parts are joined. */
  content: string | ChatCompletionContentPart[];
  /** The identifier of a call before. */
  tool_call_id: string;
}

/** What a function has returned, in the API's older form. */
export interface ChatCompletionFunctionMessageParam {
  /** Who writes the message. */
  role: "function";
  /** The function's name; its last call is meant. */
  name: string;
  /** The result. */
  content: string | null;
}

/** A message of a request. */
export type ChatCompletionMessageParam =
  | ChatCompletionInstructionMessageParam
  | ChatCompletionUserMessageParam
  | ChatCompletionAssistantMessageParam
  | ChatCompletionToolMessageParam
  | ChatCompletionFunctionMessageParam;

/** A function that the model can call. */
export interface ChatCompletionFunction {
  /** The name. Names that Harmony cannot carry are replaced in the prompt, and come back in the answer. */
  name: string;
  /** What the function does, written for the model. */
  description?: string | null;
  /** A JSON Schema of the arguments; absent if the function takes none. */
  parameters?: object | null;
  /** Whether the arguments must follow the schema, which becomes part of the prompt's constraint. */
  strict?: boolean | null;
}

/** A tool that the model can call. */
export interface ChatCompletionTool {
  /** `function`; tools of other types cannot be served. */
  type: string;
  /** The function. */
  function?: ChatCompletionFunction;
}

/** What a stream tells beside the answer. */
export interface ChatCompletionStreamOptions {
  /** Whether the last chunk has the usage. */
  include_usage?: boolean;
}

/** A request. What is not listed here is for the engine, or has no effect. */
export interface ChatCompletionCreateParams {
  /** The conversation so far. */
  messages: readonly ChatCompletionMessageParam[];
  /** The model's name, which the answer repeats. */
  model?: string;
  /** The functions that the model can call. */
  tools?: readonly ChatCompletionTool[] | null;
  /** Which of them it may call, or must. Without any, the prompt does not mention them. */
  tool_choice?: string | object | null;
  /** Whether the answer may have several calls; otherwise it has the first one. */
  parallel_tool_calls?: boolean | null;
  /** The functions, in the API's older form. */
  functions?: readonly ChatCompletionFunction[] | null;
  /** Which of them the model may call, in the API's older form. */
  function_call?: string | object | null;
  /** The format of the answer. */
  response_format?: object | null;
  /** How long the model thinks. */
  reasoning_effort?: string | null;
  /** What ends the answer's text; at most 32 strings. The chain of thought and calls may have them. */
  stop?: string | readonly string[] | null;
  /** How many answers there are to be. */
  n?: number | null;
  /** Whether the answer is streamed. It has no effect here. */
  stream?: boolean | null;
  /** What the stream tells beside the answer. */
  stream_options?: ChatCompletionStreamOptions | null;
  /** `text`; the model writes no other modality. */
  modalities?: readonly string[] | null;
  /** It cannot be served. */
  audio?: object | null;
  /** It cannot be served. */
  web_search_options?: object | null;
  /** Whether the last message, which is the assistant's, is to be gone on with (as in vLLM). */
  continue_final_message?: boolean | null;
  /** Has to be `true` or absent, unless the last message is gone on with. */
  add_generation_prompt?: boolean | null;
}

/** Why an answer ended. */
export type ChatFinishReason = "stop" | "length" | "tool_calls";

/** The probabilities of the tokens of an answer's text. */
export interface ChatCompletionLogprobs {
  /** Those of the text, in order. */
  content: TokenLogprob[] | null;
  /** Refusals are text here. */
  refusal: null;
}

/** An answer's message. */
export interface ChatCompletionMessage {
  /** Who writes the message. */
  role: "assistant";
  /** The answer, or what the model says before its calls; `null` if there is no text. */
  content: string | null;
  /** Refusals are text here. */
  refusal: null;
  /** The chain of thought. */
  reasoning?: string;
  /** The chain of thought. */
  reasoning_content?: string;
  /** The calls, in order; absent if there is none. */
  tool_calls?: ChatCompletionMessageToolCall[];
}

/** What a completion's tokens were for. */
export interface CompletionTokensDetails {
  /** The tokens of the chain of thought, without the markup around it. */
  reasoning_tokens: number;
}

/** How many tokens a request took. */
export interface CompletionUsage {
  /** The tokens of the prompt. */
  prompt_tokens: number;
  /** The tokens of all completions, special tokens among them. */
  completion_tokens: number;
  /** All tokens. */
  total_tokens: number;
  /** What the completions' tokens were for. */
  completion_tokens_details: CompletionTokensDetails;
}

/** One of the answers to a request. */
export interface ChatCompletionChoice {
  /** Which one it is. */
  index: number;
  /** What the model says. */
  message: ChatCompletionMessage;
  /** The probabilities of the text's tokens, if the engine gives them. */
  logprobs: ChatCompletionLogprobs | null;
  /** Why it ended. */
  finish_reason: ChatFinishReason;
}

/** An answer. */
export interface ChatCompletion {
  /** The answer's identifier. */
  id: string;
  /** The kind of object. */
  object: "chat.completion";
  /** When it was made, in seconds since 1970. */
  created: number;
  /** The model's name. */
  model: string;
  /** The answers, as many as the request asks for. */
  choices: ChatCompletionChoice[];
  /** How many tokens it took. */
  usage: CompletionUsage;
}

/** What is called, in a delta. */
export interface ChatCompletionFunctionCallDelta {
  /** The function's name, in the call's first delta. */
  name?: string;
  /** How the arguments go on; empty in the first delta. */
  arguments: string;
}

/** A call that begins or goes on. */
export interface ChatCompletionToolCallDelta {
  /** Which call of the message it is. */
  index: number;
  /** The identifier, in the call's first delta. */
  id?: string;
  /** The kind of tool, in the call's first delta. */
  type?: "function";
  /** What is called. */
  function: ChatCompletionFunctionCallDelta;
}

/** What is new in an answer's message. */
export interface ChatCompletionDelta {
  /** Who writes the message, in the first delta. */
  role?: "assistant";
  /** How the text goes on. */
  content?: string;
  /** How the chain of thought goes on. */
  reasoning?: string;
  /** How the chain of thought goes on. */
  reasoning_content?: string;
  /** The call that begins or goes on. */
  tool_calls?: ChatCompletionToolCallDelta[];
}

/** What is new in one of the answers. */
export interface ChatCompletionChunkChoice {
  /** Which answer it is. */
  index: number;
  /** What is new in its message. */
  delta: ChatCompletionDelta;
  /** The probabilities of the new text's tokens, if the engine gives them. */
  logprobs: ChatCompletionLogprobs | null;
  /** Why it ended, in its last chunk. */
  finish_reason: ChatFinishReason | null;
}

/** A part of an answer that is streamed. */
export interface ChatCompletionChunk {
  /** The answer's identifier, the same in all chunks. */
  id: string;
  /** The kind of object. */
  object: "chat.completion.chunk";
  /** When the answer was begun, in seconds since 1970. */
  created: number;
  /** The model's name. */
  model: string;
  /** What is new; empty in the chunk with the usage. */
  choices: ChatCompletionChunkChoice[];
  /** In the last chunk, if the request asks for it; `null` in the others then. */
  usage?: CompletionUsage | null;
}
