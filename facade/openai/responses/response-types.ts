/** A response of OpenAI's Responses API, and the items of its output, as they are written here. */
/** How far a response is, or an item of one. */
export type ResponseStatus = "in_progress" | "completed" | "incomplete";

/** Whether a message of the assistant came before a call, or is its answer. */
export type ResponsePhase = "commentary" | "final_answer";

/** How likely a token was. */
export interface ResponseTopLogprob {
  /** The token's text. */
  token: string;
  /** The natural logarithm of its probability. */
  logprob: number;
  /** The token's bytes; empty if they are unknown. */
  bytes: number[];
}

/** How likely a token was that the model wrote, and which others were likely there. */
export interface ResponseLogprob extends ResponseTopLogprob {
  /** The most likely tokens at its place. */
  top_logprobs: ResponseTopLogprob[];
}

/** Text of a message. */
export interface ResponseOutputText {
  /** Always the same. */
  type: "output_text";
  /** The text. */
  text: string;
  /** Always empty. */
  annotations: never[];
  /** The probabilities of the text's tokens, if the engine says them. */
  logprobs?: ResponseLogprob[];
}

/** What the assistant says: before a call, or as its answer. */
export interface ResponseOutputMessage {
  /** Always the same. */
  type: "message";
  /** The item's identifier. */
  id: string;
  /** Always the same. */
  role: "assistant";
  /** How far it is. */
  status: ResponseStatus;
  /** The text, as one part. */
  content: ResponseOutputText[];
  /** Whether it came before a call, or is the answer. */
  phase: ResponsePhase;
}

/** A part of a chain of thought. */
export interface ResponseReasoningText {
  /** Always the same. */
  type: "reasoning_text";
  /** The text. */
  text: string;
}

/** A part of a chain of thought that comes as a summary. */
export interface ResponseSummaryText {
  /** Always the same. */
  type: "summary_text";
  /** The text. */
  text: string;
}

/** Chain of thought. */
export interface ResponseReasoningItem {
  /** Always the same. */
  type: "reasoning";
  /** The item's identifier. */
  id: string;
  /** The chain of thought, if the option `reasoningEvents` is `summary`. */
  summary: ResponseSummaryText[];
  /** The chain of thought otherwise. */
  content: ResponseReasoningText[];
  /** What the option `sealReasoning` has made of the chain of thought. */
  encrypted_content?: string;
  /** How far it is. */
  status: ResponseStatus;
}

/** A call of a function. */
export interface ResponseFunctionCall {
  /** Always the same. */
  type: "function_call";
  /** The item's identifier. */
  id: string;
  /** The call's identifier, which the function's result refers to. */
  call_id: string;
  /** The function's name. */
  name: string;
  /** The arguments as the model wrote them, which need not be JSON. */
  arguments: string;
  /** How far it is. */
  status: ResponseStatus;
}

/** The model wants to search. */
export interface ResponseSearchAction {
  /** Always the same. */
  type: "search";
  /** What for, as the model wrote it. */
  query: string;
}

/** The model wants to open a page. */
export interface ResponseOpenPageAction {
  /** Always the same. */
  type: "open_page";
  /** The page's address; `null` if the model named a link by its number. */
  url: string | null;
}

/** The model wants to find text in the page that is open. */
export interface ResponseFindInPageAction {
  /** Always the same. */
  type: "find_in_page";
  /** The text. */
  pattern: string;
  /** Always empty, as the model does not say it. */
  url: string;
}

/** What the model wants of the browser. */
export type ResponseWebSearchAction =
  | ResponseSearchAction
  | ResponseOpenPageAction
  | ResponseFindInPageAction;

/** A call of the browser. */
export interface ResponseWebSearchCall {
  /** Always the same. */
  type: "web_search_call";
  /** The item's identifier. */
  id: string;
  /** How far it is. */
  status: ResponseStatus;
  /** What the model wants. */
  action: ResponseWebSearchAction;
}

/** What code has written. */
export interface ResponseCodeInterpreterLogs {
  /** Always the same. */
  type: "logs";
  /** The text. */
  logs: string;
}

/** Code that the model wants to run. */
export interface ResponseCodeInterpreterCall {
  /** Always the same. */
  type: "code_interpreter_call";
  /** The item's identifier. */
  id: string;
  /** The code. */
  code: string;
  /** The container that the request names, or `auto`. */
  container_id: string;
  /** What the code has written; empty in a response, as nothing is run here. */
  outputs: ResponseCodeInterpreterLogs[];
  /** How far it is. */
  status: ResponseStatus;
}

/** An item of a response. */
export type ResponseOutputItem =
  | ResponseOutputMessage
  | ResponseReasoningItem
  | ResponseFunctionCall
  | ResponseWebSearchCall
  | ResponseCodeInterpreterCall;

/** Where the prompt's tokens came from. */
export interface ResponseInputTokensDetails {
  /** Those that a cache had: none that is known of. */
  cached_tokens: number;
  /** Those that were written to a cache: none that is known of. */
  cache_write_tokens: number;
}

/** What the completion's tokens are for. */
export interface ResponseOutputTokensDetails {
  /** Those of the chain of thought, without the tokens around it. */
  reasoning_tokens: number;
}

