/** An engine's HTTP server: requests that are answered by an event stream, and what its failures mean. */
import { BackendError } from "./backend-error.ts";
import { errorOf, failure, statusIn } from "./engine-error.ts";
import { readEventStream } from "./event-stream.ts";

/** Where an engine is, and how it is talked to. */
export interface EngineOptions {
  /**
   * The base URL of its server, such as `http://127.0.0.1:8000`. Of several, the least busy one is asked, as
   * {@link backendPool} does it.
   */
  url: string | URL | readonly (string | URL)[];
  /** The name that the engine knows its model by. Default: the name in the client's request. */
  model?: string;
  /** Sent as `authorization: Bearer …`. Default: none. */
  apiKey?: string;
  /** Further headers of each request. */
  headers?: Readonly<Record<string, string>>;
  /** Further fields of each request, for what this package does not know. They win over all others. */
  body?: Readonly<Record<string, unknown>>;
  /** Stands in for the global `fetch`. */
  fetch?: Fetch;
}

/** The part of `fetch` that is needed. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** What is given to `fetch`. */
export interface FetchInit {
  /** `GET` or `POST`. */
  method: string;
  /** The headers, in lower case. */
  headers: Record<string, string>;
  /** JSON. */
  body?: string | null;
  /** Ends the request. */
  signal: AbortSignal;
}

/** Options of one server. */
export type OneEngine<T extends EngineOptions> = Omit<T, "url"> & { url: string | URL };

/** What is needed of a response. */
export interface FetchResponse {
  /** Whether the status is one of success. */
  readonly ok: boolean;
  /** The status. */
  readonly status: number;
  /** The headers. */
  readonly headers: {
    /** Returns a header; `null` if it is not there. */
    get(name: string): string | null;
  };
  /** The body. */
  readonly body: ReadableStream<Uint8Array> | null;
}

/** How much of a body that is no event stream is read: errors, and lists of models. */
const MAX_BODY_LENGTH = 65_536;

/** How often a request is sent that gets no answer at all. */
const MAX_ATTEMPTS = 2;

/** One engine. */
export class Engine {
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #body: Readonly<Record<string, unknown>>;
  readonly #fetch: Fetch;
  readonly #model: string | undefined;

  constructor(options: OneEngine<EngineOptions>) {
    this.#base = String(options.url).replace(/\/+$/, "");
    this.#headers = { ...options.headers };
    if (options.apiKey !== undefined) this.#headers.authorization = `Bearer ${options.apiKey}`;
    this.#body = options.body ?? {};
    this.#fetch = options.fetch ?? ((url, init) => fetch(url, init));
    this.#model = options.model;
  }

  /** The name that the engine knows its model by. */
  modelFor(requested: string | null): string | undefined {
    return this.#model ?? requested ?? undefined;
  }

  /**
   * Posts JSON, and gives the data of the events that are sent back, up to `[DONE]`. The request ends with the signal, and
   * when the iteration is given up.
   *
   * @throws {BackendError} if the engine fails or refuses; the signal's reason if it was aborted.
   */
  async *post(path: string, body: object, signal: AbortSignal): AsyncGenerator<unknown, void, undefined> {
    const given = new AbortController();
    let hasEnded = false;
    const abort = () => given.abort(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
    try {
      const response = await this.#request(path, body, given.signal);
      if (response.body === null) throw failure("sent no answer");
      // It is read to its end even after `[DONE]`, so that the connection can be used again.
      let isDone = false;
      for await (const { data } of readEventStream(response.body)) {
        isDone ||= data === "[DONE]";
        if (!isDone) yield readData(data);
      }
      hasEnded = true;
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof BackendError ? error : failure("broke off its answer", error);
    } finally {
      signal.removeEventListener("abort", abort);
      // Some versions of Node.js do not end a request when its body is cancelled.
      if (!hasEnded) given.abort();
    }
  }

  /** Tells whether a path is answered with a status of success. */
  async isHealthy(path: string, signal: AbortSignal): Promise<boolean> {
    try {
      const response = await this.#get(path, signal);
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  }

  /** Gets JSON; `null` if there is none. */
  async get(path: string, signal: AbortSignal): Promise<unknown> {
    try {
      const response = await this.#get(path, signal);
      return await readJson(response);
    } catch {
      return null;
    }
  }

  #get(path: string, signal: AbortSignal): Promise<FetchResponse> {
    return this.#ask(path, { method: "GET", headers: this.#headers, signal });
  }

  /**
   * Asks, and once more if no answer has come: an engine may close a connection that it has kept open for a while in the
   * moment in which it is used again.
   */
  async #ask(path: string, init: FetchInit): Promise<FetchResponse> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#fetch(this.#base + path, init);
      } catch (error) {
        if (attempt === MAX_ATTEMPTS || init.signal.aborted) throw error;
      }
    }
  }

  async #request(path: string, body: object, signal: AbortSignal): Promise<FetchResponse> {
    let response: FetchResponse;
    try {
      response = await this.#ask(path, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "text/event-stream", ...this.#headers },
        body: JSON.stringify({ ...body, ...this.#body }),
        signal,
      });
    } catch (error) {
      throw failure("cannot be reached", error);
    }
    if (response.ok) return response;
    throw errorOf(response.status, await readJson(response), response.headers.get("retry-after"));
  }
}

function readData(data: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw failure("sent an event that is not JSON", cause);
  }
  const error = (value as { error?: unknown } | null)?.error;
  if (error === undefined || error === null) return value;
  throw errorOf(statusIn(error) ?? 502, value, null);
}

/** Reads the beginning of a body: JSON if it is, otherwise text. */
async function readJson({ body }: FetchResponse): Promise<unknown> {
  if (body === null) return null;
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let text = "";
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      text += decoder.decode(read.value, { stream: true });
      if (text.length > MAX_BODY_LENGTH) break;
    }
    return JSON.parse(text);
  } catch {
    return text;
  } finally {
    reader.cancel().catch(() => {});
  }
}
