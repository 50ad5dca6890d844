/** The condition `dev` leads to the sources; the project `source` has it. */
import { Message } from "openai-harmony-node";
import { Message as ChatMessage } from "openai-harmony-node/chat";
import { expect, test } from "vitest";
import { Message as Source } from "../facade/chat/message.ts";

test("both entries are their sources", () => {
  expect(Message).toBe(Source);
  expect(ChatMessage).toBe(Source);
});
