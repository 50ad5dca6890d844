/** What the model is shown of a tool's parameters. */
import { DeveloperContent, loadHarmonyEncoding, Message, ToolDescription } from "openai-harmony-node";

const encoding = loadHarmonyEncoding();

/** The TypeScript that the encoding makes of parameters. */
export function rendered(parameters: object | boolean): string {
  const shown = typeof parameters === "object" ? parameters : {};
  const tool = ToolDescription.new("f", "", shown as Record<string, unknown>);
  const message = Message.fromRoleAndContent("developer", new DeveloperContent().withFunctionTools([tool]));
  const text = encoding.decode(encoding.render(message));
  return text.slice(text.indexOf("type f = (_: ") + 13, text.lastIndexOf(") => any;"));
}

/** The same of a property `p`, without the braces around it. */
export function renderedProperty(parameters: object | boolean): string {
  return rendered(parameters)
    .replace(/^\{\n|\n\}$/g, "")
    .replace(/,$/, "");
}
