/** What holds of the grammars without an engine; the project `engines` asks the engines. */
import { HarmonyValueError } from "openai-harmony-node";
import { type OutputConstraint, toGbnf, toLark, toStructuralTag } from "openai-harmony-node/structural-tag";
import { describe, expect, test } from "vitest";
import { thrown } from "../support.ts";
import { CASES } from "./cases.ts";
import { CONSTRAINT_ERRORS } from "./errors.ts";

const WRITERS = {
  toGbnf: (constraint: OutputConstraint, prefilled: boolean): string => toGbnf(constraint, { prefilled }),
  toLark: (constraint: OutputConstraint, prefilled: boolean): string => toLark(constraint, { prefilled }),
  toStructuralTag: (constraint: OutputConstraint, prefilled: boolean): string =>
    JSON.stringify(toStructuralTag(constraint, { prefilled })),
};

/** The parts of a structural tag, at whatever depth. */
function partsOf(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (typeof value !== "object" || value === null) return [];
  const part = value as Record<string, unknown>;
  return [
    part,
    ...Object.entries(part).flatMap(([key, inner]) => (key === "json_schema" ? [] : partsOf(inner))),
  ];
}

describe.each(Object.entries(WRITERS))("%s", (_, write) => {
  test.each(CASES)("leaves the constraint as it is, and writes the same again: $name", (item) => {
    const before = structuredClone(item.constraint);
    const grammar = write(item.constraint, item.prefilled ?? false);
    expect(item.constraint).toEqual(before);
    expect(write(item.constraint, item.prefilled ?? false)).toBe(grammar);
  });

  test("takes no option for none", () => {
    const [{ constraint }] = CASES as [(typeof CASES)[0]];
    expect(toGbnf(constraint)).toBe(toGbnf(constraint, null));
    expect(write(constraint, false)).not.toBe(write(constraint, true));
  });
});

describe("a grammar of llama.cpp", () => {
  test.each(CASES)("has no token that ends a completion: $name", ({ constraint, prefilled = false }) => {
    expect(toGbnf(constraint, { prefilled })).not.toMatch(/<\|(return|call)\|>/);
  });

  test.each(CASES)("defines each rule that it uses, once: $name", ({ constraint, prefilled = false }) => {
    const lines = toGbnf(constraint, { prefilled }).trimEnd().split("\n");
    const defined = lines.map((line) => line.split(" ::= ")[0]);
    expect(defined[0]).toBe("root");
    expect(new Set(defined).size).toBe(defined.length);
    const bodies = lines.map((line) =>
      line.replace(/^.*? ::= /, "").replace(/"(\\.|[^"])*"|\[(\\.|[^\]])*\]|<\|\w+\|>|\{[\d,]+\}/g, " "),
    );
    const used = new Set(bodies.flatMap((body) => body.match(/[a-z][\w-]*/g) ?? []));
    expect([...used].filter((name) => !defined.includes(name))).toEqual([]);
  });
});

describe("a structural tag", () => {
  test("names tokens by their text, or by their ids", () => {
    const [{ constraint }] = CASES as [(typeof CASES)[0]];
    const kinds = (dialect: "text" | "tokens") =>
      new Set(partsOf(toStructuralTag(constraint, { dialect }).format).map(({ type }) => type));
    expect(kinds("text")).not.toContain("token");
    expect(kinds("tokens")).not.toContain("tag");
    expect(toStructuralTag(constraint)).toEqual(toStructuralTag(constraint, { dialect: "text" }));
  });

  test("has the schemas as they are", () => {
    const schema = { type: "object", properties: { é: { $ref: "#/$defs/x" } }, $defs: { x: { not: {} } } };
    const constraint: OutputConstraint = {
      functions: [{ name: "f", parameters: schema }],
      calls: "allowed",
      parallelCalls: false,
      format: { type: "json_schema", schema: true },
    };
    const found = partsOf(toStructuralTag(constraint).format).filter(({ type }) => type === "json_schema");
    expect(found.map(({ json_schema }) => json_schema)).toEqual([schema, true]);
  });
});

describe("a constraint that cannot be met", () => {
  test.each(CONSTRAINT_ERRORS)("is an error with a path: $when", ({ provoke, path }) => {
    const error = thrown(provoke);
    expect(error).toBeInstanceOf(HarmonyValueError);
    expect((error as HarmonyValueError).path).toEqual(
      typeof path === "string" ? path : expect.stringMatching(path),
    );
  });
});
