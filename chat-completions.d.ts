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
export type ChatCompletionMessageParam = ChatCompletionInstructionMessageParam | ChatCompletionUserMessageParam | ChatCompletionAssistantMessageParam | ChatCompletionToolMessageParam | ChatCompletionFunctionMessageParam;

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

/** Where the chain of thought is in an answer: clients read one of two fields. */
export type ReasoningField = "reasoning" | "reasoning_content" | "both" | "none";

/** How completions become an answer. */
export interface ChatCompletionOptions extends AnswerOptions {
	/** The request. It says which functions there are, which calls are wanted, and what stops the text. Default: none. */
	request?: ChatCompletionCreateParams | null;
	/** Where the chain of thought is put. Default: `both`. */
	reasoningField?: ReasoningField;
}

/**
 * Makes the chunks of an answer, synchronously. It is the core of {@link toChatCompletionChunks}, for one choice.
 *
 * @example
 * ```ts
 * import { ChatCompletionChunker } from "openai-harmony-node/chat-completions";
 *
 * const chunker = new ChatCompletionChunker(loadHarmonyEncoding());
 * const chunks = [...chunker.push("<|channel|>final<|message|>Four.<|return|>"), ...chunker.end()];
 * chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join(""); // => "Four."
 * chunks.at(-1)?.choices[0]?.finish_reason; // => "stop"
 * ```
 */
export declare class ChatCompletionChunker {
	/**
	 * @param encoding - the result of `loadHarmonyEncoding`
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 */
	constructor(encoding: HarmonyEncoding, options?: ChatCompletionOptions | null);
	/** Whether a stop string of the request has ended the answer, so that the engine need not go on. */
	get isStopped(): boolean;
	/**
	 * Takes the next part of the completion, and returns its chunks. After the end, there are none.
	 *
	 * @param item - a token id, several, text, or a part with what the engine says beside it
	 * @throws {@linkcode HarmonyValueError} if the item is none of these, or tokens come after text or the reverse.
	 */
	push(item: SourceItem): ChatCompletionChunk[];
	/**
	 * Ends the completion, and returns the last chunks. A second call returns none.
	 *
	 * @param reason - how the engine stopped. Default: what the completion looks like
	 */
	end(reason?: FinishReason | null): ChatCompletionChunk[];
}

/** Completions that are whole: the tokens or the text of one, or one or several with what the engine says beside them. */
export type WholeCompletions = TokensLike | string | CompletionPart | readonly CompletionPart[];

/**
 * Makes an answer of whole completions. It is what a client makes of the chunks of {@link toChatCompletionChunks}.
 *
 * @example
 * ```ts
 * import { toChatCompletion } from "openai-harmony-node/chat-completions";
 *
 * const completion = "<|channel|>commentary to=functions.get_time <|constrain|>json<|message|>{}<|call|>";
 * const { choices } = toChatCompletion(loadHarmonyEncoding(), completion);
 * choices[0]?.finish_reason; // => "tool_calls"
 * choices[0]?.message.tool_calls?.[0]?.function; // => { name: "get_time", arguments: "{}" }
 * ```
 * @param choices - one completion, or several for a request with `n`
 * @throws {@linkcode HarmonyValueError} if an argument is invalid. No completion is.
 */
export declare function toChatCompletion(encoding: HarmonyEncoding, choices: WholeCompletions, options?: ChatCompletionOptions | null): ChatCompletion;

/**
 * Makes a conversation of a request. Chain of thought that came before the last answer is left out.
 *
 * @example
 * ```ts
 * import { toConversation } from "openai-harmony-node/chat-completions";
 *
 * const { messages } = toConversation({
 *   messages: [
 *     { role: "system", content: "Be brief." },
 *     { role: "user", content: "What is 2 + 2?" },
 *   ],
 * });
 * messages.map(({ author }) => author.role); // => ["system", "developer", "user"]
 * ```
 * @throws {@linkcode HarmonyValueError} if the request is invalid or cannot be served. Its `path` is OpenAI's `param`.
 */
