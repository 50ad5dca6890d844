/**
 * The rendered text of typical conversations, in files, so that a change of a prompt can be read in review.
 *
 * The reference engine writes the files (`npx vitest run snapshots --update`), and both engines must match them.
 */
import { readdirSync } from "node:fs";
import { Conversation, loadHarmonyEncoding } from "openai-harmony-node";
import { describe, expect, test } from "vitest";
import { snapshots } from "./conversations.ts";

const fast = loadHarmonyEncoding();
const reference = loadHarmonyEncoding(undefined, { engine: "reference" });

describe.each(snapshots)("$name", ({ name, render, messages }) => {
  const conversation = Conversation.fromMessages(messages);

  test("has the text of its file in the reference engine", async () => {
    const text = reference.decodeUtf8(render(reference, conversation));
    await expect(text).toMatchFileSnapshot(`${name}.txt`);
  });

  test("has the same tokens in both engines", () => {
    expect(render(fast, conversation)).toEqual(render(reference, conversation));
  });
});

test("each file belongs to a conversation", () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".txt"));
  expect(files.toSorted()).toEqual(snapshots.map(({ name }) => `${name}.txt`).toSorted());
});
