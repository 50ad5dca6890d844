/** The error of a backend: what went wrong there, and the status with which a client is told. */

/** What is known of a failure. */
export interface BackendErrorInit {
  /** The status to answer with. */
  status: number;
  /** OpenAI's `code`, such as `context_length_exceeded`. Default: `null`. */
  code?: string | null;
  /** The parameter that is at fault. Default: `null`. */
  param?: string | null;
  /** The header `retry-after` of the engine. Default: `null`. */
  retryAfter?: string | null;
  /** Whether another engine may well succeed. Default: for a status from 500 on, and 429. */
  retryable?: boolean;
  /** What led to this error. */
  cause?: unknown;
}

/**
 * Thrown by a {@link Backend} that cannot go on. The message is for the client.
 *
 * @example
 * ```ts
 * import { BackendError } from "openai-harmony-node/gateway";
 *
 * const error = new BackendError("The model is loading.", { status: 503, retryAfter: "5" });
 * error.retryable; // => true
 * ```
 */
export class BackendError extends Error {
  /**
   * The status to answer with: 400 if the request is at fault, 429 if there are too many, 502 if the engine fails, 503 if
   * it is not there, 504 if it takes too long.
   */
  readonly status: number;
  /** OpenAI's `code`. */
  readonly code: string | null;
  /** The parameter that is at fault. */
  readonly param: string | null;
  /** When to try again, as the header `retry-after` says it. */
  readonly retryAfter: string | null;
  /** Whether another engine may well succeed. */
  readonly retryable: boolean;

  /** @param message - what the client is told */
  constructor(message: string, init: BackendErrorInit) {
    super(message, init);
    const { status, code = null, param = null, retryAfter = null } = init;
    this.status = status;
    this.code = code;
    this.param = param;
    this.retryAfter = retryAfter;
    this.retryable = init.retryable ?? (status >= 500 || status === 429);
  }
}

Object.defineProperty(BackendError.prototype, "name", {
  value: "BackendError",
  writable: true,
  configurable: true,
});
