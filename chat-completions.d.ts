declare const Role: {
	/** The person or program that talks to the model. */
	readonly USER: "user";
	/** The model. */
	readonly ASSISTANT: "assistant";
	/** The message that describes the model, its channels and its built-in tools: see `SystemContent`. */
	readonly SYSTEM: "system";
	/** The message with instructions and function tools: see `DeveloperContent`. */
	readonly DEVELOPER: "developer";
	/** A tool that returns the result of a call. The author's name is the tool's. */
	readonly TOOL: "tool";
};
type Role = (typeof Role)[keyof typeof Role];
declare class Author {
	/** The author's role. */
	role: Role;
	/** The author's name. For a tool it is the tool's, such as `functions.get_weather`. */
	name: string | null;
	/** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type, or the role is unknown. */
	constructor(init: Pick<Author, "role"> & Partial<Pick<Author, "name">>);
	/**
	 * Creates an author from positional arguments.
	 *
	 * @throws {@linkcode HarmonyValueError} if the role is unknown, or the name is neither a string nor `null`.
	 */
	static new(role: Role, name: string | null): Author;
}
interface ChannelConfigDict {
	/** The channels' names. */
	valid_channels: string[];
	/** Whether every message of the assistant must name its channel. */
	channel_required: boolean;
}
declare class ChannelConfig {
	/** The channels' names. If there are none, the system message does not mention channels. */
	validChannels: string[];
	/** Whether every message of the assistant must name its channel. */
	channelRequired: boolean;
	/** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type. */
	constructor(init: Pick<ChannelConfig, "validChannels" | "channelRequired">);
	/**
	 * Creates a configuration in which every message of the assistant must name one of the channels.
	 *
	 * @throws {@linkcode HarmonyValueError} if `channels` is not an array of strings.
	 */
	static requireChannels(channels: string[]): ChannelConfig;
}
type ToolParameters = Record<string, unknown>;
interface ToolDescriptionDict {
	/** The tool's name within its namespace. */
	name: string;
	/** What the tool does, written for the model. */
	description: string;
	/** A JSON Schema of the tool's only argument; absent if the tool takes none. */
	parameters?: ToolParameters;
}
interface ToolNamespaceConfigDict {
	/** The namespace's name, such as `functions`. */
	name: string;
	/** What the tools are for, written for the model. */
	description?: string;
	/** The tools, in the order in which the model sees them. */
	tools: ToolDescriptionDict[];
}
declare class ToolDescription {
	/** The tool's name within its namespace. */
	name: string;
	/** What the tool does, written for the model. */
	description: string;
	/** A JSON Schema of the tool's only argument; `null` if the tool takes none. */
	parameters: ToolParameters | null;
	/** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type. */
	constructor(init: Pick<ToolDescription, "name" | "description"> & Partial<Pick<ToolDescription, "parameters">>);
	/**
	 * Creates a tool description from positional arguments.
	 *
	 * @throws {@linkcode HarmonyValueError} if an argument is of the wrong type.
	 */
	static new(name: string, description: string, parameters?: ToolParameters | null): ToolDescription;
}
declare class ToolNamespaceConfig {
	/** The namespace's name, such as `functions`. */
	name: string;
	/** What the tools are for, written for the model; `null` to leave it out. */
	description: string | null;
	/** The tools, in the order in which the model sees them. */
	tools: ToolDescription[];
	/** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type. */
	constructor(init: Pick<ToolNamespaceConfig, "name" | "tools"> & Partial<Pick<ToolNamespaceConfig, "description">>);
	/**
	 * Creates the browser tool that the gpt-oss models were trained with.
	 *
	 * @example
	 * ```ts
	 * const browser = ToolNamespaceConfig.browser();
	 * browser.tools.map(({ name }) => name); // => ["search", "open", "find"]
	 * ```
	 */
	static browser(): ToolNamespaceConfig;
	/** Creates the python tool that the gpt-oss models were trained with. */
	static python(): ToolNamespaceConfig;
}
type Tools = Record<string, ToolNamespaceConfig>;
interface DeveloperContentDict {
	/** What other APIs call the system prompt. */
	instructions?: string;
	/** The tools by namespace. */
	tools?: Record<string, ToolNamespaceConfigDict>;
	/** The kind of content. */
	type: "developer_content";
}
declare class DeveloperContent {
	/** What other APIs call the system prompt. Default: `null`. */
	instructions: string | null;
	/** The tools by namespace. Default: `null`. */
	tools: Tools | null;
	/** @throws {@linkcode HarmonyValueError} if a field is of the wrong type. */
	constructor(init?: Partial<Pick<DeveloperContent, "instructions" | "tools">>);
	/** Creates an empty content. */
	static new(): DeveloperContent;
	/**
	 * Sets the instructions.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
	 */
	withInstructions(instructions: string | null): this;
	/**
	 * Adds a namespace of tools. It replaces one of the same name.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if the argument is not a {@link ToolNamespaceConfig}.
	 */
	withTools(nsConfig: ToolNamespaceConfig): this;
	/**
	 * Sets the tools of the namespace `functions`, replacing any that it had.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if `tools` is not an array of {@link ToolDescription}.
	 */
	withFunctionTools(tools: ToolDescription[]): this;
	/**
	 * Returns the canonical form, without the fields that are `null`.
	 *
	 * @throws {@linkcode HarmonyValueError} if a field has been set to something of the wrong type.
	 */
	toDict(): DeveloperContentDict;
	/** Returns the canonical form, for `JSON.stringify`. */
	toJSON(): DeveloperContentDict;
	/**
	 * Reads the canonical form. A missing key or `null` means none, and unknown keys are ignored.
	 *
	 * @throws {@linkcode HarmonyValueError} if a field is of the wrong type.
	 */
	static fromDict(raw: unknown): DeveloperContent;
}
declare const ReasoningEffort: {
	/** Rendered as `Reasoning: low`. */
	readonly LOW: "Low";
	/** Rendered as `Reasoning: medium`. */
	readonly MEDIUM: "Medium";
	/** Rendered as `Reasoning: high`. */
	readonly HIGH: "High";
};
type ReasoningEffort = (typeof ReasoningEffort)[keyof typeof ReasoningEffort];
interface SystemContentDict {
	/** Who the model is. */
	model_identity?: string;
	/** How long the model thinks. */
	reasoning_effort?: ReasoningEffort;
	/** The current date, such as `2025-06-28`. */
	conversation_start_date?: string;
	/** The end of the model's knowledge, such as `2024-06`. */
	knowledge_cutoff?: string;
	/** The channels that the model may write to. */
	channel_config?: ChannelConfigDict;
	/** The built-in tools by namespace. */
	tools?: Record<string, ToolNamespaceConfigDict>;
	/** The kind of content. */
	type: "system_content";
}
declare class SystemContent {
	/** Who the model is. Default: `You are ChatGPT, a large language model trained by OpenAI.` */
	modelIdentity: string | null;
	/** How long the model thinks. Default: medium. */
	reasoningEffort: ReasoningEffort | null;
	/** The current date, such as `2025-06-28`. Default: `null`. */
	conversationStartDate: string | null;
	/** The end of the model's knowledge. Default: `2024-06`. */
	knowledgeCutoff: string | null;
	/** The channels that the model may write to. Default: `analysis`, `commentary` and `final`, required. */
	channelConfig: ChannelConfig | null;
	/** The built-in tools by namespace. Default: `null`. */
	tools: Tools | null;
	/** @throws {@linkcode HarmonyValueError} if a field is of the wrong type. */
	constructor(init?: Partial<Pick<SystemContent, "modelIdentity" | "reasoningEffort" | "conversationStartDate" | "knowledgeCutoff" | "channelConfig" | "tools">>);
	/** Creates a content with all defaults. */
	static new(): SystemContent;
	/**
	 * Sets who the model is.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
	 */
	withModelIdentity(modelIdentity: string | null): this;
	/**
	 * Sets how long the model thinks.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if the effort is unknown.
	 */
	withReasoningEffort(reasoningEffort: ReasoningEffort | null): this;
	/**
	 * Sets the current date, which is rendered as given.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
	 */
	withConversationStartDate(conversationStartDate: string | null): this;
	/**
	 * Sets the end of the model's knowledge, which is rendered as given.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
	 */
	withKnowledgeCutoff(knowledgeCutoff: string | null): this;
	/**
	 * Sets the channels that the model may write to.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if the argument is neither a {@link ChannelConfig} nor `null`.
	 */
	withChannelConfig(channelConfig: ChannelConfig | null): this;
	/**
	 * Sets the channels, one of which every message of the assistant must name.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if `channels` is not an array of strings.
	 */
	withRequiredChannels(channels: string[]): this;
	/**
	 * Adds a namespace of tools. It replaces one of the same name.
	 *
	 * @returns this content
	 * @throws {@linkcode HarmonyValueError} if the argument is not a {@link ToolNamespaceConfig}.
	 */
	withTools(nsConfig: ToolNamespaceConfig): this;
	/**
	 * Adds {@link ToolNamespaceConfig.browser}.
	 *
	 * @returns this content
	 */
	withBrowserTool(): this;
	/**
	 * Adds {@link ToolNamespaceConfig.python}.
	 *
	 * @returns this content
	 */
	withPythonTool(): this;
	/**
	 * Returns the canonical form, without the fields that are `null`.
	 *
	 * @throws {@linkcode HarmonyValueError} if a field has been set to something of the wrong type.
	 */
	toDict(): SystemContentDict;
	/** Returns the canonical form, for `JSON.stringify`. */
	toJSON(): SystemContentDict;
	/**
	 * Reads the canonical form. A missing key gets its default, `null` means none, and unknown keys are ignored.
	 *
	 * @throws {@linkcode HarmonyValueError} if a field is of the wrong type.
	 */
	static fromDict(raw: unknown): SystemContent;
}
interface TextContentDict {
	/** The kind of content. */
	type: "text";
	/** The text. */
	text: string;
}
declare class TextContent {
	/** The text. */
	text: string;
	/** @throws {@linkcode HarmonyValueError} if `text` is not a string. */
	constructor(init: Pick<TextContent, "text">);
	/**
	 * Returns the canonical form: `{ type: "text", text }`.
	 *
	 * @throws {@linkcode HarmonyValueError} if `text` has been set to something that is not a string.
	 */
	toDict(): TextContentDict;
	/** Returns the canonical form, for `JSON.stringify`. */
	toJSON(): TextContentDict;
}
type Content = TextContent | SystemContent | DeveloperContent;
type ContentDict = TextContentDict | SystemContentDict | DeveloperContentDict;
interface MessageDict {
	/** The author's role. */
	role: Role;
	/** The author's name. For a tool it is the tool's, such as `functions.get_weather`. */
	name: string | null;
	/** What the message says: any number of contents, rendered one after the other. */
	content: ContentDict[];
	/** The channel that the message was written to, such as `analysis`, `commentary` or `final`. */
	channel?: string;
	/** Whom the message is for. For a tool call it is the tool's name. */
	recipient?: string;
	/** The format of the content, such as `<|constrain|>json`. */
	content_type?: string;
}
type MessageLike = Message | string;
declare class Message {
	/** Who wrote the message. */
	author: Author;
	/** What the message says: any number of contents, rendered one after the other. */
	content: Content[];
	/** The channel that the message was written to, such as `analysis`, `commentary` or `final`. */
	channel: string | null;
	/** Whom the message is for. For a tool call it is the tool's name. */
	recipient: string | null;
	/** The format of the content, such as `<|constrain|>json`. */
	contentType: string | null;
	/** @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type. */
	constructor(init: Pick<Message, "author"> & Partial<Pick<Message, "content" | "channel" | "recipient" | "contentType">>);
	/**
	 * Creates a message of an author. A string becomes a {@link TextContent}.
	 *
	 * @throws {@linkcode HarmonyValueError} if an argument is of the wrong type.
	 */
	static fromAuthorAndContent(author: Author, content: string | Content): Message;
	/**
	 * Creates a message of a role. A string becomes a {@link TextContent}.
	 *
	 * @example
	 * ```ts
	 * Message.fromRoleAndContent(Role.USER, "What is the weather?");
	 * ```
	 * @throws {@linkcode HarmonyValueError} if the role is unknown, or the content is of the wrong type.
	 */
	static fromRoleAndContent(role: Role, content: string | Content): Message;
	/**
	 * Creates a message of a role with several contents.
	 *
	 * @throws {@linkcode HarmonyValueError} if the role is unknown, or a content is of the wrong type.
	 */
	static fromRoleAndContents(role: Role, contents: Content[]): Message;
	/**
	 * Adds a content. A string becomes a {@link TextContent}.
	 *
	 * @returns this message
	 * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor a content.
	 */
	addingContent(content: string | Content): this;
	/**
	 * Sets the channel.
	 *
	 * @returns this message
	 * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
	 */
	withChannel(channel: string | null): this;
	/**
	 * Sets the recipient.
	 *
	 * @returns this message
	 * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
	 */
	withRecipient(recipient: string | null): this;
	/**
	 * Sets the content type.
	 *
	 * @returns this message
	 * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
	 */
	withContentType(contentType: string | null): this;
	/**
	 * Returns the canonical form. The parameters of tools pass through untouched.
	 *
	 * @throws {@linkcode HarmonyValueError} if a field has been set to something of the wrong type.
	 */
	toDict(): MessageDict;
	/** Returns the canonical form, for `JSON.stringify`. */
	toJSON(): MessageDict;
	/**
	 * Returns the canonical form as JSON text.
	 *
	 * @throws {@linkcode HarmonyValueError} if a field is of the wrong type, or a tool's parameters are not JSON.
	 */
	toJson(): string;
	/**
	 * Reads the canonical form, or that of the Rust crate, in which a lone text content is a string. Unknown keys are
	 * ignored.
	 *
	 * @example
	 * ```ts
	 * const message = Message.fromDict({ role: "user", content: "Hi" });
	 * message.toDict(); // => { role: "user", name: null, content: [{ type: "text", text: "Hi" }] }
	 * ```
	 * @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type, or the role is unknown.
	 */
	static fromDict(data: unknown): Message;
	/**
	 * Reads the canonical form from JSON text.
	 *
	 * @throws {@linkcode HarmonyValueError} if the text is not JSON, or for the reasons of {@link Message.fromDict}.
	 */
	static fromJson(payload: string): Message;
}
interface ConversationDict {
	/** The messages, from first to last. */
	messages: MessageDict[];
}
type ConversationLike = Conversation | Iterable<Message> | string;
declare class Conversation {
	/** The messages, from first to last. */
	messages: Message[];
	/** @throws {@linkcode HarmonyValueError} if `messages` is not an array of {@link Message}. */
	constructor(init?: Partial<Pick<Conversation, "messages">>);
	/**
	 * Creates a conversation from messages.
	 *
	 * @throws {@linkcode HarmonyValueError} if `messages` is not an iterable of {@link Message}.
	 */
	static fromMessages(messages: Iterable<Message>): Conversation;
	/** Iterates over the messages, from first to last. */
	[Symbol.iterator](): IterableIterator<Message>;
	/**
	 * Returns the canonical form. The parameters of tools pass through untouched.
	 *
	 * @throws {@linkcode HarmonyValueError} if a field has been set to something of the wrong type.
	 */
	toDict(): ConversationDict;
	/** Returns the canonical form, for `JSON.stringify`. */
	toJSON(): ConversationDict;
	/**
	 * Returns the canonical form as JSON text.
	 *
	 * @throws {@linkcode HarmonyValueError} if a field is of the wrong type, or a tool's parameters are not JSON.
	 */
	toJson(): string;
	/**
	 * Reads the canonical form. Each message is read as by {@link Message.fromDict}.
	 *
	 * @throws {@linkcode HarmonyValueError} if a field is missing or of the wrong type.
	 */
	static fromDict(data: unknown): Conversation;
	/**
	 * Reads the canonical form from JSON text.
	 *
	 * @example
	 * ```ts
	 * const conversation = Conversation.fromJson('{"messages":[{"role":"user","content":"Hi"}]}');
	 * conversation.messages.length; // => 1
	 * ```
	 * @throws {@linkcode HarmonyValueError} if the text is not JSON, or for the reasons of {@link Conversation.fromDict}.
	 */
	static fromJson(payload: string): Conversation;
}
type StopReason = "end" | "return" | "call";
type DiagnosticCode = "unexpected_stop" | "repeated_start" | "missing_start" | "missing_role" | "missing_channel" | "missing_message" | "unexpected_token" | "missing_end" | "malformed_header" | "cut_header" | "unknown_token";
interface Diagnostic {
	/** What was malformed; for programs. */
	code: DiagnosticCode;
	/** What was malformed, and what became of it; for people. */
	message: string;
	/** The index of the first token concerned; of the UTF-16 unit, if the input is text. */
	at: number;
	/** The text that came to stand in no message; empty if none was lost. */
	raw: string;
}
interface MessageHeader {
	/** Who writes the message. */
	role: Role;
	/** The author's name; for a tool, the tool's. */
	name: string | null;
	/** The channel that the message is written to. */
	channel: string | null;
	/** Whom the message is for; for a tool call, the tool. */
	recipient: string | null;
	/** The format of the content. */
	contentType: string | null;
}
type CompletionEvent = ({
	/** A message's header is complete. */
	type: "message_start";
	/** Which message it is. */
	index: number;
} & MessageHeader) | {
	/** A message's text goes on. */
	type: "content_delta";
	/** Which message it is. */
	index: number;
	/** The text: whole characters, never empty. */
	delta: string;
} | {
	/** A message is complete. */
	type: "message_end";
	/** Which message it is. */
	index: number;
	/** The whole message. */
	message: Message;
	/** The token that ended it; `null` if the completion was cut off in it, or the token is missing. */
	stop: StopReason | null;
} | {
	/** Something was malformed. */
	type: "diagnostic";
	/** What it was, and what became of it. */
	diagnostic: Diagnostic;
};
interface ParsedCompletion {
	/** Its messages, in order. */
	messages: Message[];
	/** Everything that was malformed. */
	diagnostics: Diagnostic[];
	/** How the last message ended; `null` if it was cut off, or there is none. */
	stop: StopReason | null;
}
/**
 * Names of the web's types, for declarations that are read where neither the library `dom` nor the types of Node.js are
 * there. Where they are, these declarations add nothing to them.
 */
