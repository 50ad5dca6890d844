/** The stable `code` of each {@link HarmonyError}. */
export type HarmonyErrorCode = "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL" | "ERR_HARMONY_VALUE" | "ERR_HARMONY_MODULE_NOT_FOUND";
/**
 * The base of all errors that this package throws.
 *
 * `message` is for people; `code` is for programs and does not change.
 */
export declare abstract class HarmonyError extends Error {
	/** Which kind of error this is. */
	readonly code: HarmonyErrorCode;
}
/**
 * Rendering, parsing, decoding or loading failed, or text to encode has a disallowed special token (Python:
 * `HarmonyError` and `RuntimeError`).
 *
 * Where rendering, parsing or decoding failed, the message is that of the crate `openai-harmony`, word for word. The
 * code is `ERR_HARMONY_RUNTIME`, or `ERR_HARMONY_INTERNAL` if the native code panicked: the process goes on, and the
 * call can be repeated.
 */
export declare class HarmonyRuntimeError extends HarmonyError {
	/** Whether the call failed, or the native code panicked. */
	readonly code: "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL";
	/** Makes an error; the package does this, programs rarely need to. */
	constructor(message: string, options?: {
		/** What led to this error. Default: none. */
		cause?: unknown;
		/** Default: `ERR_HARMONY_RUNTIME`. */
		code?: "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL";
	});
}
/**
 * An argument or a field is invalid (Python: `ValueError`, `TypeError`, `OverflowError`, `KeyError`,
 * `RecursionError`, `UnicodeDecodeError`, pydantic's `ValidationError`).
 */
export declare class HarmonyValueError extends HarmonyError {
	/** The one code of this class. */
	readonly code: "ERR_HARMONY_VALUE";
	/** Where the invalid value is, such as `messages[2].content[0].text`; `null` if the message alone says it. */
	readonly path: string | null;
	/** Makes an error; the package does this, programs rarely need to. With a path, the message starts with it. */
	constructor(message: string, options?: {
		/** What led to this error. Default: none. */
		cause?: unknown;
		/** Where the invalid value is. Default: none. */
		path?: string;
	});
}
/**
 * The native addon cannot be loaded (Python: `ModuleNotFoundError`).
 *
 * The message says for which platform it was looked for, what was tried, why each try failed, and what to do.
 * Thrown by the first call that needs the addon, never by the import of this package.
 */
