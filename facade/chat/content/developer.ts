/** The content of a developer message: instructions and function tools. */

import { expectObject, expectStringOrNull, fieldFromDict } from "../../validation/expect.ts";
import { DICT, type Form } from "../form.ts";
import {
  addNamespace,
  expectToolsOrNull,
  type ToolDescription,
  ToolNamespaceConfig,
  type ToolNamespaceConfigDict,
  type Tools,
  toolsFromDict,
  toolsHaveStill,
  toolsToDict,
} from "../tool.ts";

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
export class DeveloperContent {
  /** What other APIs call the system prompt. Default: `null`. */
  instructions: string | null;
  /** The tools by namespace. Default: `null`. */
  tools: Tools | null;

  /** @throws {@linkcode HarmonyValueError} if a field is of the wrong type. */
  constructor(init: Partial<Pick<DeveloperContent, "instructions" | "tools">> = {}) {
    const { instructions = null, tools = null } = expectObject(init, "init");
    this.instructions = expectStringOrNull(instructions, "instructions");
    this.tools = expectToolsOrNull(tools);
  }

  /** Creates an empty content. */
  static new(): DeveloperContent {
    return new DeveloperContent();
  }

  /**
   * Sets the instructions.
   *
   * @returns this content
   * @throws {@linkcode HarmonyValueError} if the argument is neither a string nor `null`.
   */
  withInstructions(instructions: string | null): this {
    this.instructions = expectStringOrNull(instructions, "instructions");
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
   * Sets the tools of the namespace `functions`, replacing any that it had.
   *
   * @returns this content
   * @throws {@linkcode HarmonyValueError} if `tools` is not an array of {@link ToolDescription}.
   */
  withFunctionTools(tools: ToolDescription[]): this {
    return this.withTools(new ToolNamespaceConfig({ name: "functions", tools }));
  }

  /**
   * Returns the canonical form, without the fields that are `null`.
   *
   * @throws {@linkcode HarmonyValueError} if a field has been set to something of the wrong type.
   */
  toDict(): DeveloperContentDict {
    return developerContentToDict(this, DICT);
  }

  /** Returns the canonical form, for `JSON.stringify`. */
  toJSON(): DeveloperContentDict {
    return this.toDict();
  }

  /**
   * Reads the canonical form. A missing key or `null` means none, and unknown keys are ignored.
   *
   * @throws {@linkcode HarmonyValueError} if a field is of the wrong type.
   */
  static fromDict(raw: unknown): DeveloperContent {
    const dict = expectObject(raw, "raw");
    return new DeveloperContent({
      instructions: fieldFromDict(dict, "instructions", expectStringOrNull),
      tools: fieldFromDict(dict, "tools", toolsFromDict),
    });
  }
}

export function developerContentToDict(content: DeveloperContent, form: Form): DeveloperContentDict {
  const instructions = expectStringOrNull(content.instructions, "instructions");
  const dict: Partial<DeveloperContentDict> = {};
  if (instructions !== null) dict.instructions = instructions;
  if (content.tools !== null) dict.tools = toolsToDict(content.tools, form);
  dict.type = "developer_content";
  return dict as DeveloperContentDict;
}

/** Tells whether a content still has a form that it has had before, without making anything. */
export function developerContentHasStill(
  { instructions, tools }: DeveloperContent,
  known: DeveloperContentDict,
  form: Form,
): boolean {
  if (instructions !== (known.instructions ?? null)) return false;
  return known.tools === undefined ? tools === null : toolsHaveStill(tools, known.tools, form);
}
