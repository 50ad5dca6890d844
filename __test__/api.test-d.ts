/** What compiles and what does not. */
import {
  type AnalysisRetention,
  Author,
  ChannelConfig,
  type Content,
  type ContentDict,
  Conversation,
  type ConversationDict,
  type ConversationLike,
  DeveloperContent,
  HarmonyEncoding,
  HarmonyEncodingName,
  HarmonyError,
  type HarmonyErrorCode,
  HarmonyModuleNotFoundError,
  HarmonyRuntimeError,
  type HarmonyValueError,
  loadHarmonyEncoding,
  Message,
  type MessageDict,
  ReasoningEffort,
  type RenderConversationConfig,
  type RenderOptions,
  Role,
  StreamableParser,
  StreamState,
  type StreamStateData,
  SystemContent,
  TextContent,
  type TokensLike,
  ToolDescription,
  ToolNamespaceConfig,
} from "openai-harmony-node";
import { describe, expectTypeOf, test } from "vitest";

declare const encoding: HarmonyEncoding;
declare const message: Message;
declare const text: string;

describe("enum-like values", () => {
  test("a member and its string are the same type", () => {
    expectTypeOf(Role.USER).toEqualTypeOf<"user">();
    expectTypeOf<Role>().toEqualTypeOf<"user" | "assistant" | "system" | "developer" | "tool">();
    expectTypeOf<ReasoningEffort>().toEqualTypeOf<"Low" | "Medium" | "High">();
    expectTypeOf<StreamState>().toEqualTypeOf<"ExpectStart" | "Header" | "Content">();
    expectTypeOf<HarmonyEncodingName>().toEqualTypeOf<"HarmonyGptOss">();
    Message.fromRoleAndContent(Role.USER, "x");
    Message.fromRoleAndContent("user", "x");
    new SystemContent().withReasoningEffort(ReasoningEffort.LOW).withReasoningEffort("Low");
    loadHarmonyEncoding(HarmonyEncodingName.HARMONY_GPT_OSS);
    loadHarmonyEncoding("HarmonyGptOss");
  });

  test("others are refused", () => {
    // @ts-expect-error no such role
    Message.fromRoleAndContent("bogus", "x");
    // @ts-expect-error a string need not be a role
    Message.fromRoleAndContent(text, "x");
    // @ts-expect-error the role's key is not its value
    new Author({ role: "USER" });
    // @ts-expect-error no such effort
    new SystemContent({ reasoningEffort: "low" });
    // @ts-expect-error no such encoding
    loadHarmonyEncoding("nope");
    // @ts-expect-error the members cannot be assigned to
    Role.USER = "user";
    // @ts-expect-error the members cannot be assigned to
    StreamState.HEADER = "Header";
  });
});

