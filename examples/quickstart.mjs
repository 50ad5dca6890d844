import { styleText } from "node:util";
import {
  Conversation,
  loadHarmonyEncoding,
  Message,
  Role,
  StreamableParser,
  SystemContent,
} from "openai-harmony-node";

const encoding = loadHarmonyEncoding();

// 1. Render a conversation for the model to complete.
const conversation = Conversation.fromMessages([
  Message.fromRoleAndContent(Role.SYSTEM, SystemContent.new().withConversationStartDate("2025-06-28")),
  Message.fromRoleAndContent(Role.USER, "What is 2 + 2?"),
]);
const prompt = encoding.renderConversationForCompletion(conversation, Role.ASSISTANT);

console.log("# The prompt, its special tokens in colour");
for (const token of prompt) {
  const text = encoding.decode([token]);
  process.stdout.write(encoding.isSpecialToken(token) ? styleText(["bold", "magenta"], text) : text);
}
console.log("\n\n# The prompt's tokens, for the inference server\n%s", prompt.join(" "));

// 2. Parse what the model has sampled. (Here the text stands in for the model's tokens.)
const completion = encoding.encode(
  "<|channel|>analysis<|message|>The user asks for a simple sum.<|end|>" +
    "<|start|>assistant<|channel|>final<|message|>2 + 2 is 4. 🎉<|return|>",
  { allowedSpecial: "all" },
);

console.log("\n# The completion, parsed");
for (const message of encoding.parseMessagesFromCompletionTokens(completion, Role.ASSISTANT)) {
  console.log(message.toDict());
}

// 3. Or parse it token by token, while it arrives.
const parser = new StreamableParser(encoding, Role.ASSISTANT);
console.log("\n# The completion, streamed");
for (const token of completion) {
  parser.process(token);
  if (parser.lastContentDelta !== null) console.log("%s: %j", parser.currentChannel, parser.lastContentDelta);
}