/** How many tokens the response took. */
export interface ResponseUsage {
  /** Those of the prompt. */
  input_tokens: number;
  /** Where they came from. */
  input_tokens_details: ResponseInputTokensDetails;
  /** Those of the completion, special tokens included. */
  output_tokens: number;
  /** What they are for. */
  output_tokens_details: ResponseOutputTokensDetails;
  /** All of them. */
  total_tokens: number;
}

/** A function, as the request has it. */
export interface ResponseFunctionTool {
  /** Always the same. */
  type: "function";
  /** The function's name. */
  name: string;
  /** What it does. */
  description?: string | null;
  /** A JSON Schema of its arguments. */
  parameters: Record<string, unknown> | null;
  /** Whether the arguments must follow the schema. */
  strict: boolean | null;
}

/** The browser, as the request has it. */
export interface ResponseWebSearchTool {
  /** The name that the request uses. */
  type: "web_search" | "web_search_preview";
}

/** A container of the server's choice, as the request has it. */
export interface ResponseAutoContainer {
  /** Always the same. */
  type: "auto";
}

/** The code interpreter, as the request has it. */
export interface ResponseCodeInterpreterTool {
  /** Always the same. */
  type: "code_interpreter";
  /** Where code runs. */
  container: string | ResponseAutoContainer;
}

/** A tool, as the request has it. */
export type ResponseTool = ResponseFunctionTool | ResponseWebSearchTool | ResponseCodeInterpreterTool;

/** One function that must be called, as the request has it. */
export interface ResponseToolChoiceFunction {
  /** Always the same. */
  type: "function";
  /** The function's name. */
  name: string;
}

/** Some tools of the request, of which the model may or must call one, as the request has it. */
export interface ResponseToolChoiceAllowed {
  /** Always the same. */
  type: "allowed_tools";
  /** Whether it must. */
  mode: "auto" | "required";
  /** The tools. */
  tools: Record<string, unknown>[];
}

/** Which tools the model may, must or must not call, as the request has it. */
export type ResponseToolChoice =
  | "none"
  | "auto"
  | "required"
  | ResponseToolChoiceFunction
  | ResponseToolChoiceAllowed;

/** Text, or any JSON object, as the request has it. */
export interface ResponsePlainFormat {
  /** Which of the two. */
  type: "text" | "json_object";
}

/** JSON of a schema, as the request has it. */
export interface ResponseJsonSchemaFormat {
  /** Always the same. */
  type: "json_schema";
  /** The schema's name. */
  name: string;
  /** The schema. */
  schema: Record<string, unknown>;
  /** What the JSON is for. */
  description?: string;
  /** Whether the answer must follow the schema. */
  strict?: boolean | null;
}

/** The format of the answer, as the request has it. */
export interface ResponseTextConfig {
  /** The format. */
  format?: ResponsePlainFormat | ResponseJsonSchemaFormat;
  /** Has no effect. */
  verbosity?: "low" | "medium" | "high" | null;
}

/** How long the model thinks, as the request has it. */
export interface ResponseReasoning {
  /** The effort. */
  effort: "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max" | null;
  /** Has no effect. */
  summary: "auto" | "concise" | "detailed" | null;
}

/** Why a response is incomplete. */
export interface ResponseIncompleteDetails {
  /** The completion reached the engine's limit. */
  reason: "max_output_tokens";
}

/** A response. Most of its fields are those of the request. */
export interface Response {
  /** The response's identifier. */
  id: string;
  /** Always the same. */
  object: "response";
  /** When it was made, in seconds since 1970. */
  created_at: number;
  /** How far it is. */
  status: ResponseStatus;
  /** Always `null`: what fails is an event, or an error. */
  error: null;
  /** Why it is incomplete. */
  incomplete_details: ResponseIncompleteDetails | null;
  /** The model's name. */
  model: string;
  /** What the model has thought, said and called, in order. */
  output: ResponseOutputItem[];
  /** The texts of all messages, joined. */
  output_text: string;
  /** How many tokens it took; absent as long as it is in progress. */
  usage?: ResponseUsage;
  /** Always `null`. */
  access_programs: null;
  /** Always `false`. */
  background: false;
  /** The request's. */
  instructions: string | null;
  /** The request's. */
  max_output_tokens: number | null;
  /** The request's. */
  max_tool_calls: number | null;
  /** The request's. */
  metadata: Record<string, string>;
  /** The request's. */
  parallel_tool_calls: boolean;
  /** The request's. */
  previous_response_id: string | null;
  /** The request's. */
  prompt_cache_key: string | null;
  /** The request's. */
  reasoning: ResponseReasoning;
  /** The request's. */
  safety_identifier: string | null;
  /** The request's. */
  service_tier: "auto" | "default" | "flex" | "scale" | "priority" | "fast" | "ultrafast" | null;
  /** The request's. */
  store: boolean;
  /** The request's. */
  temperature: number | null;
  /** The request's. */
  text: ResponseTextConfig;
  /** The request's. */
  tool_choice: ResponseToolChoice;
  /** The request's. */
  tools: ResponseTool[];
  /** The request's. */
  top_logprobs: number | null;
  /** The request's. */
  top_p: number | null;
  /** The request's. */
  truncation: "auto" | "disabled";
  /** The request's. */
  user?: string;
}
