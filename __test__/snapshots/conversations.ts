/** Typical conversations, one for each snapshot. Each name is the name of a text file in this folder. */
import {
  Author,
  type Conversation,
  DeveloperContent,
  type HarmonyEncoding,
  Message,
  ReasoningEffort,
  Role,
  SystemContent,
  ToolDescription,
  ToolNamespaceConfig,
} from "openai-harmony-node";

/** Renders a conversation to tokens in one of the encoding's ways. */
type Render = (encoding: HarmonyEncoding, conversation: Conversation) => Uint32Array;

const forCompletion: Render = (encoding, conversation) =>
  encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);
const forCompletionWithAnalysis: Render = (encoding, conversation) =>
  encoding.renderConversationForCompletion(conversation, Role.ASSISTANT, { autoDropAnalysis: false });
const forTraining: Render = (encoding, conversation) => encoding.renderConversationForTraining(conversation);

const system = (content = SystemContent.new()) =>
  Message.fromRoleAndContent(Role.SYSTEM, content.withConversationStartDate("2025-06-28"));
const developer = (content: DeveloperContent) => Message.fromRoleAndContent(Role.DEVELOPER, content);
const user = (text: string) => Message.fromRoleAndContent(Role.USER, text);
const assistant = (channel: string, text: string) =>
  Message.fromRoleAndContent(Role.ASSISTANT, text).withChannel(channel);

const weather = ToolDescription.new("get_weather", "Gets the weather at a place.", {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
});

const call = assistant("commentary", '{"city":"Tokyo"}')
  .withRecipient("functions.get_weather")
  .withContentType("<|constrain|>json");

const result = Message.fromAuthorAndContent(
  Author.new(Role.TOOL, "functions.get_weather"),
  '{"celsius":20,"sky":"clear"}',
)
  .withChannel("commentary")
  .withRecipient("assistant");

/** One tool for each thing that a schema can say, so that a change of its rendering shows in one place. */
const everySchema = [
  ToolDescription.new("no_parameters", "Takes nothing."),
  ToolDescription.new("empty_object", "Takes an object without properties.", {
    type: "object",
    properties: {},
  }),
  ToolDescription.new("types", "Takes a value of each type.\nIts description has two lines.", {
    type: "object",
    properties: {
      text: { type: "string" },
      number: { type: "number" },
      whole: { type: "integer" },
      flag: { type: "boolean" },
      nothing: { type: "null" },
      anything: {},
      one_of_several_types: { type: ["string", "number", "null"] },
      nullable: { type: "string", nullable: true },
      list: { type: "array", items: { type: "integer" } },
      list_of_lists: { type: "array", items: { type: "array", items: { type: "string" } } },
      list_of_anything: { type: "array" },
    },
  }),
  ToolDescription.new("comments", "Has all that is written as a comment.", {
    title: "The title of the schema",
    description: "The description of the schema",
    type: "object",
    properties: {
      title: { type: "string", title: "The title of a property" },
      description: { type: "string", description: "The description of a property" },
      lines: { type: "string", description: "Its first line\nIts second line" },
      examples: { type: "string", description: "A city", examples: ["Paris", "Tōkyō"] },
      text_default: { type: "string", default: "celsius" },
      number_default: { type: "number", default: 1.5 },
      flag_default: { type: "boolean", default: false },
      list_default: { type: "array", items: { type: "string" }, default: ["a", "b"] },
      null_default: { type: "string", default: null },
    },
    required: ["title", "lines"],
  }),
  ToolDescription.new("choices", "Takes one of several values.", {
    type: "object",
    properties: {
      words: { type: "string", enum: ["celsius", "fahrenheit"], default: "celsius" },
      numbers: { type: "integer", enum: [1, 2, 3] },
      list_of_words: { type: "array", items: { type: "string", enum: ["a", "b"] } },
      one_of: {
        oneOf: [
          { type: "string", description: "A name" },
          { type: "number", default: 20 },
          { type: "object", properties: { id: { type: "integer" } }, required: ["id"] },
        ],
      },
      any_of: { anyOf: [{ type: "string" }, { type: "null" }] },
      all_of: { allOf: [{ type: "string" }] },
      constant: { const: "fixed" },
    },
  }),
  ToolDescription.new("nesting", "Takes objects in objects.", {
    type: "object",
    properties: {
      place: {
        type: "object",
        description: "A place on Earth",
        properties: {
          city: { type: "string", description: "Its name" },
          position: {
            type: "object",
            properties: { latitude: { type: "number" }, longitude: { type: "number" } },
            required: ["latitude", "longitude"],
          },
        },
        required: ["city"],
      },
      visitors: {
        type: "array",
        description: "Who comes along",
        items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
      },
      free: { type: "object", additionalProperties: { type: "string" } },
      referenced: { $ref: "#/$defs/place" },
    },
    required: ["place"],
    additionalProperties: false,
  }),
];

