/** A server without a network: a `fetch` that answers requests of the Responses API with scripted completions. */
import { loadHarmonyEncoding } from "openai-harmony-node";
import {
  type ResponseCreateParams,
  type ResponseInputItemLike,
  type ResponseOptions,
  type ResponseRequestOptions,
  toPrompt,
  toResponse,
  toResponseEvents,
  toServerSentEvents,
} from "openai-harmony-node/responses";

const encoding = loadHarmonyEncoding();

/** A request that was served. */
interface Served {
  request: ResponseCreateParams & { stream?: boolean };
  /** The prompt's text. */
  prompt: string;
}

/** Answers one request after the other. An error among the completions comes after the first half of one. */
export class ScriptedServer {
  readonly served: Served[] = [];
  readonly #completions: string[];
  readonly #options: ResponseOptions;
  readonly #requestOptions: ResponseRequestOptions;
  readonly #failure: Error | null;
  /** The items of all responses, for references. */
  readonly #items = new Map<string, ResponseInputItemLike>();

  constructor(
    completions: readonly string[],
    {
      options = {},
      requestOptions = {},
      failure = null,
    }: { options?: ResponseOptions; requestOptions?: ResponseRequestOptions; failure?: Error | null } = {},
  ) {
    this.#completions = [...completions];
    this.#options = options;
    this.#requestOptions = requestOptions;
    this.#failure = failure;
  }

  readonly fetch = async (_: unknown, init?: { body?: unknown }): Promise<Response> => {
    const request = JSON.parse(String(init?.body)) as Served["request"];
    const resolveItem = (id: string) => this.#items.get(id);
    const options = { date: "2025-06-28", resolveItem, ...this.#requestOptions };
    const { tokens } = toPrompt(encoding, request, options);
    this.served.push({ request, prompt: encoding.decode(tokens) });
    const completion = encoding.encode(this.#completions.shift() ?? "", { allowedSpecial: "all" });
    return request.stream === true ? this.#stream(request, completion) : this.#whole(request, completion);
  };

  #whole(request: ResponseCreateParams, completion: Uint32Array): Response {
    const response = toResponse(encoding, completion, { request, ...this.#options });
    for (const item of response.output) this.#items.set(item.id, item);
    return Response.json(response);
  }

  #stream(request: ResponseCreateParams, completion: Uint32Array): Response {
    const failure = this.#failure;
    function* source() {
      const length = failure === null ? completion.length : Math.floor(completion.length / 2);
      yield* completion.subarray(0, length);
      if (failure !== null) throw failure;
    }
    const items = this.#items;
    async function* events() {
      for await (const event of toResponseEvents(encoding, source(), { request, ...options })) {
        if (event.type === "response.output_item.done") items.set(event.item.id, event.item);
        yield event;
      }
    }
    const options = this.#options;
    const headers = { "content-type": "text/event-stream" };
    return new Response(toServerSentEvents(events()), { headers });
  }
}
