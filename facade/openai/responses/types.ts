/** A request of OpenAI's Responses API, and the items of its input, as far as they are read here. */
import type {
  ResponseCodeInterpreterCall,
  ResponseFunctionCall,
  ResponsePhase,
  ResponseReasoningText,
  ResponseWebSearchCall,
} from "./response-types.ts";

/** A part of a message's content, or of what a function has returned. Text and refusals can be served. */
export interface ResponseContentPart {
  /** `input_text`, `output_text` or `refusal`; others cannot be served. */
  type: string;
  /** The text of a part that is one. */
  text?: string;
  /** The text of a refusal. */
  refusal?: string;
}

/** A message of a request. */
export interface ResponseInputMessage {
  /** May be left out. */
  type?: "message";
  /** Who wrote it. `system` and `developer` mean the same. */
  role: "user" | "assistant" | "system" | "developer";
  /** What it says. */
  content: string | readonly ResponseContentPart[];
  /** Whether the assistant wrote it before a call. Default: it is an answer. */
  phase?: ResponsePhase | null;
}

/** A reference to an item of an earlier response, which is not sent again. */
export interface ResponseItemReference {
  /** May be left out. */
  type?: "item_reference" | null;
  /** The item's identifier. */
  id: string;
}

/** An item that is not described here. Its fields are read if its type is known, and otherwise it cannot be served. */
export interface ResponseOtherItem {
  /** The item's type. */
  type: string;
}

/** An item of a request. */
export type ResponseInputItemLike = ResponseInputMessage | ResponseItemReference | ResponseOtherItem;

/** A message, as {@link toInputItems} writes it. */
export interface ResponseTextMessage {
  /** Always the same. */
  type: "message";
  /** Who wrote it. */
  role: "user" | "assistant" | "system" | "developer";
  /** What it says. */
  content: string;
  /** Of the assistant's messages: whether one came before a call, or is the answer. */
  phase?: ResponsePhase;
}

/** Chain of thought, as {@link toInputItems} writes it. */
export interface ResponseReasoningInput {
  /** Always the same. */
  type: "reasoning";
  /** The item's identifier. */
  id: string;
  /** Always empty. */
  summary: never[];
  /** The chain of thought. */
  content: ResponseReasoningText[];
}

/** What a function has returned. */
export interface ResponseFunctionCallOutput {
  /** Always the same. */
  type: "function_call_output";
  /** The identifier of the call. */
  call_id: string;
  /** What it has returned. */
  output: string;
}

/** An item, as {@link toInputItems} writes it. */
export type ResponseInputItem =
  | ResponseTextMessage
  | ResponseReasoningInput
  | ResponseFunctionCall
  | ResponseFunctionCallOutput
  | ResponseWebSearchCall
  | ResponseCodeInterpreterCall;

/** A function that the model may call. */
export interface ResponseFunctionToolLike {
  /** Always the same. */
  type: "function";
  /** The function's name. */
  name: string;
  /** What the function does, written for the model. */
  description?: string | null;
  /** A JSON Schema of the function's arguments. */
  parameters?: object | null;
  /** Whether the arguments must follow the schema. */
  strict?: boolean | null;
}

/** A tool that is no function. Those that the model was trained with can be served. */
export interface ResponseOtherTool {
  /** `web_search`, `web_search_preview` or `code_interpreter`; others cannot be served. */
  type: string;
  /** Where code runs; comes back in the calls of a code interpreter. */
  container?: string | object;
  /** For the server's search. */
  filters?: object | null;
  /** For the server's search. */
  search_context_size?: string;
  /** For the server's search. */
  user_location?: object | null;
}

/** A tool of a request. */
export type ResponseToolLike = ResponseFunctionToolLike | ResponseOtherTool;

/** How long the model is to think. */
export interface ResponseReasoningParams {
  /** `low`, `medium` or `high`; the option `reasoningEffortMap` has others. */
  effort?: string | null;
  /** Has no effect. */
  summary?: string | null;
}

/** What the answer is to look like. */
export interface ResponseTextParams {
  /** `text`, `json_object` or `json_schema`, with the schema. */
  format?: object;
  /** Has no effect. */
  verbosity?: string | null;
}

/** A request. What is not listed here is for the engine, or has no effect. */
export interface ResponseCreateParams {
  /** The question, or the conversation so far. */
  input?: string | readonly ResponseInputItemLike[];
  /** What the model is told to do. */
  instructions?: string | null;
  /** The model's name. */
  model?: string;
  /** The tools that the model may call. */
  tools?: readonly ResponseToolLike[] | null;
  /** Which tools it may, must or must not call. */
  tool_choice?: string | object | null;
  /** Whether the answer may have several calls. Default: `true`. */
  parallel_tool_calls?: boolean | null;
  /** How long the model thinks. */
  reasoning?: ResponseReasoningParams | null;
  /** The format of the answer. */
  text?: ResponseTextParams | null;
  /** What ends the answer (not OpenAI's; engines take it). */
  stop?: string | readonly string[] | null;
  /** The response before. Its items are the option `previous`. */
  previous_response_id?: string | null;
  /** Cannot be served, unless the option `previous` has the items. */
  conversation?: string | object | null;
  /** Cannot be served. */
  prompt?: object | null;
  /** Cannot be `true`. */
  background?: boolean | null;
  /** Cannot be served. */
  context_management?: readonly object[] | null;
  /** Comes back in the response. */
  max_output_tokens?: number | null;
  /** Comes back in the response. */
  max_tool_calls?: number | null;
  /** Comes back in the response. */
  metadata?: Record<string, string> | null;
  /** Comes back in the response. */
  prompt_cache_key?: string | null;
  /** Comes back in the response. */
  safety_identifier?: string | null;
  /** Comes back in the response. */
  service_tier?: string | null;
  /** Comes back in the response. */
  store?: boolean | null;
  /** For the server. */
  stream?: boolean | null;
  /** Comes back in the response. */
  temperature?: number | null;
  /** Comes back in the response. */
  top_logprobs?: number | null;
  /** Comes back in the response. */
  top_p?: number | null;
  /** Comes back in the response. */
  truncation?: string | null;
  /** Comes back in the response. */
  user?: string;
}
