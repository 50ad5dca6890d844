/** Reasoning that is remembered, or that clients carry and cannot read. */
import fc from "fast-check";
import { HarmonyValueError } from "openai-harmony-node";
import { openReasoning, ReasoningStore, sealReasoning } from "openai-harmony-node/gateway";
import { describe, expect, test } from "vitest";
import { bad } from "../support.ts";

const key = (fill: number) => new Uint8Array(32).fill(fill);

describe("ReasoningStore", () => {
  test("recalls what it remembers, and null for what it does not", () => {
    const store = new ReasoningStore();
    store.remember("call_1", "first");
    store.remember("call_2", "");
    expect([store.recall("call_1"), store.recall("call_2"), store.recall("call_3")]).toEqual([
      "first",
      "",
      null,
    ]);
    store.remember("call_1", "second");
    expect(store.recall("call_1")).toBe("second");
    expect(store.size).toBe(2);
  });

  test("forgets what has not been used for longest", () => {
    const store = new ReasoningStore({ maxEntries: 2 });
    store.remember("a", "A");
    store.remember("b", "B");
    store.recall("a");
    store.remember("c", "C");
    expect(["a", "b", "c"].map((id) => store.recall(id))).toEqual(["A", null, "C"]);
  });

  test("does not keep a text that is too large, nor the one that it replaces", () => {
    const store = new ReasoningStore({ maxBytes: 20 });
    store.remember("a", "small");
    store.remember("a", "x".repeat(10));
    expect(store.recall("a")).toBeNull();
    expect(store.size).toBe(0);
  });

  test("never outgrows its bounds, and keeps the newest that fit", () => {
    const steps = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d", "e"), fc.string({ maxLength: 30 })));
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 4 }), fc.nat(120), (sets, maxEntries, maxBytes) => {
        const store = new ReasoningStore({ maxEntries, maxBytes });
        let expected: [string, string][] = [];
        const size = (entries: [string, string][]) =>
          entries.reduce((sum, [id, text]) => sum + 2 * (id.length + text.length), 0);
        for (const [id, text] of sets) {
          store.remember(id, text);
          expected = expected.filter(([other]) => other !== id);
          if (size([[id, text]]) <= maxBytes) expected.push([id, text]);
          while (expected.length > maxEntries || size(expected) > maxBytes) expected.shift();
        }
        expect(store.size).toBe(expected.length);
        for (const [id, text] of expected) expect(store.recall(id)).toBe(text);
      }),
    );
  });

  test.each([
    [{ maxEntries: 0 }, "maxEntries"],
    [{ maxEntries: 1.5 }, "maxEntries"],
    [{ maxBytes: -1 }, "maxBytes"],
  ])("refuses %o", (options, path) => {
    expect(() => new ReasoningStore(options)).toThrow(expect.objectContaining({ path }));
  });

  test("refuses what is not text", () => {
    expect(() => new ReasoningStore().remember("a", bad(5))).toThrow(HarmonyValueError);
    expect(() => new ReasoningStore().remember(bad(5), "a")).toThrow(HarmonyValueError);
  });
});

describe("sealed reasoning", () => {
  test("comes back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const sealed = sealReasoning(text, key(1));
        expect(sealed).toMatch(/^[\w-]+$/);
        expect(openReasoning(sealed, key(1))).toBe(text);
      }),
    );
  });

  test("looks different each time, and does not show the text", () => {
    const [one, two] = [sealReasoning("The text.", key(1)), sealReasoning("The text.", key(1))];
    expect(one).not.toBe(two);
    expect(Buffer.from(one ?? "", "base64url").includes("text")).toBe(false);
  });

  test("does not open with another key, and opens with any of several", () => {
    const sealed = sealReasoning("text", key(1));
    expect(openReasoning(sealed, key(2))).toBeNull();
    expect(openReasoning(sealed, [key(2), key(1)])).toBe("text");
    expect(openReasoning(sealed, [])).toBeNull();
  });

  test("does not open once any of its bytes has been changed, or is missing", () => {
    const sealed = Buffer.from(sealReasoning("text", key(1)), "base64url");
    for (let i = 0; i < sealed.length; i++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(i) ^ 1, i);
      expect(openReasoning(changed.toString("base64url"), key(1))).toBeNull();
      expect(openReasoning(sealed.subarray(0, i).toString("base64url"), key(1))).toBeNull();
    }
  });

  test("takes a key as base64", () => {
    const base64 = Buffer.from(key(7)).toString("base64");
    expect(openReasoning(sealReasoning("text", base64), key(7))).toBe("text");
  });

  test.each([["short"], [new Uint8Array(16)], [5], [null]])("refuses the key %o", (wrong) => {
    expect(() => sealReasoning("text", bad(wrong))).toThrow(expect.objectContaining({ path: "key" }));
    expect(() => openReasoning("AAAA", bad(wrong))).toThrow(expect.objectContaining({ path: "key" }));
  });
});
