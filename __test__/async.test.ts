/** The calls on libuv's pool: the results and errors of the synchronous ones, whatever becomes of the arguments. */
import fc from "fast-check";
import {
  Conversation,
  HarmonyError,
  HarmonyRuntimeError,
  loadHarmonyEncoding,
  Message,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, partsOf, runModule } from "./support.ts";

const encoding = loadHarmonyEncoding();
const reference = loadHarmonyEncoding("HarmonyGptOss", { engine: "reference" });
const LONG = "Straße 中文 😀 word ".repeat(9_000);
const COMPLETION =
  "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>4<|return|>";
const MALFORMED = "<|channel|>final<|channel|>final<|message|>a<|end|>b";

function conversationOf(...texts: string[]): Conversation {
  return Conversation.fromMessages(texts.map((text) => Message.fromRoleAndContent("user", text)));
}

const nameless = Conversation.fromMessages([Message.fromRoleAndContent("tool", "x")]);

/** Calls of both kinds with the same arguments. */
const CALLS: [string, unknown[]][] = [
  ...["Hi", LONG, "", "lone \ud800"].flatMap<[string, unknown[]]>((text) => [
    ["renderConversation", [conversationOf(text, "x", text)]],
    ["renderConversationForCompletion", [conversationOf(text), "assistant"]],
    ["renderConversationForTraining", [conversationOf(text), { autoDropAnalysis: false }]],
    ["encode", [text]],
    ["encodeBatch", [[text, "x", text]]],
    ["parseCompletion", [`<|channel|>final<|message|>${text}`]],
    ["parseCompletion", [text, { prefill: COMPLETION }]],
  ]),
  ["renderConversation", [conversationOf("Hi").toJson()]],
  ["renderConversation", [[]]],
  ["renderConversation", ["{"]],
  ["renderConversation", [nameless]],
  ["renderConversation", [17]],
  ["renderConversation", [conversationOf("Hi"), { autoDropAnalysis: 1 }]],
  ["renderConversationForCompletion", [nameless, "assistant"]],
  ["renderConversationForCompletion", [conversationOf("Hi"), "nobody"]],
  ["renderConversationForTraining", [nameless]],
  ["encode", ["<|end|>"]],
  ["encode", ["<|end|>", { allowedSpecial: "all" }]],
  ["encode", ["<|end|>", { allowedSpecial: ["<|end|>"] }]],
  ["encode", ["<|end|>", { disallowedSpecial: [] }]],
  ["encode", [1]],
  ["encode", ["x", { allowedSpecial: 1 }]],
  ["encodeBatch", [[]]],
  ["encodeBatch", [["a", "<|end|>"]]],
  ["encodeBatch", [["a", 1]]],
  ["encodeBatch", [null]],
  [
    "parseMessagesFromCompletionTokens",
    [encoding.encode(COMPLETION, { allowedSpecial: "all" }), "assistant"],
  ],
  ["parseMessagesFromCompletionTokens", [[200006], null]],
  ["parseMessagesFromCompletionTokens", [[200006], null, { strict: false }]],
  ["parseMessagesFromCompletionTokens", [[-1]]],
  ["parseMessagesFromCompletionTokens", [[], "nobody"]],
  ["parseCompletion", [MALFORMED]],
  ["parseCompletion", [encoding.encode(MALFORMED, { allowedSpecial: "all" }), { prefill: "<|start|>" }]],
  ["parseCompletion", [[200006, 999999], { prefill: [200008] }]],
  ["parseCompletion", [200006, { role: null }]],
  ["parseCompletion", [{}]],
  ["parseCompletion", ["x", { role: "nobody" }]],
];

/** What a call gives, or the error. */
async function outcome(call: () => unknown): Promise<unknown> {
  try {
    return { value: await call() };
  } catch (error) {
    if (!(error instanceof HarmonyError)) throw error;
    return partsOf(error);
  }
}

const methodsOf = (object: unknown) => object as Record<string, (...args: unknown[]) => unknown>;

