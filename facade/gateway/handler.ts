/** The handler: which request is answered by what, and how what goes wrong is told. */
import { answerChat } from "./chat-completions.ts";
import { type Answer, errorAnswer, jsonAnswer } from "./http/answer.ts";
import { ApiError, answerError, CLIENT_CLOSED_REQUEST } from "./http/api-error.ts";
import { type ReadBody, readJsonObject } from "./http/body.ts";
import { type Gateway, type GatewayOptions, gatewayOptions } from "./options.ts";
import { answerResponse, countInputTokens, deleteResponse, getResponse } from "./responses.ts";

/** Answers a request. It never rejects. */
export type Handler = (request: Request) => Promise<Response>;

type Route = (gateway: Gateway, request: Request, rest: string) => Promise<Answer>;

/** What is answered under a path, by method. A path that ends in a slash has something after it. */
const ROUTES: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  "/health": { GET: answerHealth },
  "/v1/models": { GET: async ({ models }) => jsonAnswer(models.list()) },
  "/v1/models/": { GET: async ({ models }, _, id) => jsonAnswer(models.get(id)) },
  "/v1/chat/completions": { POST: withBody(answerChat) },
  "/v1/responses": { POST: withBody(answerResponse) },
  "/v1/responses/input_tokens": { POST: withBody(countInputTokens) },
  "/v1/responses/": { GET: getResponse, DELETE: deleteResponse },
};

/** How long the engine may take to say that it is there. */
const HEALTH_TIMEOUT_MS = 5_000;

/**
 * Makes a handler that serves OpenAI's APIs in front of an engine: Chat Completions and Responses, whole and as streams,
 * the list of models, and its health.
 *
 * @example
 * ```ts
 * import { createHandler, vllmBackend } from "openai-harmony-node/gateway";
 *
 * const handler = createHandler({ backend: vllmBackend({ url: "http://127.0.0.1:8000" }) });
 * const response = await handler(new Request("http://127.0.0.1/v1/models"));
 * response.status; // => 200
 * ```
 * @throws {@linkcode HarmonyValueError} if an option is invalid.
 * @throws {@linkcode HarmonyModuleNotFoundError} if the native addon cannot be loaded.
 */
export function createHandler(options: GatewayOptions): Handler {
  const gateway = gatewayOptions(options);
  return async (request) => {
    const { status, headers, body } = gateway.cors.preflight(request) ?? (await answer(gateway, request));
    const common = { "x-request-id": crypto.randomUUID(), ...gateway.cors.headersFor(request) };
    return new Response(body, { status, headers: { ...headers, ...common } });
  };
}

async function answer(gateway: Gateway, request: Request): Promise<Answer> {
  try {
    const { route, rest, isPublic } = findRoute(gateway, request);
    gateway.cors.expectAllowed(request);
    if (!isPublic) gateway.apiKeys?.expectOne(request.headers);
    return await route(gateway, request, rest);
  } catch (error) {
    if (request.signal.aborted) {
      return errorAnswer(new ApiError(CLIENT_CLOSED_REQUEST, "The client has closed the request."));
    }
    const told = answerError(error);
    if (told.status >= 500) gateway.onError(error, request);
    return errorAnswer(told);
  }
}

/** Finds what answers a request. Who has no key learns nothing from it but which paths there are. */
function findRoute(
  { basePath }: Gateway,
  { url, method }: Request,
): { route: Route; rest: string; isPublic: boolean } {
  const pathname = pathOf(url);
  const path = pathname.startsWith(basePath) ? pathname.slice(basePath.length) : "";
  const isExact = Object.hasOwn(ROUTES, path) && !path.endsWith("/");
  const known = isExact ? path : Object.keys(ROUTES).find((each) => isBelow(path, each));
  const methods = known === undefined ? undefined : ROUTES[known];
  if (known === undefined || methods === undefined) {
    throw new ApiError(404, `There is nothing at ${pathname}.`, { code: "not_found" });
  }
  const route = Object.hasOwn(methods, method) ? methods[method] : undefined;
  if (route === undefined) {
    const allow = Object.keys(methods).join(", ");
    throw new ApiError(405, `${pathname} takes ${allow}, not ${method}.`, { headers: { allow } });
  }
  return { route, rest: decode(path.slice(known.length)), isPublic: known === "/health" };
}

/** The path in a request's URL, which is absolute and in its normal form. */
function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  const end = url.slice(start).search(/[?#]/);
  return end === -1 ? url.slice(start) : url.slice(start, start + end);
}

function isBelow(path: string, known: string): boolean {
  return known.endsWith("/") && path.startsWith(known) && path.length > known.length;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function withBody(route: (gateway: Gateway, request: Request, body: ReadBody) => Promise<Answer>): Route {
  return async (gateway, request) =>
    route(gateway, request, await readJsonObject(request, gateway.maxBodyBytes));
}

async function answerHealth({ backend }: Gateway, request: Request): Promise<Answer> {
  const timeout = new AbortController();
  const giveUp = () => timeout.abort();
  const timer = setTimeout(giveUp, HEALTH_TIMEOUT_MS);
  request.signal.addEventListener("abort", giveUp, { once: true });
  try {
    const isHealthy = await backend.health(timeout.signal);
    return isHealthy
      ? jsonAnswer({ status: "ok" })
      : jsonAnswer({ status: "unavailable" }, 503, { "retry-after": "5" });
  } finally {
    clearTimeout(timer);
    request.signal.removeEventListener("abort", giveUp);
  }
}
