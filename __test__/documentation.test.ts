/** What the documentation says, here and in Python. */
import { Conversation, loadHarmonyEncoding, Message, Role, SystemContent } from "openai-harmony-node";
import { expect, test } from "vitest";

test("a prompt rendered for completion does not parse back, as in Python's own example", () => {
  const encoding = loadHarmonyEncoding();
  const conversation = Conversation.fromMessages([
    Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new()),
    Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
  ]);
  const prompt = encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);
  expect(() => encoding.parseMessagesFromCompletionTokens(prompt)).toThrow(
    "Unexpected EOS while waiting for message header to complete",
  );
});
