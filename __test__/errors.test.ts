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
import { bad, expectRuntimeError, run, thrown } from "./support.ts";

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

/** Loads the package's modules in a context of their own, as test runners do. */
const OTHER_REALM = `
  import { readFileSync } from "node:fs";
  import { pathToFileURL } from "node:url";
  import * as vm from "node:vm";
  const context = vm.createContext({ process, URL, TextDecoder, structuredClone });
  const modules = new Map();
  async function link(specifier, { identifier }) {
    if (!specifier.startsWith(".")) {
      const module = await import(specifier);
      return new vm.SyntheticModule(
        Object.keys(module),
        function () { for (const name of Object.keys(module)) this.setExport(name, module[name]); },
        { context, identifier: specifier },
      );
    }
    return load(new URL(specifier, identifier).href);
  }
  function load(url) {
    if (!modules.has(url)) {
      modules.set(url, new vm.SourceTextModule(readFileSync(new URL(url), "utf8"), {
        context,
        identifier: url,
        initializeImportMeta(meta) { meta.url = url; },
      }));
    }
    return modules.get(url);
  }
  const entry = load(pathToFileURL("dist/index.js").href);
  await entry.link(link);
  await entry.evaluate();
  const { loadHarmonyEncoding, HarmonyError } = entry.namespace;
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
  const { code, stdout, stderr } = await run(process.execPath, [
    "--experimental-vm-modules",
    "--input-type=module",
    "--eval",
    OTHER_REALM,
  ]);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual([
    "Hello world",
    "HarmonyRuntimeError ERR_HARMONY_RUNTIME true",
    "HarmonyValueError ERR_HARMONY_VALUE true",
  ]);
});
