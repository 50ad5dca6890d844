/** A request as tokens, with what the engine and the answer's converter need beside them. */
import { Conversation } from "../../chat/conversation.ts";
import type { Message } from "../../chat/message.ts";
import { Role } from "../../chat/role.ts";
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import { joinTokens } from "../../native/tokens.ts";
import type { OutputConstraint } from "../../structural-tag/constraint.ts";
import type { ToolNames } from "../../tools/names.ts";

/** What a request becomes for an engine. */
export interface Prompt {
  /** The prompt. */
  tokens: Uint32Array;
  /** The conversation that it renders. */
  conversation: Conversation;
  /** The tokens that end a completion, for the engine. */
  stopTokens: number[];
  /**
   * What of the completion the prompt has already: an open final message. It goes to a parser's `prefill`. `null` if the
   * completion begins a message.
   */
  prefill: Uint32Array | null;
  /** The names of the request's functions in Harmony, and back. */
  tools: ToolNames;
  /** What the answer must look like, for the engine's grammar; `null` if it is free. */
  constraint: OutputConstraint | null;
}

/** Renders a conversation whose stale analysis is gone. If it `isPrefilled`, its last message is left open. */
export function renderPrompt(
  encoding: HarmonyEncoding,
  messages: readonly Message[],
  isPrefilled: boolean,
): Pick<Prompt, "tokens" | "conversation" | "stopTokens" | "prefill"> {
  const closed = isPrefilled ? messages.slice(0, -1) : messages;
  const rendered = encoding.renderConversationForCompletion(closed, Role.ASSISTANT, {
    autoDropAnalysis: false,
  });
  const prefill = isPrefilled ? renderOpen(encoding, messages.at(-1) as Message) : null;
  return {
    tokens: prefill === null ? rendered : joinTokens(rendered, prefill),
    conversation: Conversation.fromMessages(messages),
    stopTokens: encoding.stopTokensForAssistantActions(),
    prefill,
  };
}

/** Renders a message of the assistant without its stop token, and without what the prompt's end says already. */
function renderOpen(encoding: HarmonyEncoding, message: Message): Uint32Array {
  const START_AND_ROLE = 2;
  const STOP = 1;
  return encoding.render(message).slice(START_AND_ROLE, -STOP);
}
