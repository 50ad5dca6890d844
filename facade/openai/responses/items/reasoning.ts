/** Chain of thought as an item: as text, or as a summary. Without any text, there is no item. */
import { expectString } from "../../../validation/expect.ts";
import type { EventQueue } from "../event-queue.ts";
import type { ResponseReasoningItem, ResponseStatus } from "../response-types.ts";
import type { OpenItem } from "./open-item.ts";

/** What reasoning items are made with. */
export interface ReasoningSettings {
  readonly isSummary: boolean;
  readonly sealReasoning: ((text: string) => string) | null;
}

abstract class ReasoningItem implements OpenItem {
  protected readonly queue: EventQueue;
  protected index = 0;
  readonly #newId: () => string;
  readonly #seal: ReasoningSettings["sealReasoning"];
  /** Empty before the first text. */
  protected id = "";

  constructor(queue: EventQueue, newId: () => string, seal: ReasoningSettings["sealReasoning"]) {
    this.queue = queue;
    this.#newId = newId;
    this.#seal = seal;
  }

  delta(text: string): void {
    if (this.id === "") this.#begin();
    this.addDelta(text);
  }

  end(text: string, status: ResponseStatus): void {
    if (this.id === "") return;
    this.endPart(text);
    const sealed = this.#seal === null ? null : expectString(this.#seal(text), "sealReasoning()");
    this.queue.endItem(() => {
      const item = this.item(text, status);
      return sealed === null ? item : { ...item, encrypted_content: sealed };
    });
  }

  #begin(): void {
    this.id = this.#newId();
    this.index = this.queue.beginItem(this.item(null, "in_progress"));
    this.beginPart();
  }

  protected abstract item(text: string | null, status: ResponseStatus): ResponseReasoningItem;
  protected abstract beginPart(): void;
  protected abstract addDelta(delta: string): void;
  protected abstract endPart(text: string): void;
}

class TextItem extends ReasoningItem {
  protected item(text: string | null, status: ResponseStatus): ResponseReasoningItem {
    const content = text === null ? [] : [{ type: "reasoning_text" as const, text }];
    return { id: this.id, type: "reasoning", summary: [], content, status };
  }

  protected beginPart(): void {
    this.#part("response.content_part.added", "");
  }

  protected addDelta(delta: string): void {
    this.queue.add({
      type: "response.reasoning_text.delta",
      sequence_number: this.queue.next(),
      item_id: this.id,
      output_index: this.index,
      content_index: 0,
      delta,
    });
  }

  protected endPart(text: string): void {
    this.queue.add({
      type: "response.reasoning_text.done",
      sequence_number: this.queue.next(),
      item_id: this.id,
      output_index: this.index,
      content_index: 0,
      text,
    });
    this.#part("response.content_part.done", text);
  }

  #part(type: "response.content_part.added" | "response.content_part.done", text: string): void {
    this.queue.add({
      type,
      sequence_number: this.queue.next(),
      item_id: this.id,
      output_index: this.index,
      content_index: 0,
      part: { type: "reasoning_text", text },
    });
  }
}

class SummaryItem extends ReasoningItem {
  protected item(text: string | null, status: ResponseStatus): ResponseReasoningItem {
    const summary = text === null ? [] : [{ type: "summary_text" as const, text }];
    return { id: this.id, type: "reasoning", summary, content: [], status };
  }

  protected beginPart(): void {
    this.#part("response.reasoning_summary_part.added", "");
  }

  protected addDelta(delta: string): void {
    this.queue.add({
      type: "response.reasoning_summary_text.delta",
      sequence_number: this.queue.next(),
      item_id: this.id,
      output_index: this.index,
      summary_index: 0,
      delta,
    });
  }

  protected endPart(text: string): void {
    this.queue.add({
      type: "response.reasoning_summary_text.done",
      sequence_number: this.queue.next(),
      item_id: this.id,
      output_index: this.index,
      summary_index: 0,
      text,
    });
    this.#part("response.reasoning_summary_part.done", text);
  }

  #part(
    type: "response.reasoning_summary_part.added" | "response.reasoning_summary_part.done",
    text: string,
  ): void {
    this.queue.add({
      type,
      sequence_number: this.queue.next(),
      item_id: this.id,
      output_index: this.index,
      summary_index: 0,
      part: { type: "summary_text", text },
    });
  }
}

/** Makes an item of chain of thought. */
export function reasoningItem(
  queue: EventQueue,
  newId: () => string,
  { isSummary, sealReasoning }: ReasoningSettings,
): OpenItem {
  return isSummary ? new SummaryItem(queue, newId, sealReasoning) : new TextItem(queue, newId, sealReasoning);
}
