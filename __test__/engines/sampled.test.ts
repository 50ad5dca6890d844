/** Completions that llama.cpp samples: each is parsed, from ids and from text, and neither throws. */
import {
  type CompletionEvent,
  CompletionParser,
  loadHarmonyEncoding,
  type Message,
} from "openai-harmony-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  FORMAT_TOKENS,
  forSeeds,
  MUCH_MARKUP,
  PROMPT,
  PURE,
  type Sampled,
  sampleChunks,
  sampleWhole,
  spelt,
} from "./endpoint.ts";
import { type Llama, type ModelKind, startLlama } from "./llama.ts";

const encoding = loadHarmonyEncoding();
const NAMES = Array.from(FORMAT_TOKENS, (token) => encoding.decode([token]));
const COMPLETIONS = 100;

/** Parses a completion piece by piece, and expects of it what holds for every completion. */
function parsed(pieces: readonly (number[] | string)[]): Message[] {
  const parser = new CompletionParser(encoding);
  const events = [...pieces.flatMap((piece) => parser.push(piece)), ...parser.finish()];
  const { messages } = parser;
  expectWhole(events, messages);
  for (const message of messages) expectNoMarkup(message);
  return messages;
}

/** Expects that the events tell of the messages, in order, and that their deltas are the messages' texts. */
function expectWhole(events: CompletionEvent[], messages: Message[]): void {
  const texts = messages.map(() => "");
  for (const event of events) {
    if (event.type === "content_delta") texts[event.index] += event.delta;
    if (event.type === "message_end") expect(messages[event.index]).toEqual(event.message);
  }
  expect(texts).toEqual(messages.map(textOf));
  const ended = events.filter(({ type }) => type === "message_end");
  expect(ended).toHaveLength(messages.length);
}

function expectNoMarkup(message: Message): void {
  for (const field of [textOf(message), message.channel ?? "", message.recipient ?? ""]) {
    for (const name of NAMES) expect(field).not.toContain(name);
  }
}

function textOf({ content: [content] }: Message): string {
  return content !== undefined && "text" in content ? content.text : "";
}

/** The messages, with one U+FFFD for each run of them: how many stand for invalid bytes is each decoder's choice. */
function comparable(messages: Message[]): unknown {
  return messages.map((message) => JSON.parse(message.toJson().replace(/\ufffd+/g, "\ufffd")));
}

/** The text of a completion. The server leaves out that of the token at which it stops. */
function textOfAll(chunks: readonly Sampled[]): string[] {
  const last = chunks.flatMap(({ tokens }) => tokens).at(-1);
  const stopped = chunks.at(-1)?.stop_type === "eos" && last !== undefined;
  return [...chunks.map(({ content }) => content), stopped ? encoding.decode([last]) : ""];
}

const MODELS: [ModelKind, object][] = [
  ["random", { logit_bias: MUCH_MARKUP }],
  ["bigram", {}],
];

describe.each(MODELS)("the model %s", (kind, bias) => {
  let llama: Llama;
  beforeAll(async () => {
    llama = await startLlama({ kind });
  });
  afterAll(() => llama?.stop());

  const fields = (seed: number) => ({ ...PURE, ...bias, n_predict: 60, seed });

  test("answers with token ids, which the text is of", async () => {
    await forSeeds(8, async (seed) => {
      const { tokens, content, stop_type, tokens_predicted } = await sampleWhole(llama, {
        ...fields(seed),
        n_predict: 20,
      });
      expect(tokens).toHaveLength(tokens_predicted);
      const text = encoding.decode(spelt(stop_type === "eos" ? tokens.slice(0, -1) : tokens));
      if (!content.includes("\ufffd")) expect(text).toBe(content);
    });
  });

  test(`completes ${COMPLETIONS} times in one piece: ids and text are the same messages`, async () => {
    const found = { messages: 0, stopped: 0 };
    await forSeeds(COMPLETIONS, async (seed) => {
      const whole = await sampleWhole(llama, fields(seed));
      const fromIds = parsed(whole.tokens.map((token) => [token]));
      expect(fromIds).toEqual(encoding.parseCompletion(whole.tokens).messages);
      const fromSpelt = parsed([spelt(whole.tokens)]);
      expect(comparable(parsed(textOfAll([whole])))).toEqual(comparable(fromSpelt));
      found.messages += fromIds.length;
      found.stopped += whole.stop_type === "eos" ? 1 : 0;
    });
    expect(found.messages).toBeGreaterThan(COMPLETIONS / 2);
    expect(found.stopped).toBeGreaterThan(COMPLETIONS / 2);
  });

  test(`completes ${COMPLETIONS} times in chunks: ids and text are the same messages if no id is lost`, async () => {
    let compared = 0;
    await forSeeds(COMPLETIONS, async (seed) => {
      const chunks = await sampleChunks(llama, fields(seed + COMPLETIONS));
      const ids = chunks.map(({ tokens }) => tokens);
      parsed(ids);
      const fromText = parsed(textOfAll(chunks));
      if (ids.flat().length < (chunks.at(-1)?.tokens_predicted ?? 0)) return;
      expect(comparable(fromText)).toEqual(comparable(parsed(ids.map(spelt))));
      compared++;
    });
    expect(compared).toBeGreaterThan(COMPLETIONS / 2);
  });
});

test("the prompt of these completions is what the package renders", () => {
  expect(encoding.renderConversationForCompletion([], "assistant")).toEqual(PROMPT.slice(-2));
});
