/** A message as an item: what the model says before a call, or as its answer. */
import type { TokenLogprob, TopLogprob } from "../../shared/source.ts";
import type { EventQueue } from "../event-queue.ts";
import type {
  ResponseLogprob,
  ResponseOutputMessage,
  ResponseOutputText,
  ResponsePhase,
  ResponseStatus,
  ResponseTopLogprob,
} from "../response-types.ts";
import type { OpenItem } from "./open-item.ts";

export class MessageItem implements OpenItem {
  readonly #queue: EventQueue;
  readonly #id: string;
  readonly #phase: ResponsePhase;
  readonly #index: number;
  readonly #logprobs: ResponseLogprob[] = [];
  #hasLogprobs = false;

  constructor(queue: EventQueue, id: string, phase: ResponsePhase) {
    this.#queue = queue;
    this.#id = id;
    this.#phase = phase;
    this.#index = queue.beginItem(this.#item([], "in_progress"));
    queue.add({
      type: "response.content_part.added",
      sequence_number: queue.next(),
      item_id: id,
      output_index: this.#index,
      content_index: 0,
      part: { type: "output_text", text: "", annotations: [] },
    });
  }

  delta(delta: string, given: readonly TokenLogprob[] | null): void {
    const logprobs = given === null ? [] : given.map(toLogprob);
    if (given !== null) {
      this.#hasLogprobs = true;
      this.#logprobs.push(...logprobs);
    }
    this.#queue.add({
      type: "response.output_text.delta",
      sequence_number: this.#queue.next(),
      item_id: this.#id,
      output_index: this.#index,
      content_index: 0,
      delta,
      logprobs,
    });
  }

  end(text: string, status: ResponseStatus): void {
    const queue = this.#queue;
    const place = { item_id: this.#id, output_index: this.#index, content_index: 0 };
    const logprobs = [...this.#logprobs];
    queue.add({ type: "response.output_text.done", sequence_number: queue.next(), ...place, text, logprobs });
    const part = this.#part(text);
    queue.add({ type: "response.content_part.done", sequence_number: queue.next(), ...place, part });
    queue.endItem(() => this.#item([this.#part(text)], status));
  }

  #item(content: ResponseOutputText[], status: ResponseStatus): ResponseOutputMessage {
    return { id: this.#id, type: "message", role: "assistant", status, content, phase: this.#phase };
  }

  #part(text: string): ResponseOutputText {
    const part: ResponseOutputText = { type: "output_text", text, annotations: [] };
    return this.#hasLogprobs ? { ...part, logprobs: [...this.#logprobs] } : part;
  }
}

function toLogprob({ top_logprobs, ...token }: TokenLogprob): ResponseLogprob {
  return { ...toTop(token), top_logprobs: top_logprobs.map(toTop) };
}

function toTop({ token, logprob, bytes }: TopLogprob): ResponseTopLogprob {
  return { token, logprob, bytes: bytes ?? [] };
}
