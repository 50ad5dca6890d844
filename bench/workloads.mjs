/** What is measured: one entry per row of the table, with its input. */
import {
  Author,
  DeveloperContent,
  loadHarmonyEncoding,
  Message,
  SystemContent,
  ToolDescription,
} from "openai-harmony-node";
import { corpora, newCorpora } from "./corpora.mjs";
import { repeatedShare } from "./pieces.mjs";
import { eightTools, fortyTools } from "./tools.mjs";

const MB = 2 ** 20;

const SENTENCE = "What is the weather like in Tokyo, and what should I wear?";

/**
 * The rows in order. `kind` says how a row is measured: `steady` in a warm process, `process` once per new
 * process, `hostile` with a time limit and only on demand. `operation` is what the subjects implement.
 * `repeats` says what a run shares with the run before it, and therefore what a cache can have kept: the whole
 * `input`, only its `texts` (in new objects), or `nothing`; with what it does not share.
 */
export const rows = [
  { name: "load", kind: "process", unit: "time", title: "load" },
  { name: "load-call", kind: "process", unit: "time", title: "load, without the import" },
  { name: "load-memory", kind: "process", unit: "memory", title: "memory of load" },
  { name: "render-memory", kind: "process", unit: "memory", title: "memory of load and a render" },
  steady("small-render", "render", () => smallConversation(), "small render, 2 messages"),
  steady("long-render", "render", () => longConversation(), "long render, 97 messages, 65 KB"),
  {
    ...steady(
      "tools-render",
      "rebuild",
      () => toolConversation(eightTools),
      "render with 8 tools, built anew",
    ),
    repeats: "texts",
  },
  {
    ...steady(
      "many-tools-render",
      "rebuild",
      () => toolConversation(fortyTools),
      "render with 40 tools of 20 parameters, built anew",
    ),
    repeats: "texts",
  },
  steady("tools-again", "render", () => toolConversation(eightTools), "render with 8 tools, same objects"),
  steady(
    "many-tools-again",
    "render",
    () => toolConversation(fortyTools),
    "render with 40 tools of 20 parameters, same objects",
  ),
  {
    ...steady(
      "new-tools",
      "newTools",
      () => toolConversation(eightTools),
      "render with 8 tools, never seen before",
    ),
    repeats: "texts, but for one in each tool",
  },
  {
    ...steady(
      "agent-turn",
      "nextTurn",
      () => agentConversation(),
      "turn 50 of an agent, 8 tools, messages kept",
    ),
    repeats: "input, but for the last message",
  },
  {
    ...steady(
      "agent-json",
      "renderJson",
      () => JSON.stringify(agentConversation()),
      "turn 50 of an agent, 8 tools, from JSON",
    ),
    repeats: "texts",
  },
  steady("parse", "parse", () => completion(words(40), words(40)), "parse, 2 messages"),
  steady("new-parser", "parser", () => null, "new parser"),
  perToken("stream", "stream", "streaming, per token"),
  steady("new-completion-parser", "newCompletionParser", () => null, "new CompletionParser"),
  perToken("push", "push", "CompletionParser, per token"),
  perToken("push-batches", "pushBatches", "CompletionParser, batches of 64, per token"),
  {
    ...steady(
      "push-text",
      "pushText",
      () => completionText(...longTexts()),
      "CompletionParser, parts of 64 characters",
    ),
    unit: "speed",
    divisor: (text) => Buffer.byteLength(text),
  },
  steady(
    "chat-conversation",
    "chatConversation",
    () => chatRequest(),
    "chat request's conversation, rendered",
  ),
  steady("chat-prompt", "chatPrompt", () => chatRequest(), "chat request to tokens, 20 messages, 8 tools"),
  perToken("chat-chunks", "chatChunks", "chat chunks, per token"),
  perToken("response-events", "responseEvents", "Responses events, per token"),
  steady("encode-sentence", "encode", () => SENTENCE, `encode a sentence, ${SENTENCE.length} bytes`),
  encode("encode-prose", corpora.prose, "encode English"),
  encode("encode-code", corpora.code, "encode TypeScript"),
  encode("encode-json", corpora.json, "encode JSON"),
  encode("encode-german", corpora.german, "encode German"),
  encode("encode-russian", corpora.russian, "encode Russian"),
  encode("encode-cj", corpora.chineseJapanese, "encode Chinese, Japanese"),
  encode("encode-odd", () => oddText(20_000), "encode odd characters"),
  encode("new-prose", newCorpora.prose, "encode once, English", "process"),
  encode("new-code", newCorpora.code, "encode once, TypeScript", "process"),
  encode("new-json", newCorpora.json, "encode once, JSON", "process"),
  encode("new-german", newCorpora.german, "encode once, German", "process"),
  encode("new-russian", newCorpora.russian, "encode once, Russian", "process"),
  encode("new-cj", newCorpora.chineseJapanese, "encode once, Chinese, Japanese", "process"),
  encode("new-languages", newCorpora.languages, "encode once, 66 languages", "process"),
  steady("decode", "decode", () => tokensOf(corpora.prose()), "decode English, 11 KB"),
  steady(
    "decode-sentence",
    "decode",
    () => tokensOf(SENTENCE),
    `decode a sentence, ${SENTENCE.length} bytes`,
  ),
  encode("hostile-letter", () => "a".repeat(MB), "one letter", "hostile"),
  encode("hostile-letters", () => randomLetters(MB), "letters, no space", "hostile"),
  encode("hostile-spaces", () => " ".repeat(MB), "spaces", "hostile"),
  encode("hostile-han", () => "中".repeat(MB / 3), "one ideograph", "hostile"),
];

