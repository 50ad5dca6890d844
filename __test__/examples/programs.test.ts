/** The examples that run to an end, as a user starts them, and the data that they share. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Conversation, loadHarmonyEncoding, Role } from "openai-harmony-node";
import { describe, expect, onTestFinished, test } from "vitest";
import { ROOT, run } from "../support.ts";
import { recordings } from "./recordings.ts";

const encoding = loadHarmonyEncoding();
const EXAMPLES = readdirSync(join(ROOT, "examples")).filter((name) => name.endsWith(".mjs"));

function example(name: string, args: readonly string[] = [], input?: string) {
  return run(process.execPath, [join(ROOT, "examples", name), ...args], { input });
}

describe("each example", () => {
  test.each(EXAMPLES)("%s is short, and the README names it", (name) => {
    expect(
      readFileSync(join(ROOT, "examples", name), "utf8")
        .trimEnd()
        .split("\n").length,
    ).toBeLessThan(100);
    expect(readFileSync(join(ROOT, "README.md"), "utf8")).toContain(`examples/${name}`);
  });
});

describe("the data", () => {
  const all = recordings();

  test("has completions whose tokens are those of their text", () => {
    for (const { text, tokens } of all.values()) {
      expect([...encoding.encode(text, { allowedSpecial: "all" })]).toEqual(tokens);
    }
  });

  test("has completions that are well-formed, malformed and cut off", () => {
    const found = [...all].map(([name, { tokens }]) => {
      const { messages, diagnostics, stop } = encoding.parseCompletion(tokens);
      return [name, messages.map(({ channel }) => channel), diagnostics.map(({ code }) => code), stop];
    });
    expect(found).toEqual([
      ["answer", ["analysis", "final"], [], "return"],
      ["cut-off", ["analysis", "commentary"], [], null],
      ["missing-start", ["analysis", "final"], ["missing_start"], "return"],
      ["plain-text", [null], ["missing_message"], null],
      ["repeated-channel", ["final"], ["malformed_header"], "return"],
      ["tool-call", ["analysis", "commentary", "commentary"], [], "call"],
    ]);
  });

  test("has conversations in their canonical form", () => {
    for (const line of conversations()) expect(Conversation.fromJson(line).toJson()).toBe(line);
  });
});

describe("parse-text.mjs", () => {
  const PRINTED = {
    "tool-call": `Message 1: assistant, analysis, ended by <|end|>
    I need the weather in Tromsø, so I call the function.

Message 2: assistant, commentary, ended by <|end|>
    I am looking up the weather.

Message 3: assistant to functions.get_weather, commentary, <|constrain|>json, ended by <|call|>
    {"city":"Tromsø","unit":"celsius"}

3 messages, 0 diagnostics
`,
    "repeated-channel": `Malformed at 11 (malformed_header): a header has words that cannot stand there: "commentary"

Message 1: assistant, final, ended by <|return|>
    The meeting is on Tuesday at 10:00.

1 message, 1 diagnostic
`,
    "plain-text": `Malformed at 0 (missing_message): a header ends without <|message|>; the rest of its text was used as the content

Message 1: assistant, without a stop token
    Water boils at 100 °C at sea level; on Mount Everest, at about 71 °C.

1 message, 1 diagnostic
`,
  };

  test.each(Object.entries(PRINTED))("prints %s, from a file and from its input", async (name, stdout) => {
    const text = recordings().get(name)?.text ?? "";
    const folder = mkdtempSync(join(tmpdir(), "parse-text-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "completion.txt");
    writeFileSync(file, text);
    const expected = { code: 0, stdout, stderr: "" };
    expect(await example("parse-text.mjs", [file])).toMatchObject(expected);
    expect(await example("parse-text.mjs", [], `${text}\n`)).toMatchObject(expected);
  });

  test("takes a text that begins with a whole header, and none at all", async () => {
    const text = "<|start|>functions.f to=assistant<|message|>1\n\n2<|end|>";
    expect(await example("parse-text.mjs", [], text)).toMatchObject({
      stdout:
        "Message 1: tool functions.f to assistant, ended by <|end|>\n    1\n\n    2\n\n1 message, 0 diagnostics\n",
    });
    expect(await example("parse-text.mjs", [], "")).toMatchObject({ stdout: "0 messages, 0 diagnostics\n" });
  });
});

describe("worker-pool.mjs", () => {
  const prompts = conversations().map(
    (line) => encoding.renderConversationForCompletion(line, Role.ASSISTANT).length,
  );

  /** The tokens of that many conversations, taken in turns. */
  function tokens(count: number): number {
    return Array.from({ length: count }, (_, i) => prompts[i % prompts.length] ?? 0).reduce(
      (a, b) => a + b,
      0,
    );
  }

  test.each([
    [1003, 3],
    [150, 1],
    [1, 4],
  ])("renders %i conversations in %i workers, and ends", async (count, workers) => {
    const ended = await example("worker-pool.mjs", [String(count), String(workers)]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const [, summary] = /^(.*), \d+\.\d\d s\n$/.exec(ended.stdout) ?? [];
    expect(summary).toBe(`${count} conversations, ${tokens(count)} tokens, ${workers} workers`);
  });
});

function conversations(): string[] {
  return readFileSync(join(ROOT, "examples/data/conversations.jsonl"), "utf8").trim().split("\n");
}
