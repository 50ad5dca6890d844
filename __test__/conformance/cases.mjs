/**
 * The cases, and what each operation compares. It has no dependency but Node.js' own modules, so that it also runs
 * where no test runner does: in other runtimes, on other systems, under emulation.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL(".", import.meta.url);

/** Every engine of the package must pass every case. */
export const ENGINES = ["fast", "reference"];

/** The cases of each file, by the file's name. */
export function readCases() {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".jsonl"));
  return Object.fromEntries(files.sort().map((file) => [file, readFile(file)]));
}

function readFile(file) {
  return readFileSync(new URL(file, FOLDER), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/**
 * Runs one case through the package that is handed in.
 *
 * @throws {AssertionError} if the result is not what the Python package gives.
 */
export function runCase(c, encoding, harmony) {
  const run = OPERATIONS[c.op];
  assert.ok(run, `unknown operation: ${c.op}`);
  run(c, encoding, harmony);
}

const OPERATIONS = {
  render_conversation(c, encoding, harmony) {
    const conversation = harmony.Conversation.fromDict(c.conversation);
    const config = c.auto_drop_analysis === null ? null : { autoDropAnalysis: c.auto_drop_analysis };
    const render = {
      completion: () => encoding.renderConversationForCompletion(conversation, c.next_turn_role, config),
      training: () => encoding.renderConversationForTraining(conversation, config),
      plain: () => encoding.renderConversation(conversation, config),
    };
    assertOutcome(() => Array.from(render[c.kind]()), c.expect, harmony);
  },

  render_message(c, encoding, harmony) {
    const flag = c.conversation_has_function_tools;
    const options = flag === null ? null : { conversationHasFunctionTools: flag };
    const message = () => harmony.Message.fromDict(c.message);
    assertOutcome(() => Array.from(encoding.render(message(), options)), c.expect, harmony);
  },

  parse(c, encoding, harmony) {
    const parse = () => encoding.parseMessagesFromCompletionTokens(c.tokens, c.role, { strict: c.strict });
    assertOutcome(() => parse().map((message) => message.toDict()), c.expect, harmony);
  },

  stream(c, encoding, harmony) {
    const { changes, errors, messages, tokens, state_data } = c.expect;
    const parser = new harmony.StreamableParser(encoding, c.role, { strict: c.strict });
    const expected = { ...changes[0] };
    assert.deepEqual(snapshot(parser), expected, "before the first token");
    const steps = [...c.tokens, "eos"].slice(0, changes.length - 1);
    for (const [i, step] of steps.entries()) {
      const take = () => (step === "eos" ? parser.processEos() : parser.process(step));
      const { error } = attempt(take, harmony);
      assert.equal(error?.message, errors[i], `error of step ${i}`);
      if (error) assert.ok(error instanceof harmony.HarmonyRuntimeError);
      Object.assign(expected, changes[i + 1]);
      assert.deepEqual(snapshot(parser), expected, `after step ${i}, ${step}`);
    }
    const dicts = parser.messages.map((message) => message.toDict());
    assert.deepEqual(dicts, messages);
    assert.deepEqual(Array.from(parser.tokens), tokens);
    assert.deepEqual(parser.stateData, state_data);
  },

  encode(c, encoding, harmony) {
    const options = {};
    if ("allowed_special" in c) options.allowedSpecial = c.allowed_special;
    if ("disallowed_special" in c) options.disallowedSpecial = c.disallowed_special;
    assertOutcome(() => Array.from(encoding.encode(c.text, options)), c.expect, harmony);
  },

  decode(c, encoding, harmony) {
    assertOutcome(() => encoding.decodeUtf8(c.tokens), c.utf8, harmony);
    assertOutcome(() => encoding.decode(c.tokens), c.replace, harmony);
  },

  message_roundtrip(c, _, harmony) {
    // As text, so that the order of the keys counts.
    const roundtrip = () => JSON.stringify(harmony.Message.fromDict(c.dict).toDict());
    assertOutcome(roundtrip, { ok: JSON.stringify(c.expect.ok) }, harmony);
  },
};

function snapshot(parser) {
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

function attempt(call, { HarmonyError }) {
  try {
    return { value: call() };
  } catch (error) {
    if (!(error instanceof HarmonyError)) throw error;
    return { error };
  }
}

function assertOutcome(call, expected, harmony) {
  const { value, error } = attempt(call, harmony);
  if ("ok" in expected) {
    assert.equal(error, undefined);
    assert.deepEqual(value, expected.ok);
  } else {
    const classes = { RuntimeError: harmony.HarmonyRuntimeError, ValueError: harmony.HarmonyValueError };
    assert.ok(
      error instanceof classes[expected.error],
      `expected a ${expected.error}, got ${error ?? JSON.stringify(value)}`,
    );
    if (expected.message !== undefined) assert.equal(error.message, expected.message);
  }
}
