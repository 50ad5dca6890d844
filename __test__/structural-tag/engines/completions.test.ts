/** Completions that fit a constraint, and that break one, in the real engines. */
import { loadHarmonyEncoding } from "openai-harmony-node";
import { toGbnf, toLark, toStructuralTag } from "openai-harmony-node/structural-tag";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CASES, type Case } from "../cases.ts";
import { type EngineName, type Engines, startEngines } from "./engines.ts";

const encoding = loadHarmonyEncoding();
let engines: Engines;
beforeAll(async () => {
  engines = await startEngines();
});
afterAll(() => engines.stop());

const WRITERS = { xgrammar: toStructuralTag, llguidance: toLark, "llama.cpp": toGbnf };
const NAMES = Object.keys(WRITERS) as EngineName[];

const encode = (text: string) => [...encoding.encode(text, { allowedSpecial: "all" })];

function accepted(name: EngineName, { constraint, prefilled = false }: Case, completions: number[][]) {
  return engines.accept(name, WRITERS[name](constraint, { prefilled }), completions);
}

describe.each(NAMES)("%s", (name) => {
  test.each(CASES)("accepts what fits, to the end: $name", async (item) => {
    const tokens = item.fits.map(encode);
    const verdicts = await accepted(name, item, tokens);
    const refused = item.fits.filter((_, i) => verdicts[i]?.[0] !== tokens[i]?.length || !verdicts[i]?.[1]);
    expect(refused.map((text) => [text, verdicts[item.fits.indexOf(text)]])).toEqual([]);
  });

  test.each(CASES)("does not accept what breaks: $name", async (item) => {
    const tokens = item.breaks.map(encode);
    const verdicts = await accepted(name, item, tokens);
    const taken = item.breaks.filter((_, i) => verdicts[i]?.[0] === tokens[i]?.length && verdicts[i]?.[1]);
    expect(taken).toEqual([]);
  });
});
