/** The shapes of OpenAI's Chat Completions API, as far as they are read and written here. */
import type { TokenLogprob } from "../shared/source.ts";

/** A part of a message's content. Text and refusals can be served. */
export interface ChatCompletionContentPart {
  type: string;
  text?: string;
  refusal?: string;
}

/** A call of a function. */
export interface ChatCompletionMessageToolCall {
  id: string;
  type: "function";
  function: {
    name: string;
    /** The arguments as the model wrote them, which need not be JSON. */
    arguments: string;
  };
}

/** Instructions. Both roles mean the same. */
export interface ChatCompletionInstructionMessageParam {
  role: "system" | "developer";
  content: string | ChatCompletionContentPart[];
  name?: string;
}

/** What the user says. */
export interface ChatCompletionUserMessageParam {
  role: "user";
  content: string | ChatCompletionContentPart[];
  name?: string;
}

/** What the assistant has answered. */
export interface ChatCompletionAssistantMessageParam {
  role: "assistant";
  content?: string | ChatCompletionContentPart[] | null;
  refusal?: string | null;
  /** The chain of thought. Engines and clients use either name. */
  reasoning?: string | null;
  /** The chain of thought. */
  reasoning_content?: string | null;
  tool_calls?: { id: string; type: string; function?: { name: string; arguments: string } }[] | null;
  function_call?: { name: string; arguments: string } | null;
  name?: string;
}

/** What a function has returned. */
export interface ChatCompletionToolMessageParam {
  role: "tool";
  content: string | ChatCompletionContentPart[];
  tool_call_id: string;
}

/** What a function has returned, in the API's older form. */
export interface ChatCompletionFunctionMessageParam {
  role: "function";
  name: string;
  content: string | null;
}

/** A message of a request. */
export type ChatCompletionMessageParam =
  | ChatCompletionInstructionMessageParam
  | ChatCompletionUserMessageParam
  | ChatCompletionAssistantMessageParam
  | ChatCompletionToolMessageParam
  | ChatCompletionFunctionMessageParam;

/** A function, with a JSON Schema of its arguments. */
export interface ChatCompletionFunction {
  name: string;
  description?: string | null;
  parameters?: object | null;
  strict?: boolean | null;
}

/** A request. What is not listed here is for the engine, or has no effect. */
export interface ChatCompletionCreateParams {
  messages: readonly ChatCompletionMessageParam[];
  model?: string;
  tools?: readonly { type: string; function?: ChatCompletionFunction }[] | null;
  tool_choice?: string | object | null;
  parallel_tool_calls?: boolean | null;
  functions?: readonly ChatCompletionFunction[] | null;
  function_call?: string | object | null;
  response_format?: object | null;
  reasoning_effort?: string | null;
  stop?: string | readonly string[] | null;
  n?: number | null;
  stream?: boolean | null;
  stream_options?: { include_usage?: boolean } | null;
  modalities?: readonly string[] | null;
  audio?: object | null;
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
  content: TokenLogprob[] | null;
  refusal: null;
}

/** An answer's message. */
export interface ChatCompletionMessage {
  role: "assistant";
  content: string | null;
  refusal: null;
  /** The chain of thought. */
  reasoning?: string;
  /** The chain of thought. */
  reasoning_content?: string;
  tool_calls?: ChatCompletionMessageToolCall[];
}

/** How many tokens a request took. */
export interface CompletionUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  completion_tokens_details: { reasoning_tokens: number };
}

/** An answer. */
export interface ChatCompletion {
  id: string;
  object: "chat.completion";
  created: number;
  model: string;
  choices: {
    index: number;
    message: ChatCompletionMessage;
    logprobs: ChatCompletionLogprobs | null;
    finish_reason: ChatFinishReason;
  }[];
  usage: CompletionUsage;
}

/** What is new in an answer's message. */
export interface ChatCompletionDelta {
  role?: "assistant";
  content?: string;
  /** The chain of thought. */
  reasoning?: string;
  /** The chain of thought. */
  reasoning_content?: string;
  tool_calls?: {
    index: number;
    id?: string;
    type?: "function";
    function: { name?: string; arguments: string };
  }[];
}

/** A part of an answer that is streamed. */
export interface ChatCompletionChunk {
  id: string;
  object: "chat.completion.chunk";
  created: number;
  model: string;
  choices: {
    index: number;
    delta: ChatCompletionDelta;
    logprobs: ChatCompletionLogprobs | null;
    finish_reason: ChatFinishReason | null;
  }[];
  /** In the last chunk, if the request asks for it; `null` in the others then. */
  usage?: CompletionUsage | null;
}