describe("each gives what the synchronous call gives", () => {
  test.each(CALLS)("%s %#", async (name, args) => {
    const isLong = JSON.stringify(args).length > 100_000;
    for (const each of isLong ? [encoding] : [encoding, reference]) {
      const expected = await outcome(() => methodsOf(each)[name]?.(...args));
      let promise: unknown;
      const given = await outcome(() => {
        promise = methodsOf(each)[`${name}Async`]?.(...args);
        return promise;
      });
      expect(promise).toBeInstanceOf(Promise);
      expect(given).toEqual(expected);
    }
  });

  test("for any text, and for any length of it", async () => {
    const text = fc.string({ unit: "binary", maxLength: 40 });
    // Some are handed over in several parts.
    const repeated = fc.tuple(text, fc.integer({ min: 1, max: 4_000 })).map(([text, n]) => text.repeat(n));
    const bytes = (lists: Uint32Array[]) => lists.map(({ buffer }) => Buffer.from(buffer).toString("base64"));
    await fc.assert(
      fc.asyncProperty(fc.array(repeated, { maxLength: 3 }), async (texts) => {
        const conversation = conversationOf(...texts);
        const options = { disallowedSpecial: [] };
        const encoded = encoding.encodeBatchAsync(texts, options);
        const rendered = encoding.renderConversationAsync(conversation);
        expect(bytes(await encoded)).toEqual(bytes(encoding.encodeBatch(texts, options)));
        expect(bytes([await rendered])).toEqual(bytes([encoding.renderConversation(conversation)]));
      }),
      { numRuns: 30 },
    );
  });

  test("for many calls at a time", async () => {
    const texts = Array.from({ length: 500 }, (_, i) => `${i} ${"word ".repeat(i)}`);
    const given = await Promise.all(texts.map((text) => encoding.encodeAsync(text)));
    expect(given).toEqual(texts.map((text) => encoding.encode(text)));
  });
});

describe("a batch in parts", () => {
  const TEXTS = Array.from({ length: 3_000 }, (_, i) => `${i} Straße 😀 word `.repeat(i % 40));
  /** The texts with others in their places. */
  const withTexts = (others: Record<number, string>) => TEXTS.map((text, i) => others[i] ?? text);

  test.each<[string, string[]]>([
    ["of many texts", TEXTS],
    ["of one long text", [LONG]],
    ["of long texts among short ones", withTexts({ 0: LONG, 1500: LONG, 1501: LONG, 2999: LONG })],
    ["of very many short texts", Array.from({ length: 20_000 }, (_, i) => (i % 3 === 0 ? "" : `${i}`))],
  ])("%s gives what the synchronous call gives", async (_, texts) => {
    const given = await encoding.encodeBatchAsync(texts);
    expect(given.length).toBe(texts.length);
    expect(given).toEqual(encoding.encodeBatch(texts));
  });

  test("gives each text an array of its own memory", async () => {
    const given = await encoding.encodeBatchAsync(TEXTS);
    expect(given.every((tokens) => tokens.byteLength === tokens.buffer.byteLength)).toBe(true);
  });

  test.each([[[0]], [[1_234]], [[2_999]], [[1_700, 1_701, 2_990, 40]]])(
    "names the first text that fails of %j",
    async (failing) => {
      const texts = withTexts(Object.fromEntries(failing.map((i) => [i, "<|end|>"])));
      const expected = await outcome(() => encoding.encodeBatch(texts));
      expect(expected).toMatchObject({ path: `texts[${Math.min(...failing)}]` });
      expect(await outcome(() => encoding.encodeBatchAsync(texts))).toEqual(expected);
    },
  );

  test.each([0, 1, 2, 4, 8, 16, 32])(
    "that is aborted after %i ms leaves the pool to others",
    async (delay) => {
      const texts = Array.from({ length: 10_000 }, (_, i) => `text ${i} `.repeat(250));
      const controller = new AbortController();
      const call = outcome(() => encoding.encodeBatchAsync(texts, { signal: controller.signal }));
      setTimeout(() => controller.abort(new HarmonyRuntimeError("enough")), delay);
      expect(await call).toMatchObject({ message: "enough" });
      expect(await encoding.encodeAsync("Hi")).toEqual(encoding.encode("Hi"));
    },
  );

  test("may run beside others, of which some fail and some are aborted", async () => {
    const expected = encoding.encodeBatch(TEXTS);
    const calls = Array.from({ length: 12 }, (_, i) => {
      const controller = new AbortController();
      const texts = i % 3 === 1 ? withTexts({ 2000: "<|end|>" }) : TEXTS;
      if (i % 3 === 2) setTimeout(() => controller.abort(new HarmonyRuntimeError("enough")), i);
      return outcome(() => encoding.encodeBatchAsync(texts, { signal: controller.signal }));
    });
    const single = encoding.encodeAsync("Hi");
    const given = await Promise.all(calls);
    for (const [i, each] of given.entries()) {
      if (i % 3 === 0) expect(each).toEqual({ value: expected });
      if (i % 3 === 1) expect(each).toMatchObject({ path: "texts[2000]" });
      // It may have ended before.
      if (i % 3 === 2) {
        const ended = "value" in (each as object);
        expect(each).toMatchObject(ended ? { value: expected } : { message: "enough" });
      }
    }
    expect(await single).toEqual(encoding.encode("Hi"));
    expect(await encoding.encodeBatchAsync(TEXTS)).toEqual(expected);
  });
});

