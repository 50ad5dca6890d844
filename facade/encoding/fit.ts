/** Conversations made short enough for a model's context. */
import { Conversation } from "../chat/conversation.ts";
import type { Message } from "../chat/message.ts";
import { HarmonyRuntimeError } from "../validation/errors.ts";

/**
 * Leaves out the oldest turns until the rest fits. Without a turn, no other conversation takes more tokens than with it,
 * so that a binary search finds how many have to go.
 *
 * @param count - counts the tokens of some of the messages
 */
export function leaveOutTurns(
  messages: readonly Message[],
  maxTokens: number,
  count: (messages: Message[]) => number,
): Conversation {
  const turns = numberTurns(messages);
  const last = turns.findLast((turn) => turn >= 0) ?? 0;
  const without = (dropped: number) => messages.filter((_, i) => isKept(turns[i] ?? NO_TURN, dropped));
  const needed = count(without(last));
  if (needed > maxTokens) {
    throw new HarmonyRuntimeError(
      `the newest turn and the system and developer messages take ${needed} tokens, more than ${maxTokens}`,
    );
  }
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (count(without(middle)) <= maxTokens) high = middle;
    else low = middle + 1;
  }
  return Conversation.fromMessages(without(low));
}

/** System and developer messages belong to no turn. */
const NO_TURN = -1;

/** Tells whether a message stays if that many turns are left out. */
function isKept(turn: number, dropped: number): boolean {
  return turn === NO_TURN || turn >= dropped;
}

/**
 * Numbers the turns of the messages from 0. A turn begins with a user's message, unless a tool's result comes later whose
 * call stands before it.
 */
function numberTurns(messages: readonly Message[]): number[] {
  const beginnings = beginningsOfTurns(messages);
  let turn = -1;
  return messages.map(({ author: { role } }, i) => {
    if (role === "system" || role === "developer") return NO_TURN;
    if (turn < 0 || beginnings.has(i)) turn++;
    return turn;
  });
}

function beginningsOfTurns(messages: readonly Message[]): Set<number> {
  const beginnings: number[] = [];
  /** Where the last call of each tool stands that has no result yet. */
  const open = new Map<string, number>();
  for (const [i, { author, recipient }] of messages.entries()) {
    if (author.role === "user") beginnings.push(i);
    if (author.role === "assistant" && recipient !== null) open.set(recipient, i);
    if (author.role !== "tool" || author.name === null) continue;
    const call = open.get(author.name);
    if (call === undefined) continue;
    while ((beginnings.at(-1) ?? -1) > call) beginnings.pop();
  }
  return new Set(beginnings);
}
