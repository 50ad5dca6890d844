/**
 * Serves OpenAI's Chat Completions and Responses APIs in front of an inference engine, on this machine only:
 *
 *     ENGINE=vllm ENGINE_URL=http://127.0.0.1:8000 node examples/gateway.mjs
 *     curl http://127.0.0.1:3000/v1/chat/completions -d '{"messages":[{"role":"user","content":"Hello."}]}'
 *
 * `ENGINE` is vllm, sglang, llama.cpp or text-completions, and `ENGINE_URL` one base URL or several with commas between
 * them. Whoever listens on more than this machine sets `API_KEYS`, and puts a server in front that speaks TLS.
 */
import { createServer } from "node:http";
import { argv, env } from "node:process";
import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import {
  createHandler,
  llamaCppBackend,
  ReasoningStore,
  ResponseStore,
  sglangBackend,
  textCompletionsBackend,
  vllmBackend,
} from "openai-harmony-node/gateway";

const ENGINES = {
  vllm: vllmBackend,
  sglang: sglangBackend,
  "llama.cpp": llamaCppBackend,
  "text-completions": textCompletionsBackend,
};

/** Splits a list with commas; `null` if there is none. */
function list(text) {
  return text ? text.split(",").map((item) => item.trim()) : null;
}

/** Makes the handler that the environment describes. */
export function handlerFrom(environment) {
  const {
    ENGINE = "vllm",
    ENGINE_URL = "http://127.0.0.1:8000",
    ENGINE_MODEL,
    API_KEYS,
    MODELS,
  } = environment;
  const makeBackend = ENGINES[ENGINE];
  if (makeBackend === undefined) throw new Error(`ENGINE is one of ${Object.keys(ENGINES).join(", ")}`);
  return createHandler({
    backend: makeBackend({ url: list(ENGINE_URL), model: ENGINE_MODEL }),
    models: list(MODELS),
    apiKeys: list(API_KEYS),
    // In memory, which is enough for one process. Replicas share stores of their own.
    reasoningStore: new ReasoningStore(),
    responseStore: new ResponseStore(),
    onError: (error, request) => console.error("%s %s: %o", request.method, request.url, error),
  });
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const server = createServer(getRequestListener(handlerFrom(env)));
  server.listen(Number(env.PORT ?? 3000), "127.0.0.1", () => {
    console.log(`Listening on http://127.0.0.1:${server.address().port}`);
  });
  // Takes no new connections, and lets answers that have begun go on to their end.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close());
}
