/** The errors that this package throws. */
/** The stable `code` of each {@link HarmonyError}. */
export type HarmonyErrorCode = "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL" | "ERR_HARMONY_VALUE" | "ERR_HARMONY_MODULE_NOT_FOUND";
/**
 * The base class of all errors that this package throws.
 *
 * `message` is for people and may change; `code` is for programs and does not.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * try {
 *   encoding.encode("<|start|>");
 * } catch (error) {
 *   if (!(error instanceof HarmonyError)) throw error;
 *   error.code; // => "ERR_HARMONY_RUNTIME"
 * }
 * ```
 */
export declare abstract class HarmonyError extends Error {
	/** Identifies the kind of error. */
	readonly code: HarmonyErrorCode;
}
/**
 * Rendering, parsing, decoding or loading failed, or a text to encode contains a disallowed special token (Python:
 * `HarmonyError` and `RuntimeError`).
 *
 * If rendering, parsing or decoding failed, the message is that of the crate `openai-harmony`, word for word. If the
 * native code panicked, the code is `ERR_HARMONY_INTERNAL`: the process goes on, and later calls work.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * const question = Message.fromRoleAndContent(Role.USER, "What is the weather?");
 * const result = Message.fromRoleAndContent(Role.TOOL, "Sunny"); // a tool message needs a name
 * try {
 *   encoding.renderConversation([question, result]);
 * } catch (error) {
 *   if (!(error instanceof HarmonyRuntimeError)) throw error;
 *   error.message; // => "Tools should have a name!"
 *   error.path; // => "messages[1]"
 * }
 * ```
 */
export declare class HarmonyRuntimeError extends HarmonyError {
	/** `ERR_HARMONY_INTERNAL` if the native code panicked, otherwise `ERR_HARMONY_RUNTIME`. */
	readonly code: "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL";
	/**
	 * Which of several messages or texts the call failed on, such as `messages[1]` or `texts[2]`; `null` if there was
	 * only one, or if the failure is not due to one of them.
	 */
	readonly path: string | null;
	/** Creates an error. Programs rarely need to. */
	constructor(message: string, options?: {
		/** What led to this error. Default: none. */
		cause?: unknown;
		/** Default: `ERR_HARMONY_RUNTIME`. */
		code?: "ERR_HARMONY_RUNTIME" | "ERR_HARMONY_INTERNAL";
		/** Default: `null`. */
		path?: string | null;
	});
}
/**
 * An argument or a field is invalid (Python: `ValueError`, `TypeError`, `OverflowError`, `KeyError`,
 * `RecursionError`, `UnicodeDecodeError`, pydantic's `ValidationError`).
 *
 * @example
 * ```ts
 * try {
 *   Message.fromDict({ role: "user", content: [{ type: "text", text: 5 }] });
 * } catch (error) {
 *   if (!(error instanceof HarmonyValueError)) throw error;
 *   error.path; // => "content[0].text"
 *   error.message; // => "content[0].text: expected a string, got number"
 * }
 * ```
 */
export declare class HarmonyValueError extends HarmonyError {
	/** Always `ERR_HARMONY_VALUE`. */
	readonly code: "ERR_HARMONY_VALUE";
	/**
	 * Where the invalid value is, such as `messages[2].content[0].text`; `null` if it is an argument as a whole.
	 *
	 * The message starts with the path. If the value is inside JSON text, the message gives its line and column
	 * instead.
	 */
	readonly path: string | null;
	/** Creates an error. Programs rarely need to. If there is a path, the message starts with it. */
	constructor(message: string, options?: {
		/** What led to this error. Default: none. */
		cause?: unknown;
		/** Where the invalid value is. Default: `null`. */
		path?: string;
	});
}
/**
 * The native addon cannot be loaded (Python: `ModuleNotFoundError`).
 *
 * The message names the platform, everything that was tried with the reason why it failed, and what to do.
 * Importing this package never throws it; the first call that needs the addon does.
 */
