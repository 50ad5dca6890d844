/** Where a message of the model belongs in an answer, by what its header says. */
import type { MessageHeader } from "../../completion/events.ts";
import type { ToolNames } from "../../tools/names.ts";

/** What a message is in an answer. */
export type AnswerMessage =
  | {
      /** The chain of thought. */
      kind: "reasoning";
    }
  | {
      /** Text for the user: before a call, or the answer. */
      kind: "content";
      phase: "commentary" | "final_answer";
    }
  | {
      /** A call of a function, by the name that the request gave it. */
      kind: "call";
      name: string;
    }
  | {
      /** A call of a tool that the model was trained with, such as `browser.search`. */
      kind: "built_in_call";
      recipient: string;
      /** Whether the model wrote it as part of its chain of thought. */
      isReasoning: boolean;
    }
  | {
      /** Nothing that the user is to see, such as a message of the assistant to itself. */
      kind: "ignored";
    };

/** The tools that the model was trained with. Their functions are named after a dot. */
const BUILT_IN = new Set(["browser", "python", "container"]);

/** Recipients that are no tools. */
const PEOPLE = new Set(["user", "all"]);
const ITSELF = new Set(["assistant", "developer", "system", "tool"]);

/** Tells where a message belongs. A function can be called on any channel, with or without `functions.`. */
export function route(
  { channel, recipient }: MessageHeader,
  tools: ToolNames,
  isDeclared: (name: string) => boolean,
): AnswerMessage {
  if (recipient === null || PEOPLE.has(recipient)) return routeByChannel(channel);
  if (ITSELF.has(recipient)) return { kind: "ignored" };
  if (recipient.startsWith("functions.")) {
    return { kind: "call", name: tools.toOriginal(recipient.slice("functions.".length)) };
  }
  const name = tools.toOriginal(recipient);
  if (BUILT_IN.has(recipient.split(".", 1)[0] as string) && !isDeclared(name)) {
    return { kind: "built_in_call", recipient, isReasoning: channel === "analysis" };
  }
  return { kind: "call", name };
}

function routeByChannel(channel: string | null): AnswerMessage {
  if (channel === "analysis") return { kind: "reasoning" };
  return { kind: "content", phase: channel === "commentary" ? "commentary" : "final_answer" };
}
