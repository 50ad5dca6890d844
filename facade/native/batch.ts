/** Batches of texts that are encoded on libuv's pool: by several of its threads if nobody else waits for them. */
import { types } from "node:util";
import { unlessAborted } from "./abort.ts";
import { callNative, fromNative } from "./errors.ts";
import { handOver, makeInput, nextTurn, PART } from "./hand-over.ts";
import { type BindingBatch, type BindingEncoding, binding } from "./load.ts";
import { pool } from "./pool.ts";

/** How a batch is encoded: the addon's arguments. */
export interface BatchOptions {
  native: BindingEncoding;
  allowed: string | null;
  disallowed: string | null;
  signal: AbortSignal | null;
}

/**
 * Encodes texts, each by itself.
 *
 * @throws the error of the first text that fails, or the signal's reason as soon as it is aborted.
 */
export async function encodeBatchInBackground(
  texts: readonly string[],
  { native, allowed, disallowed, signal }: BatchOptions,
): Promise<Uint32Array[]> {
  signal?.throwIfAborted();
  const batch = callNative(() => new (binding().BindingBatch)(native, allowed, disallowed));
  const encoding = new BatchEncoding(texts, batch);
  const work = pool.run(() => encoding.run(signal));
  return unlessAborted(work, signal, () => batch.cancel());
}

/** A batch on its way. */
class BatchEncoding {
  readonly #texts: readonly string[];
  readonly #batch: BindingBatch;
  readonly #encoded: Uint32Array[];
  readonly #threads: Promise<void>[] = [];
  #running = 0;
  /** What is no text's error. */
  #failure: unknown;

  constructor(texts: readonly string[], batch: BindingBatch) {
    this.#texts = texts;
    this.#batch = batch;
    this.#encoded = new Array(texts.length);
  }

  async run(signal: AbortSignal | null): Promise<Uint32Array[]> {
    await this.#handOver(signal);
    // Only now: with a second thread on the processor that copies the texts, both take longer.
    while (this.#batch.hasParts && pool.lend(false)) this.#start();
    await Promise.all(this.#threads);
    if (this.#failure !== undefined) throw this.#failure;
    callNative(() => this.#batch.finish());
    return this.#encoded;
  }

  /** Adds part by part. The first thread begins with the first part. */
  async #handOver(signal: AbortSignal | null): Promise<void> {
    for (const part of partsOf(this.#texts)) {
      if (part.length < this.#texts.length) await nextTurn();
      const input = makeInput(part);
      await handOver(part, input, signal);
      if (signal?.aborted || this.#failure !== undefined || !this.#batch.add(input)) return;
      if (this.#running === 0 || pool.lend(true)) this.#start();
    }
  }

  #start(): void {
    this.#threads.push(this.#work());
  }

  /** Lets one thread work. It ends early if it is not the only one, and others wait. It never rejects. */
  async #work(): Promise<void> {
    this.#running++;
    try {
      do this.#receive(await this.#batch.work());
      while (this.#batch.hasParts && (this.#running === 1 || !pool.isWaitedFor));
    } catch (error) {
      this.#failure ??= fromNative(error);
      this.#batch.cancel();
    }
    this.#running--;
    if (this.#running > 0) pool.giveBack();
  }

  #receive(outcome: Awaited<ReturnType<BindingBatch["work"]>>): void {
    if (types.isNativeError(outcome)) throw outcome;
    const [tokens, texts] = outcome ?? [new Uint32Array(), new Uint32Array()];
    for (let i = 0, end = 0; i < texts.length; i += 2) {
      const start = end;
      end += texts[i + 1] as number;
      this.#encoded[texts[i] as number] = tokens.slice(start, end);
    }
  }
}

/** How many texts a part has at most. */
const TEXTS = 512;

/** Cuts texts into parts that can be copied in one turn of the event loop each, but for a text that is longer. */
function* partsOf(texts: readonly string[]): Generator<readonly string[]> {
  let [start, length] = [0, 0];
  for (const [i, text] of texts.entries()) {
    if (i > start && (length + text.length > PART || i - start === TEXTS)) {
      yield texts.slice(start, i);
      [start, length] = [i, 0];
    }
    length += text.length;
  }
  if (start < texts.length) yield texts.slice(start);
}
