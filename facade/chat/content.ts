/** What a message contains: text, the system message's settings, or the developer's instructions and tools. */

import { HarmonyValueError } from "../validation/errors.ts";
import {
  checkBoolean,
  checkInstance,
  checkObject,
  checkOptionalString,
  checkString,
  mapItems,
  quote,
} from "../validation/expect.ts";
import {
  addTools,
  checkTools,
  checkToolsJson,
  type ToolDescription,
  ToolNamespaceConfig,
  type ToolNamespaceConfigDict,
  type Tools,
  toolsFromDict,
  toolsToDict,
} from "./tool.ts";

/** How long the model thinks (Python: `ReasoningEffort`). */
export const ReasoningEffort = {
  /** Rendered as `Reasoning: low`. */
  LOW: "Low",
  /** Rendered as `Reasoning: medium`. */
  MEDIUM: "Medium",
  /** Rendered as `Reasoning: high`. */
  HIGH: "High",
} as const;

/** One of the three efforts. `ReasoningEffort.LOW` and `"Low"` are the same. */
export type ReasoningEffort = (typeof ReasoningEffort)[keyof typeof ReasoningEffort];

const EFFORTS: ReadonlySet<unknown> = new Set(Object.values(ReasoningEffort));

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
export class TextContent {
  /** The text. It never turns into special tokens, whatever it contains. */
  text: string;

  /** @throws {HarmonyValueError} if `text` is not a string. */
  constructor(init: Pick<TextContent, "text">) {
    this.text = checkString(checkObject(init, "init").text, "text");
  }

  /** The canonical form: `{ type: "text", text }`. */
  toDict(): TextContentDict {
    return { type: "text", text: checkString(this.text, "text") };
  }

  /** The canonical form, for `JSON.stringify`. */
  toJSON(): TextContentDict {
    return this.toDict();
  }
}

/** The channels that the model may write to (Python: `ChannelConfig`). */
export class ChannelConfig {
  /** Their names. If there are none, the system message does not speak of channels. */
  validChannels: string[];
  /** Whether every message of the assistant must name its channel. */
  channelRequired: boolean;

  /** @throws {HarmonyValueError} if a field is missing or of the wrong type. */
  constructor(init: Pick<ChannelConfig, "validChannels" | "channelRequired">) {
    const { validChannels, channelRequired } = checkObject(init, "init");
    this.validChannels = checkStrings(validChannels, "validChannels");
    this.channelRequired = checkBoolean(channelRequired, "channelRequired");
  }

  /**
   * Channels that every message of the assistant must choose from.
   *
   * @throws {HarmonyValueError} if `channels` is not an array of strings.
   */
  static requireChannels(channels: string[]): ChannelConfig {
    return new ChannelConfig({ validChannels: checkStrings(channels, "channels"), channelRequired: true });
  }
}

/**
 * The settings in a system message (Python: `SystemContent`). What is `null` is not rendered.
 *
 * A field that is not given has the default of the Python class.
 */
export class SystemContent {
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
  constructor(
    init: Partial<
      Pick<
        SystemContent,
        | "modelIdentity"
        | "reasoningEffort"
        | "conversationStartDate"
        | "knowledgeCutoff"
        | "channelConfig"
        | "tools"
      >
    > = {},
  ) {
    const {
      modelIdentity = "You are ChatGPT, a large language model trained by OpenAI.",
      reasoningEffort = ReasoningEffort.MEDIUM,
      conversationStartDate = null,
      knowledgeCutoff = "2024-06",
      channelConfig = ChannelConfig.requireChannels(["analysis", "commentary", "final"]),
      tools = null,
    } = checkObject(init, "init");
    this.modelIdentity = checkOptionalString(modelIdentity, "modelIdentity");
    this.reasoningEffort = checkEffort(reasoningEffort, "reasoningEffort");
    this.conversationStartDate = checkOptionalString(conversationStartDate, "conversationStartDate");
    this.knowledgeCutoff = checkOptionalString(knowledgeCutoff, "knowledgeCutoff");
    this.channelConfig = checkChannelConfig(channelConfig);
    this.tools = checkTools(tools);
  }

  /** Makes a content with all defaults. */
  static new(): SystemContent {
    return new SystemContent();
  }

  /** Sets who the model is. Returns this content. @throws {HarmonyValueError} if it is neither a string nor `null`. */
  withModelIdentity(modelIdentity: string | null): this {
    this.modelIdentity = checkOptionalString(modelIdentity, "modelIdentity");
    return this;
  }

  /** Sets how long the model thinks. Returns this content. @throws {HarmonyValueError} for an unknown effort. */
  withReasoningEffort(reasoningEffort: ReasoningEffort | null): this {
    this.reasoningEffort = checkEffort(reasoningEffort, "reasoningEffort");
    return this;
  }

