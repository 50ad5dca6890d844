/** An answer's events as the text of server-sent events, to its end or to the error that ends it. */
import { answerFailure, type CompletionSource } from "./completion-source.ts";
import { type ApiError, answerError } from "./http/api-error.ts";
import type { EventTexts } from "./http/event-body.ts";

/** How the events of an API are written. */
export interface AnswerFormat<T> {
  /** Writes an event. What has to be done before the client has it is waited for. */
  write(event: T): string | Promise<string>;
  /** What comes after the last event. */
  end: string;
  /** Writes the error that ends the answer. */
  fail(error: ApiError): string;
}

/** Reads events one by one, and ends the generation that they come from. */
export class AnswerTexts<T> implements EventTexts {
  readonly #events: AsyncIterator<T>;
  readonly #source: CompletionSource;
  readonly #format: AnswerFormat<T>;
  readonly #onError: (error: unknown) => void;
  #isOver = false;

  constructor(
    events: AsyncIterator<T>,
    source: CompletionSource,
    format: AnswerFormat<T>,
    onError: (error: unknown) => void,
  ) {
    this.#events = events;
    this.#source = source;
    this.#format = format;
    this.#onError = onError;
  }

  async next(): Promise<string | null> {
    if (this.#isOver) return null;
    try {
      const result = await this.#events.next();
      if (!result.done) {
        const text = this.#format.write(result.value);
        return typeof text === "string" ? text : await text;
      }
      this.#isOver = true;
      return this.#format.end;
    } catch (error) {
      this.#source.end(error);
      // The client has gone away.
      if (this.#isOver) return null;
      this.#isOver = true;
      const failure = answerFailure(error);
      this.#onError(failure);
      return this.#format.fail(answerError(failure));
    }
  }

  cancel(reason: unknown): void {
    this.#isOver = true;
    this.#source.end(reason);
  }
}
