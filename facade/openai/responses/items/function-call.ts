/** A call of a function as an item. */
import type { EventQueue } from "../event-queue.ts";
import type { ResponseFunctionCall, ResponseStatus } from "../response-types.ts";
import type { OpenItem } from "./open-item.ts";

export class FunctionCallItem implements OpenItem {
  readonly #queue: EventQueue;
  readonly #id: string;
  readonly #callId: string;
  readonly #name: string;
  readonly #index: number;

  constructor(queue: EventQueue, id: string, callId: string, name: string) {
    this.#queue = queue;
    this.#id = id;
    this.#callId = callId;
    this.#name = name;
    this.#index = queue.beginItem(this.#item("", "in_progress"));
  }

  delta(delta: string): void {
    this.#queue.add({
      type: "response.function_call_arguments.delta",
      sequence_number: this.#queue.next(),
      item_id: this.#id,
      output_index: this.#index,
      delta,
    });
  }

  end(text: string, status: ResponseStatus): void {
    this.#queue.add({
      type: "response.function_call_arguments.done",
      sequence_number: this.#queue.next(),
      item_id: this.#id,
      output_index: this.#index,
      name: this.#name,
      arguments: text,
    });
    this.#queue.endItem(() => this.#item(text, status));
  }

  #item(args: string, status: ResponseStatus): ResponseFunctionCall {
    const [id, name] = [this.#id, this.#name];
    return { id, type: "function_call", call_id: this.#callId, name, arguments: args, status };
  }
}