export declare class HarmonyModuleNotFoundError extends HarmonyError {
	/** The one code of this class. */
	readonly code: "ERR_HARMONY_MODULE_NOT_FOUND";
	/** Makes an error; the package does this, programs rarely need to. */
	constructor(message: string, options?: {
		/** What led to this error. Default: none. */
		cause?: unknown;
	});
}
/** A JSON Schema object, such as `{ type: "object", properties: { … } }`. */
export type ToolParameters = Record<string, unknown>;
/** The canonical form of a {@link ToolDescription}. */
export interface ToolDescriptionDict {
	/** The tool's name within its namespace. */
	name: string;
	/** What the tool does, for the model to read. */
	description: string;
	/** A JSON Schema of the tool's only argument; absent for a tool without one. */
	parameters?: ToolParameters;
}
/** The canonical form of a {@link ToolNamespaceConfig}. */
export interface ToolNamespaceConfigDict {
	/** The namespace's name, such as `functions`. */
	name: string;
	/** What its tools are for, for the model to read; absent if that is not said. */
	description?: string;
	/** Its tools, in the order in which the model sees them. */
	tools: ToolDescriptionDict[];
}
/** One tool (Python: `ToolDescription`). */
export declare class ToolDescription {
	/** The tool's name within its namespace. */
	name: string;
	/** What the tool does, for the model to read. */
	description: string;
	/** A JSON Schema of the tool's only argument; `null` for a tool without one. */
	parameters: ToolParameters | null;
	/** @throws {HarmonyValueError} if a field is missing or of the wrong type. */
	constructor(init: Pick<ToolDescription, "name" | "description"> & Partial<Pick<ToolDescription, "parameters">>);
	/**
	 * Makes a tool description from positional arguments.
	 *
	 * @throws {HarmonyValueError} if an argument is of the wrong type.
	 */
	static new(name: string, description: string, parameters?: ToolParameters | null): ToolDescription;
}
/** A namespace of tools (Python: `ToolNamespaceConfig`). */
export declare class ToolNamespaceConfig {
	/** The namespace's name, such as `functions`. */
	name: string;
	/** What its tools are for, for the model to read; `null` if that is not said. */
	description: string | null;
	/** Its tools, in the order in which the model sees them. */
	tools: ToolDescription[];
	/** @throws {HarmonyValueError} if a field is missing or of the wrong type. */
	constructor(init: Pick<ToolNamespaceConfig, "name" | "tools"> & Partial<Pick<ToolNamespaceConfig, "description">>);
	/**
	 * The browser tool that gpt-oss models are trained on.
	 *
	 * @throws {HarmonyModuleNotFoundError} if the native addon, which holds its text, cannot be loaded.
	 */
	static browser(): ToolNamespaceConfig;
	/**
	 * The python tool that gpt-oss models are trained on.
	 *
	 * @throws {HarmonyModuleNotFoundError} if the native addon, which holds its text, cannot be loaded.
	 */
	static python(): ToolNamespaceConfig;
}
/** Namespaces of tools by name. */
export type Tools = Record<string, ToolNamespaceConfig>;
/** How long the model thinks (Python: `ReasoningEffort`). */
export declare const ReasoningEffort: {
	/** Rendered as `Reasoning: low`. */
	readonly LOW: "Low";
	/** Rendered as `Reasoning: medium`. */
	readonly MEDIUM: "Medium";
	/** Rendered as `Reasoning: high`. */
	readonly HIGH: "High";
};
/** One of the three efforts. `ReasoningEffort.LOW` and `"Low"` are the same. */
export type ReasoningEffort = (typeof ReasoningEffort)[keyof typeof ReasoningEffort];
/** The canonical form of a {@link TextContent}. */
export interface TextContentDict {
	/** Which kind of content this is. */
	type: "text";
	/** The text. */
	text: string;
}
/** The canonical form of a {@link ChannelConfig}. */
export interface ChannelConfigDict {
	/** The channels' names. */
	valid_channels: string[];
	/** Whether every message of the assistant must name its channel. */
	channel_required: boolean;
}
/** The canonical form of a {@link SystemContent}. Fields that are `null` are left out. */
export interface SystemContentDict {
	/** Who the model is. */
	model_identity?: string;
	/** How long it thinks. */
	reasoning_effort?: ReasoningEffort;
	/** The current date, such as `2025-06-28`. */
	conversation_start_date?: string;
	/** Until when the model's knowledge reaches, such as `2024-06`. */
	knowledge_cutoff?: string;
	/** The channels that the model may write to. */
	channel_config?: ChannelConfigDict;
	/** Built-in tools by namespace. */
	tools?: Record<string, ToolNamespaceConfigDict>;
	/** Which kind of content this is. */
	type: "system_content";
}
/** The canonical form of a {@link DeveloperContent}. Fields that are `null` are left out. */
export interface DeveloperContentDict {
	/** What is usually called the system prompt. */
	instructions?: string;
	/** Tools by namespace. */
	tools?: Record<string, ToolNamespaceConfigDict>;
	/** Which kind of content this is. */
	type: "developer_content";
}
/** The canonical form of a {@link Content}. */
export type ContentDict = TextContentDict | SystemContentDict | DeveloperContentDict;
/** Text (Python: `TextContent`). */
export declare class TextContent {
	/** The text. It never turns into special tokens, whatever it contains. */
	text: string;
	/** @throws {HarmonyValueError} if `text` is not a string. */
	constructor(init: Pick<TextContent, "text">);
	/** The canonical form: `{ type: "text", text }`. */
	toDict(): TextContentDict;
	/** The canonical form, for `JSON.stringify`. */
	toJSON(): TextContentDict;
}
/** The channels that the model may write to (Python: `ChannelConfig`). */
export declare class ChannelConfig {
	/** Their names. If there are none, the system message does not speak of channels. */
	validChannels: string[];
	/** Whether every message of the assistant must name its channel. */
	channelRequired: boolean;
	/** @throws {HarmonyValueError} if a field is missing or of the wrong type. */
	constructor(init: Pick<ChannelConfig, "validChannels" | "channelRequired">);
	/**
	 * Channels that every message of the assistant must choose from.
	 *
	 * @throws {HarmonyValueError} if `channels` is not an array of strings.
	 */
	static requireChannels(channels: string[]): ChannelConfig;
}
/**
 * The settings in a system message (Python: `SystemContent`). What is `null` is not rendered.
 *
 * A field that is not given has the default of the Python class.
 */
