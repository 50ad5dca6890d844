/** Answers over HTTP: JSON, and server-sent events. */
import { stringify } from "../../validation/json.ts";
import type { ApiError } from "./api-error.ts";
import { type EventTexts, eventBody } from "./event-body.ts";

/** Answers with JSON. */
export function jsonResponse(body: unknown, status = 200, headers?: Record<string, string>): Response {
  return new Response(stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });
}

/** Answers with an error. */
export function errorResponse(error: ApiError): Response {
  return jsonResponse(error.toBody(), error.status, error.headers);
}

/** Answers with a stream of events, which proxies are asked not to hold back. */
export function eventResponse(texts: EventTexts): Response {
  return new Response(eventBody(texts), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      "x-accel-buffering": "no",
    },
  });
}
