/** Errors: their classes, codes, names and paths, and that a failed call harms no later one. */
import {
  HarmonyError,
  HarmonyModuleNotFoundError,
  HarmonyRuntimeError,
  HarmonyValueError,
  loadHarmonyEncoding,
  Message,
  SystemContent,
} from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { bad, expectRuntimeError, runModule, thrown } from "./support.ts";

const encoding = loadHarmonyEncoding();

describe("the classes", () => {
  const cause = new Error("why");

  test.each([
    [new HarmonyRuntimeError("m", { cause }), HarmonyRuntimeError, "ERR_HARMONY_RUNTIME"],
    [
      new HarmonyRuntimeError("m", { code: "ERR_HARMONY_INTERNAL", cause }),
      HarmonyRuntimeError,
      "ERR_HARMONY_INTERNAL",
    ],
    [new HarmonyValueError("m", { cause }), HarmonyValueError, "ERR_HARMONY_VALUE"],
    [
      new HarmonyModuleNotFoundError("m", { cause }),
      HarmonyModuleNotFoundError,
      "ERR_HARMONY_MODULE_NOT_FOUND",
    ],
  ])("%s: kind, code, cause and stack", (error, type, code) => {
    expect(error).toBeInstanceOf(type);
    expect(error).toBeInstanceOf(HarmonyError);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(type.name);
    expect(error.code).toBe(code);
    expect(error.message).toBe("m");
    expect(error.cause).toBe(cause);
    expect(error.stack).toContain(`${type.name}: m\n`);
    expect(String(error)).toBe(`${type.name}: m`);
  });

  test("an error has a cause only if there is one", () => {
    for (const type of [HarmonyRuntimeError, HarmonyValueError, HarmonyModuleNotFoundError]) {
      expect("cause" in new type("m")).toBe(false);
    }
  });

  test("a value error's message begins with its path", () => {
    const error = new HarmonyValueError("expected a string", { path: "messages[2].channel" });
    expect(error.message).toBe("messages[2].channel: expected a string");
    expect(error.path).toBe("messages[2].channel");
    expect(new HarmonyValueError("m").path).toBeNull();
  });
});

test("a path is on the error, and whole", () => {
  const message = Message.fromRoleAndContent("user", "x");
  message.content.push(bad({ type: "text" }));
  const error = thrown(() => encoding.renderConversation([Message.fromRoleAndContent("user", ""), message]));
  expect(error).toMatchObject({ path: "messages[1].content[1]" });
});

test("JSON that does not parse has the parser's error as cause", () => {
  expect(thrown(() => Message.fromJson("{")).cause).toBeInstanceOf(SyntaxError);
});

test.each<[string, () => unknown, string]>([
  [
    "a tool message without a name",
    () => encoding.render(Message.fromRoleAndContent("tool", "x")),
    "Tools should have a name!",
  ],
  [
    "a system content in a user message",
    () => encoding.render(Message.fromRoleAndContent("user", SystemContent.new())),
    "SystemContent may only appear in system messages, found in User",
  ],
  ["a token that does not exist", () => encoding.decode([201089]), "Invalid token for decoding: 201089"],
])("%s is a runtime error in the crate's words, as often as it is tried", (_, call, message) => {
  for (let i = 0; i < 3; i++) {
    expectRuntimeError(call, message);
    expect(Array.from(encoding.encode("hello world"))).toEqual([24912, 2375]);
  }
});

test("the stack of an error leads to the caller", () => {
  function caller() {
    return encoding.decode([201089]);
  }
  expect(thrown(caller).stack).toContain("caller");
});

/** Loads the package's files in a context of their own, as test runners do. */
const OTHER_REALM = `
  import { readFileSync } from "node:fs";
  import { createRequire } from "node:module";
  import { dirname, resolve } from "node:path";
  import * as vm from "node:vm";
  const context = vm.createContext({ process, URL, TextDecoder, structuredClone });
  const modules = new Map();
  function load(filename) {
    if (modules.has(filename)) return modules.get(filename).exports;
    const module = { exports: {} };
    modules.set(filename, module);
    const folder = dirname(filename);
    const wrapper = vm.compileFunction(
      readFileSync(filename, "utf8"),
      ["exports", "require", "module", "__filename", "__dirname"],
      { filename, parsingContext: context },
    );
    const require = (request) =>
      request.startsWith(".") ? load(resolve(folder, request)) : createRequire(filename)(request);
    wrapper(module.exports, require, module, filename, folder);
    return module.exports;
  }
  const { loadHarmonyEncoding, HarmonyError } = load(resolve("dist/require/index.cjs"));
  if (HarmonyError.prototype instanceof Error) throw new Error("not another realm");
  const encoding = loadHarmonyEncoding();
  const results = [encoding.decode(Uint32Array.of(13225, 2375))];
  for (const call of [() => encoding.decode([201089]), () => encoding.renderConversation("{")]) {
    try { call(); } catch (error) {
      results.push([error.name, error.code, error instanceof HarmonyError].join(" "));
    }
  }
  console.log(JSON.stringify(results));
`;

test("errors are typed where the package runs in another realm than the addon", async () => {
  const { code, stdout, stderr } = await runModule(OTHER_REALM);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    "Hello world",
    "HarmonyRuntimeError ERR_HARMONY_RUNTIME true",
    "HarmonyValueError ERR_HARMONY_VALUE true",
  ]);
});
