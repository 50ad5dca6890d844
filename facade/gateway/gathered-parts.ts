/**
 * The parts of a generation, those that come within one turn of the event loop as one. Where an engine sends many tokens at
 * once, they are converted, written and sent together; where it sends them one by one, each goes on by itself.
 */
import type { TokensLike } from "../native/tokens.ts";
import type { BackendPart } from "./backends/backend.ts";
import type { Generation, PartListener } from "./generation.ts";

/** How many parts are put together at most. */
const MAX_GATHERED = 64;

/** Whoever waits for a part. */
interface Waiter {
  resolve(part: BackendPart | null): void;
  reject(error: unknown): void;
}

/** Reads a generation. One part at most is asked for before it is wanted. */
export class GatheredParts implements PartListener {
  readonly #generation: Generation;
  readonly #parts: Gathering[] = [];
  #waiter: Waiter | null = null;
  #isReading = false;
  #isTurnOver = true;
  /** Whether the end of the turn is waited for. */
  #isScheduled = false;
  /** How the generation ended, once it has. */
  #end: { error: unknown } | "done" | null = null;

  constructor(generation: Generation) {
    this.#generation = generation;
    generation.listen(this);
  }

  /** Waits for the next part; `null` after the last one. */
  next(): Promise<BackendPart | null> {
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
      this.#isTurnOver = false;
      if (this.#parts.length > 0) this.#awaitTurnsEnd();
      this.#read();
      this.#deliver();
    });
  }

  #read(): void {
    if (this.#isReading || this.#end !== null) return;
    this.#isReading = true;
    this.#generation.ask();
  }

  take(part: BackendPart): void {
    this.#isReading = false;
    if (this.#parts.length === 0) this.#awaitTurnsEnd();
    if (!this.#parts.at(-1)?.add(part)) this.#parts.push(new Gathering(part));
    if (this.#waiter === null) return;
    if (!this.#isFull) this.#read();
    this.#deliver();
  }

  finish(): void {
    this.#isReading = false;
    this.#end = "done";
    this.#deliver();
  }

  fail(error: unknown): void {
    this.#isReading = false;
    this.#end = { error };
    this.#deliver();
  }

  get #isFull(): boolean {
    return this.#parts.length > 1 || (this.#parts[0]?.count ?? 0) >= MAX_GATHERED;
  }

  #awaitTurnsEnd(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#isTurnOver = true;
      this.#deliver();
    });
  }

  /**
   * Hands on what there is, once nothing can be added to it. The last part waits for the turn's end, too: a backend that
   * never waits would keep the event loop from turning otherwise.
   */
  #deliver(): void {
    if (this.#waiter === null) return;
    const { resolve, reject } = this.#waiter;
    if (this.#parts.length > 0) {
      if (!this.#isTurnOver && !this.#isFull) return;
      this.#waiter = null;
      resolve((this.#parts.shift() as Gathering).whole());
    } else if (this.#end !== null) {
      this.#waiter = null;
      if (this.#end === "done") resolve(null);
      else reject(this.#end.error);
    }
  }
}

/** Parts of one completion that are put together. */
class Gathering {
  readonly #first: BackendPart;
  readonly #others: BackendPart[] = [];

  constructor(first: BackendPart) {
    this.#first = first;
  }

  get count(): number {
    return this.#others.length + 1;
  }

  /** Adds a part if it can go on with these. */
  add(part: BackendPart): boolean {
    const last = this.#others.at(-1) ?? this.#first;
    const kind = kindOf(part);
    const goesOn =
      kind !== "other" &&
      kind === kindOf(last) &&
      (part.index ?? 0) === (last.index ?? 0) &&
      !last.finishReason &&
      !part.logprobs &&
      !last.logprobs;
    if (goesOn) this.#others.push(part);
    return goesOn;
  }

  whole(): BackendPart {
    const last = this.#others.at(-1);
    if (last === undefined) return this.#first;
    const { index } = this.#first;
    const parts = [this.#first, ...this.#others];
    const finishReason = last.finishReason ?? null;
    return kindOf(last) === "text"
      ? { index, text: parts.map(({ text }) => text).join(""), finishReason }
      : { index, tokens: joined(parts.map(({ tokens }) => tokens ?? [])), finishReason };
  }
}

/** What a part has in it. What is neither is left to the converter, which says what is wrong with it. */
function kindOf({ tokens, text }: BackendPart): "tokens" | "text" | "other" {
  if (tokens === undefined) return typeof text === "string" ? "text" : "other";
  const isList = tokens instanceof Uint32Array || Array.isArray(tokens);
  return isList && text === undefined ? "tokens" : "other";
}

function joined(lists: readonly TokensLike[]): TokensLike {
  const all: number[] = [];
  for (const tokens of lists) for (const token of tokens) all.push(token);
  return all;
}