declare global {
	/** The web's `AbortSignal`. */
	interface AbortSignal {
	}
	/** The web's `ReadableStream`. */
	interface ReadableStream<R = any> {
	}
	/** The web's `WritableStream`. */
	interface WritableStream<W = any> {
	}
}
type TokensLike = Uint32Array | Iterable<number>;
type CompletionInput = number | TokensLike | string;
interface CompletionOptions {
	/**
	 * The role of the first message if the prompt states it already; `null` if the completion begins with `<|start|>`.
	 * Default: `assistant`.
	 */
	role?: Role | null;
	/**
	 * The beginning of the completion, if the prompt contains it already: tokens, or text with its special tokens spelt
	 * out. It is parsed first, and its events come with those of the first input.
	 */
	prefill?: TokensLike | string | null;
}
interface CompletionStreamOptions extends CompletionOptions {
	/** Ends the stream when it is aborted, even while the source is silent. Default: none. */
	signal?: AbortSignal | null;
}
type Source<T> = Iterable<T> | AsyncIterable<T> | ReadableStream<T>;
type CompletionSource = Source<CompletionInput>;
interface AsyncOptions {
	/** Rejects with the signal's reason when it is aborted. Work that has not begun then never will. Default: none. */
	signal?: AbortSignal | null;
}
interface RenderConversationConfig {
	/**
	 * Leaves out the `analysis` messages before the first `final` message if the assistant's last message is a `final`
	 * one. Default: `true`.
	 */
	autoDropAnalysis?: boolean;
	/**
	 * Which `analysis` messages are rendered. `python` does what `autoDropAnalysis: true` says, `all` renders all, and
	 * `current-turn` those after the assistant's last `final` message, as a server wants it whose clients send all earlier
	 * turns. It cannot be set together with `autoDropAnalysis`. Default: `python`.
	 */
	analysisRetention?: AnalysisRetention;
}
type AnalysisRetention = "python" | "current-turn" | "all";
interface RenderOptions {
	/** Makes a system message say that function calls go to the commentary channel. Default: `false`. */
	conversationHasFunctionTools?: boolean;
}
type SpecialTokens = "all" | Iterable<string>;
interface EncodeOptions {
	/** Those whose text becomes the special token. Default: none. */
	allowedSpecial?: SpecialTokens;
	/** Those whose text is an error. Default: `"all"`, which means all that are not allowed. */
	disallowedSpecial?: SpecialTokens;
}
interface TruncateOptions {
	/** Its start or its end. Default: `start`. */
	keep?: "start" | "end";
}
interface DecodeOptions {
	/** `replace` puts U+FFFD in their place, `ignore` leaves them out, `strict` throws. Default: `replace`. */
	errors?: "replace" | "strict" | "ignore";
}
interface ParseOptions {
	/** Whether a malformed header is an error. If not, as much as possible is made of it. Default: `true`. */
	strict?: boolean;
}
interface MessageSpan {
	/** The message's index in the conversation. */
	message: number;
	/** The header: `<|start|>`. */
	start: number;
	/** The content, after `<|message|>`. */
	content: number;
	/** The token that ends the message. */
	stop: number;
	/** What follows the message. */
	end: number;
}
type RenderPurpose = "completion" | "training" | "conversation";
interface SpanOptions extends RenderConversationConfig {
	/** What for. */
	for: RenderPurpose;
	/** Who speaks next; needed for a completion. */
	nextTurnRole?: Role | null;
}
interface RenderedWithSpans {
	/** The tokens. */
	tokens: Uint32Array;
	/** The spans of the messages that are rendered, in order. */
	spans: MessageSpan[];
}
type EngineName = "fast" | "reference";
interface FormatTokens {
	/** `<|start|>`: begins a message. */
	readonly start: number;
	/** `<|end|>`: ends a message. */
	readonly end: number;
	/** `<|message|>`: begins the content. */
	readonly message: number;
	/** `<|channel|>`: precedes the channel's name. */
	readonly channel: number;
	/** `<|constrain|>`: precedes the content type. */
	readonly constrain: number;
	/** `<|return|>`: ends the last message of a completion. */
	readonly return: number;
	/** `<|call|>`: ends a message that calls a tool. */
	readonly call: number;
}
declare class HarmonyEncoding {
	/** The engine that does the work. */
	readonly engine: EngineName;
	private constructor();
	/**
	 * Parses a whole completion, and always recovers: see {@link CompletionParser}.
	 *
	 * @example
	 * ```ts
	 * const encoding = loadHarmonyEncoding();
	 * const { messages, diagnostics } = encoding.parseCompletion("<|channel|>final The answer is four.<|return|>");
	 * console.log(messages[0]?.content); // the text "The answer is four."
	 * console.log(diagnostics[0]?.code); // "missing_message"
	 * ```
	 * @param input - tokens, or text with its special tokens spelt out
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 */
	parseCompletion(input: CompletionInput, options?: CompletionOptions | null): ParsedCompletion;
	/**
	 * {@link HarmonyEncoding.parseCompletion}, on libuv's pool.
	 *
	 * @param input - what may change once the method has returned
	 * @throws what the signal says, or {@linkcode HarmonyValueError} if an argument is invalid; by rejecting.
	 */
	parseCompletionAsync(input: CompletionInput, options?: (CompletionOptions & AsyncOptions) | null, asyncOptions?: AsyncOptions | null): Promise<ParsedCompletion>;
	/**
	 * Parses a completion while it arrives, and always recovers: see {@link CompletionParser}.
	 *
	 * The source is read as the events are asked for. Leaving the loop closes it, and so does an abort, which throws the
	 * signal's reason at once. What the source throws is thrown on.
	 *
	 * @example
	 * ```ts
	 * const encoding = loadHarmonyEncoding();
	 * const source = ["<|channel|>final<|message|>Four", ".<|return|>"]; // or an async iterable, or a ReadableStream
	 * for await (const event of encoding.parseCompletionStream(source)) {
	 *   if (event.type === "content_delta") console.log(event.delta);
	 * }
	 * ```
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 */
	parseCompletionStream(source: CompletionSource, options?: CompletionStreamOptions | null): AsyncIterableIterator<CompletionEvent>;
	/** The encoding's name, such as `HarmonyGptOss`. */
	get name(): string;
	/**
	 * Renders a conversation for the model to complete: all messages, then the beginning of the next one.
	 *
	 * @example
	 * ```ts
	 * const question = Message.fromRoleAndContent(Role.USER, "What is 2 + 2?");
	 * const prompt = loadHarmonyEncoding().renderConversationForCompletion([question], Role.ASSISTANT);
	 * prompt.at(-1); // => 173781
	 * ```
	 * @param conversation - a conversation, messages, or canonical JSON text
	 * @param nextTurnRole - who speaks next, usually `Role.ASSISTANT`
	 * @param config - which `analysis` messages are rendered; by default, as in Python, not those before the answers
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 * @throws {@linkcode HarmonyRuntimeError} if a message cannot be rendered, such as a tool's without a name. `path`
	 * says which.
	 */
	renderConversationForCompletion(conversation: ConversationLike, nextTurnRole: Role, config?: RenderConversationConfig | null): Uint32Array;
	/**
	 * {@link HarmonyEncoding.renderConversationForCompletion}, on libuv's pool, for prompts that would keep the event loop
	 * waiting. `docs/serving.md` says what stays on the main thread. The arguments may change once the method has returned.
	 *
	 * @param options - a signal that gives the call up
	 * @throws what the signal says, or what the other method throws; by rejecting.
	 */
	renderConversationForCompletionAsync(conversation: ConversationLike, nextTurnRole: Role, config?: (RenderConversationConfig & AsyncOptions) | null, options?: AsyncOptions | null): Promise<Uint32Array>;
	/**
	 * Returns the number of tokens of {@link HarmonyEncoding.renderConversationForCompletion} without building the
	 * token array.
	 *
	 * @example
	 * ```ts
	 * const question = Message.fromRoleAndContent(Role.USER, "What is 2 + 2?");
	 * loadHarmonyEncoding().countConversationTokens([question], Role.ASSISTANT); // => 14
	 * ```
	 * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.renderConversationForCompletion}.
	 */
	countConversationTokens(conversation: ConversationLike, nextTurnRole: Role, config?: RenderConversationConfig | null): number;
	/**
	 * Renders a conversation as training data. If its last message is the assistant's in the `final` channel, it ends
	 * with `<|return|>`.
	 *
	 * @example
	 * ```ts
	 * const encoding = loadHarmonyEncoding();
	 * const tokens = encoding.renderConversationForTraining([
	 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
	 *   Message.fromRoleAndContent(Role.ASSISTANT, "4").withChannel("final"),
	 * ]);
	 * encoding.decode(tokens.subarray(-1)); // => "<|return|>"
	 * ```
	 * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.renderConversationForCompletion}.
	 */
	renderConversationForTraining(conversation: ConversationLike, config?: RenderConversationConfig | null): Uint32Array;
	/**
	 * {@link HarmonyEncoding.renderConversationForTraining}, on libuv's pool.
	 *
	 * @param options - a signal that gives the call up
	 * @throws what the signal says, or what the other method throws; by rejecting.
	 */
	renderConversationForTrainingAsync(conversation: ConversationLike, config?: (RenderConversationConfig & AsyncOptions) | null, options?: AsyncOptions | null): Promise<Uint32Array>;
	/**
	 * Renders a conversation, and tells where each message stands in the tokens.
	 *
	 * @example
	 * ```ts
	 * const encoding = loadHarmonyEncoding();
	 * const conversation = [Message.fromRoleAndContent(Role.USER, "Hi")];
	 * const { tokens, spans } = encoding.renderConversationWithSpans(conversation, { for: "conversation" });
	 * spans; // => [{ message: 0, start: 0, content: 3, stop: 4, end: 5 }]
	 * encoding.decode(tokens.subarray(3, 4)); // => "Hi"
	 * ```
	 * @param options - `for` says which method's tokens these are: {@link HarmonyEncoding.renderConversationForCompletion},
	 * which needs `nextTurnRole`, {@link HarmonyEncoding.renderConversationForTraining} or
	 * {@link HarmonyEncoding.renderConversation}; with the config that these take
	 * @returns the tokens, and a span for each message; messages that are not rendered have none
	 * @throws {@linkcode HarmonyError} for the reasons of these methods.
	 */
	renderConversationWithSpans(conversation: ConversationLike, options: SpanOptions): RenderedWithSpans;
	/**
	 * Makes a conversation fit into a context: leaves out the oldest turns, as few as possible, and returns the rest. System
	 * and developer messages stay, and the newest turn. A turn begins with a user's message; a tool's result stays with its
	 * call, whatever stands between them.
	 *
	 * @example
	 * ```ts
	 * const encoding = loadHarmonyEncoding();
	 * const messages = ["One", "Two", "Three"].map((text) => Message.fromRoleAndContent(Role.USER, text));
	 * encoding.fitConversation(messages, Role.ASSISTANT, 15).messages.length; // => 2
	 * ```
	 * @param maxTokens - how many tokens {@link HarmonyEncoding.renderConversationForCompletion} may give
	 * @throws {@linkcode HarmonyRuntimeError} if what has to stay does not fit, or a message cannot be rendered.
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 */
	fitConversation(conversation: ConversationLike, nextTurnRole: Role, maxTokens: number, config?: RenderConversationConfig | null): Conversation;
	/**
	 * Renders the messages of a conversation, and nothing after them.
	 *
	 * @example
	 * ```ts
	 * loadHarmonyEncoding().renderConversation([Message.fromRoleAndContent(Role.USER, "What is 2 + 2?")]);
	 * ```
	 * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.renderConversationForCompletion}.
	 */
	renderConversation(conversation: ConversationLike, config?: RenderConversationConfig | null): Uint32Array;
	/**
	 * {@link HarmonyEncoding.renderConversation}, on libuv's pool.
	 *
	 * @param options - a signal that gives the call up
	 * @throws what the signal says, or what the other method throws; by rejecting.
	 */
	renderConversationAsync(conversation: ConversationLike, config?: (RenderConversationConfig & AsyncOptions) | null, options?: AsyncOptions | null): Promise<Uint32Array>;
	/**
	 * Renders one message.
	 *
	 * @example
	 * ```ts
	 * const encoding = loadHarmonyEncoding();
	 * const tokens = encoding.render(Message.fromRoleAndContent(Role.USER, "Hi"));
	 * encoding.decode(tokens); // => "<|start|>user<|message|>Hi<|end|>"
	 * ```
	 * @param message - a message, or canonical JSON text
	 * @param options - whether the conversation has function tools, which a system message then mentions
	 * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.renderConversationForCompletion}.
	 */
	render(message: MessageLike, options?: RenderOptions | null): Uint32Array;
	/**
	 * Parses a whole completion.
	 *
	 * @example
	 * ```ts
	 * const encoding = loadHarmonyEncoding();
	 * const completion = encoding.encode("<|channel|>final<|message|>4<|return|>", { allowedSpecial: "all" });
	 * const [answer] = encoding.parseMessagesFromCompletionTokens(completion, Role.ASSISTANT);
	 * answer?.channel; // => "final"
	 * answer?.content; // => [new TextContent({ text: "4" })]
	 * ```
	 * @param tokens - what the model sampled, with or without the stop token at the end
	 * @param role - the role of the first message if the prompt states it already, usually `Role.ASSISTANT`; `null` if
	 * the tokens begin with `<|start|>`
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 * @throws {@linkcode HarmonyRuntimeError} if the tokens are not well-formed messages.
	 */
	parseMessagesFromCompletionTokens(tokens: TokensLike, role?: Role | null, options?: ParseOptions | null): Message[];
	/**
	 * {@link HarmonyEncoding.parseMessagesFromCompletionTokens}, on libuv's pool.
	 *
	 * @param tokens - what may change once the method has returned
	 * @param asyncOptions - a signal that gives the call up
	 * @throws what the signal says, or what the other method throws; by rejecting.
	 */
	parseMessagesFromCompletionTokensAsync(tokens: TokensLike, role?: Role | null, options?: (ParseOptions & AsyncOptions) | null, asyncOptions?: AsyncOptions | null): Promise<Message[]>;
	/**
	 * Encodes text. By default, a text that contains the name of a special token is an error, so that nobody can
	 * smuggle one in.
	 *
	 * @example
	 * ```ts
	 * const encoding = loadHarmonyEncoding();
	 * encoding.encode("Hello"); // => Uint32Array.of(13225)
	 * encoding.encode("<|end|>", { allowedSpecial: ["<|end|>"] }); // => Uint32Array.of(200007)
	 * encoding.encode("<|end|>", { disallowedSpecial: [] }); // => Uint32Array.of(27, 91, 419, 91, 29)
	 * ```
	 * @throws {@linkcode HarmonyRuntimeError} if the text contains a disallowed special token.
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 */
	encode(text: string, options?: EncodeOptions | null): Uint32Array;
	/**
	 * {@link HarmonyEncoding.encode}, on libuv's pool.
	 *
	 * @param asyncOptions - a signal that gives the call up
	 * @throws what the signal says, or what the other method throws; by rejecting.
	 */
	encodeAsync(text: string, options?: (EncodeOptions & AsyncOptions) | null, asyncOptions?: AsyncOptions | null): Promise<Uint32Array>;
	/**
	 * Encodes several texts, each by itself. This is the same as a loop over {@link HarmonyEncoding.encode}, but errors
	 * name the text.
	 *
	 * @example
	 * ```ts
	 * const [hello] = loadHarmonyEncoding().encodeBatch(["Hello", " world"]);
	 * hello; // => Uint32Array.of(13225)
	 * ```
	 * @param texts - an iterable of strings, all of which are checked before the first one is encoded
	 * @throws {@linkcode HarmonyRuntimeError} if a text contains a disallowed special token. `path` says which text,
	 * such as `texts[2]`, and the message begins with it.
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 */
	encodeBatch(texts: Iterable<string>, options?: EncodeOptions | null): Uint32Array[];
	/**
	 * {@link HarmonyEncoding.encodeBatch}, as one piece of work on libuv's pool.
	 *
	 * @param asyncOptions - a signal that gives the call up
	 * @throws what the signal says, or what the other method throws; by rejecting.
	 */
	encodeBatchAsync(texts: Iterable<string>, options?: (EncodeOptions & AsyncOptions) | null, asyncOptions?: AsyncOptions | null): Promise<Uint32Array[]>;
	/**
	 * Returns the number of tokens of {@link HarmonyEncoding.encode} without building the token array.
	 *
	 * @example
	 * ```ts
	 * loadHarmonyEncoding().countTokens("Hello world"); // => 2
	 * ```
	 * @throws {@linkcode HarmonyError} for the reasons of {@link HarmonyEncoding.encode}.
	 */
	countTokens(text: string, options?: EncodeOptions | null): number;
	/**
	 * Returns the longest part of a text, from its start or to its end, that has at most so many tokens. Characters stay
	 * whole; names of special tokens are text like any other.
	 *
	 * @example
	 * ```ts
	 * const encoding = loadHarmonyEncoding();
	 * encoding.truncate("Hello world, how are you?", 3); // => "Hello world,"
	 * encoding.truncate("Hello world, how are you?", 3, { keep: "end" }); // => " are you?"
	 * ```
	 * @param maxTokens - how many tokens {@link HarmonyEncoding.encode} may give for the part by itself
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 */
	truncate(text: string, maxTokens: number, options?: TruncateOptions | null): string;
	/**
	 * Decodes tokens to text. A single token can be part of a character: see {@link DecodeOptions}, or use
	 * {@link HarmonyEncoding.decodeBytes}.
	 *
	 * @example
	 * ```ts
	 * loadHarmonyEncoding().decode([13225, 2375]); // => "Hello world"
	 * ```
	 * @throws {@linkcode HarmonyRuntimeError} if a token does not exist, or the text is too long for a string.
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid, or `errors` is `strict` and the bytes are not
	 * UTF-8.
	 */
	decode(tokens: TokensLike, options?: DecodeOptions | null): string;
	/**
	 * Decodes tokens to text, which must be UTF-8.
	 *
	 * @throws {@linkcode HarmonyRuntimeError} if a token does not exist, the bytes are not UTF-8, or the text is too long
	 * for a string.
	 * @throws {@linkcode HarmonyValueError} if an element of `tokens` is not a token id.
	 */
	decodeUtf8(tokens: TokensLike): string;
	/**
	 * Decodes tokens to bytes.
	 *
	 * @example
	 * ```ts
	 * loadHarmonyEncoding().decodeBytes([13225]); // => Uint8Array.of(72, 101, 108, 108, 111)
	 * ```
	 * @throws {@linkcode HarmonyRuntimeError} if a token does not exist.
	 * @throws {@linkcode HarmonyValueError} if an element of `tokens` is not a token id.
	 */
	decodeBytes(tokens: TokensLike): Uint8Array;
	/** The ids of the tokens that the format uses. */
	get formatTokens(): FormatTokens;
	/** The names of all 1,091 special tokens. Each use makes a new set. */
	get specialTokensSet(): ReadonlySet<string>;
	/**
	 * Returns whether a token is a special one.
	 *
	 * @throws {@linkcode HarmonyValueError} if the argument is not a token id.
	 */
	isSpecialToken(token: number): boolean;
	/**
	 * Returns the tokens that end a message, in ascending order: `<|return|>`, `<|end|>` and `<|call|>`.
	 *
	 * @example
	 * ```ts
	 * loadHarmonyEncoding().stopTokens(); // => [200002, 200007, 200012]
	 * ```
	 */
	stopTokens(): number[];
	/**
	 * Returns the tokens that end the assistant's turn, in ascending order: `<|return|>` and `<|call|>`. Sampling
	 * should stop at them.
	 *
	 * @example
	 * ```ts
	 * loadHarmonyEncoding().stopTokensForAssistantActions(); // => [200002, 200012]
	 * ```
	 */
	stopTokensForAssistantActions(): number[];
}
/** What an answer must look like, said in a way that every engine's grammar can be made from. */
/** A function that may be called. */
export interface ConstrainedFunction {
	/** The name as Harmony has it, without `functions.`. */
	name: string;
	/** JSON Schema of the arguments; `null`: any JSON object. */
	parameters: object | boolean | null;
}
/** What the answer must look like. */
export interface OutputConstraint {
	/** The functions that the answer may call. Names as Harmony has them, without `functions.`. */
	functions: readonly ConstrainedFunction[];
	/** Whether the answer may call them, must call one, or must not. */
	calls: "allowed" | "required" | "forbidden";
	/** Whether it may call several. */
	parallelCalls: boolean;
	/** The format of the text on the final channel; `null`: any text. `{ type: "json_object" }` is any JSON object. */
	format: {
		type: "json_object";
	} | {
		type: "json_schema";
		schema: object | boolean;
	} | null;
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
/** Identifiers of what is answered: responses, calls, items. */
/** What an identifier is for; it begins with that. */
export type IdKind = "chatcmpl" | "call" | "resp" | "rs" | "msg" | "fc" | "ws" | "ci";
/** Makes a new identifier. */
export type NewId = (kind: IdKind) => string;
/** A reasoning effort that the model knows. */
export type Effort = "low" | "medium" | "high";
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
	tool_calls?: {
		id: string;
		type: string;
		function?: {
			name: string;
			arguments: string;
		};
	}[] | null;
	function_call?: {
		name: string;
		arguments: string;
	} | null;
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
export type ChatCompletionMessageParam = ChatCompletionInstructionMessageParam | ChatCompletionUserMessageParam | ChatCompletionAssistantMessageParam | ChatCompletionToolMessageParam | ChatCompletionFunctionMessageParam;
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
	tools?: readonly {
		type: string;
		function?: ChatCompletionFunction;
	}[] | null;
	tool_choice?: string | object | null;
	parallel_tool_calls?: boolean | null;
	functions?: readonly ChatCompletionFunction[] | null;
	function_call?: string | object | null;
	response_format?: object | null;
	reasoning_effort?: string | null;
	stop?: string | readonly string[] | null;
	n?: number | null;
	stream?: boolean | null;
	stream_options?: {
		include_usage?: boolean;
	} | null;
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
	completion_tokens_details: {
		reasoning_tokens: number;
	};
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
		function: {
			name?: string;
			arguments: string;
		};
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
 * tokens.length; // => 74
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
export declare function toServerSentEvents(chunks: Source<ChatCompletionChunk>): ReadableStream<Uint8Array>;
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
