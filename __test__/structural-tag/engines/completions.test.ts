/** Completions that fit a constraint, and completions that break it, in the real engines. */
import { loadHarmonyEncoding } from "openai-harmony-node";
import { type OutputConstraint, toGbnf, toLark, toStructuralTag } from "openai-harmony-node/structural-tag";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CASES, type Case } from "../cases.ts";
import { type EngineName, type Engines, startEngines } from "./engines.ts";

const encoding = loadHarmonyEncoding();
let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(() => engines.stop());

type Grammar = Parameters<Engines["accept"]>[1];
interface Subject {
  name: string;
  engine: EngineName;
  write(constraint: OutputConstraint, options?: { prefilled?: boolean }): Grammar;
  cached: boolean;
}

const SUBJECTS: Subject[] = [
  { name: "xgrammar", engine: "xgrammar", write: toStructuralTag, cached: true },
  {
    name: "xgrammar, with ids",
    engine: "xgrammar",
    write: (constraint, options) => toStructuralTag(constraint, { ...options, dialect: "tokens" }),
    cached: false,
  },
  { name: "llguidance", engine: "llguidance", write: toLark, cached: true },
  { name: "llama.cpp", engine: "llama.cpp", write: toGbnf, cached: true },
];

const encode = (text: string) => [...encoding.encode(text, { allowedSpecial: "all" })];

/** A text in as many tokens as possible: each character has its own. */
function encodeCharacters(text: string): number[] {
  return text
    .split(/(<\|[a-z]+\|>)/)
    .flatMap((part, i) => (i % 2 === 1 ? encode(part) : [...part].flatMap(encode)));
}

/** Those of some completions that an engine accepts to their end. */
async function accepted(
  { engine, write, cached }: Subject,
  { constraint, prefilled = false }: Pick<Case, "constraint" | "prefilled">,
  completions: string[],
  { stop, split = encode }: { stop?: number[]; split?: (text: string) => number[] } = {},
): Promise<string[]> {
  const tokens = completions.map(split);
  const verdicts = await engines.accept(engine, write(constraint, { prefilled }), tokens, {
    cached,
    ...(stop && { stop }),
  });
  return completions.filter((_, i) => verdicts[i]?.[0] === tokens[i]?.length && verdicts[i]?.[1]);
}

describe.each(SUBJECTS)("$name", (subject) => {
  const { engine } = subject;

  test.each(CASES)("accepts what fits, to the end: $name", async (item) => {
    expect(await accepted(subject, item, item.fits)).toEqual(item.fits);
  });

  test.each(CASES)("does not accept what breaks: $name", async (item) => {
    expect(await accepted(subject, item, item.breaks)).toEqual([]);
  });

  // Where only one text can follow, llguidance asks for the tokens that the tokenizer would make of it.
  if (engine !== "llguidance") {
    test.each(CASES)("decides alike whatever the tokens are: $name", async (item) => {
      const texts = [...item.fits, ...item.breaks];
      expect(await accepted(subject, item, texts, { split: encodeCharacters })).toEqual(item.fits);
    });
  }

  test("knows a token of the format in a JSON string, unless it is xgrammar", async () => {
    for (const item of CASES) {
      const texts = item.tokensInStrings ?? [];
      expect(await accepted(subject, item, texts)).toEqual(engine === "xgrammar" ? texts : []);
    }
  });

  test("accepts several calls where they are allowed, if it does not stop at the first", async () => {
    const call = '<|channel|>commentary to=functions.f <|constrain|>json<|message|>{"a":1}<|call|>';
    const next = "<|start|>assistant";
    const constraint: OutputConstraint = {
      functions: [{ name: "f", parameters: { type: "object", properties: { a: { type: "integer" } } } }],
      calls: "required",
      parallelCalls: true,
      format: null,
    };
    const end = engine === "llama.cpp" ? "" : "<|return|>";
    const several = [
      call,
      call + next + call,
      `${call}${next}<|channel|>analysis<|message|>x<|end|>${next}${call}`,
    ];
    const texts = [...several, `${call}${next}<|channel|>final<|message|>x`].map((text) => text + end);
    const stop = [200002];
    expect(await accepted(subject, { constraint }, texts, { stop })).toEqual(texts.slice(0, 3));
    const single = { constraint: { ...constraint, parallelCalls: false } };
    expect(await accepted(subject, single, texts, { stop })).toEqual(texts.slice(0, 1));
  });
});

test("xgrammar confuses the ids of several grammars in one compiler, so that they are not the default", async () => {
  const others = await startEngines();
  try {
    const outcomes: string[] = [];
    for (const { constraint, prefilled = false, fits } of CASES) {
      const tag = toStructuralTag(constraint, { prefilled, dialect: "tokens" });
      const outcome = await others.accept("xgrammar", tag, fits.map(encode)).then(
        () => "right",
        (error: Error) => error.message,
      );
      outcomes.push(outcome);
    }
    expect(outcomes[0]).toBe("right");
    expect(outcomes).toContainEqual(expect.stringMatching(/token \d+ is not in the mask, but is accepted/));
  } finally {
    others.stop();
  }
});
