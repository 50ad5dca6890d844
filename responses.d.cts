import { CompletionInput, Conversation, HarmonyEncoding, ReasoningEffort, TokensLike } from "openai-harmony-node";

/** A function that may be called. */
export interface ConstrainedFunction {
	/** The name as Harmony has it, without `functions.`. */
	name: string;
	/** JSON Schema of the arguments; `null`: any JSON object. */
	parameters: object | boolean | null;
}

/** The format of an answer's text. */
export type ConstrainedFormat = {
	/** Any JSON object. */
	type: "json_object";
} | {
	/** What a JSON Schema allows. */
	type: "json_schema";
	/** The schema. */
	schema: object | boolean;
};

/** What the answer must look like. */
export interface OutputConstraint {
	/** The functions that the answer may call. Names as Harmony has them, without `functions.`. */
	functions: readonly ConstrainedFunction[];
	/** Whether the answer may call them, must call one, or must not. */
	calls: "allowed" | "required" | "forbidden";
	/** Whether it may call several. */
	parallelCalls: boolean;
	/** The format of the text on the final channel; `null`: any text. */
	format: ConstrainedFormat | null;
}

/** Names that Harmony can carry for tools, and back. */
export interface ToolNames {
	/**
	 * The name in Harmony of a tool. A name that is not of the set gets one too, which none of the set has; but the way back
	 * from it is not known.
	 */
	toHarmony(name: string): string;
	/** The tool's own name; a name that stands for none comes back as it is. */
	toOriginal(name: string): string;
}

/** What an identifier is for; it begins with that. */
export type IdKind = "chatcmpl" | "call" | "resp" | "rs" | "msg" | "fc" | "ws" | "ci";

/** Makes a new identifier. */
export type NewId = (kind: IdKind) => string;

/** A reasoning effort that the model knows. */
export type Effort = "low" | "medium" | "high" | ReasoningEffort;

/** How a request becomes a conversation. */
export interface RequestOptions {
	/** The current date in the system message, such as `2025-06-28`; `null` leaves it out. Default: today, local time. */
	date?: string | null;
	/** Who the model is; `null` leaves it out. Default: that of {@link SystemContent}. */
	modelIdentity?: string | null;
	/** The end of the model's knowledge; `null` leaves it out. Default: that of {@link SystemContent}. */
	knowledgeCutoff?: string | null;
	/**
	 * What each effort of a request means; `null` refuses it. It is added to the default, which maps `none` and `minimal`
	 * to `low`, and `xhigh` and `max` to `high`. Efforts that are in neither are refused.
	 */
	reasoningEffortMap?: Readonly<Record<string, Effort | null>> | null;
	/** The content type of calls in the history. Default: `json`. */
	toolCallContentType?: "json" | "<|constrain|>json";
	/** Whether the prompt says the JSON Schema of the answer. Default: `true`. */
	responseFormatInPrompt?: boolean;
	/** Whether what cannot be served, such as an image, throws or is left out. Default: `throw`. */
	onUnsupported?: "throw" | "skip";
	/**
	 * How schemas of tools are shown to the model: as the reference shows them, or normalized by `normalizeSchema` first, so
	 * that the prompt says what the author meant. Default: `reference`.
	 */
	schemas?: "reference" | "faithful";
	/** Returns the reasoning that came before a call, for clients that do not send it back. Default: none. */
	recallReasoning?: ((callId: string) => string | null | undefined) | null;
}

/** How a completion becomes an answer. */
export interface AnswerOptions {
	/** The answer's identifier. Default: a new one. */
	id?: string;
	/** When the answer was made, in seconds since 1970. Default: now. */
	created?: number;
	/** The model's name in the answer. Default: the request's. */
	model?: string;
	/** The number of the prompt's tokens, for the usage. Default: 0. */
	promptTokens?: number;
	/** Makes the identifiers of the answer and its parts. Default: random ones. */
	newId?: NewId;
	/** Ends a stream when it is aborted. Default: none. */
	signal?: AbortSignal | null;
}

