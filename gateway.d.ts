import { HarmonyEncoding, ReasoningEffort, TokensLike } from "openai-harmony-node";

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

/** Where the chain of thought is in an answer: clients read one of two fields. */
export type ReasoningField = "reasoning" | "reasoning_content" | "both" | "none";

/**
 * An inference engine, or several behind one interface. This is one, too:
 *
 * @example
 * ```ts
 * const echo: Backend = {
 *   async *generate({ tokens }) {
 *     yield { text: `<|channel|>final<|message|>${tokens.length} tokens`, finishReason: "stop" };
 *   },
 *   async health() {
 *     return true;
 *   },
 * };
 * ```
 */
export interface Backend {
	/**
	 * Samples completions of a prompt, and gives what is sampled as it arrives. Errors are {@link BackendError}s where the
	 * engine, or the way to it, is at fault. The engine stops as soon as the signal is aborted, which it always is when no more
	 * parts are wanted. What the engine sends is read only as fast as parts are taken.
	 */
	generate(request: BackendRequest, signal: AbortSignal): AsyncIterable<BackendPart>;
	/** Tells whether the engine can take requests now. Never rejects. */
	health(signal: AbortSignal): Promise<boolean>;
}

/** What to sample. What is `null` is left to the engine. */
export interface BackendRequest {
	/** The model's name as the client gave it; `null`: none. Engines with a name of their own take that. */
	model: string | null;
	/** The prompt. It ends in `<|start|>assistant`, or in the beginning of a message. */
	tokens: Uint32Array;
	/** The prompt as text, with special tokens spelt out, for engines that take no tokens. It is decoded when it is read. */
	readonly text: string;
	/** The tokens to stop at. Engines pass the one that they stop at on where they can. */
	stopTokens: readonly number[];
	/** The same, spelt out when they are read. */
	readonly stopTexts: readonly string[];
	/** How many tokens to sample at most. */
	maxTokens: number | null;
	/** How many completions to sample. */
	n: number;
	/** How much chance is left to it, from 0 to 2. */
	temperature: number | null;
	/** How much of the probability the tokens have together that may be chosen. */
	topP: number | null;
	/** With the same one, the same is sampled, as far as the engine can. */
	seed: number | null;
	/** How much tokens lose for each time that they have come before, from -2 to 2. */
	frequencyPenalty: number | null;
	/** How much tokens lose that have come before, from -2 to 2. */
	presencePenalty: number | null;
	/** What to add to tokens' logits, by token id. */
	logitBias: Readonly<Record<string, number>> | null;
	/** How many alternatives to give with each token's log probability; `0`: none; `null`: no log probabilities. */
	logprobs: number | null;
	/** What the completion must look like; `null`: anything. An engine that cannot hold it to that ignores it. */
	constraint: OutputConstraint | null;
	/** Whether the prompt ends in the beginning of a final message, which the completion goes on with. */
	isPrefilled: boolean;
	/**
	 * Further fields of the client's request that have to do with sampling, such as `top_k`, `min_p` and
	 * `repetition_penalty`, under the names that vLLM, SGLang and llama.cpp share. Each engine takes those it knows.
	 */
	extra: Readonly<Record<string, unknown>>;
}

/** A part of a completion. It has tokens or text, and all parts of a completion have the same of the two. */
export interface BackendPart {
	/** Which completion it belongs to, from 0 to `n - 1`. Default: 0. */
	index?: number;
	/** The tokens that have been sampled since the last part. */
	tokens?: TokensLike;
	/** The text that has been sampled since the last part, with special tokens spelt out. */
	text?: string;
	/** How the completion ended, in its last part: by itself, or cut off. Otherwise `null` or absent. */
	finishReason?: "stop" | "length" | null;
	/** The log probability of each of the part's tokens, if they were asked for. */
	logprobs?: readonly BackendLogprob[] | null;
}

/** A token, with its log probability and the likeliest alternatives. */
export interface BackendLogprob extends BackendTokenLogprob {
	/** The alternatives, the likeliest first. */
	top: readonly BackendTokenLogprob[];
}

/** A token and its log probability. */
export interface BackendTokenLogprob {
	/** Its id, or its text where the engine does not tell the id. */
	token: number | string;
	/** The natural logarithm of its probability. */
	logprob: number;
}

