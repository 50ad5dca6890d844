/** Events that have been made and not been taken yet. */
import type { ResponseStreamEvent } from "./event-types.ts";
import type { ResponseOutputItem } from "./response-types.ts";

/** Keeps events until they are taken, counts them, and knows the items that are complete. */
export class EventQueue {
  readonly output: ResponseOutputItem[] = [];
  #events: ResponseStreamEvent[] = [];
  #count = 0;

  /** The number of the next event. */
  next(): number {
    return this.#count++;
  }

  add(event: ResponseStreamEvent): void {
    this.#events.push(event);
  }

  /** Adds the event that an item begins, and returns the item's place in the output. */
  beginItem(item: ResponseOutputItem): number {
    const output_index = this.output.length;
    this.add({ type: "response.output_item.added", sequence_number: this.next(), output_index, item });
    return output_index;
  }

  /** Adds the event that an item is complete. The item is made twice, so that the event and the output share nothing. */
  endItem(make: () => ResponseOutputItem): void {
    const output_index = this.output.length;
    this.add({ type: "response.output_item.done", sequence_number: this.next(), output_index, item: make() });
    this.output.push(make());
  }

  take(): ResponseStreamEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
