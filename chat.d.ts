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

export {};
