/** A call of the browser as an item. What it asks for is known at its end only. */
import { emptyAction, webSearchAction } from "../built-in-calls.ts";
import type { EventQueue } from "../event-queue.ts";
import type { ResponseWebSearchCallEvent } from "../event-types.ts";
import type { ResponseStatus, ResponseWebSearchAction, ResponseWebSearchCall } from "../response-types.ts";
import type { OpenItem } from "./open-item.ts";

export class WebSearchCallItem implements OpenItem {
  readonly #queue: EventQueue;
  readonly #id: string;
  readonly #recipient: string;
  readonly #index: number;

  constructor(queue: EventQueue, id: string, recipient: string) {
    this.#queue = queue;
    this.#id = id;
    this.#recipient = recipient;
    this.#index = queue.beginItem(this.#item(emptyAction(recipient), "in_progress"));
    this.#event("response.web_search_call.in_progress");
  }

  delta(): void {}

  end(text: string, status: ResponseStatus): void {
    if (status === "completed") {
      this.#event("response.web_search_call.searching");
      this.#event("response.web_search_call.completed");
    }
    this.#queue.endItem(() => this.#item(webSearchAction(this.#recipient, text), status));
  }

  #event(type: ResponseWebSearchCallEvent["type"]): void {
    const sequence_number = this.#queue.next();
    this.#queue.add({ type, sequence_number, item_id: this.#id, output_index: this.#index });
  }

  #item(action: ResponseWebSearchAction, status: ResponseStatus): ResponseWebSearchCall {
    return { id: this.#id, type: "web_search_call", status, action };
  }
}
