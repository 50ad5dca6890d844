/** A response as events. */
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import { HarmonyValueError } from "../../validation/errors.ts";
import { AnswerReader, type AnswerSink } from "../shared/answer.ts";
import type { AnswerMessage } from "../shared/routing.ts";
import {
  type CheckedPart,
  type FinishReason,
  isPart,
  readFinishReason,
  readItem,
  type SourceItem,
  type TokenLogprob,
} from "../shared/source.ts";
import { type ResponseOptions, type ResponseSettings, responseSettings } from "./answer-options.ts";
import { EventQueue } from "./event-queue.ts";
import type { ResponseStreamEvent } from "./event-types.ts";
import { CodeInterpreterCallItem } from "./items/code-interpreter-call.ts";
import { FunctionCallItem } from "./items/function-call.ts";
import { MessageItem } from "./items/message.ts";
import type { OpenItem } from "./items/open-item.ts";
import { reasoningItem } from "./items/reasoning.ts";
import { WebSearchCallItem } from "./items/web-search-call.ts";
import { beginResponse, endResponse, usageOf } from "./response.ts";
import type { Response, ResponseStatus } from "./response-types.ts";

/**
 * Makes the events of a response, synchronously. It is the core of {@link toResponseEvents}.
 *
 * @example
 * ```ts
 * import { ResponseEventer } from "openai-harmony-node/responses";
 *
 * const eventer = new ResponseEventer(loadHarmonyEncoding());
 * const events = [...eventer.push("<|channel|>final<|message|>Four.<|return|>"), ...eventer.end()];
 * events[0]?.type; // => "response.created"
 * events.at(-1)?.type; // => "response.completed"
 * eventer.response?.output_text; // => "Four."
 * ```
 */
export class ResponseEventer {
  readonly #queue = new EventQueue();
  readonly #begun: Response;
  readonly #maker: ItemMaker;
  readonly #reader: AnswerReader;
  readonly #promptTokens: number;
  #hasBegun = false;
  #response: Response | null = null;

  /**
   * @param encoding - the result of `loadHarmonyEncoding`
   * @throws {@linkcode HarmonyValueError} if an argument is invalid.
   */
  constructor(encoding: HarmonyEncoding, options?: ResponseOptions | null) {
    const settings = responseSettings(encoding, options);
    this.#begun = beginResponse(settings);
    this.#promptTokens = settings.promptTokens;
    this.#maker = new ItemMaker(this.#queue, settings);
    this.#reader = new AnswerReader(encoding, settings.rules, this.#maker);
  }

  /** The whole response; `null` before its end. */
  get response(): Response | null {
    return this.#response;
  }

  /** Whether a stop string of the request has ended the answer, so that the engine need not go on. */
  get isStopped(): boolean {
    return this.#reader.isStopped;
  }

  /**
   * Takes the next part of the completion, and returns its events; before the first part's, those that say that the
   * response begins. A part that says how the engine stopped is the last one. After the end, there are no events.
   *
   * @param item - a token id, several, text, or a part with what the engine says beside it
   * @throws {@linkcode HarmonyValueError} if the item is none of these, or tokens come after text or the reverse.
   */
  push(item: SourceItem): ResponseStreamEvent[] {
    if (isPart(item)) return this.#pushPart(readItem(item));
    if (this.#response !== null) return [];
    if (!this.#hasBegun) this.#begin();
    this.#reader.pushInput(item);
    return this.#queue.take();
  }

  /**
   * Ends the completion, and returns the last events. A second call returns none.
   *
   * @param reason - how the engine stopped. Default: what the completion looks like
   */
  end(reason?: FinishReason | null): ResponseStreamEvent[] {
    const checked = readFinishReason(reason);
    if (this.#response !== null) return [];
    if (!this.#hasBegun) this.#begin();
    this.#finish(checked);
    return this.#queue.take();
  }

  #pushPart(part: CheckedPart): ResponseStreamEvent[] {
    if (part.index !== 0) {
      throw new HarmonyValueError(`expected 0, as a response has one completion, got ${part.index}`, {
        path: "index",
      });
    }
    if (this.#response !== null) return [];
    if (!this.#hasBegun) this.#begin();
    this.#reader.push(part);
    if (part.finishReason !== null) this.#finish(part.finishReason);
    return this.#queue.take();
  }

  #begin(): void {
    this.#hasBegun = true;
    for (const type of ["response.created", "response.in_progress"] as const) {
      const response = { ...this.#begun, output: [] };
      this.#queue.add({ type, sequence_number: this.#queue.next(), response });
    }
  }

  #finish(reason: FinishReason | null): void {
    this.#maker.reason = reason;
    this.#reader.finish();
    const status = this.#status(reason);
    const { output } = this.#queue;
    this.#response = endResponse(this.#begun, output, status, usageOf(this.#reader, this.#promptTokens));
    this.#queue.add({
      type: status === "incomplete" ? "response.incomplete" : "response.completed",
      sequence_number: this.#queue.next(),
      response: this.#response,
    });
  }

  #status(reason: FinishReason | null): ResponseStatus {
    const { isStopped, isComplete } = this.#reader;
    if (isStopped || reason === "stop") return "completed";
    return reason === "length" || !isComplete ? "incomplete" : "completed";
  }
}

/** Makes items of the messages of a completion. */
class ItemMaker implements AnswerSink {
  /** How the engine stopped. An item that it was cut off in is complete if it stopped by itself. */
  reason: FinishReason | null = null;
  readonly #queue: EventQueue;
  readonly #settings: ResponseSettings;
  /** The item under way; `null` if there is none, or nobody sees it. */
  #item: OpenItem | null = null;

  constructor(queue: EventQueue, settings: ResponseSettings) {
    this.#queue = queue;
    this.#settings = settings;
  }

  start(message: AnswerMessage): void {
    this.#item = this.#begin(message);
  }

  delta(text: string, logprobs: readonly TokenLogprob[] | null): void {
    this.#item?.delta(text, logprobs);
  }

  end(text: string, isCut: boolean): void {
    this.#item?.end(text, isCut && this.reason !== "stop" ? "incomplete" : "completed");
    this.#item = null;
  }

  #begin(message: AnswerMessage): OpenItem | null {
    const { newId } = this.#settings;
    switch (message.kind) {
      case "reasoning":
        return this.#reasoning();
      case "content":
        return new MessageItem(this.#queue, newId("msg"), message.phase);
      case "call":
        return new FunctionCallItem(this.#queue, newId("fc"), newId("call"), message.name);
      case "built_in_call":
        return this.#builtInCall(message.recipient, message.isReasoning);
      default:
        return null;
    }
  }

  #reasoning(): OpenItem {
    return reasoningItem(this.#queue, () => this.#settings.newId("rs"), this.#settings);
  }

  /** A call of a tool that the request has not got is part of the chain of thought, if the model wrote it as such. */
  #builtInCall(recipient: string, isReasoning: boolean): OpenItem | null {
    const { newId, container } = this.#settings;
    const [tool] = recipient.split(".", 1);
    if (tool === "browser") return new WebSearchCallItem(this.#queue, newId("ws"), recipient);
    if (tool === "python" && container !== null) {
      return new CodeInterpreterCallItem(this.#queue, newId("ci"), container);
    }
    return isReasoning ? this.#reasoning() : null;
  }
}
