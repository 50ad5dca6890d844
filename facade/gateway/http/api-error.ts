/** Errors as clients of OpenAI's APIs expect them: a status, and `{ error: { message, type, param, code } }`. */
import { HarmonyError, HarmonyValueError } from "../../validation/errors.ts";
import { BackendError } from "../backends/backend-error.ts";

/** What is told of an error beside its message. */
interface ApiErrorInit {
  param?: string | null;
  code?: string | null;
  headers?: Record<string, string>;
  cause?: unknown;
}

/** The body of an answer that is an error. */
export interface ErrorBody {
  error: { message: string; type: string; param: string | null; code: string | null };
}

/** An error with the status to answer with. */
export class ApiError extends Error {
  readonly status: number;
  readonly param: string | null;
  readonly code: string | null;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, init: ApiErrorInit = {}) {
    super(message, init);
    this.status = status;
    this.param = init.param ?? null;
    this.code = init.code ?? null;
    this.headers = init.headers ?? {};
  }

  /** The body to answer with. */
  toBody(): ErrorBody {
    const { message, param, code } = this;
    return { error: { message, type: typeOf(this.status), param, code } };
  }
}

/** The status that nobody gets: the client has gone away. */
export const CLIENT_CLOSED_REQUEST = 499;

function typeOf(status: number): string {
  if (status === 429) return "rate_limit_error";
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}

/** The error for a request that cannot be served, by what reading it has thrown. */
function requestError(error: unknown): ApiError {
  if (error instanceof HarmonyValueError) {
    return new ApiError(400, error.message, { param: error.path, cause: error });
  }
  // A text that cannot be rendered, such as the name of a tool.
  if (error instanceof HarmonyError && error.code === "ERR_HARMONY_RUNTIME") {
    return new ApiError(400, error.message, { cause: error });
  }
  return answerError(error);
}

/** Does what reads a request, and throws what is wrong with that. */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw requestError(error);
  }
}

/** The error for an answer that cannot be given. */
export function answerError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof BackendError) {
    const { status, message, code, param, retryAfter } = error;
    const headers: Record<string, string> = retryAfter === null ? {} : { "retry-after": retryAfter };
    return new ApiError(status, message, { code, param, headers, cause: error });
  }
  return new ApiError(500, "The server had an error.", { cause: error });
}
