/** Names for tools: each set of names can be carried, and comes back. */
import fc from "fast-check";
import { isHarmonyName } from "openai-harmony-node";
import { toolNames } from "openai-harmony-node/tools";
import { describe, expect, test } from "vitest";
import { bad, expectValueError } from "../support.ts";

const CARRIED = /^[A-Za-z0-9_-]{1,64}$/;

/** Names near each other: same readable forms, forms that others have as they are, and every kind of character. */
const name = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", "_", "-", ".", "/", " ", "é", "天"), maxLength: 4 }),
  fc.string({ unit: "binary", maxLength: 100 }),
  fc.constantFrom(
    "user",
    "assistant",
    "system",
    "developer",
    "tool",
    "all",
    "python",
    "__proto__",
    "a".repeat(64),
  ),
  fc.string({ unit: fc.constantFrom("a", "."), minLength: 62, maxLength: 70 }),
);

/** Names, and some that look like the replacements of others. */
const set = fc.array(name, { maxLength: 20 }).chain((names) => {
  const replaced = names.map((each) => toolNames(names).toHarmony(each));
  return fc.array(fc.constantFrom("x", ...replaced)).map((more) => [...names, ...more]);
});

describe("toolNames", () => {
  test("carries every set of names, and brings them back", () => {
    fc.assert(
      fc.property(set, (names) => {
        const tools = toolNames(names);
        const carried = names.map((each) => tools.toHarmony(each));
        for (const each of carried) {
          expect(each).toMatch(CARRIED);
          expect(isHarmonyName(each)).toBe(true);
        }
        expect(carried.map((each) => tools.toOriginal(each))).toEqual(names);
        expect(new Set(carried).size).toBe(new Set(names).size);
      }),
    );
  });

  test("leaves names alone that can be carried", () => {
    fc.assert(
      fc.property(set, (names) => {
        const tools = toolNames(names);
        for (const each of names) {
          if (CARRIED.test(each) && isHarmonyName(each)) expect(tools.toHarmony(each)).toBe(each);
        }
      }),
    );
  });

  test("depends on the set only, not on its order", () => {
    const shuffled = set.chain((names) =>
      fc.tuple(fc.constant(names), fc.shuffledSubarray(names, { minLength: names.length })),
    );
    fc.assert(
      fc.property(shuffled, ([names, others]) => {
        const [one, other] = [toolNames(names), toolNames(others)];
        for (const each of names) expect(one.toHarmony(each)).toBe(other.toHarmony(each));
      }),
    );
  });

  test("gives a name of no set one that none of the set has", () => {
    fc.assert(
      fc.property(set, name, (names, other) => {
        fc.pre(!names.includes(other));
        const tools = toolNames(names);
        const carried = tools.toHarmony(other);
        expect(carried).toMatch(CARRIED);
        expect(isHarmonyName(carried)).toBe(true);
        expect(tools.toOriginal(carried)).toBe(carried);
      }),
    );
  });

  test("a name that stands for none comes back as it is", () => {
    const tools = toolNames(["get weather"]);
    expect(tools.toOriginal("get weather")).toBe("get weather");
    expect(tools.toOriginal("")).toBe("");
  });

  test("replacements are readable", () => {
    const names = ["get weather", "Météo à Paris", "mcp/files.read", "  odd  ", "ｗｉｄｅ"];
    const tools = toolNames(names);
    expect(names.map((each) => tools.toHarmony(each))).toEqual([
      "get_weather",
      "Meteo_a_Paris",
      "mcp_files_read",
      "odd",
      "wide",
    ]);
  });

  test("names that would clash, say nothing or mean something else are told apart by a hash", () => {
    const names = ["a.b", "a/b", "c d", "c_d", "天气", "all", "", "x".repeat(65), "x".repeat(66)];
    const tools = toolNames(names);
    const hash = "_[0-9a-f]{8}";
    const long = `x{55}${hash}`;
    const forms = [
      `a_b${hash}`,
      `a_b${hash}`,
      `c_d${hash}`,
      "c_d",
      `tool${hash}`,
      `all${hash}`,
      `tool${hash}`,
      long,
      long,
    ];
    forms.forEach((form, i) => {
      expect(tools.toHarmony(names[i] ?? "")).toMatch(new RegExp(`^${form}$`));
    });
  });

  test("the same name twice is one tool", () => {
    expect(toolNames(["a b", "a b"]).toHarmony("a b")).toBe("a_b");
  });

  test("names that clash with hashes are numbered", () => {
    const hashed = toolNames(["a.b", "a/b"]).toHarmony("a.b");
    const tools = toolNames(["a.b", "a/b", hashed]);
    expect(tools.toHarmony("a.b")).toBe(`${hashed}_2`);
  });

  test("refuses what is no set of names", () => {
    expectValueError(
      () => toolNames(bad("get_weather")),
      "names: expected an iterable of strings, got string",
    );
    expectValueError(() => toolNames(bad(["a", 5])), "names[1]: expected a string, got number");
    expectValueError(() => toolNames([]).toHarmony(bad(null)), "name: expected a string, got null");
    expectValueError(() => toolNames([]).toOriginal(bad(5)), "name: expected a string, got number");
  });
});
