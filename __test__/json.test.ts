/** JSON that loses nothing: what a tool's parameters may contain, and where the text is exactly the author's. */

import { runInNewContext } from "node:vm";
import { loadHarmonyEncoding, Message } from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { expectValueError, messageWithParameters } from "./support.ts";

const encoding = loadHarmonyEncoding();
const PATH = "content[0].tools.functions.tools[0].parameters";

/** The JSON text of the parameters within a message's. */
function written(parameters: unknown): string {
  const text = messageWithParameters(parameters).toJson();
  return text.slice(
    text.indexOf('"parameters":') + '"parameters":'.length,
    -'}]}},"type":"developer_content"}]}'.length,
  );
}

test.each<[string, unknown, string]>([
  ["nothing", {}, "{}"],
  ["all kinds", { a: [null, true, 1.5, "x", {}] }, '{"a":[null,true,1.5,"x",{}]}'],
  ["keys in their order", { z: 1, a: 2, Z: 3 }, '{"z":1,"a":2,"Z":3}'],
  ["undefined in an object counts as not given", { a: undefined, b: 1 }, '{"b":1}'],
  ["an object without a prototype", Object.assign(Object.create(null), { a: 1 }), '{"a":1}'],
  ["an object of another realm", runInNewContext('({ a: [1, { b: "c" }] })'), '{"a":[1,{"b":"c"}]}'],
  ["a key called __proto__", JSON.parse('{"__proto__":{"a":1}}'), '{"__proto__":{"a":1}}'],
  ["a key called toJSON", { toJSON: "x" }, '{"toJSON":"x"}'],
  ["a frozen object", Object.freeze({ a: Object.freeze([1]) }), '{"a":[1]}'],
  ["a Date is its toJSON", { a: new Date(0) }, '{"a":"1970-01-01T00:00:00.000Z"}'],
  [
    "a class with toJSON",
    {
      a: new (class {
        x = 1;
        toJSON() {
          return { y: this.x };
        }
      })(),
    },
    '{"a":{"y":1}}',
  ],
  ["symbol keys don't count", { [Symbol("a")]: 1, b: 2 }, '{"b":2}'],
  ["NUL and quotes", { 'a"\0': '\0"\\' }, '{"a\\"\\u0000":"\\u0000\\"\\\\"}'],
])("%s", (_, parameters, expected) => {
  expect(written(parameters)).toBe(expected);
});

test("a shared object is written at each use", () => {
  const shared = { type: "string" };
  expect(written({ a: shared, b: [shared] })).toBe('{"a":{"type":"string"},"b":[{"type":"string"}]}');
});

describe("refused, with its path, by toJson and render", () => {
  const cyclic: Record<string, unknown> = {};
  cyclic.list = [{ back: cyclic }];
  const array: unknown[] = [];
  array.push(array);
  const chain = () => ({ toJSON: chain });

  test.each<[string, unknown, string]>([
    ["NaN", { a: Number.NaN }, ".a: expected a JSON value, got NaN"],
    ["infinity", { a: [1, -Infinity] }, ".a[1]: expected a JSON value, got -Infinity"],
    ["BigInt", { a: { b: 5n } }, ".a.b: expected a JSON value, got bigint"],
    ["a function", { a: () => {} }, ".a: expected a JSON value, got function"],
    ["a class", { a: Message }, ".a: expected a JSON value, got function"],
    ["a symbol", { a: Symbol("x") }, ".a: expected a JSON value, got symbol"],
    ["undefined in an array", { a: [undefined] }, ".a[0]: expected a JSON value, got undefined"],
    ["a hole", { a: new Array(1) }, ".a[0]: expected a JSON value, got undefined"],
    ["a Map", { a: new Map() }, ".a: expected a JSON value, got Map"],
    ["a Map as a whole", new Map(), ": expected a JSON value, got Map"],
    ["a Set", { a: new Set() }, ".a: expected a JSON value, got Set"],
    ["a RegExp", { pattern: /x/ }, ".pattern: expected a JSON value, got RegExp"],
    ["a boxed string", { a: new String("x") }, ".a: expected a JSON value, got String"],
    ["a typed array", { a: new Uint8Array(1) }, ".a: expected a JSON value, got Uint8Array"],
    ["a Promise", { a: Promise.resolve(1) }, ".a: expected a JSON value, got Promise"],
    ["an Error", { a: new Error("x") }, ".a: expected a JSON value, got Error"],
    ["an instance of a class", { a: new (class Schema {})() }, ".a: expected a JSON value, got Schema"],
    [
      "toJSON that gives nothing",
      { a: { toJSON: () => undefined } },
      ".a: expected a JSON value, got undefined",
    ],
    ["toJSON that gives no JSON", { a: { toJSON: () => 5n } }, ".a: expected a JSON value, got bigint"],
    ["a cycle", cyclic, ".list[0].back: the value contains itself"],
    ["an array that contains itself", { a: array }, ".a[0]: the value contains itself"],
    ["toJSON without end", { a: chain() }, ".a: nested too deeply"],
  ])("%s", (_, parameters, message) => {
    const refused = messageWithParameters(parameters);
    expectValueError(() => refused.toJson(), PATH + message);
    expectValueError(() => encoding.render(refused), PATH + message);
    expectValueError(() => encoding.renderConversation([refused]), `messages[0].${PATH}${message}`);
  });

  test("100,000 levels", () => {
    let object: unknown = {};
    for (let i = 0; i < 100_000; i++) object = { a: object };
    let list: unknown = [];
    for (let i = 0; i < 100_000; i++) list = [list];
    expectValueError(() => messageWithParameters(object).toJson(), /: nested too deeply$/);
    expectValueError(() => messageWithParameters({ list }).toJson(), /: nested too deeply$/);
  });

  // 2^30 and 2^900 values, if written out.
  test.each([30, 900])("objects shared at %i levels", (levels) => {
    let shared: unknown = { type: "string" };
    for (let i = 0; i < levels; i++) shared = { a: shared, b: shared };
    expectValueError(() => encoding.render(messageWithParameters(shared)), /: more than 1,000,000 values$/);
  });

  test("objects that give other values the second time", () => {
    let reads = 0;
    const parameters = {
      get a() {
        return reads++ === 0 ? 1 : 5n;
      },
    };
    expectValueError(
      () => messageWithParameters(parameters).toJson(),
      /^cannot be written as JSON: .*BigInt/,
    );
  });
});

test("more than 128 levels are too deep for the engine, as in Python", () => {
  let nested: unknown = {};
  for (let i = 0; i < 500; i++) nested = { items: nested };
  const message = messageWithParameters(nested);
  expect(Message.fromJson(message.toJson()).toJson()).toBe(message.toJson());
  expectValueError(
    () => encoding.render(message),
    /^invalid message JSON: recursion limit exceeded at line 1/,
  );
});