test("arguments may change as soon as a call has returned", async () => {
  const tokens = encoding.encode(COMPLETION, { allowedSpecial: "all" });
  const conversation = conversationOf(LONG, "b");
  const [messages, parsed, rendered] = [
    encoding.parseMessagesFromCompletionTokens(tokens, "assistant"),
    encoding.parseCompletion(tokens),
    encoding.renderConversation(conversation),
  ];
  const promises = [
    encoding.parseMessagesFromCompletionTokensAsync(tokens, "assistant"),
    encoding.parseCompletionAsync(tokens),
    encoding.renderConversationAsync(conversation),
  ];
  tokens.fill(200006);
  conversation.messages.pop();
  expect(await Promise.all(promises)).toEqual([messages, parsed, rendered]);
});

describe("a signal", () => {
  const calls: [string, (signal: AbortSignal) => Promise<unknown>][] = [
    ["after the options", (signal) => encoding.encodeAsync(LONG, null, { signal })],
    ["among the options", (signal) => encoding.encodeAsync(LONG, { signal })],
    ["of encodeBatchAsync", (signal) => encoding.encodeBatchAsync([LONG], undefined, { signal })],
    [
      "of renderConversationAsync",
      (signal) => encoding.renderConversationAsync(conversationOf(LONG), { signal }),
    ],
    [
      "of renderConversationForCompletionAsync",
      (signal) => encoding.renderConversationForCompletionAsync([], "assistant", null, { signal }),
    ],
    [
      "of renderConversationForTrainingAsync",
      (signal) => encoding.renderConversationForTrainingAsync([], { signal }),
    ],
    [
      "of parseMessagesFromCompletionTokensAsync",
      (signal) => encoding.parseMessagesFromCompletionTokensAsync([], null, null, { signal }),
    ],
    ["of parseCompletionAsync", (signal) => encoding.parseCompletionAsync(LONG, { signal })],
  ];

  test.each(calls)("that is aborted before the call rejects it: %s", async (_, call) => {
    const reason = new Error("enough");
    await expect(call(AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  test.each(calls)("that is aborted after the call rejects it: %s", async (_, call) => {
    const controller = new AbortController();
    const promise = call(controller.signal);
    const reason = new Error("enough");
    controller.abort(reason);
    await expect(promise).rejects.toBe(reason);
  });

  test.each(calls)("that is aborted later changes nothing: %s", async (_, call) => {
    const controller = new AbortController();
    const value = await call(controller.signal);
    controller.abort();
    expect(value).toBeDefined();
  });

  test("ends calls that wait for others", async () => {
    const controller = new AbortController();
    const first = encoding.encodeAsync(LONG);
    const others = Array.from({ length: 50 }, () =>
      encoding.encodeAsync(LONG, { signal: controller.signal }),
    );
    controller.abort();
    const settled = await Promise.allSettled(others);
    expect(settled.map(({ status }) => status)).toEqual(others.map(() => "rejected"));
    expect(await first).toEqual(encoding.encode(LONG));
  });

  test.each([1, "x", {}])("has to be one: %s", async (signal) => {
    const promise = encoding.encodeAsync("x", { signal: bad(signal) });
    await expect(promise).rejects.toMatchObject({ name: "HarmonyValueError", path: "signal" });
  });
});

test("a worker may end in the middle of calls", async () => {
  const { code, stdout, stderr } = await runModule(`
    import { once } from "node:events";
    import { Worker } from "node:worker_threads";
    const program = \`
      import { parentPort } from "node:worker_threads";
      import { loadHarmonyEncoding } from "openai-harmony-node";
      const encoding = loadHarmonyEncoding();
      const text = "Some words and more. ".repeat(3_000);
      for (let i = 0; i < 500; i++) encoding.encodeAsync(text);
      parentPort.postMessage("busy");
    \`;
    for (let i = 0; i < 5; i++) {
      const worker = new Worker(program, { eval: true });
      await once(worker, "message");
      await worker.terminate();
    }
    console.log("on");
  `);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "on\n", stderr: "" });
});
