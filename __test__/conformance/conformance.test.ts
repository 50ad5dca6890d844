/** Every case that the Python package has computed, through the built package. See README.md. */
import * as harmony from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { ENGINES, readCases, runCase } from "./cases.mjs";

const files = readCases();

test("all files are there", () => {
  expect(Object.keys(files)).toEqual(
    ["codec", "dict", "exponent", "parse", "render", "stream"].map((name) => `${name}.jsonl`),
  );
});

describe.each(
  ENGINES.flatMap((engine) => Object.entries(files).map(([file, cases]) => ({ engine, file, cases }))),
)("$engine: $file", ({ engine, cases }) => {
  const encoding = harmony.loadHarmonyEncoding(undefined, { engine });

  test("has cases, each with its own id", () => {
    expect(cases.length).toBeGreaterThan(0);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
  });

  test.each(cases)("$id", (c) => runCase(c, encoding, harmony));
});