/**
 * The row with its input, and the number by which the time of one run is divided. For a text that is encoded,
 * `repeated` is the share of it that repeats within itself.
 */
export function withInput(row) {
  if (row.operation === undefined) return row;
  const input = row.input();
  const divisor = row.divisor?.(input) ?? 1;
  const title = row.unit === "speed" ? `${row.title}, ${Math.round(divisor / 1000)} KB` : row.title;
  const repeated = row.operation === "encode" && row.kind !== "hostile" ? repeatedShare(input) : undefined;
  return { ...row, input, divisor, title, repeated };
}

function steady(name, operation, input, title) {
  return { name, kind: "steady", unit: "time", operation, input, title, repeats: "input" };
}

/** A whole completion, the time divided by its tokens. */
function perToken(name, operation, title) {
  const input = () => completion(...longTexts());
  return { ...steady(name, operation, input, title), divisor: (tokens) => tokens.length };
}

/** Encoding, as MB of UTF-8 per second: the time is divided by the number of bytes. */
function encode(name, input, title, kind = "steady") {
  const divisor = (text) => Buffer.byteLength(text);
  const repeats = kind === "process" ? "nothing" : "input";
  return { name, kind, unit: "speed", operation: "encode", input, title, divisor, repeats };
}

function smallConversation() {
  return [systemMessage(), text("user", SENTENCE)];
}

/** What an agent sends first: a system message, a developer message with tools, and a question. */
function toolConversation(tools) {
  const developer = DeveloperContent.new()
    .withInstructions("Help the user to plan a journey. Ask before you book or send anything.")
    .withFunctionTools(tools.map((tool) => new ToolDescription(tool)));
  return [
    systemMessage(),
    Message.fromRoleAndContent("developer", developer).toDict(),
    text("user", SENTENCE),
  ];
}

/** What an agent sends in its turn 50: what it has sent first, then calls of tools with their results, or answers and questions. */
function agentConversation() {
  const prose = corpora.prose();
  const part = (place, length) => prose.slice(place % (prose.length - length)).slice(0, length);
  const turns = Array.from({ length: 50 }, (_, i) => {
    if (i % 2 > 0) return [text("assistant", part(150 * i, 200), "final"), text("user", part(120 * i, 100))];
    const { name } = eightTools[i % eightTools.length];
    const call = Message.fromRoleAndContent("assistant", `{"city":"Paris","day":${i}}`)
      .withChannel("commentary")
      .withRecipient(`functions.${name}`)
      .withContentType("<|constrain|>json");
    const author = new Author({ role: "tool", name: `functions.${name}` });
    const result = Message.fromAuthorAndContent(author, part(170 * i, 300)).withChannel("commentary");
    return [call.toDict(), result.toDict()];
  });
  return [...toolConversation(eightTools), ...turns.flat()];
}