/** What a request becomes for an engine. */
export interface Prompt {
	/** The prompt. */
	tokens: Uint32Array;
	/** The conversation that it renders. */
	conversation: Conversation;
	/** The tokens that end a completion, for the engine. */
	stopTokens: number[];
	/**
	 * What of the completion the prompt has already: an open final message. It goes to a parser's `prefill`. `null` if the
	 * completion begins a message.
	 */
	prefill: Uint32Array | null;
	/** The names of the request's functions in Harmony, and back. */
	tools: ToolNames;
	/** What the answer must look like, for the engine's grammar; `null` if it is free. */
	constraint: OutputConstraint | null;
}

/** Keeps reasoning by the id of the call that it led to, or of its item. One of your own may be shared by replicas. */
export interface ReasoningStorage {
	/** Keeps the reasoning of an id. */
	remember(id: string, reasoning: string): void | Promise<void>;
	/** Returns the reasoning of an id; `null` if there is none, or it has been forgotten. */
	recall(id: string): string | null | Promise<string | null>;
}

/** How much a {@link ReasoningStore} keeps. */
export interface ReasoningStoreOptions {
	/** How many ids. Default: 10,000. */
	maxEntries?: number;
	/** How large all texts may be together, in bytes. Default: 64 MiB. */
	maxBytes?: number;
}

/**
 * A {@link ReasoningStorage} in memory. What has not been used for longest is forgotten first.
 *
 * @example
 * ```ts
 * import { ReasoningStore } from "openai-harmony-node/gateway";
 *
 * const store = new ReasoningStore({ maxEntries: 1_000 });
 * store.remember("call_1", "The user wants the weather.");
 * store.recall("call_1"); // => "The user wants the weather."
 * store.recall("call_2"); // => null
 * ```
 */
export declare class ReasoningStore implements ReasoningStorage {
	/** @throws {@linkcode HarmonyValueError} if an option is invalid. */
	constructor(options?: ReasoningStoreOptions | null);
	/** How many ids there is reasoning for. */
	get size(): number;
	/** Keeps the reasoning of an id. */
	remember(id: string, reasoning: string): void;
	/** Returns the reasoning of an id; `null` if there is none, or it has been forgotten. */
	recall(id: string): string | null;
}

/** A key of 32 random bytes, as such or in base64. `openssl rand -base64 32` makes one. */
export type ReasoningKey = Uint8Array | string;

/**
 * Seals reasoning for `encrypted_content`.
 *
 * @example
 * ```ts
 * import { openReasoning, sealReasoning } from "openai-harmony-node/gateway";
 *
 * const key = "qR7o1Z6T2r0c3v5x8y9AbCdEfGhIjKlMnOpQrStUvWw=";
 * const sealed = sealReasoning("The user wants the weather.", key);
 * openReasoning(sealed, key); // => "The user wants the weather."
 * openReasoning("something else", key); // => null
 * ```
 *
 * @throws {@linkcode HarmonyValueError} if the key is not 32 bytes.
 */
export declare function sealReasoning(reasoning: string, key: ReasoningKey): string;

/**
 * Opens what {@link sealReasoning} has sealed; `null` if it was sealed by somebody else, with another key, or has been
 * changed.
 *
 * @param keys - the key, or several of which any may open it, so that keys can be replaced by and by
 * @throws {@linkcode HarmonyValueError} if a key is not 32 bytes.
 */
export declare function openReasoning(sealed: string, keys: ReasoningKey | readonly ReasoningKey[]): string | null;

/** How an engine stopped: by itself, or because it reached a limit of tokens. */
export type FinishReason = "stop" | "length";

/** How likely a token was, as OpenAI's APIs say it. */
export interface TopLogprob {
	/** The token's text. */
	token: string;
	/** The natural logarithm of its probability. */
	logprob: number;
	/** The token's bytes; `null` if they are unknown. */
	bytes: number[] | null;
}