/** What is known of a failure. */
export interface BackendErrorInit {
	/** The status to answer with. */
	status: number;
	/** OpenAI's `code`, such as `context_length_exceeded`. Default: `null`. */
	code?: string | null;
	/** The parameter that is at fault. Default: `null`. */
	param?: string | null;
	/** The header `retry-after` of the engine. Default: `null`. */
	retryAfter?: string | null;
	/** Whether another engine may well succeed. Default: for a status from 500 on, and 429. */
	retryable?: boolean;
	/** What led to this error. */
	cause?: unknown;
}

/**
 * Thrown by a {@link Backend} that cannot go on. The message is for the client.
 *
 * @example
 * ```ts
 * import { BackendError } from "openai-harmony-node/gateway";
 *
 * const error = new BackendError("The model is loading.", { status: 503, retryAfter: "5" });
 * error.retryable; // => true
 * ```
 */
export declare class BackendError extends Error {
	/**
	 * The status to answer with: 400 if the request is at fault, 429 if there are too many, 502 if the engine fails, 503 if
	 * it is not there, 504 if it takes too long.
	 */
	readonly status: number;
	/** OpenAI's `code`. */
	readonly code: string | null;
	/** The parameter that is at fault. */
	readonly param: string | null;
	/** When to try again, as the header `retry-after` says it. */
	readonly retryAfter: string | null;
	/** Whether another engine may well succeed. */
	readonly retryable: boolean;
	/** @param message - what the client is told */
	constructor(message: string, init: BackendErrorInit);
}

/** Where an engine is, and how it is talked to. */
export interface EngineOptions {
	/**
	 * The base URL of its server, such as `http://127.0.0.1:8000`. Of several, the least busy one is asked, as
	 * {@link backendPool} does it.
	 */
	url: string | URL | readonly (string | URL)[];
	/** The name that the engine knows its model by. Default: the name in the client's request. */
	model?: string;
	/** Sent as `authorization: Bearer …`. Default: none. */
	apiKey?: string;
	/** Further headers of each request. */
	headers?: Readonly<Record<string, string>>;
	/** Further fields of each request, for what this package does not know. They win over all others. */
	body?: Readonly<Record<string, unknown>>;
	/** Stands in for the global `fetch`. */
	fetch?: Fetch;
}

/** The part of `fetch` that is needed. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** What is given to `fetch`. */
export interface FetchInit {
	/** `GET` or `POST`. */
	method: string;
	/** The headers, in lower case. */
	headers: Record<string, string>;
	/** JSON. */
	body?: string | null;
	/** Ends the request. */
	signal: AbortSignal;
}

/** What is needed of a response. */
export interface FetchResponse {
	/** Whether the status is one of success. */
	readonly ok: boolean;
	/** The status. */
	readonly status: number;
	/** The headers. */
	readonly headers: {
		/** Returns a header; `null` if it is not there. */
		get(name: string): string | null;
	};
	/** The body. */
	readonly body: ReadableStream<Uint8Array> | null;
}

/**
 * Makes a backend of llama.cpp's server (`llama-server`), or of several.
 *
 * The server's stream lacks the ids of tokens that are only a part of a character. Where some are missing, the text that
 * has come is encoded: the tokens can then be others than those sampled, but are of the same text.
 *
 * @example
 * ```ts
 * import { llamaCppBackend } from "openai-harmony-node/gateway";
 *
 * const backend = llamaCppBackend({ url: "http://127.0.0.1:8080" });
 * ```
 */
export declare function llamaCppBackend(options: EngineOptions): Backend;

/** How a pool treats engines that fail. */
export interface PoolOptions {
	/** How long an engine that has failed is left out, in milliseconds. Default: 10,000. */
	leaveOutMs?: number;
}

/**
 * Makes one backend of several. Each request goes to the one with the fewest requests under way. If that fails before it
 * has sent anything, the next one is asked. One that has failed is left out for a while, then tried with one request, and
 * used again when that succeeds. If all have failed, the one is asked whose time ends first.
 *
 * Nothing binds a client to an engine, and the pool keeps nothing of a request.
 *
 * @example
 * ```ts
 * import { backendPool, vllmBackend } from "openai-harmony-node/gateway";
 *
 * const backend = backendPool([
 *   vllmBackend({ url: "http://127.0.0.1:8000" }),
 *   vllmBackend({ url: "http://127.0.0.1:8001" }),
 * ]);
 * ```
 *
 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
 */