export declare class SystemContent {
	/** Who the model is. Default: `You are ChatGPT, a large language model trained by OpenAI.` */
	modelIdentity: string | null;
	/** How long it thinks. Default: medium. */
	reasoningEffort: ReasoningEffort | null;
	/** The current date, such as `2025-06-28`. Default: none. */
	conversationStartDate: string | null;
	/** Until when the model's knowledge reaches. Default: `2024-06`. */
	knowledgeCutoff: string | null;
	/** The channels. Default: `analysis`, `commentary` and `final`, required. */
	channelConfig: ChannelConfig | null;
	/** Built-in tools by namespace. Default: none. */
	tools: Tools | null;
	/** @throws {HarmonyValueError} if a field is of the wrong type. */
	constructor(init?: Partial<Pick<SystemContent, "modelIdentity" | "reasoningEffort" | "conversationStartDate" | "knowledgeCutoff" | "channelConfig" | "tools">>);
	/** Makes a content with all defaults. */
	static new(): SystemContent;
	/** Sets who the model is. Returns this content. @throws {HarmonyValueError} if it is neither a string nor `null`. */
	withModelIdentity(modelIdentity: string | null): this;
	/** Sets how long the model thinks. Returns this content. @throws {HarmonyValueError} for an unknown effort. */
	withReasoningEffort(reasoningEffort: ReasoningEffort | null): this;
	/** Sets the current date. Returns this content. @throws {HarmonyValueError} if it is neither a string nor `null`. */
	withConversationStartDate(conversationStartDate: string | null): this;
	/**
	 * Sets the end of the model's knowledge. Returns this content.
	 *
	 * @throws {HarmonyValueError} if it is neither a string nor `null`.
	 */
	withKnowledgeCutoff(knowledgeCutoff: string | null): this;
	/**
	 * Sets the channels. Returns this content.
	 *
	 * @throws {HarmonyValueError} if it is neither a {@link ChannelConfig} nor `null`.
	 */
	withChannelConfig(channelConfig: ChannelConfig | null): this;
	/**
	 * Sets channels that every message of the assistant must choose from. Returns this content.
	 *
	 * @throws {HarmonyValueError} if `channels` is not an array of strings.
	 */
	withRequiredChannels(channels: string[]): this;
	/**
	 * Adds a namespace of tools, replacing one of the same name. Returns this content.
	 *
	 * @throws {HarmonyValueError} if it is not a {@link ToolNamespaceConfig}.
	 */
	withTools(nsConfig: ToolNamespaceConfig): this;
	/** Adds {@link ToolNamespaceConfig.browser}, and throws what that throws. Returns this content. */
	withBrowserTool(): this;
	/** Adds {@link ToolNamespaceConfig.python}, and throws what that throws. Returns this content. */
	withPythonTool(): this;
	/**
	 * The canonical form, without the fields that are `null`.
	 *
	 * @throws {HarmonyValueError} if a field has been set to something of the wrong type.
	 */
	toDict(): SystemContentDict;
	/** The canonical form, for `JSON.stringify`. */
	toJSON(): SystemContentDict;
	/**
	 * Reads the canonical form. A missing key gets its default, an explicit `null` means none; unknown keys are ignored.
	 *
	 * @throws {HarmonyValueError} if a field is of the wrong type, with its path.
	 */
	static fromDict(raw: unknown): SystemContent;
}
/** Instructions and function tools in a developer message (Python: `DeveloperContent`). */
export declare class DeveloperContent {
	/** What is usually called the system prompt. Default: none. */
	instructions: string | null;
	/** Tools by namespace. Default: none. */
	tools: Tools | null;
	/** @throws {HarmonyValueError} if a field is of the wrong type. */
	constructor(init?: Partial<Pick<DeveloperContent, "instructions" | "tools">>);
	/** Makes an empty content. */
	static new(): DeveloperContent;
	/** Sets the instructions. Returns this content. @throws {HarmonyValueError} if they are neither a string nor `null`. */
	withInstructions(instructions: string | null): this;
	/**
	 * Adds a namespace of tools, replacing one of the same name. Returns this content.
	 *
	 * @throws {HarmonyValueError} if it is not a {@link ToolNamespaceConfig}.
	 */
	withTools(nsConfig: ToolNamespaceConfig): this;
	/**
	 * Sets the tools of the namespace `functions`, in place of those that it had. Returns this content.
	 *
	 * @throws {HarmonyValueError} if `tools` is not an array of {@link ToolDescription}.
	 */
	withFunctionTools(tools: ToolDescription[]): this;
	/**
	 * The canonical form, without the fields that are `null`.
	 *
	 * @throws {HarmonyValueError} if a field has been set to something of the wrong type.
	 */
	toDict(): DeveloperContentDict;
	/** The canonical form, for `JSON.stringify`. */
	toJSON(): DeveloperContentDict;
	/**
	 * Reads the canonical form. A missing key or `null` means none; unknown keys are ignored.
	 *
	 * @throws {HarmonyValueError} if a field is of the wrong type, with its path.
	 */
	static fromDict(raw: unknown): DeveloperContent;
}
/** What a message may contain. */
export type Content = TextContent | SystemContent | DeveloperContent;
/** The role of a message's author. */
/** The role of a message's author (Python: `Role`). The values are the canonical strings. */
export declare const Role: {
	/** Who talks to the model. */
	readonly USER: "user";
	/** The model. */
	readonly ASSISTANT: "assistant";
	/** Says who the model is, and its channels and built-in tools: see `SystemContent`. */
	readonly SYSTEM: "system";
	/** Gives instructions and function tools: see `DeveloperContent`. */
	readonly DEVELOPER: "developer";
	/** A tool, with the result of a call. Its name is the author's. */
	readonly TOOL: "tool";
};
/** One of the five roles. `Role.USER` and `"user"` are the same. */
export type Role = (typeof Role)[keyof typeof Role];
/** The canonical form of a {@link Message}. `name` is always there; optional fields that are `null` are left out. */
export interface MessageDict {
	/** The author's role. */
	role: Role;
	/** The author's name; for a tool, the tool's, such as `functions.get_weather`. */
	name: string | null;
	/** What the message says: any number of contents, rendered one after the other. */
	content: ContentDict[];
	/** The channel it is written to, such as `analysis`, `commentary` or `final`. */
	channel?: string;
	/** Who it is for; for a tool call, the tool's name. */
	recipient?: string;
	/** The content's format, such as `<|constrain|>json`. */
	content_type?: string;
}
/** Who wrote a message (Python: `Author`). */
export declare class Author {
	/** The author's role. */
	role: Role;
	/** The author's name; for a tool, the tool's, such as `functions.get_weather`. */
	name: string | null;
	/** @throws {HarmonyValueError} if a field is missing or of the wrong type, or the role is unknown. */
	constructor(init: Pick<Author, "role"> & Partial<Pick<Author, "name">>);
	/**
	 * Makes an author with a name.
	 *
	 * @throws {HarmonyValueError} if the role is unknown, or the name neither a string nor `null`.
	 */
	static new(role: Role, name: string | null): Author;
}
/** A message (Python: `Message`). */
export declare class Message {
	/** Who wrote it. */
	author: Author;
	/** What it says: any number of contents, rendered one after the other. */
	content: Content[];
	/** The channel it is written to, such as `analysis`, `commentary` or `final`. */
	channel: string | null;
	/** Who it is for; for a tool call, the tool's name. */
	recipient: string | null;
	/** The content's format, such as `<|constrain|>json`. */
	contentType: string | null;
	/** @throws {HarmonyValueError} if a field is missing or of the wrong type. */
	constructor(init: Pick<Message, "author"> & Partial<Pick<Message, "content" | "channel" | "recipient" | "contentType">>);
	/**
	 * A message of an author. A string becomes a {@link TextContent}.
	 *
	 * @throws {HarmonyValueError} if an argument is of the wrong type.
	 */
	static fromAuthorAndContent(author: Author, content: string | Content): Message;
	/**
	 * A message of a role. A string becomes a {@link TextContent}.
	 *
	 * @throws {HarmonyValueError} if the role is unknown, or the content of the wrong type.
	 */
	static fromRoleAndContent(role: Role, content: string | Content): Message;
	/**
	 * A message of a role with several contents.
	 *
	 * @throws {HarmonyValueError} if the role is unknown, or a content of the wrong type.
	 */
	static fromRoleAndContents(role: Role, contents: Content[]): Message;
	/** Adds a content. Returns this message. @throws {HarmonyValueError} if it is neither a string nor a content. */
	addingContent(content: string | Content): this;
	/** Sets the channel. Returns this message. @throws {HarmonyValueError} if it is neither a string nor `null`. */
	withChannel(channel: string | null): this;
	/** Sets the recipient. Returns this message. @throws {HarmonyValueError} if it is neither a string nor `null`. */
	withRecipient(recipient: string | null): this;
	/** Sets the content type. Returns this message. @throws {HarmonyValueError} if it is neither a string nor `null`. */
	withContentType(contentType: string | null): this;
	/**
	 * The canonical form.
	 *
	 * @throws {HarmonyValueError} if a field has been set to something of the wrong type, with its path.
	 */
	toDict(): MessageDict;
	/** The canonical form, for `JSON.stringify`. */
	toJSON(): MessageDict;
	/**
	 * The canonical form as JSON text.
	 *
	 * @throws {HarmonyValueError} if a field is of the wrong type, or a tool's parameters are no JSON value.
	 */
	toJson(): string;
	/**
	 * Reads the canonical form, or the one that the Rust crate writes, where a lone text content is a string. Unknown
	 * keys are ignored.
	 *
	 * @throws {HarmonyValueError} if a field is missing or of the wrong type, or the role is unknown.
	 */
	static fromDict(data: unknown): Message;
	/**
	 * Reads the canonical form from JSON text.
	 *
	 * @throws {HarmonyValueError} if the text is not JSON, or as {@link Message.fromDict}.
	 */
	static fromJson(payload: string): Message;
}
/** The canonical form of a {@link Conversation}. */
export interface ConversationDict {
	/** The messages, the first one first. */
	messages: MessageDict[];
}
/** A conversation (Python: `Conversation`). Iterating over it gives its messages. */
export declare class Conversation {
	/** The messages, the first one first. */
	messages: Message[];
	/** @throws {HarmonyValueError} if `messages` is not an array of {@link Message}. */
	constructor(init?: Partial<Pick<Conversation, "messages">>);
	/**
	 * Makes a conversation of messages.
	 *
	 * @throws {HarmonyValueError} if they are not an iterable of {@link Message}.
	 */
	static fromMessages(messages: Iterable<Message>): Conversation;
	/** The messages, the first one first. */
	[Symbol.iterator](): IterableIterator<Message>;
	/**
	 * The canonical form.
	 *
	 * @throws {HarmonyValueError} if a field has been set to something of the wrong type, with its path.
	 */
	toDict(): ConversationDict;
	/** The canonical form, for `JSON.stringify`. */
	toJSON(): ConversationDict;
	/**
	 * The canonical form as JSON text.
	 *
	 * @throws {HarmonyValueError} if a field is of the wrong type, or a tool's parameters are no JSON value.
	 */
	toJson(): string;
	/**
	 * Reads the canonical form, its messages as {@link Message.fromDict} does.
	 *
	 * @throws {HarmonyValueError} if a field is missing or of the wrong type, with its path.
	 */
	static fromDict(data: unknown): Conversation;
	/**
	 * Reads the canonical form from JSON text.
	 *
	 * @throws {HarmonyValueError} if the text is not JSON, or as {@link Conversation.fromDict}.
	 */
	static fromJson(payload: string): Conversation;
}
/** What a conversation argument may be: messages, or canonical JSON text, which goes to Rust as it is. */
export type ConversationLike = Conversation | Iterable<Message> | string;
/** What a message argument may be: a message, or canonical JSON text, which goes to Rust as it is. */
export type MessageLike = Message | string;
/** Token ids: integers from 0 to 2^32 - 1. A `Uint32Array` is the fastest, as it is used in place. */
export type TokensLike = Uint32Array | Iterable<number>;
/** The encodings (Python: `HarmonyEncodingName`). */
export declare const HarmonyEncodingName: {
	/** That of the gpt-oss models. */
	readonly HARMONY_GPT_OSS: "HarmonyGptOss";
};
/** The name of an encoding. */
export type HarmonyEncodingName = (typeof HarmonyEncodingName)[keyof typeof HarmonyEncodingName];
/** How a conversation is rendered (Python: `RenderConversationConfig`). */
export interface RenderConversationConfig {
	/**
	 * Leaves out the `analysis` messages before the first `final` message, if the last assistant message is a
	 * `final` one. Default: `true`.
	 */
	autoDropAnalysis?: boolean;
}
/** How a single message is rendered (Python: `RenderOptions`). */
export interface RenderOptions {
	/** Says in a system message that function calls go to the commentary channel. Default: `false`. */
	conversationHasFunctionTools?: boolean;
}
/** Special tokens by name, such as `<|start|>`; `"all"` for every one. */
export type SpecialTokens = "all" | Iterable<string>;
/** Which special tokens {@link HarmonyEncoding.encode} produces and refuses. */
export interface EncodeOptions {
	/** Those whose text becomes the special token. Default: none. */
	allowedSpecial?: SpecialTokens;
	/** Those whose text is an error. Default: `"all"`, which means all that are not allowed. */
	disallowedSpecial?: SpecialTokens;
}
/** What {@link HarmonyEncoding.decode} does with bytes that are not UTF-8. */
export interface DecodeOptions {
	/** `replace` them by U+FFFD, `ignore` them, or throw (`strict`). Default: `replace`. */
	errors?: "replace" | "strict" | "ignore";
}
/** How a completion is parsed. */
export interface ParseOptions {
	/** Whether a malformed header is an error, or recovered from as well as possible. Default: `true`. */
	strict?: boolean;
}
/** Which engine does the work. Both give the same tokens, messages and errors. */
export type EngineName = "fast" | "reference";
/** How an encoding is loaded. */
export interface LoadOptions {
	/**
	 * `fast` is this package's own engine. `reference` is OpenAI's crate as it is: slow, to compare with. Default: `fast`.
	 */
	engine?: EngineName;
}
/** An encoding (Python: `HarmonyEncoding`). Immutable; {@link loadHarmonyEncoding} makes it. */
export declare class HarmonyEncoding {
	/** Which engine does the work. */
	readonly engine: EngineName;
	private constructor();
	/** The encoding's name. */
	get name(): string;
	/**
	 * Renders a conversation for the model to complete: all messages, then the beginning of the next one.
	 *
	 * @param conversation - a conversation, messages, or canonical JSON text
	 * @param nextTurnRole - who speaks next, usually `Role.ASSISTANT`
	 * @param config - whether analysis before the last answer is dropped, as it is by default
	 * @throws {HarmonyValueError} if an argument is invalid.
	 * @throws {HarmonyRuntimeError} if a message cannot be rendered, such as a tool's without a name.
	 */
	renderConversationForCompletion(conversation: ConversationLike, nextTurnRole: Role, config?: RenderConversationConfig | null): Uint32Array;
	/**
	 * The number of tokens of {@link HarmonyEncoding.renderConversationForCompletion}, without making them.
	 *
	 * @throws as {@link HarmonyEncoding.renderConversationForCompletion}.
	 */
	countConversationTokens(conversation: ConversationLike, nextTurnRole: Role, config?: RenderConversationConfig | null): number;
	/**
	 * Renders a conversation as training data: if the last message is the assistant's in the `final` channel,
	 * `<|return|>` ends it.
	 *
	 * @throws as {@link HarmonyEncoding.renderConversationForCompletion}.
	 */
	renderConversationForTraining(conversation: ConversationLike, config?: RenderConversationConfig | null): Uint32Array;
	/**
	 * Renders a conversation as it is.
	 *
	 * @throws as {@link HarmonyEncoding.renderConversationForCompletion}.
	 */
	renderConversation(conversation: ConversationLike, config?: RenderConversationConfig | null): Uint32Array;
	/**
	 * Renders one message.
	 *
	 * @param message - a message, or canonical JSON text
	 * @param options - whether the conversation has function tools, which a system message then says
	 * @throws as {@link HarmonyEncoding.renderConversationForCompletion}.
	 */
	render(message: MessageLike, options?: RenderOptions | null): Uint32Array;
	/**
	 * Parses a whole completion.
	 *
	 * @param tokens - what the model has sampled; its stop token may be there or not
	 * @param role - the role of the first message if the prompt has stated it already, usually `Role.ASSISTANT`;
	 * `null` if the tokens begin with `<|start|>`
	 * @throws {HarmonyValueError} if an argument is invalid.
	 * @throws {HarmonyRuntimeError} if the tokens are not well-formed messages.
	 */
	parseMessagesFromCompletionTokens(tokens: TokensLike, role?: Role | null, options?: ParseOptions | null): Message[];
	/**
	 * Encodes text. By default, text that spells a special token is an error, so that nobody can smuggle one in.
	 *
	 * @throws {HarmonyRuntimeError} if the text contains a disallowed special token.
	 * @throws {HarmonyValueError} if an argument is invalid.
	 */
	encode(text: string, options?: EncodeOptions | null): Uint32Array;
	/**
	 * Encodes several texts, each by itself: the same as a loop over {@link HarmonyEncoding.encode} on this thread, with
	 * errors that name the text.
	 *
	 * @param texts - an array or another iterable; each text is checked before the first one is encoded
	 * @throws {HarmonyRuntimeError} if a text contains a disallowed special token; the message begins with its index,
	 * such as `texts[2]: `.
	 * @throws {HarmonyValueError} if an argument is invalid, or an element no string; `path` is then such as `texts[2]`.
	 */
	encodeBatch(texts: Iterable<string>, options?: EncodeOptions | null): Uint32Array[];
	/**
	 * The number of tokens of {@link HarmonyEncoding.encode}, without making them.
	 *
	 * @throws as {@link HarmonyEncoding.encode}.
	 */
	countTokens(text: string, options?: EncodeOptions | null): number;
	/**
	 * Decodes tokens to text. A single token may be a part of a character: see {@link DecodeOptions}, or
	 * {@link HarmonyEncoding.decodeBytes}.
	 *
	 * @throws {HarmonyRuntimeError} if a token does not exist, or the text is too long for a string.
	 * @throws {HarmonyValueError} if an argument is invalid, or the bytes are not UTF-8 and `errors` is `strict`.
	 */
	decode(tokens: TokensLike, options?: DecodeOptions | null): string;
	/**
	 * Decodes tokens to text.
	 *
	 * @throws {HarmonyRuntimeError} if a token does not exist, the bytes are not UTF-8, or the text is too long for a
	 * string.
	 * @throws {HarmonyValueError} if an element of `tokens` is not a token id.
	 */
	decodeUtf8(tokens: TokensLike): string;
	/**
	 * Decodes tokens to bytes.
	 *
	 * @throws {HarmonyRuntimeError} if a token does not exist.
	 * @throws {HarmonyValueError} if an element of `tokens` is not a token id.
	 */
	decodeBytes(tokens: TokensLike): Uint8Array;
	/** The names of all 1,091 special tokens, in a set of its own for each call. */
	get specialTokensSet(): ReadonlySet<string>;
	/** Whether the token is a special one. @throws {HarmonyValueError} if it is not a token id. */
	isSpecialToken(token: number): boolean;
	/** The tokens that end a message, in ascending order: `<|return|>`, `<|end|>` and `<|call|>`. */
	stopTokens(): number[];
	/** The tokens that end the assistant's turn, in ascending order: `<|return|>` and `<|call|>`. */
	stopTokensForAssistantActions(): number[];
}
/**
 * Loads an encoding. The native part is loaded once per process and shared by all its worker threads; the same
 * arguments give the same object again.
 *
 * @param name - which encoding; by default {@link HarmonyEncodingName.HARMONY_GPT_OSS}, the only one
 * @throws {HarmonyValueError} if there is no encoding or no engine of that name.
 * @throws {HarmonyRuntimeError} if the reference engine's vocabulary cannot be placed or read; the next call tries
 * again.
 * @throws {HarmonyModuleNotFoundError} if the native addon cannot be loaded.
 */
