/** The first messages of a conversation: what the model is, what it is told to do, and which tools it has. */
import { Author } from "../../chat/author.ts";
import { DeveloperContent } from "../../chat/content/developer.ts";
import { type ReasoningEffort, SystemContent } from "../../chat/content/system.ts";
import { TextContent } from "../../chat/content/text.ts";
import { Message } from "../../chat/message.ts";
import { Role } from "../../chat/role.ts";
import type { ToolDescription } from "../../chat/tool.ts";
import { stringify } from "../../validation/json.ts";
import type { CheckedRequestOptions } from "./input-options.ts";
import type { ResponseFormat } from "./response-format.ts";

/** A tool that the model was trained with. */
export type BuiltInTool = "browser" | "python";

/** Makes the system message. */
export function systemMessage(
  options: CheckedRequestOptions,
  reasoningEffort: ReasoningEffort,
  builtIns: readonly BuiltInTool[] = [],
): Message {
  const { modelIdentity, knowledgeCutoff, date } = options;
  const content = new SystemContent({ reasoningEffort, conversationStartDate: date });
  if (modelIdentity !== undefined) content.withModelIdentity(modelIdentity);
  if (knowledgeCutoff !== undefined) content.withKnowledgeCutoff(knowledgeCutoff);
  if (builtIns.includes("browser")) content.withBrowserTool();
  if (builtIns.includes("python")) content.withPythonTool();
  return new Message({ author: new Author({ role: Role.SYSTEM }), content: [content] });
}

/**
 * Makes a developer message: the instructions, the functions, and at its end the format of the answer.
 *
 * @returns the message, or `null` if there is nothing to say
 */
export function firstDeveloperMessage(
  instructions: string,
  functions: readonly ToolDescription[],
  format: ResponseFormat | null,
): Message | null {
  const section = format === null ? "" : formatSection(format);
  if (functions.length === 0) {
    if (instructions !== "" && section !== "") return developerMessage(`${instructions}\n\n${section}`, []);
    if (section !== "") return message([new TextContent({ text: section })]);
    return instructions === "" ? null : developerMessage(instructions, []);
  }
  const content = developerContent(instructions, functions);
  return section === ""
    ? message([content])
    : message([content, new TextContent({ text: `\n\n${section}` })]);
}

/** Makes a developer message of instructions and functions. */
export function developerMessage(instructions: string, functions: readonly ToolDescription[]): Message {
  return message([developerContent(instructions, functions)]);
}

function developerContent(instructions: string, functions: readonly ToolDescription[]): DeveloperContent {
  const content = new DeveloperContent({ instructions: instructions === "" ? null : instructions });
  return functions.length === 0 ? content : content.withFunctionTools([...functions]);
}

function message(content: (DeveloperContent | TextContent)[]): Message {
  return new Message({ author: new Author({ role: Role.DEVELOPER }), content });
}

/** As OpenAI's cookbook writes it. */
function formatSection({ name, description, schema }: ResponseFormat): string {
  const comment = description === "" ? "" : `// ${description}\n`;
  return `# Response Formats\n\n## ${name}\n\n${comment}${stringify(schema)}`;
}
