/** Remembers the reasoning of chat answers, while they pass. */
import type { ChatCompletionChunk, ReasoningField } from "../openai/chat-completions/index.ts";
import type { ReasoningStorage } from "../openai/shared/reasoning-store.ts";
import { rememberAll } from "./recalled-reasoning.ts";

/** A message's reasoning, under either name. */
interface Reasoned {
  reasoning?: string | null;
  reasoning_content?: string | null;
}

/** What is known of one choice. */
interface Choice {
  reasoning: string;
  callIds: string[];
}

/** Sees all that the client gets, and takes out the reasoning if the client is not to have it. */
export class ChatMemory {
  readonly #store: ReasoningStorage | null;
  readonly #hidesReasoning: boolean;
  readonly #choices = new Map<number, Choice>();
  /** Where the converter has to put the reasoning, so that it can be seen here. */
  readonly converterField: ReasoningField;

  constructor(store: ReasoningStorage | null, field: ReasoningField = "both") {
    this.#store = store;
    this.#hidesReasoning = field === "none" && store !== null;
    this.converterField = this.#hidesReasoning ? "reasoning" : field;
  }

  /** Takes a chunk. Before the client has it, what is returned has to be waited for: it remembers what has ended. */
  takeChunk({ choices }: ChatCompletionChunk): Promise<void> | null {
    if (this.#store === null) return null;
    let ended: Promise<void> | null = null;
    for (const { index, delta, finish_reason } of choices) {
      const choice = this.#choices.get(index) ?? { reasoning: "", callIds: [] };
      this.#choices.set(index, choice);
      choice.reasoning += this.#takeReasoning(delta);
      for (const { id } of delta.tool_calls ?? []) if (id) choice.callIds.push(id);
      if (finish_reason !== null) ended = rememberAll(this.#store, choice.callIds, choice.reasoning);
    }
    return ended;
  }

  #takeReasoning(message: Reasoned): string {
    const reasoning = message.reasoning ?? message.reasoning_content ?? "";
    if (this.#hidesReasoning) delete message.reasoning;
    return reasoning;
  }
}