export declare function backendPool(backends: readonly Backend[], options?: PoolOptions | null): Backend;

/**
 * Makes a backend of a server of SGLang, or of several.
 *
 * @example
 * ```ts
 * import { sglangBackend } from "openai-harmony-node/gateway";
 *
 * const backend = sglangBackend({ url: ["http://127.0.0.1:30000", "http://127.0.0.1:30001"] });
 * ```
 */
export declare function sglangBackend(options: EngineOptions): Backend;

/** How a server for text completions is talked to. */
export interface TextCompletionsOptions extends EngineOptions {
	/** The path of the endpoint. Default: `/v1/completions`. */
	path?: string;
	/** What is asked whether the server is there. Default: `/health`. */
	healthPath?: string;
	/**
	 * How many tokens prompt and completion have together at most. Where a request sets no limit, it is what remains of this,
	 * because many servers stop after 16 tokens otherwise. Default: 131,072.
	 */
	contextLength?: number;
}

/**
 * Makes a backend of a server that takes prompts as text, or of several.
 *
 * The server must spell special tokens out, and read them in the prompt. It is asked for that by `skip_special_tokens:
 * false`, which several engines know. Special tokens that a user spells out look the same to it as those of the format:
 * prefer a backend that takes tokens.
 *
 * @example
 * ```ts
 * import { textCompletionsBackend } from "openai-harmony-node/gateway";
 *
 * const backend = textCompletionsBackend({ url: "http://127.0.0.1:8080", model: "gpt-oss-20b" });
 * ```
 */
export declare function textCompletionsBackend(options: TextCompletionsOptions): Backend;

/** How vLLM is talked to. */
export interface VllmOptions extends EngineOptions {
	/**
	 * How many tokens prompt and completion have together at most. Where a request sets no limit, it is what remains of this,
	 * because vLLM would stop after 16 tokens otherwise. Default: what the server's list of models says, or 131,072.
	 */
	contextLength?: number;
}

/**
 * Makes a backend of a server of vLLM, or of several.
 *
 * @example
 * ```ts
 * import { vllmBackend } from "openai-harmony-node/gateway";
 *
 * const backend = vllmBackend({ url: "http://127.0.0.1:8000", model: "openai/gpt-oss-20b" });
 * ```
 */
export declare function vllmBackend(options: VllmOptions): Backend;

/** The origins whose pages may use the gateway, such as `https://chat.example.com`; `*`: all. */
export type AllowedOrigins = readonly string[] | "*";

/** A model, as the list of models tells of it. */
export interface ModelInfo {
	/** Its name. */
	id: string;
	/** When it was made, in seconds since 1970. Default: 0. */
	created?: number;
	/** Whose it is. Default: `openai-harmony-node`. */
	owned_by?: string;
}

/** A response, as far as a store has to know it. */
export interface KeptResponse {
	/** The response's identifier. */
	id: string;
	/** Its items. */
	output: unknown[];
	/** What else is in it. */
	[field: string]: unknown;
}

/** A response that is kept, with what it answers. It is plain JSON. */
export interface StoredResponse {
	/** The response, as the client got it. */
	response: KeptResponse;
	/** The items of the request that it answers, after those of the responses before it, and their output. */
	input: unknown[];
}

/** Keeps responses by id. One of your own may be shared by replicas. */
export interface ResponseStorage {
	/** Returns a response; `null` if there is none of that id, or it has been deleted or forgotten. */
	get(id: string): StoredResponse | null | Promise<StoredResponse | null>;
	/** Returns an item of a response's output by its id; `null` if there is none. */
	getItem(id: string): unknown | null | Promise<unknown | null>;
	/** Keeps a response. */
	set(id: string, stored: StoredResponse): void | Promise<void>;
	/** Deletes a response, and tells whether there was one. */
	delete(id: string): boolean | Promise<boolean>;
}

/** How much a {@link ResponseStore} keeps. */
export interface ResponseStoreOptions {
	/** How many responses. Default: 1,000. */
	maxEntries?: number;
	/** How large all responses may be together, as JSON, in bytes. Default: 64 MiB. */
	maxBytes?: number;
}

