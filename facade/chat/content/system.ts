/** The content of a system message: who the model is, and what it is given. */

import { HarmonyValueError } from "../../validation/errors.ts";
import { expectObject, expectStringOrNull, fieldFromDict, quote } from "../../validation/expect.ts";
import { DICT, type Form } from "../form.ts";
import {
  addNamespace,
  expectToolsOrNull,
  ToolNamespaceConfig,
  type ToolNamespaceConfigDict,
  type Tools,
  toolsFromDict,
  toolsToDict,
} from "../tool.ts";
import {
  ChannelConfig,
  type ChannelConfigDict,
  channelConfigFromDict,
  channelConfigToDict,
  expectChannelConfigOrNull,
} from "./channel-config.ts";

/**
 * How long the model thinks (Python: `ReasoningEffort`).
 *
 * @example
 * ```ts
 * SystemContent.new().withReasoningEffort(ReasoningEffort.HIGH);
 * ```
 */
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

function expectEffortOrNull(value: unknown, path: string): ReasoningEffort | null {
  if (value !== null && !EFFORTS.has(value)) {
    throw new HarmonyValueError(`Unknown reasoning effort: ${quote(value)}`, { path });
  }
  return value as ReasoningEffort | null;
}

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
export class SystemContent {
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
    } = expectObject(init, "init");
    this.modelIdentity = expectStringOrNull(modelIdentity, "modelIdentity");
    this.reasoningEffort = expectEffortOrNull(reasoningEffort, "reasoningEffort");
    this.conversationStartDate = expectStringOrNull(conversationStartDate, "conversationStartDate");
    this.knowledgeCutoff = expectStringOrNull(knowledgeCutoff, "knowledgeCutoff");
    this.channelConfig = expectChannelConfigOrNull(channelConfig);
    this.tools = expectToolsOrNull(tools);
  }

  /** Creates a content with all defaults. */
  static new(): SystemContent {
    return new SystemContent();
  }

  /**
   * Sets who the model is.
   *
   * @returns this content
   * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
   */
  withModelIdentity(modelIdentity: string | null): this {
    this.modelIdentity = expectStringOrNull(modelIdentity, "modelIdentity");
    return this;
  }

  /**
   * Sets how long the model thinks.
   *
   * @returns this content
   * @throws {@linkcode HarmonyValueError} if the effort is unknown.
   */
  withReasoningEffort(reasoningEffort: ReasoningEffort | null): this {
    this.reasoningEffort = expectEffortOrNull(reasoningEffort, "reasoningEffort");
    return this;
  }

  /**
   * Sets the current date, which is rendered as given.
   *
   * @returns this content
   * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
   */
  withConversationStartDate(conversationStartDate: string | null): this {
    this.conversationStartDate = expectStringOrNull(conversationStartDate, "conversationStartDate");
    return this;
  }

  /**
   * Sets the end of the model's knowledge, which is rendered as given.
   *
   * @returns this content
   * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
   */
  withKnowledgeCutoff(knowledgeCutoff: string | null): this {
    this.knowledgeCutoff = expectStringOrNull(knowledgeCutoff, "knowledgeCutoff");
    return this;
  }

  /**
   * Sets the channels that the model may write to.
   *
   * @returns this content
   * @throws {@linkcode HarmonyValueError} if the argument is neither a {@link ChannelConfig} nor `null`.
   */
  withChannelConfig(channelConfig: ChannelConfig | null): this {
    this.channelConfig = expectChannelConfigOrNull(channelConfig);
    return this;
  }

  /**
   * Sets the channels, one of which every message of the assistant must name.
   *
   * @returns this content
   * @throws {@linkcode HarmonyValueError} if `channels` is not an array of strings.
   */
  withRequiredChannels(channels: string[]): this {
    this.channelConfig = ChannelConfig.requireChannels(channels);
    return this;
  }

  /**
   * Adds a namespace of tools. It replaces one of the same name.
   *
   * @returns this content
   * @throws {@linkcode HarmonyValueError} if the argument is not a {@link ToolNamespaceConfig}.
   */
  withTools(nsConfig: ToolNamespaceConfig): this {
    this.tools = addNamespace(this.tools, nsConfig);
    return this;
  }

  /**
   * Adds {@link ToolNamespaceConfig.browser}.
   *
   * @returns this content
   */
  withBrowserTool(): this {
    return this.withTools(ToolNamespaceConfig.browser());
  }

  /**
   * Adds {@link ToolNamespaceConfig.python}.
   *
   * @returns this content
   */
  withPythonTool(): this {
    return this.withTools(ToolNamespaceConfig.python());
  }

  /**
   * Returns the canonical form, without the fields that are `null`.
   *
   * @throws {@linkcode HarmonyValueError} if a field has been set to something of the wrong type.
   */
  toDict(): SystemContentDict {
    return systemContentToDict(this, DICT);
  }

  /** Returns the canonical form, for `JSON.stringify`. */
  toJSON(): SystemContentDict {
    return this.toDict();
  }

  /**
   * Reads the canonical form. A missing key gets its default, `null` means none, and unknown keys are ignored.
   *
   * @throws {@linkcode HarmonyValueError} if a field is of the wrong type.
   */
  static fromDict(raw: unknown): SystemContent {
    const dict = expectObject(raw, "raw");
    return new SystemContent({
      modelIdentity: fieldFromDict(dict, "model_identity", expectStringOrNull),
      reasoningEffort: fieldFromDict(dict, "reasoning_effort", expectEffortOrNull),
      conversationStartDate: fieldFromDict(dict, "conversation_start_date", expectStringOrNull),
      knowledgeCutoff: fieldFromDict(dict, "knowledge_cutoff", expectStringOrNull),
      channelConfig: fieldFromDict(dict, "channel_config", channelConfigFromDict),
      tools: fieldFromDict(dict, "tools", toolsFromDict),
    });
  }
}

export function systemContentToDict(content: SystemContent, form: Form): SystemContentDict {
  const modelIdentity = expectStringOrNull(content.modelIdentity, "modelIdentity");
  const reasoningEffort = expectEffortOrNull(content.reasoningEffort, "reasoningEffort");
  const conversationStartDate = expectStringOrNull(content.conversationStartDate, "conversationStartDate");
  const knowledgeCutoff = expectStringOrNull(content.knowledgeCutoff, "knowledgeCutoff");
  const channelConfig = expectChannelConfigOrNull(content.channelConfig);
  const dict: Partial<SystemContentDict> = {};
  if (modelIdentity !== null) dict.model_identity = modelIdentity;
  if (reasoningEffort !== null) dict.reasoning_effort = reasoningEffort;
  if (conversationStartDate !== null) dict.conversation_start_date = conversationStartDate;
  if (knowledgeCutoff !== null) dict.knowledge_cutoff = knowledgeCutoff;
  if (channelConfig !== null) dict.channel_config = channelConfigToDict(channelConfig);
  if (content.tools !== null) dict.tools = toolsToDict(content.tools, form);
  dict.type = "system_content";
  return dict as SystemContentDict;
}