export declare function loadHarmonyEncoding(name?: HarmonyEncodingName, options?: LoadOptions | null): HarmonyEncoding;
/** What a streaming parser is waiting for (Python: `StreamState`). */
export declare const StreamState: {
	/** For `<|start|>`. */
	readonly EXPECT_START: "ExpectStart";
	/** For the rest of a header. */
	readonly HEADER: "Header";
	/** For the rest of a message's content. */
	readonly CONTENT: "Content";
};
/** One of the three states. */
export type StreamState = (typeof StreamState)[keyof typeof StreamState];
/** The state of a streaming parser with its data, as the crate writes it. */
export type StreamStateData = {
	/** Waits for `<|start|>`. */
	state: "ExpectStart";
} | {
	/** Waits for the rest of a header. */
	state: "Header";
	/** The header's tokens so far. */
	header_tokens: number[];
} | {
	/** Waits for the rest of a message's content. */
	state: "Content";
	/** The message's header. */
	header: {
		/** Who writes the message. */
		author: {
			/** The author's role. */
			role: Role;
			/** The author's name; absent if it has none. */
			name?: string;
		};
		/** Who the message is for; for a tool call, the tool's name. */
		recipient: string | null;
		/** The channel it is written to. */
		channel: string | null;
		/** The content's format. */
		content_type: string | null;
	};
	/** The content so far, encoded anew: not always the very tokens that were taken. */
	content_tokens: number[];
};
/**
 * A streaming parser (Python: `StreamableParser`). After an error it stays usable, in the state in which the
 * reference would be.
 */
