/** Code that the model wants to run, as an item. */
import type { EventQueue } from "../event-queue.ts";
import type { ResponseCodeInterpreterCallEvent } from "../event-types.ts";
import type { ResponseCodeInterpreterCall, ResponseStatus } from "../response-types.ts";
import type { OpenItem } from "./open-item.ts";

export class CodeInterpreterCallItem implements OpenItem {
  readonly #queue: EventQueue;
  readonly #id: string;
  readonly #container: string;
  readonly #index: number;

  constructor(queue: EventQueue, id: string, container: string) {
    this.#queue = queue;
    this.#id = id;
    this.#container = container;
    this.#index = queue.beginItem(this.#item("", "in_progress"));
    this.#event("response.code_interpreter_call.in_progress");
  }

  delta(delta: string): void {
    this.#queue.add({
      type: "response.code_interpreter_call_code.delta",
      sequence_number: this.#queue.next(),
      item_id: this.#id,
      output_index: this.#index,
      delta,
    });
  }

  end(code: string, status: ResponseStatus): void {
    this.#queue.add({
      type: "response.code_interpreter_call_code.done",
      sequence_number: this.#queue.next(),
      item_id: this.#id,
      output_index: this.#index,
      code,
    });
    if (status === "completed") {
      this.#event("response.code_interpreter_call.interpreting");
      this.#event("response.code_interpreter_call.completed");
    }
    this.#queue.endItem(() => this.#item(code, status));
  }

  #event(type: ResponseCodeInterpreterCallEvent["type"]): void {
    const sequence_number = this.#queue.next();
    this.#queue.add({ type, sequence_number, item_id: this.#id, output_index: this.#index });
  }

  #item(code: string, status: ResponseStatus): ResponseCodeInterpreterCall {
    const container_id = this.#container;
    return { id: this.#id, type: "code_interpreter_call", code, container_id, outputs: [], status };
  }
}
