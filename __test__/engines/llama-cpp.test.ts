/** The backend for llama.cpp, in front of the real one. */
import { CompletionParser, loadHarmonyEncoding, type Message } from "openai-harmony-node";
import {
  type Backend,
  BackendError,
  type BackendPart,
  type BackendRequest,
  llamaCppBackend,
} from "openai-harmony-node/gateway";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect, never, request } from "../gateway/fake-engine.ts";
import {
  BROKEN_CHARACTERS,
  busySlots,
  FORMAT_TOKENS,
  forSeeds,
  MUCH_MARKUP,
  PROMPT,
  PURE,
  type Sampled,
  sampleWhole,
  spelt,
} from "./endpoint.ts";
import { type Llama, type ModelKind, startLlama } from "./llama.ts";

const encoding = loadHarmonyEncoding();
const [, END = 0, , , , RETURN = 0, CALL = 0] = FORMAT_TOKENS;

let llama: Llama;
let backend: Backend;
beforeAll(async () => {
  llama = await startLlama({ kind: "bigram" });
  backend = llamaCppBackend({ url: llama.url });
});
afterAll(() => llama?.stop());

/** A request of pure sampling, with the fields that matter to a test. */
function sampling(fields: Partial<BackendRequest> = {}): BackendRequest {
  const pure = { temperature: 1, topP: 1, seed: 1, extra: { samplers: PURE.samplers, cache_prompt: false } };
  return { ...request({ tokens: PROMPT, maxTokens: 60, ...pure }), ...fields };
}

/** A completion that goes on until it is stopped. */
const ENDLESS = { maxTokens: 4000, logitBias: { [RETURN]: -100, [CALL]: -100 } };

const sample = (fields: Partial<BackendRequest>, from = backend) =>
  collect(from.generate(sampling(fields), never));

const tokensOf = (parts: readonly BackendPart[]) => parts.flatMap(({ tokens = [] }) => Array.from(tokens));

/** Messages, with one U+FFFD for each run of them. */
function comparable(messages: Message[]): unknown {
  return messages.map((message) => JSON.parse(message.toJson().replace(/\ufffd+/g, "\ufffd")));
}

/** Whether a completion's text ends within a character: the stream then ends before it, and lacks the stop token too. */
function isCutInCharacter({ tokens, stop_type }: Sampled): boolean {
  return encoding.decode(stop_type === "eos" ? tokens.slice(0, -1) : tokens).endsWith("\ufffd");
}

describe("a completion", () => {
  test("is sampled a token at a time, and says how it ended", async () => {
    const ends = new Set<string>();
    await forSeeds(40, async (seed) => {
      const parts = await sample({ seed, maxTokens: 30 });
      const last = parts.at(-1);
      expect(parts.slice(0, -1).every(({ finishReason }) => finishReason === null)).toBe(true);
      const tokens = tokensOf(parts);
      expect(last?.finishReason).toBe([RETURN, CALL].includes(tokens.at(-1) ?? 0) ? "stop" : "length");
      ends.add(last?.finishReason ?? "");
    });
    expect(ends).toEqual(new Set(["stop", "length"]));
  });

  test.each<[ModelKind, [token: number, bias: number][]]>([
    ["bigram", BROKEN_CHARACTERS],
    ["random", [...BROKEN_CHARACTERS, ...MUCH_MARKUP]],
  ])("of the model %s has the messages of the sampled ids", async (kind, bias) => {
    const server = await startLlama({ kind });
    const from = llamaCppBackend({ url: server.url });
    const found = { compared: 0, others: 0 };
    for (let seed = 1; seed <= 30; seed++) {
      const pure = { ...PURE, logit_bias: bias, cache_prompt: false, n_predict: 60, seed };
      const sampled = await sampleWhole(server, pure);
      const parts = await sample({ logitBias: Object.fromEntries(bias), seed }, from);
      if (isCutInCharacter(sampled)) continue;
      const parser = new CompletionParser(encoding);
      for (const { tokens = [] } of parts) parser.push(tokens);
      parser.finish();
      const expected = encoding.parseCompletion(spelt(sampled.tokens));
      expect(comparable(parser.messages)).toEqual(comparable(expected.messages));
      expect(parser.stop).toBe(expected.stop);
      found.compared++;
      if (String(tokensOf(parts)) !== String(sampled.tokens)) found.others++;
    }
    await server.stop();
    expect(found.compared).toBeGreaterThan(15);
    // The stream has lacked some ids, so that others stand for them.
    expect(found.others).toBeGreaterThan(5);
  });

  test("is the same for a seed, however large", async () => {
    for (const seed of [7, -7, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER - 1]) {
      const [one, two] = [await sample({ seed }), await sample({ seed })];
      expect(one).toEqual(two);
    }
    expect(tokensOf(await sample({ seed: 1 }))).not.toEqual(tokensOf(await sample({ seed: 2 })));
  });

  test("is one of several, more than the server has slots", async () => {
    const parts = await sample({ n: 6, maxTokens: 20 });
    const completions = Array.from({ length: 6 }, (_, i) => parts.filter(({ index }) => index === i));
    for (const completion of completions) {
      expect(completion.filter(({ finishReason }) => finishReason !== null)).toHaveLength(1);
      expect(completion.at(-1)?.finishReason).not.toBeNull();
    }
    expect(new Set(completions.map((completion) => String(tokensOf(completion)))).size).toBeGreaterThan(1);
  });

  test("stops at other tokens too", async () => {
    const parts = await sample({
      stopTokens: [END],
      logitBias: { [RETURN]: -100, [CALL]: -100 },
      maxTokens: 4000,
    });
    expect(tokensOf(parts).indexOf(END)).toBe(tokensOf(parts).length - 1);
    expect(parts.at(-1)?.finishReason).toBe("stop");
    await expect.poll(() => busySlots(llama)).toBe(0);
  });

  test.each([0, 3])("has log probabilities, with %i alternatives", async (logprobs) => {
    for (const part of await sample({ logprobs, maxTokens: 10 })) {
      if (part.finishReason !== null) continue;
      const [tokens, given] = [Array.from(part.tokens ?? []), part.logprobs ?? []];
      expect(given.map(({ token }) => token)).toEqual(tokens);
      for (const { logprob, top } of given) {
        expect(logprob).toBeLessThanOrEqual(0);
        expect(top).toHaveLength(logprobs);
      }
    }
  });

  test("has what the request's fields ask for", async () => {
    const [bang = 0] = encoding.encode("!");
    const biased = await sample({ logitBias: { [bang]: 100 }, maxTokens: 4 });
    expect(tokensOf(biased)).toEqual([bang, bang, bang, bang]);
    const penalised = { logitBias: { [bang]: 100 }, maxTokens: 4, extra: {} };
    for (const penalty of [{ frequencyPenalty: 200 }, { presencePenalty: 200 }]) {
      const tokens = tokensOf(await sample({ ...penalised, ...penalty }));
      expect(tokens.filter((token) => token === bang)).toHaveLength(1);
    }
    // These leave one token to choose.
    const greedy = [
      { temperature: 0 },
      { topP: 0.0001, extra: {} },
      { extra: { top_k: 1 } },
      { extra: { min_p: 1 } },
    ];
    const completions = await Promise.all(
      greedy.map(async (fields, seed) => String(tokensOf(await sample({ ...fields, seed, maxTokens: 4 })))),
    );
    expect(new Set(completions).size).toBe(1);
  });
});

