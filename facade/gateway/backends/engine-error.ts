/** What the failures of an engine mean for the client. */
import { BackendError } from "./backend-error.ts";

/** The error for an engine that fails. */
export function failure(how: string, cause?: unknown): BackendError {
  return new BackendError(`The model server ${how}.`, { status: 502, cause });
}

/** What an engine says when a prompt does not fit: llama.cpp by its type, vLLM and SGLang in words. */
const TOO_LONG =
  /exceed_context_size|context[ _](length|size|window)|maximum (model|input|sequence|allowed) length|max_model_len|longer than the model/i;

/** Statuses of engines that find fault with the request itself. */
const REFUSED = [400, 413, 422];

/** The error for what an engine has answered: its status, and the body, whatever its form. */
export function errorOf(status: number, body: unknown, retryAfter: string | null): BackendError {
  const message = messageIn(body);
  const cause = body === null || body === "" ? undefined : body;
  if (status === 429) {
    return new BackendError(message ?? "The model server is busy.", { status, retryAfter, cause });
  }
  if (REFUSED.includes(status)) {
    const code = TOO_LONG.test(JSON.stringify(body) ?? "") ? "context_length_exceeded" : null;
    return new BackendError(message ?? "The model server refused the request.", { status: 400, code, cause });
  }
  if (status === 408 || status === 504) {
    return new BackendError("The model server took too long.", { status: 504, cause });
  }
  return new BackendError(`The model server failed with status ${status}.`, {
    status: 502,
    retryAfter,
    cause,
  });
}

/** Finds the message in an error of OpenAI's form, or of one of the engines' own. */
function messageIn(body: unknown): string | null {
  if (typeof body !== "object" || body === null) return null;
  const { error, message, detail } = body as Record<string, unknown>;
  for (const candidate of [error, message, detail]) {
    if (typeof candidate === "string") return candidate;
    const inner = (candidate as { message?: unknown } | null | undefined)?.message;
    if (typeof inner === "string") return inner;
  }
  return null;
}

/** The status in an error that comes in an event; its `code` or `status`, if that is one. */
export function statusIn(error: unknown): number | null {
  const { code, status } = Object(error) as Record<string, unknown>;
  for (const candidate of [Number(code), Number(status)]) {
    if (Number.isInteger(candidate) && candidate >= 400 && candidate < 600) return candidate;
  }
  return null;
}