describe("data classes", () => {
  test("optional fields may be left out, undefined or null", () => {
    new Author({ role: "user" });
    new Author({ role: "user", name: undefined });
    new Author({ role: "user", name: null });
    new SystemContent();
    new SystemContent({ modelIdentity: null, reasoningEffort: null, channelConfig: null, tools: null });
    new DeveloperContent({ instructions: null, tools: undefined });
    new Conversation();
    new Conversation({ messages: [message] });
    new Message({ author: new Author({ role: "user" }), channel: null });
    ToolDescription.new("f", "d");
    ToolDescription.new("f", "d", null);
    new ToolNamespaceConfig({ name: "n", tools: [] });
  });

  test("required fields are required", () => {
    // @ts-expect-error the role is missing
    new Author({ name: "n" });
    // @ts-expect-error the text is missing
    new TextContent({});
    // @ts-expect-error the initialiser is missing
    new TextContent();
    // @ts-expect-error the author is missing
    new Message({ content: [] });
    // @ts-expect-error an author is not a role
    new Message({ author: "user" });
    // @ts-expect-error the description is missing
    new ToolDescription({ name: "f" });
    // @ts-expect-error the tools are missing
    new ToolNamespaceConfig({ name: "n" });
    // @ts-expect-error channelRequired is missing
    new ChannelConfig({ validChannels: [] });
    // @ts-expect-error parameters are an object
    ToolDescription.new("f", "d", "{}");
  });

  test("fields have their types, and can be assigned to", () => {
    expectTypeOf<Author["role"]>().toEqualTypeOf<Role>();
    expectTypeOf<Author["name"]>().toEqualTypeOf<string | null>();
    expectTypeOf<Message["content"]>().toEqualTypeOf<Content[]>();
    expectTypeOf<Message["contentType"]>().toEqualTypeOf<string | null>();
    expectTypeOf<SystemContent["reasoningEffort"]>().toEqualTypeOf<ReasoningEffort | null>();
    expectTypeOf<SystemContent["channelConfig"]>().toEqualTypeOf<ChannelConfig | null>();
    expectTypeOf<DeveloperContent["tools"]>().toEqualTypeOf<Record<string, ToolNamespaceConfig> | null>();
    message.channel = "final";
    message.author.role = "tool";
    // @ts-expect-error no such role
    message.author.role = "bogus";
  });

  test("methods return what they are called on, subclasses too", () => {
    class Special extends Message {
      special = true;
    }
    const special = new Special({ author: new Author({ role: "user" }) });
    expectTypeOf(special.withChannel("final").addingContent("x")).toEqualTypeOf<Special>();
    expectTypeOf(SystemContent.new().withBrowserTool().withPythonTool()).toEqualTypeOf<SystemContent>();
    expectTypeOf(new DeveloperContent().withFunctionTools([])).toEqualTypeOf<DeveloperContent>();
    // @ts-expect-error a tool description is made first
    new DeveloperContent().withFunctionTools([{ name: "f", description: "d" }]);
  });

  test("Content is one of three", () => {
    expectTypeOf<Content>().toEqualTypeOf<TextContent | SystemContent | DeveloperContent>();
    Message.fromRoleAndContent("user", "text");
    Message.fromRoleAndContent("user", new TextContent({ text: "text" }));
    Message.fromRoleAndContents("user", [new TextContent({ text: "text" }), new DeveloperContent()]);
    // @ts-expect-error an object literal is no content
    Message.fromRoleAndContent("user", { type: "text", text: "text" });
    // @ts-expect-error strings are not contents in a list
    Message.fromRoleAndContents("user", ["text"]);
  });

  test("dicts are typed", () => {
    expectTypeOf(message.toDict()).toEqualTypeOf<MessageDict>();
    expectTypeOf(message.toJSON()).toEqualTypeOf<MessageDict>();
    expectTypeOf(message.toJson()).toEqualTypeOf<string>();
    expectTypeOf(new Conversation().toDict()).toEqualTypeOf<ConversationDict>();
    expectTypeOf<MessageDict["content"]>().toEqualTypeOf<ContentDict[]>();
    expectTypeOf<ContentDict["type"]>().toEqualTypeOf<"text" | "system_content" | "developer_content">();
    expectTypeOf(Message.fromDict).parameter(0).toBeUnknown();
    expectTypeOf(Message.fromDict({})).toEqualTypeOf<Message>();
    expectTypeOf(Conversation.fromJson("")).toEqualTypeOf<Conversation>();
  });

  test("a conversation is iterable", () => {
    for (const item of new Conversation()) expectTypeOf(item).toEqualTypeOf<Message>();
    expectTypeOf([...new Conversation()]).toEqualTypeOf<Message[]>();
  });
});