interface Snapshot {
  name: string;
  render: Render;
  messages: Message[];
}

/** The conversations, from the simplest to those that need all of the format. */
export const snapshots: Snapshot[] = [
  { name: "system-only", render: forCompletion, messages: [system()] },
  {
    name: "system-with-nothing",
    render: forCompletion,
    messages: [
      Message.fromRoleAndContent(
        Role.SYSTEM,
        new SystemContent({
          modelIdentity: null,
          reasoningEffort: null,
          conversationStartDate: null,
          knowledgeCutoff: null,
          channelConfig: null,
          tools: null,
        }),
      ),
    ],
  },
  {
    name: "reasoning-low",
    render: forCompletion,
    messages: [system(SystemContent.new().withReasoningEffort(ReasoningEffort.LOW))],
  },
  {
    name: "reasoning-high",
    render: forCompletion,
    messages: [system(SystemContent.new().withReasoningEffort(ReasoningEffort.HIGH))],
  },
  { name: "user-question", render: forCompletion, messages: [system(), user("What is 2 + 2?")] },
  {
    name: "developer-instructions",
    render: forCompletion,
    messages: [
      system(),
      developer(DeveloperContent.new().withInstructions("Answer in one sentence.\nNever use a list.")),
      user("What is 2 + 2?"),
    ],
  },
  {
    name: "function-tools",
    render: forCompletion,
    messages: [
      system(),
      developer(DeveloperContent.new().withInstructions("Use the tools.").withFunctionTools(everySchema)),
      user("Use one of them."),
    ],
  },
  {
    name: "tool-namespaces",
    render: forCompletion,
    messages: [
      system(),
      developer(
        DeveloperContent.new()
          .withTools(
            new ToolNamespaceConfig({
              name: "calendar",
              description: "The user's calendar.",
              tools: [weather],
            }),
          )
          .withFunctionTools([weather]),
      ),
    ],
  },
  {
    name: "browser-and-python",
    render: forCompletion,
    messages: [
      system(SystemContent.new().withBrowserTool().withPythonTool()),
      user("How many days are left in this year?"),
    ],
  },
  {
    name: "tool-call-and-result",
    render: forCompletion,
    messages: [
      system(),
      developer(DeveloperContent.new().withFunctionTools([weather])),
      user("What is the weather in Tokyo?"),
      assistant("analysis", "I need to look it up."),
      call,
      result,
    ],
  },
  {
    name: "analysis-dropped",
    render: forCompletion,
    messages: [
      system(),
      user("What is 2 + 2?"),
      assistant("analysis", "Simple arithmetic."),
      assistant("final", "2 + 2 = 4."),
      user("And 4 + 4?"),
    ],
  },
  {
    name: "analysis-kept",
    render: forCompletionWithAnalysis,
    messages: [
      system(),
      user("What is 2 + 2?"),
      assistant("analysis", "Simple arithmetic."),
      assistant("final", "2 + 2 = 4."),
      user("And 4 + 4?"),
    ],
  },
  {
    name: "final-in-history",
    render: forCompletion,
    messages: [user("Hello"), assistant("final", "Hello! How can I help?"), user("Tell me a joke.")],
  },
  { name: "constrained-json", render: forCompletion, messages: [user("What is the weather?"), call] },
  {
    name: "unicode",
    render: forCompletion,
    messages: [
      user("Wie schön! 天気はどうですか？ Какая погода? כמה חם? 👩🏽‍🚀🌦️ naïve cafe\u0301"),
      assistant("final", "Combining, joined and right-to-left characters come back as they were."),
    ],
  },
  {
    name: "training",
    render: forTraining,
    messages: [
      system(),
      user("What is 2 + 2?"),
      assistant("analysis", "Simple arithmetic."),
      assistant("final", "2 + 2 = 4."),
    ],
  },
];
