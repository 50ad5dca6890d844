/**
 * What a conversation as a whole decides about each of its messages, as `crates/harmony/src/render/conversation.rs` has
 * it: whether it is rendered, and whether a system message mentions function tools.
 */
import type { DeveloperContentDict } from "../chat/content/developer.ts";
import type { MessageDict } from "../chat/message.ts";

/** The place of an analysis retention among those of `facade/encoding/options.ts`. */
export type Retention = number;

const PYTHON: Retention = 0;
export const CURRENT_TURN: Retention = 1;

/** A message in its canonical form. */
export interface CanonicalMessage {
  dict: MessageDict;
}

/** Returns the messages that are rendered. */
export function shownMessages<E extends CanonicalMessage>(
  entries: readonly E[],
  retention: Retention,
): readonly E[] {
  if (!entries.some(isAnalysis)) return entries;
  const droppedBefore = endOfDroppedAnalysis(entries, retention);
  return droppedBefore === 0
    ? entries
    : entries.filter((entry, i) => i >= droppedBefore || !isAnalysis(entry));
}

function isAnalysis({ dict }: CanonicalMessage): boolean {
  return dict.channel === "analysis";
}

function endOfDroppedAnalysis(entries: readonly CanonicalMessage[], retention: Retention): number {
  if (retention === PYTHON) {
    const last = entries.findLast(({ dict }) => dict.role === "assistant");
    return last !== undefined && isAnswer(last.dict)
      ? entries.findIndex(({ dict }) => dict.channel === "final")
      : 0;
  }
  return retention === CURRENT_TURN
    ? Math.max(
        0,
        entries.findLastIndex(({ dict }) => isAnswer(dict)),
      )
    : 0;
}

/** Tells whether a message is an answer of the assistant's. */
export function isAnswer({ role, channel }: MessageDict): boolean {
  return role === "assistant" && channel === "final";
}

/** Tells whether one of the messages has function tools. Python's rule asks those that are not rendered, too. */
export function mentionsFunctionTools(entries: readonly CanonicalMessage[]): boolean {
  for (const { dict } of entries) {
    for (const part of dict.content)
      if (part.type === "developer_content" && hasFunctionTools(part)) return true;
  }
  return false;
}

function hasFunctionTools({ tools }: DeveloperContentDict): boolean {
  return tools !== undefined && Object.hasOwn(tools, "functions") && tools.functions?.tools.length !== 0;
}
