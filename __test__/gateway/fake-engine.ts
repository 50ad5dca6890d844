/** Stands in for an engine's HTTP server: takes what is sent to `fetch`, and answers with what it is told. */
import type { BackendRequest, Fetch, FetchInit } from "openai-harmony-node/gateway";
import { encoding } from "./scripted-backend.ts";

/** What a server answers to a path. */
export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** The events' data, each written as JSON unless it is text; or a body. */
  events?: readonly unknown[];
  body?: string | object;
  /** How the body ends. Default: as it should; otherwise with an error, or never. */
  ends?: "error" | "silence";
}

/** A server. */
export class FakeEngine {
  readonly calls: { url: string; init: FetchInit }[] = [];
  cancelled = 0;
  readonly #answers: Record<string, FakeAnswer | (() => FakeAnswer)>;

  /** @param answers - by path */
  constructor(answers: Record<string, FakeAnswer | (() => FakeAnswer)>) {
    this.#answers = answers;
  }

  /** The body of the last request. */
  // biome-ignore lint/suspicious/noExplicitAny: what is in it is what the tests are about
  get sent(): any {
    return JSON.parse(this.calls.at(-1)?.init.body ?? "null");
  }

  readonly fetch: Fetch = async (url, init) => {
    this.calls.push({ url, init });
    init.signal.throwIfAborted();
    const found = this.#answers[new URL(url).pathname];
    const answer = typeof found === "function" ? found() : (found ?? { status: 404 });
    const text =
      answer.events === undefined
        ? typeof answer.body === "string" || answer.body === undefined
          ? (answer.body ?? "")
          : JSON.stringify(answer.body)
        : answer.events
            .map((data) => `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`)
            .join("");
    const { status = 200, headers = {} } = answer;
    return new Response(this.#body(text, answer, init.signal), { status, headers });
  };

  /** The body in pieces of seven bytes, so that events are cut everywhere. */
  #body(text: string, { ends }: FakeAnswer, signal: AbortSignal): ReadableStream<Uint8Array> {
    const bytes = new TextEncoder().encode(text);
    let at = 0;
    return new ReadableStream({
      start: (controller) => {
        if (ends !== "silence") return;
        signal.addEventListener("abort", () => controller.error(signal.reason), { once: true });
      },
      pull: (controller) => {
        if (at < bytes.length) {
          controller.enqueue(bytes.slice(at, at + 7));
          at += 7;
        } else if (ends === undefined) controller.close();
        else if (ends === "error") controller.error(new TypeError("terminated"));
      },
      cancel: () => {
        this.cancelled++;
      },
    });
  }
}

/** A request in which everything is left to the engine. */
export function request(init: Partial<BackendRequest> = {}): BackendRequest {
  const tokens = init.tokens ?? Uint32Array.of(200006, 17360, 200008);
  return {
    model: null,
    stopTokens: [200002, 200012],
    stopTexts: ["<|return|>", "<|call|>"],
    maxTokens: 100,
    n: 1,
    temperature: null,
    topP: null,
    seed: null,
    frequencyPenalty: null,
    presencePenalty: null,
    logitBias: null,
    logprobs: null,
    constraint: null,
    isPrefilled: false,
    extra: {},
    text: encoding.decode(tokens),
    ...init,
    tokens,
  };
}

/** Everything that is said of sampling. */
export const FULL: Partial<BackendRequest> = {
  model: "m",
  temperature: 0.5,
  topP: 0.9,
  seed: 3,
  n: 2,
  frequencyPenalty: 0.1,
  presencePenalty: 0.2,
  logitBias: { "5": -1 },
  extra: {
    top_k: 7,
    min_p: 0.1,
    repetition_penalty: 1.1,
    min_tokens: 2,
    ignore_eos: true,
    messages: [],
    foo: 1,
  },
};

export async function collect<T>(parts: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const part of parts) collected.push(part);
  return collected;
}

export const never = new AbortController().signal;
