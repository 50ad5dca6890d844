/** Properties that hold for any message, conversation and completion, by generated ones. */
import fc from "fast-check";
import {
  Conversation,
  HarmonyRuntimeError,
  loadHarmonyEncoding,
  Message,
  Role,
  StreamableParser,
  TextContent,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { conversation, message, renderable, text } from "./generators.ts";
import { outcome } from "./support.ts";

const encoding = loadHarmonyEncoding();
const reference = loadHarmonyEncoding(undefined, { engine: "reference" });

describe("a round trip changes nothing", () => {
  test("of a message", () => {
    fc.assert(
      fc.property(message, (message) => {
        expect(Message.fromDict(message.toDict())).toEqual(message);
        // JSON has no -0.
        const written = message.toJson();
        expect(Message.fromJson(written).toJson()).toBe(written);
        expect(JSON.stringify(message)).toBe(written);
      }),
    );
  });

  test("of a conversation", () => {
    fc.assert(
      fc.property(conversation(message), (conversation) => {
        expect(Conversation.fromDict(conversation.toDict())).toEqual(conversation);
        const written = conversation.toJson();
        expect(Conversation.fromJson(written).toJson()).toBe(written);
        expect(JSON.stringify(conversation)).toBe(written);
      }),
    );
  });
});

describe("objects and their JSON text render to the same tokens", () => {
  test("a message", () => {
    fc.assert(
      fc.property(renderable, (message) => {
        expect(encoding.render(message)).toEqual(encoding.render(message.toJson()));
      }),
    );
  });

  test("a conversation, and its count is their number", () => {
    fc.assert(
      fc.property(conversation(renderable), fc.boolean(), (conversation, autoDropAnalysis) => {
        const config = { autoDropAnalysis };
        const tokens = encoding.renderConversationForCompletion(conversation, Role.ASSISTANT, config);
        const json = conversation.toJson();
        expect(encoding.renderConversationForCompletion(json, Role.ASSISTANT, config)).toEqual(tokens);
        expect(encoding.countConversationTokens(conversation, Role.ASSISTANT, config)).toBe(tokens.length);
      }),
    );
  });
});

test("what cannot be rendered has the same error and path as JSON text", () => {
  const failure = (render: () => unknown) => {
    try {
      render();
      return null;
    } catch (error) {
      expect(error).toBeInstanceOf(HarmonyRuntimeError);
      const { message, path } = error as HarmonyRuntimeError;
      return { message, path };
    }
  };
  fc.assert(
    fc.property(conversation(message), (conversation) => {
      const failed = failure(() => encoding.renderConversation(conversation));
      expect(failure(() => encoding.renderConversation(conversation.toJson()))).toEqual(failed);
      if (failed === null) return;
      const index = Number(failed.path?.match(/^messages\[(\d+)\]$/)?.[1]);
      const culprit = conversation.messages[index] as Message;
      expect(failure(() => encoding.render(culprit))).toEqual({ message: failed.message, path: null });
    }),
  );
});

/** A completion: well-formed messages and stray tokens, cut off anywhere. */
const completion = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: renderable.map((message) => Array.from(encoding.render(message))) },
        { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 201_100 }), { maxLength: 3 }) },
      ),
      { maxLength: 4 },
    ),
    fc.nat({ max: 100 }),
  )
  .map(([parts, percent]) => {
    const tokens = parts.flat();
    return tokens.slice(0, Math.ceil((tokens.length * (percent + 50)) / 100));
  });

describe("tokens one by one parse to what they parse to at once", () => {
  test.each([true, false])("strict: %j", (strict) => {
    const outcome = (parse: () => Message[]) => {
      try {
        return parse();
      } catch (error) {
        return (error as Error).message;
      }
    };
    fc.assert(
      fc.property(completion, fc.constantFrom(null, Role.ASSISTANT), (tokens, role) => {
        const streamed = outcome(() => {
          const parser = new StreamableParser(encoding, role, { strict });
          for (const token of tokens) parser.process(token);
          return parser.processEos().messages;
        });
        const whole = outcome(() => encoding.parseMessagesFromCompletionTokens(tokens, role, { strict }));
        expect(streamed).toEqual(whole);
      }),
    );
  });

  test("the deltas of a content are the content, wherever the stream is read", () => {
    fc.assert(
      fc.property(text, fc.infiniteStream(fc.boolean()), (text, reads) => {
        const tokens = encoding.encode(text, { disallowedSpecial: [] });
        const parser = new StreamableParser(encoding, Role.ASSISTANT).process(200008);
        let deltas = "";
        for (const token of tokens) {
          parser.process(token);
          deltas += parser.lastContentDelta ?? "";
          // What is read in between must not change what comes.
          if (reads.next().value) expect(parser.currentContent).toBe(deltas);
        }
        expect(deltas).toBe(text.toWellFormed());
        parser.processEos();
        expect(parser.messages[0]?.content).toEqual([new TextContent({ text: text.toWellFormed() })]);
      }),
    );
  });
});

/** Ids of every kind: bytes, words, parts of characters, special tokens, none; often the same, or with low bits in common. */
const tokenId = fc.oneof(
  { arbitrary: fc.nat(300), weight: 3 },
  { arbitrary: fc.nat(0x7fff).chain((low) => fc.nat(5).map((high) => high * 0x8000 + low)), weight: 3 },
  fc.constantFrom(199998, 200005, 200012, 201087, 201088, 2 ** 31, 2 ** 32 - 1),
);

test("any tokens, few or many, in an array or not, decode to what the reference engine says", () => {
  const lists = fc.array(tokenId, { maxLength: 40 });
  const handlers = fc.constantFrom(undefined, "replace", "ignore", "strict");
  fc.assert(
    fc.property(lists, handlers, (list, errors) => {
      const expected = outcome(() => reference.decode(list, { errors }));
      for (const tokens of [list, Uint32Array.from(list)]) {
        // Twice, as the first call may remember the texts that the second one joins.
        for (let time = 0; time < 2; time++) {
          expect(outcome(() => encoding.decode(tokens, { errors }))).toEqual(expected);
        }
      }
    }),
  );
});

test("what looks like a token is none, whatever has been decoded before", () => {
  for (let token = 0; token < 0x8000; token++) encoding.decode([token]);
  const near = fc.nat(0x7fff).chain((token) =>
    fc.constantFrom<unknown>(token + 2 ** 32, token - 2 ** 32, token + 0.5, `${token}`, BigInt(token), {
      valueOf: () => token,
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.nat(0x7fff), { maxLength: 5 }), near, (tokens, wrong) => {
      const list = [...tokens, wrong] as number[];
      expect(() => encoding.decode(list)).toThrow(`tokens[${tokens.length}]: expected an integer`);
    }),
  );
});