  /** Sets the current date. Returns this content. @throws {HarmonyValueError} if it is neither a string nor `null`. */
  withConversationStartDate(conversationStartDate: string | null): this {
    this.conversationStartDate = checkOptionalString(conversationStartDate, "conversationStartDate");
    return this;
  }

  /**
   * Sets the end of the model's knowledge. Returns this content.
   *
   * @throws {HarmonyValueError} if it is neither a string nor `null`.
   */
  withKnowledgeCutoff(knowledgeCutoff: string | null): this {
    this.knowledgeCutoff = checkOptionalString(knowledgeCutoff, "knowledgeCutoff");
    return this;
  }

  /**
   * Sets the channels. Returns this content.
   *
   * @throws {HarmonyValueError} if it is neither a {@link ChannelConfig} nor `null`.
   */
  withChannelConfig(channelConfig: ChannelConfig | null): this {
    this.channelConfig = checkChannelConfig(channelConfig);
    return this;
  }

  /**
   * Sets channels that every message of the assistant must choose from. Returns this content.
   *
   * @throws {HarmonyValueError} if `channels` is not an array of strings.
   */
  withRequiredChannels(channels: string[]): this {
    this.channelConfig = ChannelConfig.requireChannels(channels);
    return this;
  }

  /**
   * Adds a namespace of tools, replacing one of the same name. Returns this content.
   *
   * @throws {HarmonyValueError} if it is not a {@link ToolNamespaceConfig}.
   */
  withTools(nsConfig: ToolNamespaceConfig): this {
    this.tools = addTools(this.tools, nsConfig);
    return this;
  }

  /** Adds {@link ToolNamespaceConfig.browser}, and throws what that throws. Returns this content. */
  withBrowserTool(): this {
    return this.withTools(ToolNamespaceConfig.browser());
  }

  /** Adds {@link ToolNamespaceConfig.python}, and throws what that throws. Returns this content. */
  withPythonTool(): this {
    return this.withTools(ToolNamespaceConfig.python());
  }

  /**
   * The canonical form, without the fields that are `null`.
   *
   * @throws {HarmonyValueError} if a field has been set to something of the wrong type.
   */
  toDict(): SystemContentDict {
    const modelIdentity = checkOptionalString(this.modelIdentity, "modelIdentity");
    const reasoningEffort = checkEffort(this.reasoningEffort, "reasoningEffort");
    const conversationStartDate = checkOptionalString(this.conversationStartDate, "conversationStartDate");
    const knowledgeCutoff = checkOptionalString(this.knowledgeCutoff, "knowledgeCutoff");
    const channelConfig = checkChannelConfig(this.channelConfig);
    const dict: Partial<SystemContentDict> = {};
    if (modelIdentity !== null) dict.model_identity = modelIdentity;
    if (reasoningEffort !== null) dict.reasoning_effort = reasoningEffort;
    if (conversationStartDate !== null) dict.conversation_start_date = conversationStartDate;
    if (knowledgeCutoff !== null) dict.knowledge_cutoff = knowledgeCutoff;
    if (channelConfig !== null) dict.channel_config = channelConfigToDict(channelConfig);
    if (this.tools !== null) dict.tools = toolsToDict(this.tools);
    dict.type = "system_content";
    return dict as SystemContentDict;
  }

  /** The canonical form, for `JSON.stringify`. */
  toJSON(): SystemContentDict {
    return this.toDict();
  }

  /**
   * Reads the canonical form. A missing key gets its default, an explicit `null` means none; unknown keys are ignored.
   *
   * @throws {HarmonyValueError} if a field is of the wrong type, with its path.
   */
  static fromDict(raw: unknown): SystemContent {
    const dict = checkObject(raw, "raw");
    return new SystemContent({
      ...optional("modelIdentity", dict, "model_identity", checkOptionalString),
      ...optional("reasoningEffort", dict, "reasoning_effort", checkEffort),
      ...optional("conversationStartDate", dict, "conversation_start_date", checkOptionalString),
      ...optional("knowledgeCutoff", dict, "knowledge_cutoff", checkOptionalString),
      ...optional("channelConfig", dict, "channel_config", channelConfigFromDict),
      ...optional("tools", dict, "tools", toolsFromDict),
    });
  }
}

/** Instructions and function tools in a developer message (Python: `DeveloperContent`). */
export class DeveloperContent {
  /** What is usually called the system prompt. Default: none. */
  instructions: string | null;
  /** Tools by namespace. Default: none. */
  tools: Tools | null;

  /** @throws {HarmonyValueError} if a field is of the wrong type. */
  constructor(init: Partial<Pick<DeveloperContent, "instructions" | "tools">> = {}) {
    const { instructions = null, tools = null } = checkObject(init, "init");
    this.instructions = checkOptionalString(instructions, "instructions");
    this.tools = checkTools(tools);
  }

  /** Makes an empty content. */
  static new(): DeveloperContent {
    return new DeveloperContent();
  }