export declare class StreamableParser {
	/**
	 * @param encoding - from `loadHarmonyEncoding`
	 * @param role - the role of the first message if the prompt has stated it already, usually `Role.ASSISTANT`;
	 * `null` if the tokens begin with `<|start|>`
	 * @throws {HarmonyValueError} if an argument is invalid.
	 */
	constructor(encoding: HarmonyEncoding, role: Role | null, options?: ParseOptions | null);
	/**
	 * Takes the next token. Returns this parser.
	 *
	 * @throws {HarmonyRuntimeError} if the token cannot stand here.
	 * @throws {HarmonyValueError} if it is not a token id; the parser is as before.
	 */
	process(token: number): this;
	/**
	 * Ends the stream: the content read so far becomes a message. Returns this parser.
	 *
	 * @throws {HarmonyRuntimeError} if a header is not complete.
	 */
	processEos(): this;
	/** The content of the current message so far; empty outside of a content. */
	get currentContent(): string;
	/** The role of the current message, `null` while it is unknown. */
	get currentRole(): Role | null;
	/** The content type of the current message, `null` if it has none or none is known yet. */
	get currentContentType(): string | null;
	/** The recipient of the current message, `null` if it has none or none is known yet. */
	get currentRecipient(): string | null;
	/** The channel of the current message, `null` if it has none or none is known yet. */
	get currentChannel(): string | null;
	/** What the last token added to the content; `null` if it ended no character, or was not content. */
	get lastContentDelta(): string | null;
	/** All complete messages, made anew at each use. */
	get messages(): Message[];
	/** All tokens taken so far, as a copy. */
	get tokens(): Uint32Array;
	/** What the parser is waiting for. */
	get state(): StreamState;
	/** The state with its data. */
	get stateData(): StreamStateData;
}

export {};
