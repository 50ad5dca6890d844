/** Every case that the Python package has computed, through the built package. See README.md. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  Conversation,
  type EncodeOptions,
  type HarmonyEncoding,
  HarmonyError,
  HarmonyRuntimeError,
  HarmonyValueError,
  loadHarmonyEncoding,
  Message,
  type Role,
  StreamableParser,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";

const FOLDER = fileURLToPath(new URL(".", import.meta.url));
const ENGINES = ["fast", "reference"] as const;
const ERRORS = { RuntimeError: HarmonyRuntimeError, ValueError: HarmonyValueError };

type Outcome = { ok: unknown } | { error: keyof typeof ERRORS; message?: string };

interface Case {
  id: string;
  op: string;
  expect: Outcome;
  // The inputs differ by operation; each runner reads its own.
  // biome-ignore lint/suspicious/noExplicitAny: cases are data
  [input: string]: any;
}

const RUNNERS: Record<string, (c: Case, encoding: HarmonyEncoding) => void> = {
  render_conversation(c, encoding) {
    const conversation = Conversation.fromDict(c.conversation);
    const config = c.auto_drop_analysis === null ? null : { autoDropAnalysis: c.auto_drop_analysis };
    const render: Record<string, () => Uint32Array> = {
      completion: () => encoding.renderConversationForCompletion(conversation, c.next_turn_role, config),
      training: () => encoding.renderConversationForTraining(conversation, config),
      plain: () => encoding.renderConversation(conversation, config),
    };
    expectOutcome(() => Array.from(render[c.kind]?.() ?? []), c.expect);
  },

  render_message(c, encoding) {
    const flag = c.conversation_has_function_tools;
    const options = flag === null ? null : { conversationHasFunctionTools: flag };
    expectOutcome(() => Array.from(encoding.render(Message.fromDict(c.message), options)), c.expect);
  },

  parse(c, encoding) {
    const parse = () => encoding.parseMessagesFromCompletionTokens(c.tokens, c.role, { strict: c.strict });
    expectOutcome(() => parse().map((message) => message.toDict()), c.expect);
  },

  stream(c, encoding) {
    const { changes, errors, messages, tokens, state_data } = c.expect as unknown as StreamExpectation;
    const parser = new StreamableParser(encoding, c.role as Role | null, { strict: c.strict });
    const expected = { ...changes[0] };
    expect(snapshot(parser), "before the first token").toEqual(expected);
    const steps = [...c.tokens, "eos"].slice(0, changes.length - 1);
    for (const [i, step] of steps.entries()) {
      const take = () => (step === "eos" ? parser.processEos() : parser.process(step));
      const error = attempt(take).error;
      expect(error?.message, `error of step ${i}`).toBe(errors[i]);
      if (error) expect(error).toBeInstanceOf(HarmonyRuntimeError);
      Object.assign(expected, changes[i + 1]);
      expect(snapshot(parser), `after step ${i}, ${step}`).toEqual(expected);
    }
    expect(parser.messages.map((message) => message.toDict())).toEqual(messages);
    expect(Array.from(parser.tokens)).toEqual(tokens);
    expect(parser.stateData).toEqual(state_data);
  },

  encode(c, encoding) {
    const options: EncodeOptions = {};
    if ("allowed_special" in c) options.allowedSpecial = c.allowed_special;
    if ("disallowed_special" in c) options.disallowedSpecial = c.disallowed_special;
    expectOutcome(() => Array.from(encoding.encode(c.text, options)), c.expect);
  },

  decode(c, encoding) {
    expectOutcome(() => encoding.decodeUtf8(c.tokens), c.utf8);
    expectOutcome(() => encoding.decode(c.tokens), c.replace);
  },

  message_roundtrip(c) {
    // As text, so that the order of the keys counts.
    expectOutcome(() => JSON.stringify(Message.fromDict(c.dict).toDict()), {
      ok: JSON.stringify((c.expect as { ok: unknown }).ok),
    });
  },
};

interface StreamExpectation {
  changes: Record<string, unknown>[];
  errors: Record<number, string>;
  messages: unknown[];
  tokens: number[];
  state_data: unknown;
}

function snapshot(parser: StreamableParser): Record<string, unknown> {
  return {
    state: parser.state,
    delta: parser.lastContentDelta,
    content: parser.currentContent,
    role: parser.currentRole,
    content_type: parser.currentContentType,
    recipient: parser.currentRecipient,
    channel: parser.currentChannel,
    n_messages: parser.messages.length,
  };
}

function attempt(call: () => unknown): { value?: unknown; error?: HarmonyError } {
  try {
    return { value: call() };
  } catch (error) {
    expect(error).toBeInstanceOf(HarmonyError);
    return { error: error as HarmonyError };
  }
}

function expectOutcome(call: () => unknown, expected: Outcome): void {
  const { value, error } = attempt(call);
  if ("ok" in expected) {
    expect(error).toBeUndefined();
    expect(value).toEqual(expected.ok);
  } else {
    expect(error, `instead of an error: ${JSON.stringify(value)}`).toBeInstanceOf(ERRORS[expected.error]);
    if (expected.message !== undefined) expect(error?.message).toBe(expected.message);
  }
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith(".jsonl"));

test("all files are there", () => {
  expect(files.sort()).toEqual(
    ["codec", "dict", "exponent", "parse", "render", "stream"].map((name) => `${name}.jsonl`),
  );
});

describe.each(ENGINES.flatMap((engine) => files.map((file) => ({ engine, file }))))(
  "$engine: $file",
  ({ engine, file }) => {
    const encoding = loadHarmonyEncoding(undefined, { engine });
    const lines = readFileSync(FOLDER + file, "utf8")
      .split("\n")
      .filter(Boolean);
    const cases = lines.map((line) => JSON.parse(line) as Case);

    test("has cases, each with its own id", () => {
      expect(cases.length).toBeGreaterThan(0);
      expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    });

    test.each(cases)("$id", (c) => {
      const run = RUNNERS[c.op];
      if (run === undefined) throw new Error(`unknown operation: ${c.op}`);
      run(c, encoding);
    });
  },
);