  /** Sets the instructions. Returns this content. @throws {HarmonyValueError} if they are neither a string nor `null`. */
  withInstructions(instructions: string | null): this {
    this.instructions = checkOptionalString(instructions, "instructions");
    return this;
  }

  /**
   * Adds a namespace of tools, replacing one of the same name. Returns this content.
   *
   * @throws {HarmonyValueError} if it is not a {@link ToolNamespaceConfig}.
   */
  withTools(nsConfig: ToolNamespaceConfig): this {
    this.tools = addTools(this.tools, nsConfig);
    return this;
  }

  /**
   * Sets the tools of the namespace `functions`, in place of those that it had. Returns this content.
   *
   * @throws {HarmonyValueError} if `tools` is not an array of {@link ToolDescription}.
   */
  withFunctionTools(tools: ToolDescription[]): this {
    return this.withTools(new ToolNamespaceConfig({ name: "functions", tools }));
  }

  /**
   * The canonical form, without the fields that are `null`.
   *
   * @throws {HarmonyValueError} if a field has been set to something of the wrong type.
   */
  toDict(): DeveloperContentDict {
    const instructions = checkOptionalString(this.instructions, "instructions");
    const dict: Partial<DeveloperContentDict> = {};
    if (instructions !== null) dict.instructions = instructions;
    if (this.tools !== null) dict.tools = toolsToDict(this.tools);
    dict.type = "developer_content";
    return dict as DeveloperContentDict;
  }

  /** The canonical form, for `JSON.stringify`. */
  toJSON(): DeveloperContentDict {
    return this.toDict();
  }

  /**
   * Reads the canonical form. A missing key or `null` means none; unknown keys are ignored.
   *
   * @throws {HarmonyValueError} if a field is of the wrong type, with its path.
   */
  static fromDict(raw: unknown): DeveloperContent {
    const dict = checkObject(raw, "raw");
    return new DeveloperContent({
      ...optional("instructions", dict, "instructions", checkOptionalString),
      ...optional("tools", dict, "tools", toolsFromDict),
    });
  }
}

/** What a message may contain. */
export type Content = TextContent | SystemContent | DeveloperContent;

/** Checks a content. */
export function checkContent(value: unknown): Content {
  if (value instanceof TextContent || value instanceof SystemContent || value instanceof DeveloperContent) {
    return value;
  }
  const hint = typeof value === "string" ? " (a string goes in a TextContent)" : "";
  throw new HarmonyValueError(
    `expected a TextContent, SystemContent or DeveloperContent, got ${quote(value)}${hint}`,
    { path: "" },
  );
}

/** Reads the canonical form of a content. */
export function contentFromDict(raw: unknown): Content {
  const dict = checkObject(raw, "");
  switch (dict.type) {
    case "text":
      return new TextContent({ text: checkString(dict.text, "text") });
    case "system_content":
      return SystemContent.fromDict(dict);
    case "developer_content":
      return DeveloperContent.fromDict(dict);
    default:
      throw new HarmonyValueError(`Unknown content variant: ${quote(dict.type)}`, { path: "type" });
  }
}

/** Checks that the tools in a content's canonical form come out of JSON as they went in. */
export function checkContentJson(dict: ContentDict): void {
  if ("tools" in dict && dict.tools !== undefined) checkToolsJson(dict.tools);
}

function checkEffort(value: unknown, path: string): ReasoningEffort | null {
  if (value !== null && !EFFORTS.has(value)) {
    throw new HarmonyValueError(`Unknown reasoning effort: ${quote(value)}`, { path });
  }
  return value as ReasoningEffort | null;
}

function checkChannelConfig(value: unknown): ChannelConfig | null {
  return value === null ? null : checkInstance(value, ChannelConfig, "channelConfig");
}

function channelConfigToDict(config: ChannelConfig): ChannelConfigDict {
  return {
    valid_channels: checkStrings(config.validChannels, "channelConfig.validChannels"),
    channel_required: checkBoolean(config.channelRequired, "channelConfig.channelRequired"),
  };
}

function channelConfigFromDict(raw: unknown, path: string): ChannelConfig | null {
  if (raw === null) return null;
  const dict = checkObject(raw, path, "an object or null");
  return new ChannelConfig({
    validChannels: checkStrings(dict.valid_channels, `${path}.valid_channels`),
    channelRequired: checkBoolean(dict.channel_required, `${path}.channel_required`),
  });
}

function checkStrings(value: unknown, path: string): string[] {
  return mapItems(value, path, (item) => checkString(item, ""));
}

/** An initialiser's field from a dict's key, or nothing if the key is missing. */
function optional<K extends string, T>(
  field: K,
  dict: Record<string, unknown>,
  key: string,
  check: (value: unknown, path: string) => T,
): { [field in K]?: T } {
  const value = dict[key];
  return value === undefined ? {} : ({ [field]: check(value, key) } as { [field in K]?: T });
}
