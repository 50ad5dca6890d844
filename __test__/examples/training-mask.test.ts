/** The example that makes training data, as a user starts it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadHarmonyEncoding } from "openai-harmony-node";
import { describe, expect, onTestFinished, test } from "vitest";
import { ROOT, run } from "../support.ts";

const PROGRAM = join(ROOT, "examples/training-mask.mjs");
const CONVERSATIONS = join(ROOT, "examples/data/conversations.jsonl");

const encoding = loadHarmonyEncoding();

/** What the model is to learn of each conversation: the assistant's contents, each with its stop token. */
const LEARNT = [
  ["2 + 2 is 4.<|return|>"],
  ["こんにちは 👋<|end|>", "Greek: Γειά σου.<|end|>", "Γειά σου!<|return|>"],
  ['{"city":"Tromsø"}<|call|>', "Yes: it is −3 °C.<|return|>"],
  ["I call the function.<|end|>", '{"city":"Tromsø"}<|call|>'],
];

interface Example {
  tokens: number[];
  mask: number[];
}

/** The texts of the runs of tokens that are learnt. */
function learnt({ tokens, mask }: Example): string[] {
  const runs: number[][] = [];
  tokens.forEach((token, i) => {
    if (mask[i] === 0) return;
    if (mask[i - 1] === 1) runs.at(-1)?.push(token);
    else runs.push([token]);
  });
  return runs.map((run) => encoding.decode(run));
}

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "training-mask-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const name = join(folder, "conversations.jsonl");
  writeFileSync(name, text);
  return name;
}

describe("training-mask.mjs", () => {
  const lines = readFileSync(CONVERSATIONS, "utf8").trim().split("\n");

  test.each([
    ["the data of the examples", []],
    ["a file that is named", [CONVERSATIONS]],
  ])("marks what the assistant wrote, and nothing else, in %s", async (_, args) => {
    const ended = await run(process.execPath, [PROGRAM, ...args]);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const examples: Example[] = ended.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(examples.map(({ tokens }) => tokens)).toEqual(
      lines.map((line) => [...encoding.renderConversationForTraining(line)]),
    );
    for (const { tokens, mask } of examples) {
      expect(mask).toHaveLength(tokens.length);
      expect(mask.filter((bit) => bit !== 0 && bit !== 1)).toEqual([]);
    }
    expect(examples.map(learnt)).toEqual(LEARNT);
  });

  test("writes one line for each conversation, in order, where there are many", async () => {
    const many = Array.from({ length: 2_000 }, (_, i) => lines[i % lines.length]).join("\n\n");
    const { code, stdout } = await run(process.execPath, [PROGRAM, file(many)]);
    const written = stdout.trimEnd().split("\n");
    expect([code, written.length]).toEqual([0, 2_000]);
    written.forEach((line, i) => {
      expect(line).toBe(written[i % lines.length]);
    });
  });

  test("says which line is no conversation, and fails", async () => {
    const { code, stdout, stderr } = await run(process.execPath, [
      PROGRAM,
      file(`${lines[0]}\n\n{"messages":1}\n`),
    ]);
    expect(code).toBe(1);
    expect(stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toContain("line 3: ");
  });
});
