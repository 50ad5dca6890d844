/** What is answered: JSON, or server-sent events. It becomes a `Response` in one place, with the headers that all have. */
import { stringify } from "../../validation/json.ts";
import type { ApiError } from "./api-error.ts";
import { type EventTexts, eventBody } from "./event-body.ts";

/** An answer over HTTP. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | ReadableStream<Uint8Array> | null;
}

/** Answers with JSON. */
export function jsonAnswer(body: unknown, status = 200, headers?: Record<string, string>): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: stringify(body) };
}

/** Answers with an error. */
export function errorAnswer(error: ApiError): Answer {
  return jsonAnswer(error.toBody(), error.status, error.headers);
}

/** Answers with a stream of events, which proxies are asked not to hold back. */
export function eventAnswer(texts: EventTexts): Answer {
  return {
    status: 200,
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      "x-accel-buffering": "no",
    },
    body: eventBody(texts),
  };
}