export declare class HarmonyModuleNotFoundError extends HarmonyError {
	/** Always `ERR_HARMONY_MODULE_NOT_FOUND`. */
	readonly code: "ERR_HARMONY_MODULE_NOT_FOUND";
	/** Creates an error. Programs rarely need to. */
	constructor(message: string, options?: {
		/** What led to this error. Default: none. */
		cause?: unknown;
	});
}
/** The role of a message's author. */
/**
 * The role of a message's author (Python: `Role`). The values are the canonical strings.
 *
 * @example
 * ```ts
 * Role.USER; // => "user"
 * Message.fromRoleAndContent("user", "Hi"); // the same as with Role.USER
 * ```
 */
export declare const Role: {
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
/** One of the five roles. `Role.USER` and `"user"` are the same. */
export type Role = (typeof Role)[keyof typeof Role];
/**
 * The author of a message (Python: `Author`).
 *
 * @example
 * ```ts
 * const tool = new Author({ role: Role.TOOL, name: "functions.get_weather" });
 * Message.fromAuthorAndContent(tool, '{"sunny": true}').withChannel("commentary");
 * ```
 */
export declare class Author {
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
/** The channels that a system message offers to the model. */
/** The canonical form of a {@link ChannelConfig}. */
export interface ChannelConfigDict {
	/** The channels' names. */
	valid_channels: string[];
	/** Whether every message of the assistant must name its channel. */
	channel_required: boolean;
}
/**
 * The channels that the model may write to (Python: `ChannelConfig`).
 *
 * @example
 * ```ts
 * const channels = ChannelConfig.requireChannels(["analysis", "final"]);
 * SystemContent.new().withChannelConfig(channels);
 * ```
 */
export declare class ChannelConfig {
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
/** A JSON Schema object, such as `{ type: "object", properties: { … } }`. */
export type ToolParameters = Record<string, unknown>;
/** The canonical form of a {@link ToolDescription}. */
export interface ToolDescriptionDict {
	/** The tool's name within its namespace. */
	name: string;
	/** What the tool does, written for the model. */
	description: string;
	/** A JSON Schema of the tool's only argument; absent if the tool takes none. */
	parameters?: ToolParameters;
}
/** The canonical form of a {@link ToolNamespaceConfig}. */
export interface ToolNamespaceConfigDict {
	/** The namespace's name, such as `functions`. */
	name: string;
	/** What the tools are for, written for the model. */
	description?: string;
	/** The tools, in the order in which the model sees them. */
	tools: ToolDescriptionDict[];
}
/**
 * One tool (Python: `ToolDescription`).
 *
 * @example
 * ```ts
 * new ToolDescription({
 *   name: "get_weather",
 *   description: "Gets the current weather.",
 *   parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
 * });
 * ```
 */
export declare class ToolDescription {
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
/**
 * A namespace of tools (Python: `ToolNamespaceConfig`).
 *
 * @example
 * ```ts
 * const files = new ToolNamespaceConfig({
 *   name: "files",
 *   description: "Reads the user's files.",
 *   tools: [ToolDescription.new("list", "Lists all files.")],
 * });
 * DeveloperContent.new().withTools(files);
 * ```
 */
export declare class ToolNamespaceConfig {
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
/** Namespaces of tools by name. */
export type Tools = Record<string, ToolNamespaceConfig>;
/** The canonical form of a {@link DeveloperContent}. Fields that are `null` are left out. */
export interface DeveloperContentDict {
	/** What other APIs call the system prompt. */
	instructions?: string;
	/** The tools by namespace. */
	tools?: Record<string, ToolNamespaceConfigDict>;
	/** The kind of content. */
	type: "developer_content";
}
/**
 * The content of a developer message (Python: `DeveloperContent`).
 *
 * @example
 * ```ts
 * const developer = DeveloperContent.new()
 *   .withInstructions("Answer in one sentence.")
 *   .withFunctionTools([
 *     ToolDescription.new("get_weather", "Gets the current weather.", {
 *       type: "object",
 *       properties: { city: { type: "string" } },
 *       required: ["city"],
 *     }),
 *   ]);
 * Message.fromRoleAndContent(Role.DEVELOPER, developer);
 * ```
 */
export declare class DeveloperContent {
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
/**
 * How long the model thinks (Python: `ReasoningEffort`).
 *
 * @example
 * ```ts
 * SystemContent.new().withReasoningEffort(ReasoningEffort.HIGH);
 * ```
 */
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
/** The canonical form of a {@link SystemContent}. Fields that are `null` are left out. */
export interface SystemContentDict {
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
/**
 * The content of a system message (Python: `SystemContent`).
 *
 * A field that is not given has the default of the Python class; a field that is `null` is not rendered.
 *
 * @example
 * ```ts
 * const system = SystemContent.new()
 *   .withReasoningEffort(ReasoningEffort.HIGH)
 *   .withConversationStartDate("2025-06-28")
 *   .withBrowserTool();
 * Message.fromRoleAndContent(Role.SYSTEM, system);
 * ```
 */
export declare class SystemContent {
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
/** Text as the content of a message. */
/** The canonical form of a {@link TextContent}. */
export interface TextContentDict {
	/** The kind of content. */
	type: "text";
	/** The text. */
	text: string;
}
/**
 * Text (Python: `TextContent`). It never turns into special tokens, whatever it contains.
 *
 * @example
 * ```ts
 * const content = new TextContent({ text: "Hello" });
 * content.toDict(); // => { type: "text", text: "Hello" }
 * ```
 */
export declare class TextContent {
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
/** What a message may contain. */
export type Content = TextContent | SystemContent | DeveloperContent;
/** The canonical form of a {@link Content}. */
export type ContentDict = TextContentDict | SystemContentDict | DeveloperContentDict;
/** The canonical form of a {@link Message}. `name` is always there; other fields that are `null` are left out. */
export interface MessageDict {
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
/** Any parameter of this type takes a message, or its canonical JSON text, which is passed to Rust unchanged. */
export type MessageLike = Message | string;
/**
 * A message (Python: `Message`).
 *
 * @example
 * ```ts
 * const call = Message.fromRoleAndContent(Role.ASSISTANT, '{"city": "Tokyo"}')
 *   .withChannel("commentary")
 *   .withRecipient("functions.get_weather")
 *   .withContentType("<|constrain|>json");
 * const encoding = loadHarmonyEncoding();
 * encoding.render(call).length; // => 21
 * ```
 */
export declare class Message {
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
/** The canonical form of a {@link Conversation}. */
export interface ConversationDict {
	/** The messages, from first to last. */
	messages: MessageDict[];
}
/**
 * Any parameter of this type takes a conversation, messages, or canonical JSON text, which is passed to Rust
 * unchanged.
 */
export type ConversationLike = Conversation | Iterable<Message> | string;
/**
 * A conversation (Python: `Conversation`). Iterating over it gives its messages.
 *
 * @example
 * ```ts
 * const conversation = Conversation.fromMessages([
 *   Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new()),
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 * ]);
 * for (const { author } of conversation) console.log(author.role);
 * console.log(conversation.toJson());
 * ```
 */
export declare class Conversation {
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
/** The token that ended a message. */
export type StopReason = "end" | "return" | "call";
/**
 * What was malformed in a completion. `docs/recovery.md` says when each code occurs, and what becomes of the text.
 *
 * - `unexpected_stop`: a stop token ended no message.
 * - `repeated_start`: `<|start|>` came again before anything else.
 * - `missing_start`: a message began without `<|start|>`.
 * - `missing_role`: a header named no role, or one that does not exist.
 * - `missing_channel`: `<|channel|>` was not followed by a name.
 * - `missing_message`: a header ended without `<|message|>`, and the rest of its text became the content.
 * - `unexpected_token`: `<|message|>` or `<|constrain|>` stood where it means nothing.
 * - `missing_end`: a message ended without a stop token, because another one began.
 * - `malformed_header`: a header had words that cannot stand there.
 * - `cut_header`: a header was incomplete, and no message came of it.
 * - `unknown_token`: an id was that of no token.
 */
export type DiagnosticCode = "unexpected_stop" | "repeated_start" | "missing_start" | "missing_role" | "missing_channel" | "missing_message" | "unexpected_token" | "missing_end" | "malformed_header" | "cut_header" | "unknown_token";
/** Something malformed in a completion, and what became of it. */
export interface Diagnostic {
	/** What was malformed; for programs. */
	code: DiagnosticCode;
	/** What was malformed, and what became of it; for people. */
	message: string;
	/** The index of the first token concerned; of the UTF-16 unit, if the input is text. */
	at: number;
	/** The text that came to stand in no message; empty if none was lost. */
	raw: string;
}
/** What a header says. */
export interface MessageHeader {
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
/** One thing that happened. `index` counts the messages of the completion from 0. */
export type CompletionEvent = ({
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
/** A message that has begun and not ended. */
export interface CurrentMessage extends MessageHeader {
	/** The text so far. */
	text: string;
}
/** A whole completion. */
export interface ParsedCompletion {
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
	/** The web's `Request`. */
	interface Request {
	}
	/** The web's `Response`. */
	interface Response {
	}
	/** The web's `URL`. */
	interface URL {
	}
	/** The web's `ReadableStream`. */
	interface ReadableStream<R = any> {
	}
	/** The web's `WritableStream`. */
	interface WritableStream<W = any> {
	}
}
/** Token ids: integers from 0 to 2^32 - 1. A `Uint32Array` is the fastest, because it is used in place. */
export type TokensLike = Uint32Array | Iterable<number>;
/** A part of a completion: a token id, several of them, or text with its special tokens spelt out. */
export type CompletionInput = number | TokensLike | string;
/** How a completion is parsed. */
export interface CompletionOptions {
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
/** How a stream of a completion is parsed. */
export interface CompletionStreamOptions extends CompletionOptions {
	/** Ends the stream when it is aborted, even while the source is silent. Default: none. */
	signal?: AbortSignal | null;
}
/** Where a completion comes from. */
export type CompletionSource = Iterable<CompletionInput> | AsyncIterable<CompletionInput> | ReadableStream<CompletionInput>;
/** How a call that takes time can be given up. */
export interface AsyncOptions {
	/** Rejects with the signal's reason when it is aborted. Work that has not begun then never will. Default: none. */
	signal?: AbortSignal | null;
}
/** The tokens of the format. */
/** The ids of the tokens that the format uses. */
export interface FormatTokens {
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
/** What the methods of an encoding can be told, and how it is checked. */
/** How a conversation is rendered (Python: `RenderConversationConfig`). */
export interface RenderConversationConfig {
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
/** Which `analysis` messages of a conversation are rendered. */
export type AnalysisRetention = "python" | "current-turn" | "all";
/** How a single message is rendered (Python: `RenderOptions`). */
export interface RenderOptions {
	/** Makes a system message say that function calls go to the commentary channel. Default: `false`. */
	conversationHasFunctionTools?: boolean;
}
/** Special tokens by name, such as `<|start|>`, or `"all"` of them. */
export type SpecialTokens = "all" | Iterable<string>;
/** Which special tokens {@link HarmonyEncoding.encode} produces, and which it refuses. */
export interface EncodeOptions {
	/** Those whose text becomes the special token. Default: none. */
	allowedSpecial?: SpecialTokens;
	/** Those whose text is an error. Default: `"all"`, which means all that are not allowed. */
	disallowedSpecial?: SpecialTokens;
}
/** Which part of a text {@link HarmonyEncoding.truncate} keeps. */
export interface TruncateOptions {
	/** Its start or its end. Default: `start`. */
	keep?: "start" | "end";
}
/** What {@link HarmonyEncoding.decode} does with bytes that are not UTF-8. */
export interface DecodeOptions {
	/** `replace` puts U+FFFD in their place, `ignore` leaves them out, `strict` throws. Default: `replace`. */
	errors?: "replace" | "strict" | "ignore";
}
/** How a completion is parsed. */
export interface ParseOptions {
	/** Whether a malformed header is an error. If not, as much as possible is made of it. Default: `true`. */
	strict?: boolean;
}
/** Where a message stands: indices of tokens, each the first of its part. */
export interface MessageSpan {
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
/** What a conversation is rendered for. */
export type RenderPurpose = "completion" | "training" | "conversation";
/** How a conversation is rendered with spans. */
export interface SpanOptions extends RenderConversationConfig {
	/** What for. */
	for: RenderPurpose;
	/** Who speaks next; needed for a completion. */
	nextTurnRole?: Role | null;
}
/** A conversation's tokens, and where its messages stand in them. */
export interface RenderedWithSpans {
	/** The tokens. */
	tokens: Uint32Array;
	/** The spans of the messages that are rendered, in order. */
	spans: MessageSpan[];
}
/** The parts of a message's tokens. */
export type MessagePart = "header" | "content" | "stop";
/**
 * Says which parts of a message the model is to learn: `true` for its content and its stop token, `false` for none, or
 * the parts by name.
 */
export type ChooseParts = (span: MessageSpan) => boolean | Partial<Record<MessagePart, boolean>>;
/**
 * Returns a mask for training: 1 for each token that the model is to learn, 0 for the others.
 *
 * @example
 * ```ts
 * const conversation = [
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 *   Message.fromRoleAndContent(Role.ASSISTANT, "4").withChannel("final"),
 * ];
 * const encoding = loadHarmonyEncoding();
 * const { tokens, spans } = encoding.renderConversationWithSpans(conversation, { for: "training" });
 * const mask = lossMask(spans, tokens.length);
 * encoding.decode(tokens.filter((_, i) => mask[i] === 1)); // => "4<|return|>"
 * ```
 * @param spans - those of {@link HarmonyEncoding.renderConversationWithSpans}
 * @param length - the number of tokens
 * @param choose - which parts of each message the model is to learn. Default: the content and the stop token of the
 * assistant's messages, for which the spans have to be the very objects that the method has returned
 * @throws {@linkcode HarmonyValueError} if an argument is invalid, or a span does not lie within that length.
 */
export declare function lossMask(spans: Iterable<MessageSpan>, length: number, choose?: ChooseParts): Uint8Array;
/** The engine that does the work. Both give the same tokens, messages and errors. */
export type EngineName = "fast" | "reference";
/**
 * An encoding (Python: `HarmonyEncoding`). It is immutable, and `loadHarmonyEncoding` is the only way to get one.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * const conversation = Conversation.fromMessages([
 *   Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new()),
 *   Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
 * ]);
 * const prompt = encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);
 * console.log(prompt.length, encoding.decode(prompt));
 * ```
 */
export declare class HarmonyEncoding {
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
	 * {@link HarmonyEncoding.encodeBatch}, on libuv's pool. Several of its threads share a large batch if nobody else waits
	 * for them.
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
/** The encodings that exist (Python: `HarmonyEncodingName`). */
export declare const HarmonyEncodingName: {
	/** The encoding of the gpt-oss models. */
	readonly HARMONY_GPT_OSS: "HarmonyGptOss";
};
/** The name of an encoding. */
export type HarmonyEncodingName = (typeof HarmonyEncodingName)[keyof typeof HarmonyEncodingName];
/** How an encoding is loaded. */
export interface LoadOptions {
	/**
	 * `fast` is this package's own engine. `reference` is OpenAI's crate as it is: slow, and there to compare with.
	 * Default: `fast`.
	 */
	engine?: EngineName;
}
/**
 * Loads an encoding. The same arguments always give the same object, and its native part is shared by all worker
 * threads of the process.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * encoding.name; // => "HarmonyGptOss"
 * ```
 * @param name - which encoding; default: {@link HarmonyEncodingName.HARMONY_GPT_OSS}, the only one
 * @throws {@linkcode HarmonyValueError} if there is no encoding or no engine of that name.
 * @throws {@linkcode HarmonyRuntimeError} if the reference engine's vocabulary cannot be written or read. The next
 * call tries again.
 * @throws {@linkcode HarmonyModuleNotFoundError} if the native addon cannot be loaded.
 */
export declare function loadHarmonyEncoding(name?: HarmonyEncodingName, options?: LoadOptions | null): HarmonyEncoding;
/**
 * Tells whether a tool of that name can be called and can answer: whether the name, as a message's recipient and as the
 * author's name of a tool's message, is the same after it has been rendered and parsed.
 *
 * A name must not be empty, must have no white space and no `<|` in it and no `to=` at its beginning, must not be `all` or
 * the name of another role than `tool`, and must have no lone surrogates. Function tools are called by their namespace and
 * name, such as `functions.get_weather`. A name on a message of another role than `tool` never comes back.
 *
 * @example
 * ```ts
 * isHarmonyName("functions.get_weather"); // => true
 * isHarmonyName("get weather"); // => false
 * ```
 * @throws {@linkcode HarmonyValueError} if the name is not a string.
 */
export declare function isHarmonyName(name: string): boolean;
/**
 * Parses one completion, and always recovers: no input makes it throw, and no text is lost. What is malformed is
 * repaired, by the rules in `docs/recovery.md`, and reported as a {@link Diagnostic}. Well-formed completions give the
 * messages of {@link StreamableParser}.
 *
 * @example
 * ```ts
 * const parser = new CompletionParser(loadHarmonyEncoding());
 * const events = [
 *   ...parser.push("<|channel|>final<|mess"),
 *   ...parser.push("age|>Four."),
 *   ...parser.finish(),
 * ];
 * console.log(events.map(({ type }) => type).join()); // "message_start,content_delta,message_end"
 * console.log(parser.messages[0]?.channel); // "final"
 * ```
 */
export declare class CompletionParser {
	/**
	 * @param encoding - the result of `loadHarmonyEncoding`
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 * @throws {@linkcode HarmonyModuleNotFoundError} if the native addon cannot be loaded.
	 */
	constructor(encoding: HarmonyEncoding, options?: CompletionOptions | null);
	/**
	 * Parses the next part of the completion, and returns what happened. Strings may be cut anywhere.
	 *
	 * @param input - a token id, several, or text with its special tokens spelt out; all inputs of a parser are of one kind
	 * @throws {@linkcode HarmonyValueError} if the input is neither tokens nor text, or tokens come after text or the
	 * reverse. The parser is then unchanged.
	 * @throws {@linkcode HarmonyRuntimeError} after {@link CompletionParser.finish}.
	 */
	push(input: CompletionInput): CompletionEvent[];
	/** Ends the completion, and returns what happened: a message that is cut off ends. Later calls return no events. */
	finish(): CompletionEvent[];
	/** All messages that have ended. */
	get messages(): Message[];
	/** Everything that was malformed. */
	get diagnostics(): Diagnostic[];
	/** How the last message ended; `null` before any has, or if it was cut off. */
	get stop(): StopReason | null;
	/** The message that has begun and not ended; `null` if there is none. */
	get current(): CurrentMessage | null;
}
/**
 * A pair of web streams, for `pipeThrough`: the parts of a completion go in, and its events come out, as those of
 * {@link CompletionParser} do.
 *
 * @example
 * ```ts
 * const source = ReadableStream.from(["<|channel|>final<|message|>Four", ".<|return|>"]);
 * for await (const event of source.pipeThrough(new CompletionParserStream(loadHarmonyEncoding()))) {
 *   if (event.type === "content_delta") console.log(event.delta);
 * }
 * ```
 */
export declare class CompletionParserStream {
	/** Where the completion goes in. */
	readonly writable: WritableStream<CompletionInput>;
	/** Where the events come out. */
	readonly readable: ReadableStream<CompletionEvent>;
	/**
	 * @param encoding - the result of `loadHarmonyEncoding`
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid. An invalid part of the completion errors the stream.
	 */
	constructor(encoding: HarmonyEncoding, options?: CompletionOptions | null);
}
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
	/** The parser waits for `<|start|>`. */
	state: "ExpectStart";
} | {
	/** The parser waits for the rest of a header. */
	state: "Header";
	/** The header's tokens so far. */
	header_tokens: number[];
} | {
	/** The parser waits for the rest of a message's content. */
	state: "Content";
	/** The message's header. */
	header: {
		/** Who writes the message. */
		author: {
			/** The author's role. */
			role: Role;
			/** The author's name; absent if there is none. */
			name?: string;
		};
		/** Whom the message is for. For a tool call it is the tool's name. */
		recipient: string | null;
		/** The channel that the message is written to. */
		channel: string | null;
		/** The format of the content. */
		content_type: string | null;
	};
	/** The content so far, encoded again: these are not always the tokens that were processed. */
	content_tokens: number[];
};
/**
 * A streaming parser (Python: `StreamableParser`). After an error it stays usable, in the state that the reference
 * would be in.
 *
 * @example
 * ```ts
 * const encoding = loadHarmonyEncoding();
 * const parser = new StreamableParser(encoding, Role.ASSISTANT);
 * const completion = encoding.encode("<|channel|>final<|message|>Four.<|return|>", { allowedSpecial: "all" });
 * let answer = "";
 * for (const token of completion) {
 *   parser.process(token);
 *   if (parser.currentChannel === "final") answer += parser.lastContentDelta ?? "";
 * }
 * parser.processEos();
 * answer; // => "Four."
 * parser.messages.length; // => 1
 * ```
 */
export declare class StreamableParser {
	/**
	 * @param encoding - the result of `loadHarmonyEncoding`
	 * @param role - the role of the first message if the prompt states it already, usually `Role.ASSISTANT`; `null` if
	 * the tokens begin with `<|start|>`
	 * @throws {@linkcode HarmonyValueError} if an argument is invalid.
	 */
	constructor(encoding: HarmonyEncoding, role: Role | null, options?: ParseOptions | null);
	/**
	 * Processes the next token.
	 *
	 * @example
	 * ```ts
	 * const parser = new StreamableParser(loadHarmonyEncoding(), Role.ASSISTANT);
	 * parser.process(200008).process(13225); // <|message|>Hello
	 * parser.lastContentDelta; // => "Hello"
	 * ```
	 * @returns this parser
	 * @throws {@linkcode HarmonyRuntimeError} if the token cannot come next.
	 * @throws {@linkcode HarmonyValueError} if the argument is not a token id. The parser is then unchanged.
	 */
	process(token: number): this;
	/**
	 * Ends the stream: the content read so far becomes a message.
	 *
	 * @example
	 * ```ts
	 * const parser = new StreamableParser(loadHarmonyEncoding(), Role.ASSISTANT);
	 * parser.process(200008).process(13225).processEos(); // <|message|>Hello, and no stop token
	 * parser.messages.length; // => 1
	 * ```
	 * @returns this parser
	 * @throws {@linkcode HarmonyRuntimeError} if a header is incomplete.
	 */
	processEos(): this;
	/** The content of the current message so far; empty outside of a content. */
	get currentContent(): string;
	/** The role of the current message; `null` while it is unknown. */
	get currentRole(): Role | null;
	/** The content type of the current message; `null` if there is none, or while it is unknown. */
	get currentContentType(): string | null;
	/** The recipient of the current message; `null` if there is none, or while it is unknown. */
	get currentRecipient(): string | null;
	/** The channel of the current message; `null` if there is none, or while it is unknown. */
	get currentChannel(): string | null;
	/**
	 * The text that the last token added to the content; `null` if it added none, because it belongs to a header or is
	 * only part of a character.
	 */
	get lastContentDelta(): string | null;
	/** All complete messages. Each use makes all of them anew, so do not read this for every token. */
	get messages(): Message[];
	/** A copy of all tokens processed so far. */
	get tokens(): Uint32Array;
	/** What the parser is waiting for. */
	get state(): StreamState;
	/** The state with its data. */
	get stateData(): StreamStateData;
}

export {};