export declare function toConversation(params: ChatCompletionCreateParams, options?: RequestOptions | null): Conversation;

/**
 * Makes a prompt of a request: its tokens, and what the engine and the answer's converter need beside them.
 *
 * @example
 * ```ts
 * import { toPrompt } from "openai-harmony-node/chat-completions";
 *
 * const encoding = loadHarmonyEncoding();
 * const request = { model: "gpt-oss-20b", messages: [{ role: "user" as const, content: "What is 2 + 2?" }] };
 * const { tokens, stopTokens } = toPrompt(encoding, request, { date: "2025-06-28" });
 * tokens.length; // => 75
 * stopTokens; // => [200002, 200012]
 * ```
 * @throws {@linkcode HarmonyValueError} if the request is invalid or cannot be served. Its `path` is OpenAI's `param`.
 */
export declare function toPrompt(encoding: HarmonyEncoding, params: ChatCompletionCreateParams, options?: RequestOptions | null): Prompt;

/**
 * Makes the chunks of an answer as its completions arrive. Parts with an `index` belong to several choices. If the caller
 * stops early, the signal is aborted or a stop string ends the answer, the source is closed; what it throws is thrown on.
 *
 * @example
 * ```ts
 * import { toChatCompletionChunks } from "openai-harmony-node/chat-completions";
 *
 * const source = ["<|channel|>final<|mess", "age|>Four.", "<|return|>"];
 * let answer = "";
 * for await (const { choices } of toChatCompletionChunks(loadHarmonyEncoding(), source)) {
 *   answer += choices[0]?.delta.content ?? "";
 * }
 * answer; // => "Four."
 * ```
 * @throws {@linkcode HarmonyValueError} if an argument is invalid, or the source gives something else than parts.
 */
export declare function toChatCompletionChunks(encoding: HarmonyEncoding, source: AnswerSource, options?: ChatCompletionOptions | null): AsyncGenerator<ChatCompletionChunk, void, undefined>;

/**
 * Writes chunks as the body of a response of the type `text/event-stream`, with `[DONE]` at its end. If the chunks' source
 * throws, the last event is an error, which all clients understand.
 *
 * @example
 * ```ts
 * import { toChatCompletionChunks, toServerSentEvents } from "openai-harmony-node/chat-completions";
 *
 * const chunks = toChatCompletionChunks(loadHarmonyEncoding(), ["<|channel|>final<|message|>Four.<|return|>"]);
 * const response = new Response(toServerSentEvents(chunks), { headers: { "content-type": "text/event-stream" } });
 * console.log(await response.text());
 * ```
 */
export declare function toServerSentEvents(chunks: Iterable<ChatCompletionChunk> | AsyncIterable<ChatCompletionChunk> | ReadableStream<ChatCompletionChunk>): ReadableStream<Uint8Array>;

/**
 * Makes the messages of a request of a conversation. What the assistant thought, said and called becomes one message, up to
 * the results of its calls. The system message, and the tools of developer messages, are no messages of a request; calls of
 * built-in tools and what those said have no place in one.
 *
 * @example
 * ```ts
 * import { toMessages } from "openai-harmony-node/chat-completions";
 *
 * const conversation = Conversation.fromMessages([
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 *   Message.fromRoleAndContent(Role.ASSISTANT, "A sum.").withChannel("analysis"),
 *   Message.fromRoleAndContent(Role.ASSISTANT, "Four.").withChannel("final"),
 * ]);
 * toMessages(conversation)[1]; // => { role: "assistant", content: "Four.", reasoning: "A sum." }
 * ```
 * @throws {@linkcode HarmonyValueError} if a function's result has no call before it.
 */
export declare function toMessages(conversation: Conversation): ChatCompletionMessageParam[];

export {};
