/** A backend that samples what it is told: as tokens or as text, in random pieces, with pauses, and to a bad end if wanted. */
import { setTimeout as sleep } from "node:timers/promises";
import { loadHarmonyEncoding } from "openai-harmony-node";
import type { Backend, BackendPart, BackendRequest } from "openai-harmony-node/gateway";

/** What is sampled for a request, and how. */
export interface Script {
  /** The completion, or several for a request with `n`, with special tokens spelt out. */
  completions: string | readonly string[];
  /** How it ends. Default: `stop`. */
  finishReason?: "stop" | "length" | null;
  /** Whether the parts are tokens or text. Default: tokens. */
  as?: "tokens" | "text";
  /** How many tokens or characters a part has at most. Default: 4. */
  maxPart?: number;
  /** The pause before each part, in milliseconds. Default: none, and not even a turn of the event loop. */
  delayMs?: number;
  /** What the first part waits for. Default: nothing. */
  start?: Promise<void>;
  /** After how many parts the backend throws `error`. Default: never. */
  failAfter?: number;
  error?: unknown;
  /** After how many parts the backend says nothing more. Default: never. */
  silentAfter?: number;
}

export const encoding = loadHarmonyEncoding();

/** The tokens of a text in which special tokens are spelt out. */
export function tokensOf(text: string): Uint32Array {
  return encoding.encode(text, { allowedSpecial: "all" });
}

/** Runs scripts, and counts what is open. */
export class ScriptedBackend implements Backend {
  /** What it was asked for, in order. */
  readonly requests: BackendRequest[] = [];
  opened = 0;
  closed = 0;
  aborted = 0;
  partCount = 0;
  isHealthy = true;
  readonly #script: (request: BackendRequest) => Script;
  readonly #random: () => number;

  constructor(script: Script | string | ((request: BackendRequest) => Script), seed = 1) {
    if (typeof script === "function") this.#script = script;
    else this.#script = () => (typeof script === "string" ? { completions: script } : script);
    this.#random = randomNumbers(seed);
  }

  /** How many completions are under way. */
  get open(): number {
    return this.opened - this.closed;
  }

  /** The last request. */
  get request(): BackendRequest {
    return this.requests.at(-1) as BackendRequest;
  }

  async *generate(request: BackendRequest, signal: AbortSignal): AsyncGenerator<BackendPart> {
    this.requests.push(request);
    const script = this.#script(request);
    this.opened++;
    const onAbort = () => this.aborted++;
    signal.addEventListener("abort", onAbort);
    try {
      let count = 0;
      await script.start;
      for (const part of this.#parts(script)) {
        if (count === script.failAfter) throw script.error;
        if (count === script.silentAfter) await sleep(2 ** 30, undefined, { signal });
        if (script.delayMs !== undefined) await sleep(script.delayMs, undefined, { signal });
        count++;
        this.partCount++;
        yield part;
      }
      if (count === script.failAfter) throw script.error;
    } finally {
      signal.removeEventListener("abort", onAbort);
      this.closed++;
    }
  }

  async health(): Promise<boolean> {
    return this.isHealthy;
  }

  /** The parts of all completions, those of different ones mixed at random. */
  *#parts(script: Script): Generator<BackendPart> {
    const { completions, finishReason = "stop" } = script;
    const rest = (typeof completions === "string" ? [completions] : completions).map((completion, index) => ({
      index,
      pieces: this.#pieces(completion, script),
      next: 0,
    }));
    while (rest.length > 0) {
      const at = Math.floor(this.#random() * rest.length);
      const completion = rest[at] as (typeof rest)[number];
      const { index, pieces } = completion;
      const piece = pieces[completion.next++];
      const isLast = completion.next === pieces.length;
      if (isLast) rest.splice(at, 1);
      yield { index, ...piece, finishReason: isLast ? finishReason : null };
    }
  }

  #pieces(completion: string, { as = "tokens", maxPart = 4 }: Script): BackendPart[] {
    const whole = as === "text" ? completion : tokensOf(completion);
    const pieces: BackendPart[] = [];
    for (let at = 0; at < whole.length; ) {
      const end = at + 1 + Math.floor(this.#random() * maxPart);
      const piece = whole.slice(at, end);
      pieces.push(typeof piece === "string" ? { text: piece } : { tokens: piece });
      at = end;
    }
    return pieces.length === 0 ? [{}] : pieces;
  }
}

/** Numbers from 0 to 1 that look random, and are the same for a seed: mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