describe("the encoding", () => {
  test("only loadHarmonyEncoding makes one", () => {
    expectTypeOf(loadHarmonyEncoding()).toEqualTypeOf<HarmonyEncoding>();
    // @ts-expect-error the constructor is private
    new HarmonyEncoding();
    // @ts-expect-error the constructor is private
    class Mine extends HarmonyEncoding {}
    expectTypeOf<Mine>().not.toBeAny();
    // @ts-expect-error an object that looks like one is none
    const fake: HarmonyEncoding = { name: "HarmonyGptOss" };
    expectTypeOf(fake).toEqualTypeOf<HarmonyEncoding>();
  });

  test("conversations, configs and options", () => {
    const likes: ConversationLike[] = [new Conversation(), [message], new Set([message]), "{}"];
    for (const like of likes) {
      expectTypeOf(encoding.renderConversation(like)).toEqualTypeOf<Uint32Array>();
      encoding.renderConversation(like, null);
      encoding.renderConversation(like, {});
      encoding.renderConversationForTraining(like, { autoDropAnalysis: false });
      encoding.renderConversationForCompletion(like, "assistant", null);
    }
    encoding.render(message);
    encoding.render("{}", null);
    encoding.render(message, { conversationHasFunctionTools: true });
    expectTypeOf<RenderConversationConfig>().toEqualTypeOf<{
      autoDropAnalysis?: boolean;
      analysisRetention?: AnalysisRetention;
    }>();
    expectTypeOf<AnalysisRetention>().toEqualTypeOf<"python" | "current-turn" | "all">();
    expectTypeOf<RenderOptions>().toEqualTypeOf<{ conversationHasFunctionTools?: boolean }>();
    // @ts-expect-error a role is required
    encoding.renderConversationForCompletion([message]);
    // @ts-expect-error no such role
    encoding.renderConversationForCompletion([message], "bogus");
    // @ts-expect-error a single message is no conversation
    encoding.renderConversation(message);
    // @ts-expect-error dicts are read by fromDict first
    encoding.renderConversation([message.toDict()]);
    // @ts-expect-error no such option
    encoding.renderConversation([message], { auto_drop_analysis: true });
    // @ts-expect-error a boolean is no config
    encoding.renderConversation([message], true);
  });

  test("tokens in and out", () => {
    const likes: TokensLike[] = [[1], new Uint32Array(1), new Set([1]), [1].values()];
    for (const tokens of likes) {
      expectTypeOf(encoding.decode(tokens)).toEqualTypeOf<string>();
      expectTypeOf(encoding.decodeUtf8(tokens)).toEqualTypeOf<string>();
      expectTypeOf(encoding.decodeBytes(tokens)).toEqualTypeOf<Uint8Array>();
      expectTypeOf(encoding.parseMessagesFromCompletionTokens(tokens)).toEqualTypeOf<Message[]>();
    }
    encoding.decode([1], null);
    encoding.decode([1], { errors: "strict" });
    encoding.parseMessagesFromCompletionTokens([1], "assistant", { strict: false });
    encoding.parseMessagesFromCompletionTokens([1], null, null);
    expectTypeOf(encoding.encode("x")).toEqualTypeOf<Uint32Array>();
    encoding.encode("x", null);
    encoding.encode("x", { allowedSpecial: "all", disallowedSpecial: new Set(["<|end|>"]) });
    encoding.encode("x", { allowedSpecial: encoding.specialTokensSet });
    expectTypeOf(encoding.stopTokens()).toEqualTypeOf<number[]>();
    expectTypeOf(encoding.stopTokensForAssistantActions()).toEqualTypeOf<number[]>();
    expectTypeOf(encoding.isSpecialToken(1)).toEqualTypeOf<boolean>();
    // @ts-expect-error a single token is no list
    encoding.decode(1);
    // @ts-expect-error strings are no tokens
    encoding.decode(["1"]);
    // @ts-expect-error bigints are no tokens
    encoding.decode(new BigUint64Array(1));
    // @ts-expect-error no such error handler
    encoding.decode([1], { errors: "surrogateescape" });
    // @ts-expect-error tokens are no names
    encoding.encode("x", { allowedSpecial: [200006] });
    // @ts-expect-error the role comes before the options
    encoding.parseMessagesFromCompletionTokens([1], { strict: false });
  });

  test("special tokens and the name can be read only", () => {
    expectTypeOf(encoding.specialTokensSet).toEqualTypeOf<ReadonlySet<string>>();
    // @ts-expect-error a ReadonlySet has no add
    encoding.specialTokensSet.add("x");
    // @ts-expect-error it has a getter only
    encoding.specialTokensSet = new Set();
    // @ts-expect-error it has a getter only
    encoding.name = "x";
  });
});

