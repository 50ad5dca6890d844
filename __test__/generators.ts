/** Generators of messages and conversations, for property tests. */
import fc from "fast-check";
import {
  Author,
  ChannelConfig,
  type Content,
  Conversation,
  DeveloperContent,
  Message,
  ReasoningEffort,
  Role,
  SystemContent,
  TextContent,
  ToolDescription,
  ToolNamespaceConfig,
} from "openai-harmony-node";

/** Texts on which something depends: escapes, every width of UTF-8, lone surrogates, special tokens, long ones. */
export const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom("a", "é", "中", "😀", "\ud800", '"', "\\", "\n", "\0", "<|end|>") }),
  fc.string({ unit: "grapheme", minLength: 120, maxLength: 140 }),
);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });

/** Parameters within JSON's and the engine's bounds. */
const parameters = fc.dictionary(
  fc.oneof(fc.constantFrom("type", "properties", "items", "enum", "default", "description", "oneOf"), text),
  fc.jsonValue({ maxDepth: 4 }),
) as fc.Arbitrary<Record<string, unknown>>;

const tool = fc
  .record({ name: text, description: text, parameters: optional(parameters) })
  .map((init) => new ToolDescription(init));

const namespace = fc
  .record({ name: text, description: optional(text), tools: fc.array(tool, { maxLength: 3 }) })
  .map((init) => new ToolNamespaceConfig(init));

const tools = optional(
  fc
    .array(namespace, { maxLength: 3 })
    .map((all) => Object.fromEntries(all.map((namespace) => [namespace.name, namespace]))),
);

const channelConfig = fc
  .record({ validChannels: fc.array(text, { maxLength: 3 }), channelRequired: fc.boolean() })
  .map((init) => new ChannelConfig(init));

const systemContent = fc
  .record({
    // Not null: a missing key means the default.
    modelIdentity: text,
    reasoningEffort: fc.constantFrom(...Object.values(ReasoningEffort)),
    conversationStartDate: optional(text),
    knowledgeCutoff: text,
    channelConfig,
    tools,
  })
  .map((init) => new SystemContent(init));

const developerContent = fc
  .record({ instructions: optional(text), tools })
  .map((init) => new DeveloperContent(init));

const textContent = text.map((text) => new TextContent({ text }));
const content: fc.Arbitrary<Content> = fc.oneof(textContent, systemContent, developerContent);

/** Any message, whether or not it can be rendered. */
export const message = messageOf(fc.constantFrom(...Object.values(Role)), optional(text), content);

/** A message that can be rendered. */
export const renderable = fc.oneof(
  messageOf(fc.constantFrom(Role.USER, Role.ASSISTANT), optional(text), textContent),
  messageOf(fc.constant(Role.TOOL), text, textContent),
  messageOf(fc.constant(Role.SYSTEM), optional(text), fc.oneof(textContent, systemContent)),
  messageOf(fc.constant(Role.DEVELOPER), optional(text), fc.oneof(textContent, developerContent)),
);

function messageOf(
  role: fc.Arbitrary<Role>,
  name: fc.Arbitrary<string | null>,
  content: fc.Arbitrary<Content>,
): fc.Arbitrary<Message> {
  const channel = optional(fc.oneof(fc.constantFrom("analysis", "commentary", "final"), text));
  return fc
    .record({
      author: fc.record({ role, name }).map((init) => new Author(init)),
      content: fc.array(content, { maxLength: 3 }),
      channel,
      recipient: optional(text),
      contentType: optional(text),
    })
    .map((init) => new Message(init));
}

export const conversation = (message: fc.Arbitrary<Message>) =>
  fc.array(message, { maxLength: 5 }).map((messages) => new Conversation({ messages }));