/** What an agent sends after some steps: instructions, five questions, each with a call, its result and an answer. */
function chatRequest() {
  const texts = slices(corpora.prose(), 15, 400);
  const tools = eightTools.map((tool) => ({ type: "function", function: tool }));
  const turns = Array.from({ length: 5 }, (_, i) => [
    { role: "user", content: texts[3 * i] },
    {
      role: "assistant",
      content: null,
      reasoning: texts[3 * i + 1],
      tool_calls: [
        {
          id: `call_${i}`,
          type: "function",
          function: { name: eightTools[i].name, arguments: '{"city":"Paris"}' },
        },
      ],
    },
    { role: "tool", tool_call_id: `call_${i}`, content: texts[3 * i + 2] },
    { role: "assistant", content: texts[3 * i] },
  ]);
  // The last answer is the one that is asked for.
  const messages = [{ role: "system", content: texts[0] }, ...turns.flat().slice(0, -1)];
  return { model: "gpt-oss-20b", messages, tools };
}

/** A system message and 32 turns of a question, reasoning and an answer; prose and code by turns. */
function longConversation() {
  const texts = slices(`${corpora.prose()}\n${corpora.code().slice(0, 80_000)}`, 96, 670);
  const message = (content, i) =>
    [text("user", content), text("assistant", content, "analysis"), text("assistant", content, "final")][
      i % 3
    ];
  return [systemMessage(), ...texts.map(message)];
}

function systemMessage() {
  return Message.fromRoleAndContent("system", SystemContent.new()).toDict();
}

function text(role, content, channel) {
  const message = Message.fromRoleAndContent(role, content);
  return (channel === undefined ? message : message.withChannel(channel)).toDict();
}

/** Reasoning and an answer of a usual length: some 1,300 tokens. */
function longTexts() {
  return [words(600), words(400)];
}

/** What a model writes after `<|start|>assistant`: reasoning and an answer. */
function completion(analysis, final) {
  const text = completionText(analysis, final);
  return Array.from(loadHarmonyEncoding().encode(text, { allowedSpecial: "all" }));
}

function completionText(analysis, final) {
  return `<|channel|>analysis<|message|>${analysis}<|end|><|start|>assistant<|channel|>final<|message|>${final}<|return|>`;
}

function tokensOf(content) {
  return Array.from(loadHarmonyEncoding().encode(content));
}

function words(count) {
  return corpora.prose().split(/\s+/).slice(0, count).join(" ");
}

/** Parts of a text that do not overlap, from all over it. */
function slices(content, count, length) {
  const step = Math.floor(content.length / count);
  return Array.from({ length: count }, (_, i) => content.slice(i * step, i * step + length));
}

/** A word without end; the same one in every run. */
function randomLetters(length) {
  const letters = Array.from("abcdefghijklmnopqrstuvwxyz");
  return picks(letters, length);
}

/** Characters on which tokenizers disagree: kinds of white space, marks, letters without case, contractions. */
function oddText(length) {
  const odd = "a B é İ ſ ʰ 中 字 ا ٣ 0 1 . - / 😀 🏽 's 'S the The".split(" ");
  const space = [" ", "\n", "\r", "\t", "\u0085", "\u00a0", "\u200d", "\u2028", "\u0308", "\ufeff"];
  return picks([...odd, ...space], length);
}

/** Randomly chosen strings, the same ones in every run. */
function picks(strings, count) {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return strings[(state >>> 16) % strings.length];
  };
  return Array.from({ length: count }, next).join("");
}