/** How likely a token was that the model wrote, and which others were likely there. */
export interface TokenLogprob extends TopLogprob {
	/** The most likely tokens at its place. */
	top_logprobs: TopLogprob[];
}

/** A part of a completion, with what the engine says beside it. */
export interface CompletionPart {
	/** A token id, or several. A part has either tokens or text, or neither. */
	tokens?: number | TokensLike | null;
	/** Text with its special tokens spelt out, cut anywhere. */
	text?: string | null;
	/** How the engine stopped, in the last part. */
	finishReason?: FinishReason | null;
	/** How likely each of the tokens was. */
	logprobs?: readonly TokenLogprob[] | null;
	/** Which of several completions the part belongs to. Default: 0. */
	index?: number;
}

/** A token id, several of them, text, or a part. */
export type SourceItem = CompletionInput | CompletionPart;

/** Where a completion comes from, such as the stream of an engine. */
export type AnswerSource = Iterable<SourceItem> | AsyncIterable<SourceItem> | ReadableStream<SourceItem>;

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
export type ResponseWebSearchAction = ResponseSearchAction | ResponseOpenPageAction | ResponseFindInPageAction;

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
export type ResponseOutputItem = ResponseOutputMessage | ResponseReasoningItem | ResponseFunctionCall | ResponseWebSearchCall | ResponseCodeInterpreterCall;

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
export type ResponseToolChoice = "none" | "auto" | "required" | ResponseToolChoiceFunction | ResponseToolChoiceAllowed;

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
interface Response$1 {
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
export type ResponseInputItem = ResponseTextMessage | ResponseReasoningInput | ResponseFunctionCall | ResponseFunctionCallOutput | ResponseWebSearchCall | ResponseCodeInterpreterCall;

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

/** How a completion becomes a response. */
export interface ResponseOptions extends AnswerOptions {
	/**
	 * The request. It says which tools there are, which calls are wanted, and what stops the text; and most of it comes back
	 * in the response. Default: none.
	 */
	request?: ResponseCreateParams | null;
	/** The names of the functions, as {@link toPrompt} has returned them. Default: those that `request` gives. */
	tools?: ToolNames | null;
	/**
	 * How chain of thought comes: as it is, or as a summary, which is all that some clients show. Default: `text`.
	 */
	reasoningEvents?: "text" | "summary";
	/**
	 * Makes the `encrypted_content` of a reasoning item of its text. Clients send that back, and `openReasoning` opens it.
	 * Default: items have none.
	 */
	sealReasoning?: ((text: string) => string) | null;
}

/** What all events have. */
export interface ResponseNumberedEvent {
	/** Counts the events of a response from 0. */
	sequence_number: number;
}

/** What all events of an item have. */
export interface ResponseItemEvent extends ResponseNumberedEvent {
	/** The item's identifier. */
	item_id: string;
	/** The item's place in the response's output. */
	output_index: number;
}

/** What all events of a part of an item's content have. */
export interface ResponsePartEvent extends ResponseItemEvent {
	/** The part's place in the item's content. */
	content_index: number;
}

/** What all events of a part of a summary have. */
export interface ResponseSummaryEvent extends ResponseItemEvent {
	/** The part's place in the summary. */
	summary_index: number;
}

/** The response as a whole: it has begun, goes on, is complete, or has been cut off. */
export interface ResponseLifecycleEvent extends ResponseNumberedEvent {
	/** Which event it is. */
	type: "response.created" | "response.in_progress" | "response.completed" | "response.incomplete";
	/** The response as far as it is. */
	response: Response$1;
}

/** An item begins, or is complete. */
export interface ResponseOutputItemEvent extends ResponseNumberedEvent {
	/** Which event it is. */
	type: "response.output_item.added" | "response.output_item.done";
	/** The item as far as it is. */
	item: ResponseOutputItem;
	/** The item's place in the response's output. */
	output_index: number;
}

/** A part of an item's content begins, or is complete. */
export interface ResponseContentPartEvent extends ResponsePartEvent {
	/** Which event it is. */
	type: "response.content_part.added" | "response.content_part.done";
	/** The part as far as it is. */
	part: ResponseOutputText | ResponseReasoningText;
}

/** A message's text goes on. */
export interface ResponseTextDeltaEvent extends ResponsePartEvent {
	/** Which event it is. */
	type: "response.output_text.delta";
	/** The text that is new. */
	delta: string;
	/** The probabilities of its tokens; empty if the engine does not say them. */
	logprobs: ResponseLogprob[];
}

/** A message's text is complete. */
export interface ResponseTextDoneEvent extends ResponsePartEvent {
	/** Which event it is. */
	type: "response.output_text.done";
	/** The whole text. */
	text: string;
	/** The probabilities of its tokens; empty if the engine does not say them. */
	logprobs: ResponseLogprob[];
}

/** Chain of thought goes on. */
export interface ResponseReasoningTextDeltaEvent extends ResponsePartEvent {
	/** Which event it is. */
	type: "response.reasoning_text.delta";
	/** The text that is new. */
	delta: string;
}

/** Chain of thought is complete. */
export interface ResponseReasoningTextDoneEvent extends ResponsePartEvent {
	/** Which event it is. */
	type: "response.reasoning_text.done";
	/** The whole text. */
	text: string;
}

/** A part of a summary begins, or is complete. */
export interface ResponseReasoningSummaryPartEvent extends ResponseSummaryEvent {
	/** Which event it is. */
	type: "response.reasoning_summary_part.added" | "response.reasoning_summary_part.done";
	/** The part as far as it is. */
	part: ResponseSummaryText;
}

/** A summary goes on. */
export interface ResponseReasoningSummaryTextDeltaEvent extends ResponseSummaryEvent {
	/** Which event it is. */
	type: "response.reasoning_summary_text.delta";
	/** The text that is new. */
	delta: string;
}

/** A summary is complete. */
export interface ResponseReasoningSummaryTextDoneEvent extends ResponseSummaryEvent {
	/** Which event it is. */
	type: "response.reasoning_summary_text.done";
	/** The whole text. */
	text: string;
}

/** A call's arguments go on. */
export interface ResponseFunctionCallArgumentsDeltaEvent extends ResponseItemEvent {
	/** Which event it is. */
	type: "response.function_call_arguments.delta";
	/** The text that is new. */
	delta: string;
}

/** A call's arguments are complete. */
export interface ResponseFunctionCallArgumentsDoneEvent extends ResponseItemEvent {
	/** Which event it is. */
	type: "response.function_call_arguments.done";
	/** The function's name. */
	name: string;
	/** The whole arguments. */
	arguments: string;
}

/** How far a call of the browser is. */
export interface ResponseWebSearchCallEvent extends ResponseItemEvent {
	/** Which event it is. */
	type: "response.web_search_call.in_progress" | "response.web_search_call.searching" | "response.web_search_call.completed";
}

/** Code goes on. */
export interface ResponseCodeInterpreterCodeDeltaEvent extends ResponseItemEvent {
	/** Which event it is. */
	type: "response.code_interpreter_call_code.delta";
	/** The code that is new. */
	delta: string;
}

/** Code is complete. */
export interface ResponseCodeInterpreterCodeDoneEvent extends ResponseItemEvent {
	/** Which event it is. */
	type: "response.code_interpreter_call_code.done";
	/** The whole code. */
	code: string;
}

/** How far a call of the code interpreter is. */
export interface ResponseCodeInterpreterCallEvent extends ResponseItemEvent {
	/** Which event it is. */
	type: "response.code_interpreter_call.in_progress" | "response.code_interpreter_call.interpreting" | "response.code_interpreter_call.completed";
}

/** An event of a response. */
export type ResponseStreamEvent = ResponseLifecycleEvent | ResponseOutputItemEvent | ResponseContentPartEvent | ResponseTextDeltaEvent | ResponseTextDoneEvent | ResponseReasoningTextDeltaEvent | ResponseReasoningTextDoneEvent | ResponseReasoningSummaryPartEvent | ResponseReasoningSummaryTextDeltaEvent | ResponseReasoningSummaryTextDoneEvent | ResponseFunctionCallArgumentsDeltaEvent | ResponseFunctionCallArgumentsDoneEvent | ResponseWebSearchCallEvent | ResponseCodeInterpreterCodeDeltaEvent | ResponseCodeInterpreterCodeDoneEvent | ResponseCodeInterpreterCallEvent;

/**
 * Makes the events of a response, synchronously. It is the core of {@link toResponseEvents}.
 *
 * @example
 * ```ts
 * import { ResponseEventer } from "openai-harmony-node/responses";
 *
 * const eventer = new ResponseEventer(loadHarmonyEncoding());
 * const events = [...eventer.push("<|channel|>final<|message|>Four.<|return|>"), ...eventer.end()];
 * events[0]?.type; // => "response.created"
 * events.at(-1)?.type; // => "response.completed"
 * eventer.response?.output_text; // => "Four."
 * ```
 */
export declare class ResponseEventer {
	/**
	 * @param encoding - the result of `loadHarmonyEncoding`
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 */
	constructor(encoding: HarmonyEncoding, options?: ResponseOptions | null);
	/** The whole response; `null` before its end. */
	get response(): Response$1 | null;
	/** Whether a stop string of the request has ended the answer, so that the engine need not go on. */
	get isStopped(): boolean;
	/**
	 * Takes the next part of the completion, and returns its events; before the first part's, those that say that the
	 * response begins. A part that says how the engine stopped is the last one. After the end, there are no events.
	 *
	 * @param item - a token id, several, text, or a part with what the engine says beside it
	 * @throws {@linkcode HarmonyValueError} if the item is none of these, or tokens come after text or the reverse.
	 */
	push(item: SourceItem): ResponseStreamEvent[];
	/**
	 * Ends the completion, and returns the last events. A second call returns none.
	 *
	 * @param reason - how the engine stopped. Default: what the completion looks like
	 */
	end(reason?: FinishReason | null): ResponseStreamEvent[];
}

/** The conversation of the response before, as a server has stored it. */
export interface PreviousResponse {
	/** The input of its request; for a longer conversation, with all that came before. */
	input?: string | readonly ResponseInputItemLike[] | null;
	/** Its output. */
	output?: readonly ResponseInputItemLike[] | null;
}

/** How a request becomes a conversation. */
export interface ResponseRequestOptions extends RequestOptions {
	/**
	 * What `previous_response_id` or `conversation` stands for: the response before, or all items before. Its instructions
	 * are not inherited. Default: nothing, and a request with one of these fields is refused.
	 */
	previous?: PreviousResponse | readonly ResponseInputItemLike[] | null;
	/** Returns the item that a reference stands for, or `null` if there is none. Default: no reference is known. */
	resolveItem?: ((id: string) => ResponseInputItemLike | null | undefined) | null;
	/**
	 * Returns the chain of thought in a reasoning item's `encrypted_content`, or `null` if it cannot be opened. Default:
	 * none can.
	 */
	openReasoning?: ((encrypted: string) => string | null | undefined) | null;
}

/**
 * Makes a conversation of a request. Chain of thought that came before the last answer is left out.
 *
 * @example
 * ```ts
 * import { toConversation } from "openai-harmony-node/responses";
 *
 * const { messages } = toConversation({ instructions: "Be brief.", input: "What is 2 + 2?" });
 * messages.map(({ author }) => author.role); // => ["system", "developer", "user"]
 * ```
 * @throws {@linkcode HarmonyValueError} if the request is invalid or cannot be served. Its `path` is OpenAI's `param`.
 */
export declare function toConversation(params: ResponseCreateParams, options?: ResponseRequestOptions | null): Conversation;

/**
 * Makes a prompt of a request: its tokens, and what the engine and the answer's converter need beside them.
 *
 * @example
 * ```ts
 * import { toPrompt } from "openai-harmony-node/responses";
 *
 * const request = { model: "gpt-oss-20b", input: "What is 2 + 2?" };
 * const { tokens, stopTokens } = toPrompt(loadHarmonyEncoding(), request, { date: "2025-06-28" });
 * tokens.length; // => 75
 * stopTokens; // => [200002, 200012]
 * ```
 * @throws {@linkcode HarmonyValueError} if the request is invalid or cannot be served. Its `path` is OpenAI's `param`.
 */
export declare function toPrompt(encoding: HarmonyEncoding, params: ResponseCreateParams, options?: ResponseRequestOptions | null): Prompt;

/**
 * Makes the events of a response as its completion arrives. The first ones come before the source is read. If the caller
 * stops early, the signal is aborted or a stop string ends the answer, the source is closed; what it throws is thrown on.
 *
 * @example
 * ```ts
 * import { toResponseEvents } from "openai-harmony-node/responses";
 *
 * const source = ["<|channel|>final<|mess", "age|>Four.", "<|return|>"];
 * let answer = "";
 * for await (const event of toResponseEvents(loadHarmonyEncoding(), source)) {
 *   if (event.type === "response.output_text.delta") answer += event.delta;
 * }
 * answer; // => "Four."
 * ```
 * @throws {@linkcode HarmonyValueError} if an argument is invalid, or the source gives something else than parts.
 */
export declare function toResponseEvents(encoding: HarmonyEncoding, source: AnswerSource, options?: ResponseOptions | null): AsyncGenerator<ResponseStreamEvent, void, undefined>;

/**
 * Writes events as the body of a response of the type `text/event-stream`. If the events' source throws, the last event is
 * an error, which all clients understand.
 *
 * @example
 * ```ts
 * import { toResponseEvents, toServerSentEvents } from "openai-harmony-node/responses";
 *
 * const events = toResponseEvents(loadHarmonyEncoding(), ["<|channel|>final<|message|>Four.<|return|>"]);
 * const response = new Response(toServerSentEvents(events), { headers: { "content-type": "text/event-stream" } });
 * console.log(await response.text());
 * ```
 */
export declare function toServerSentEvents(events: Iterable<ResponseStreamEvent> | AsyncIterable<ResponseStreamEvent> | ReadableStream<ResponseStreamEvent>): ReadableStream<Uint8Array>;

/**
 * Makes the items of a request of a conversation. The system message, and the tools of developer messages, are no items;
 * what the browser has returned has no place in one.
 *
 * @example
 * ```ts
 * import { toInputItems } from "openai-harmony-node/responses";
 *
 * const conversation = Conversation.fromMessages([
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 *   Message.fromRoleAndContent(Role.ASSISTANT, "Four.").withChannel("final"),
 * ]);
 * toInputItems(conversation)[1]; // => { type: "message", role: "assistant", content: "Four.", phase: "final_answer" }
 * ```
 * @throws {@linkcode HarmonyValueError} if the argument is no conversation, or a function's result has no call before it.
 */
export declare function toInputItems(conversation: Conversation): ResponseInputItem[];

/**
 * Makes a response of a whole completion. It is what a client makes of the events of {@link toResponseEvents}.
 *
 * @example
 * ```ts
 * import { toResponse } from "openai-harmony-node/responses";
 *
 * const completion = "<|channel|>commentary to=functions.get_time <|constrain|>json<|message|>{}<|call|>";
 * const { output } = toResponse(loadHarmonyEncoding(), completion);
 * output.map(({ type }) => type); // => ["function_call"]
 * ```
 * @param completion - its tokens, its text, or one of these with what the engine says beside it
 * @throws {@linkcode HarmonyValueError} if an argument is invalid. No completion is.
 */
export declare function toResponse(encoding: HarmonyEncoding, completion: TokensLike | string | CompletionPart, options?: ResponseOptions | null): Response$1;

export {
	Response$1 as Response,
};

export {};
