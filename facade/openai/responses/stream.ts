/** A stream of a completion as a stream of events. */
import "../../completion/web-types.ts";
import { SourceReader } from "../../completion/source-reader.ts";
import type { HarmonyEncoding } from "../../encoding/encoding.ts";
import { errorMessage, eventStream } from "../shared/server-sent-events.ts";
import type { AnswerSource, SourceItem } from "../shared/source.ts";
import type { ResponseOptions } from "./answer-options.ts";
import type { ResponseStreamEvent } from "./event-types.ts";
import { ResponseEventer } from "./eventer.ts";

/**
 * Makes the events of a response as its completion arrives. The first ones come before the source is read. If the caller
 * stops early, the signal is aborted or a stop string ends the answer, the source is closed; what it throws is thrown on.
 *
 * @example
 * ```ts
 * import { toResponseEvents } from "openai-harmony-node/responses";
 *
 * const source = ["<|channel|>final<|mess", "age|>Four.", "<|return|>"];
 * let answer = "";
 * for await (const event of toResponseEvents(loadHarmonyEncoding(), source)) {
 *   if (event.type === "response.output_text.delta") answer += event.delta;
 * }
 * answer; // => "Four."
 * ```
 * @throws {@linkcode HarmonyValueError} if an argument is invalid, or the source gives something else than parts.
 */
export function toResponseEvents(
  encoding: HarmonyEncoding,
  source: AnswerSource,
  options?: ResponseOptions | null,
): AsyncGenerator<ResponseStreamEvent, void, undefined> {
  const eventer = new ResponseEventer(encoding, options);
  return generate(eventer, new SourceReader<SourceItem>(source, options?.signal ?? null));
}

async function* generate(
  eventer: ResponseEventer,
  reader: SourceReader<SourceItem>,
): AsyncGenerator<ResponseStreamEvent, void, undefined> {
  try {
    yield* eventer.push({});
    while (eventer.response === null && !eventer.isStopped) {
      const next = await reader.next();
      if (next.done) break;
      for (const event of eventer.push(next.value)) yield event;
    }
    yield* eventer.end();
  } finally {
    await reader.close();
  }
}

/**
 * Writes events as the body of a response of the type `text/event-stream`. If the events' source throws, the last event is
 * an error, which all clients understand.
 *
 * @example
 * ```ts
 * import { toResponseEvents, toServerSentEvents } from "openai-harmony-node/responses";
 *
 * const events = toResponseEvents(loadHarmonyEncoding(), ["<|channel|>final<|message|>Four.<|return|>"]);
 * const response = new Response(toServerSentEvents(events), { headers: { "content-type": "text/event-stream" } });
 * console.log(await response.text());
 * ```
 */
export function toServerSentEvents(
  events:
    | Iterable<ResponseStreamEvent>
    | AsyncIterable<ResponseStreamEvent>
    | ReadableStream<ResponseStreamEvent>,
): ReadableStream<Uint8Array> {
  let next = 0;
  return eventStream(events, {
    write(event) {
      next = event.sequence_number + 1;
      return write(event.type, event);
    },
    end: "",
    fail(error) {
      const fields = { code: "server_error", message: errorMessage(error), param: null };
      // Clients look for the fields in the event, or in an object of its own.
      const nested = { type: "server_error", ...fields };
      return write("error", { type: "error", sequence_number: next, ...fields, error: nested });
    },
  });
}

function write(type: string, event: object): string {
  return `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
}
