/** Which web pages may use the gateway: none, unless they are named. */
import type { Answer } from "./answer.ts";
import { ApiError } from "./api-error.ts";

/** The origins whose pages may use the gateway, such as `https://chat.example.com`; `*`: all. */
export type AllowedOrigins = readonly string[] | "*";

const MAX_AGE_SECONDS = "600";

/** Tells browsers which pages may use the gateway, and keeps others out. */
export class Cors {
  readonly #allowed: AllowedOrigins;

  constructor(allowed: AllowedOrigins | null | undefined) {
    this.#allowed = allowed ?? [];
  }

  /** The headers for an answer to a page; none if it may not read it. */
  headersFor(request: Request): Record<string, string> {
    const origin = this.#allowedOriginOf(request);
    if (origin === null) return {};
    return {
      "access-control-allow-origin": this.#allowed === "*" ? "*" : origin,
      "access-control-expose-headers": "x-request-id, retry-after",
      vary: "origin",
    };
  }

  /** Answers the question that browsers ask before a request; `null` if this is not one. */
  preflight(request: Request): Answer | null {
    const { method, headers } = request;
    if (method !== "OPTIONS" || !headers.has("access-control-request-method")) return null;
    if (this.#allowedOriginOf(request) === null) return { status: 403, headers: {}, body: null };
    return {
      status: 204,
      body: null,
      headers: {
        "access-control-allow-methods": "GET, POST, DELETE",
        "access-control-allow-headers": headers.get("access-control-request-headers") ?? "",
        "access-control-max-age": MAX_AGE_SECONDS,
      },
    };
  }

  /**
   * Keeps out pages that may not use the gateway. They cannot read its answers, but they could make it work: a browser
   * sends simple requests without asking, to servers on its own machine as well.
   *
   * @throws {ApiError} with status 403.
   */
  expectAllowed(request: Request): void {
    const site = request.headers.get("sec-fetch-site");
    const isForeign = site === "cross-site" || site === "same-site";
    if (!isForeign || this.#allowedOriginOf(request) !== null) return;
    throw new ApiError(403, "Pages of this origin may not use the server.", { code: "origin_not_allowed" });
  }

  #allowedOriginOf({ headers }: Request): string | null {
    const origin = headers.get("origin");
    const isAllowed = origin !== null && (this.#allowed === "*" || this.#allowed.includes(origin));
    return isAllowed ? origin : null;
  }
}