describe("the parser", () => {
  test("needs an encoding and a role or null", () => {
    new StreamableParser(encoding, "assistant");
    new StreamableParser(encoding, null);
    new StreamableParser(encoding, Role.USER, null);
    new StreamableParser(encoding, null, { strict: false });
    // @ts-expect-error the role is required, null if there is none
    new StreamableParser(encoding);
    // @ts-expect-error undefined is not null
    new StreamableParser(encoding, undefined);
    // @ts-expect-error an encoding's name is no encoding
    new StreamableParser("HarmonyGptOss", null);
  });

  test("getters have their types, and are read-only", () => {
    const parser = new StreamableParser(encoding, null);
    expectTypeOf(parser.process(1)).toEqualTypeOf<StreamableParser>();
    expectTypeOf(parser.processEos()).toEqualTypeOf<StreamableParser>();
    expectTypeOf(parser.currentContent).toEqualTypeOf<string>();
    expectTypeOf(parser.currentRole).toEqualTypeOf<Role | null>();
    expectTypeOf(parser.currentContentType).toEqualTypeOf<string | null>();
    expectTypeOf(parser.currentRecipient).toEqualTypeOf<string | null>();
    expectTypeOf(parser.currentChannel).toEqualTypeOf<string | null>();
    expectTypeOf(parser.lastContentDelta).toEqualTypeOf<string | null>();
    expectTypeOf(parser.messages).toEqualTypeOf<Message[]>();
    expectTypeOf(parser.tokens).toEqualTypeOf<Uint32Array>();
    expectTypeOf(parser.state).toEqualTypeOf<StreamState>();
    expectTypeOf(parser.stateData).toEqualTypeOf<StreamStateData>();
    // @ts-expect-error it has a getter only
    parser.state = "Header";
    // @ts-expect-error a string is no token
    parser.process("1");
  });

  test("the state's name tells which data it has", () => {
    const { stateData } = new StreamableParser(encoding, null);
    if (stateData.state === "Header") expectTypeOf(stateData.header_tokens).toEqualTypeOf<number[]>();
    if (stateData.state === "Content") expectTypeOf(stateData.header.author.role).toEqualTypeOf<Role>();
    // @ts-expect-error only the state Header has it
    stateData.header_tokens;
  });
});

test("errors are kinds of HarmonyError, which is abstract", () => {
  expectTypeOf<HarmonyRuntimeError>().toExtend<HarmonyError>();
  expectTypeOf<HarmonyValueError>().toExtend<HarmonyError>();
  expectTypeOf<HarmonyModuleNotFoundError>().toExtend<HarmonyError>();
  expectTypeOf<HarmonyError>().toExtend<Error>();
  expectTypeOf<HarmonyError["code"]>().toEqualTypeOf<HarmonyErrorCode>();
  expectTypeOf<HarmonyValueError["code"]>().toEqualTypeOf<"ERR_HARMONY_VALUE">();
  expectTypeOf<HarmonyModuleNotFoundError["code"]>().toEqualTypeOf<"ERR_HARMONY_MODULE_NOT_FOUND">();
  expectTypeOf<HarmonyValueError["path"]>().toEqualTypeOf<string | null>();
  expectTypeOf<HarmonyRuntimeError["path"]>().toEqualTypeOf<string | null>();
  new HarmonyRuntimeError("m", { code: "ERR_HARMONY_INTERNAL" });
  new HarmonyModuleNotFoundError("m");
  // @ts-expect-error an abstract class cannot be made
  new HarmonyError("ERR_HARMONY_VALUE", "m");
  // @ts-expect-error no such code
  new HarmonyRuntimeError("m", { code: "ERR_OTHER" });
});