/**
 * A {@link ResponseStorage} in memory. What has not been used for longest is forgotten first.
 *
 * @example
 * ```ts
 * import { ResponseStore } from "openai-harmony-node/gateway";
 *
 * const store = new ResponseStore({ maxEntries: 100 });
 * store.set("resp_1", { response: { id: "resp_1", output: [] }, input: [] });
 * store.get("resp_1")?.response; // => { id: "resp_1", output: [] }
 * store.delete("resp_1"); // => true
 * store.get("resp_1"); // => null
 * ```
 */
export declare class ResponseStore implements ResponseStorage {
	/** @throws {@linkcode HarmonyValueError} if an option is invalid. */
	constructor(options?: ResponseStoreOptions | null);
	/** How many responses are kept. */
	get size(): number;
	/** Returns a response; `null` if there is none of that id, or it has been deleted or forgotten. */
	get(id: string): StoredResponse | null;
	/** Returns an item of a response's output by its id; `null` if there is none. */
	getItem(id: string): unknown | null;
	/** Keeps a response. */
	set(id: string, stored: StoredResponse): void;
	/** Deletes a response, and tells whether there was one. */
	delete(id: string): boolean;
}

/** What a gateway is told. The options that say how requests become prompts are those of the converters. */
export interface GatewayOptions extends Omit<RequestOptions, "recallReasoning"> {
	/** The engine, or several. */
	backend: Backend;
	/** The result of `loadHarmonyEncoding`. Default: that. */
	encoding?: HarmonyEncoding;
	/** The models that there are; requests for others are refused. Default: any name is taken, and `gpt-oss` listed. */
	models?: readonly (string | ModelInfo)[] | null;
	/** The keys of which clients must send one. Default: none is needed. */
	apiKeys?: readonly string[] | null;
	/** What all paths begin with, such as `/llm`. Default: nothing. */
	basePath?: string;
	/** The origins whose pages may use the gateway from browsers; `*`: all. Default: none. */
	cors?: AllowedOrigins | null;
	/** How large the body of a request may be, in bytes. Default: 8 MiB. */
	maxBodyBytes?: number;
	/** How long an answer may take, in milliseconds. Default: 600,000. */
	timeoutMs?: number;
	/** How long the engine may be silent, before its first token and after each, in milliseconds. Default: 120,000. */
	idleTimeoutMs?: number;
	/** Where chat answers have the chain of thought. Default: `both`. */
	reasoningField?: ReasoningField;
	/** How streams of the Responses API tell the chain of thought. Default: `text`. */
	reasoningEvents?: "text" | "summary";
	/** Remembers the reasoning before calls, for clients that do not send it back. Default: none. */
	reasoningStore?: ReasoningStorage | null;
	/**
	 * The key that reasoning is sealed with where a request of the Responses API includes `reasoning.encrypted_content`. Of
	 * several, the first one seals, and any opens. Default: none, and `encrypted_content` is not given.
	 */
	reasoningKeys?: ReasoningKey | readonly ReasoningKey[] | null;
	/** Keeps responses, unless a request says `store: false`. Default: none are kept. */
	responseStore?: ResponseStorage | null;
	/** Makes the identifiers of answers and their parts. Default: random ones. */
	newId?: NewId;
	/** Told of every error that is not the client's. Default: nobody is. */
	onError?: ((error: unknown, request: Request) => void) | null;
}

/** Answers a request. It never rejects. */
export type Handler = (request: Request) => Promise<Response>;

/**
 * Makes a handler that serves OpenAI's APIs in front of an engine: Chat Completions and Responses, whole and as streams,
 * the list of models, and its health.
 *
 * @example
 * ```ts
 * import { createHandler, vllmBackend } from "openai-harmony-node/gateway";
 *
 * const handler = createHandler({ backend: vllmBackend({ url: "http://127.0.0.1:8000" }) });
 * const response = await handler(new Request("http://127.0.0.1/v1/models"));
 * response.status; // => 200
 * ```
 * @throws {@linkcode HarmonyValueError} if an option is invalid.
 * @throws {@linkcode HarmonyModuleNotFoundError} if the native addon cannot be loaded.
 */
export declare function createHandler(options: GatewayOptions): Handler;

export {};