describe("the slot is free", () => {
  test("after an abort", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const aborted = (async () => {
      let parts = 0;
      for await (const _ of backend.generate(sampling(ENDLESS), controller.signal)) {
        if (++parts === 3) controller.abort(reason);
      }
    })();
    await expect(aborted).rejects.toBe(reason);
    await expect.poll(() => busySlots(llama)).toBe(0);
  });

  test("after an abort while the prompt is read", async () => {
    const controller = new AbortController();
    const tokens = new Uint32Array(4000).fill(64);
    const first = backend
      .generate(sampling({ ...ENDLESS, tokens }), controller.signal)
      [Symbol.asyncIterator]()
      .next();
    await expect.poll(() => busySlots(llama)).toBe(1);
    controller.abort();
    await expect(first).rejects.toBe(controller.signal.reason);
    await expect.poll(() => busySlots(llama)).toBe(0);
  });

  test.each([1, 3])("once nobody takes parts of %i completions any more", async (n) => {
    for await (const _ of backend.generate(sampling({ ...ENDLESS, n }), never)) break;
    await expect.poll(() => busySlots(llama)).toBe(0);
  });
});

describe("an error", () => {
  const failing = async (fields: Partial<BackendRequest>, from?: Backend) => {
    const error = await sample(fields, from).then(
      () => null,
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(BackendError);
    const { status, code, retryable } = error as BackendError;
    return { status, code, retryable };
  };

  test("of the request is the client's", async () => {
    const refused = { status: 400, code: null, retryable: false };
    expect(await failing({ tokens: Uint32Array.of(300_000) })).toEqual(refused);
    expect(await failing({ tokens: new Uint32Array() })).toEqual(refused);
    expect(await failing({ n: 3, tokens: new Uint32Array() })).toEqual(refused);
    const tooLong = { ...refused, code: "context_length_exceeded" };
    expect(await failing({ tokens: new Uint32Array(5000).fill(64) })).toEqual(tooLong);
  });

  test("of a server that dies is the server's", async () => {
    const dying = await startLlama({ kind: "bigram" });
    const from = llamaCppBackend({ url: dying.url });
    expect(await from.health(never)).toBe(true);
    const broken = { status: 502, code: null, retryable: true };
    const underWay = failing(ENDLESS, from);
    await expect.poll(() => busySlots(dying)).toBe(1);
    await dying.stop();
    expect(await underWay).toEqual(broken);
    expect(await failing({}, from)).toEqual(broken);
    expect(await from.health(never)).toBe(false);
  });
});
