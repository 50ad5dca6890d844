/** What the handler answers before any backend is asked: paths, methods, keys, bodies, models, pages, health. */
import { HarmonyValueError } from "openai-harmony-node";
import { createHandler, type GatewayOptions, type Handler } from "openai-harmony-node/gateway";
import { describe, expect, test } from "vitest";
import { bad } from "../support.ts";
import { BASE, get, HELLO, json, post, question } from "./http.ts";
import { ScriptedBackend } from "./scripted-backend.ts";

const CHAT = "/v1/chat/completions";

function setUp(options: Partial<GatewayOptions> = {}): { handler: Handler; backend: ScriptedBackend } {
  const backend = new ScriptedBackend(HELLO);
  return { handler: createHandler({ backend, ...options }), backend };
}

/** An error's status and body. */
async function errorOf(response: Response | Promise<Response>) {
  const { status } = await response;
  const { error } = await json(response);
  expect(Object.keys(error).sort()).toEqual(["code", "message", "param", "type"]);
  expect(error.message).not.toBe("");
  return { status, ...error };
}

describe("paths", () => {
  test.each(["/", "/v1", "/v1/chat", "/v1/chat/completions/", "/v1/models/", "/V1/models", "/v1/responses/"])(
    "%s is none",
    async (path) => {
      const { handler } = setUp();
      expect(await errorOf(get(handler, path))).toMatchObject({
        status: 404,
        type: "invalid_request_error",
        code: "not_found",
      });
    },
  );

  test.each([
    ["GET", CHAT, "POST"],
    ["POST", "/v1/models", "GET"],
    ["PUT", "/v1/responses", "POST"],
    ["POST", "/v1/responses/resp_1", "GET, DELETE"],
    ["GET", "/v1/responses/input_tokens", "POST"],
    ["DELETE", "/health", "GET"],
    ["OPTIONS", CHAT, "POST"],
  ])("%s %s is refused, with the methods that there are", async (method, path, allow) => {
    const { handler } = setUp();
    const response = await get(handler, path, { method });
    expect(response.headers.get("allow")).toBe(allow);
    expect(await errorOf(response)).toMatchObject({ status: 405, type: "invalid_request_error" });
  });

  test.each(["/llm", "/llm/", "/a/b"])("under the base path %s", async (basePath) => {
    const { handler } = setUp({ basePath });
    const base = basePath.replace(/\/$/, "");
    expect((await get(handler, `${base}/v1/models`)).status).toBe(200);
    expect((await get(handler, `${base}/health`)).status).toBe(200);
    expect((await post(handler, base + CHAT, question)).status).toBe(200);
    expect((await get(handler, "/v1/models")).status).toBe(404);
    expect((await get(handler, `${base}x/v1/models`)).status).toBe(404);
  });

  test("a query is ignored", async () => {
    expect((await get(setUp().handler, "/v1/models?limit=1")).status).toBe(200);
  });

  test("every answer has an identifier of its own", async () => {
    const { handler } = setUp();
    const ids = await Promise.all(["/v1/models", "/nowhere"].map((path) => get(handler, path)));
    expect(new Set(ids.map(({ headers }) => headers.get("x-request-id"))).size).toBe(2);
  });
});

describe("keys", () => {
  const { handler, backend } = setUp({ apiKeys: ["sk-one", "sk-two"] });
  const withKey = (authorization: string) => ({ headers: { authorization } });

  test.each(["Bearer sk-one", "Bearer sk-two", "bearer sk-one", "Bearer  sk-one"])(
    "%j is let in",
    async (key) => {
      expect((await get(handler, "/v1/models", withKey(key))).status).toBe(200);
      expect((await post(handler, CHAT, question, withKey(key))).status).toBe(200);
    },
  );

  test.each([
    "Bearer sk-on",
    "Bearer sk-one2",
    "Bearer sk-one sk-two",
    "sk-one",
    "Basic sk-one",
    "Bearer",
    "Bearer ",
  ])("%j is not", async (key) => {
    const asked = backend.opened;
    const response = await post(handler, CHAT, question, withKey(key));
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await errorOf(response)).toMatchObject({
      status: 401,
      type: "authentication_error",
      code: "invalid_api_key",
    });
    expect(backend.opened).toBe(asked);
  });

  test("without one, only health is told", async () => {
    expect((await get(handler, "/v1/models")).status).toBe(401);
    expect((await post(handler, CHAT, "not JSON")).status).toBe(401);
    expect((await get(handler, "/health")).status).toBe(200);
  });

  test("errors do not have the key in them", async () => {
    const response = await get(handler, "/v1/models", withKey("Bearer sk-secret"));
    expect(await response.text()).not.toContain("secret");
  });
});

describe("bodies", () => {
  const { handler, backend } = setUp({ maxBodyBytes: 1_000 });
  const large = JSON.stringify({ messages: [{ role: "user", content: "x".repeat(1_000) }] });

  test("one that is too large is refused by its length, unread", async () => {
    let isRead = false;
    const body = new ReadableStream(
      {
        pull(controller) {
          isRead = true;
          controller.enqueue(new TextEncoder().encode(large));
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { "content-length": String(large.length) };
    const init = { method: "POST", body, duplex: "half", headers } as RequestInit;
    expect(await errorOf(handler(new Request(BASE + CHAT, init)))).toMatchObject({ status: 413 });
    expect(isRead).toBe(false);
  });

  test("one that does not end is refused while it arrives, and cancelled", async () => {
    let sent = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 100;
        controller.enqueue(new TextEncoder().encode(" ".repeat(100)));
      },
      cancel() {
        cancelled = true;
      },
    });
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    expect(await errorOf(handler(new Request(BASE + CHAT, init)))).toMatchObject({
      status: 413,
      code: "request_too_large",
    });
    expect(sent).toBeLessThan(2_000);
    expect(cancelled).toBe(true);
  });

  test.each<[string, string | Uint8Array<ArrayBuffer>]>([
    ["nothing", ""],
    ["no JSON", "{"],
    ["an array", "[]"],
    ["null", "null"],
    ["a string", '"x"'],
    ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22])],
  ])("%s is refused", async (_, body) => {
    const response = handler(new Request(BASE + CHAT, { method: "POST", body }));
    expect(await errorOf(response)).toMatchObject({ status: 400, type: "invalid_request_error" });
    expect(backend.opened).toBe(0);
  });

  test("one in many pieces is read, cut inside of characters too", async () => {
    const bytes = new TextEncoder().encode(
      JSON.stringify({ messages: [{ role: "user", content: "Grüße 🎉" }] }),
    );
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const { handler, backend } = setUp();
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    expect((await handler(new Request(BASE + CHAT, init))).status).toBe(200);
    expect(backend.request.text).toContain("Grüße 🎉");
  });
});

describe("parameters", () => {
  test.each<[string, object, string]>([
    [CHAT, {}, "messages"],
    [CHAT, { messages: "x" }, "messages"],
    [CHAT, { messages: [{ role: "me", content: "x" }] }, "messages[0].role"],
    [CHAT, { messages: [{ role: "tool", tool_call_id: "x", content: "" }] }, "messages[0].tool_call_id"],
    [CHAT, { ...question, temperature: 3 }, "temperature"],
    [CHAT, { ...question, temperature: "1" }, "temperature"],
    [CHAT, { ...question, top_p: -0.1 }, "top_p"],
    [CHAT, { ...question, n: 0 }, "n"],
    [CHAT, { ...question, n: 1.5 }, "n"],
    [CHAT, { ...question, n: 1_000 }, "n"],
    [CHAT, { ...question, seed: "x" }, "seed"],
    [CHAT, { ...question, max_tokens: 0 }, "max_tokens"],
    [CHAT, { ...question, max_completion_tokens: -1 }, "max_completion_tokens"],
    [CHAT, { ...question, top_logprobs: 5 }, "top_logprobs"],
    [CHAT, { ...question, logprobs: true, top_logprobs: 21 }, "top_logprobs"],
    [CHAT, { ...question, logprobs: 1 }, "logprobs"],
    [CHAT, { ...question, stream: "yes" }, "stream"],
    [CHAT, { ...question, logit_bias: { the: 5 } }, "logit_bias"],
    [CHAT, { ...question, logit_bias: { 5: 101 } }, "logit_bias"],
    [CHAT, { ...question, logit_bias: [] }, "logit_bias"],
    [CHAT, { ...question, frequency_penalty: 2.5 }, "frequency_penalty"],
    [CHAT, { ...question, presence_penalty: -3 }, "presence_penalty"],
    [CHAT, { ...question, stop: 5 }, "stop"],
    [CHAT, { ...question, model: 5 }, "model"],
    [CHAT, { ...question, reasoning_effort: "huge" }, "reasoning_effort"],
    ["/v1/responses", { input: "x", max_output_tokens: 0 }, "max_output_tokens"],
    ["/v1/responses", { input: [{ type: "file_search_call" }] }, "input[0]"],
    ["/v1/responses", { input: "x", background: true }, "background"],
    ["/v1/responses", { input: "x", previous_response_id: "resp_1" }, "previous_response_id"],
    ["/v1/responses/input_tokens", { input: 5 }, "input"],
  ])("%s %j: 400 with the path", async (path, body, param) => {
    const { handler, backend } = setUp();
    expect(await errorOf(post(handler, path, body))).toMatchObject({
      status: 400,
      type: "invalid_request_error",
      param,
    });
    expect(backend.opened).toBe(0);
  });

  test("those that nobody knows are ignored", async () => {
    const { handler } = setUp();
    expect((await post(handler, CHAT, { ...question, foo: 1, user: "u", metadata: { a: "b" } })).status).toBe(
      200,
    );
  });
});

describe("models", () => {
  test("any name is taken where none is configured", async () => {
    const { handler, backend } = setUp();
    const answer = await json(post(handler, CHAT, { ...question, model: "anything" }));
    expect([answer.model, backend.request.model]).toEqual(["anything", "anything"]);
    await post(handler, CHAT, question);
    expect(backend.request.model).toBeNull();
    expect(await json(get(handler, "/v1/models"))).toMatchObject({
      object: "list",
      data: [{ id: "gpt-oss" }],
    });
  });

  const models = ["openai/gpt-oss-20b", { id: "big", created: 5, owned_by: "us" }];

  test("those that are configured are listed and told of", async () => {
    const { handler } = setUp({ models });
    const big = { id: "big", object: "model", created: 5, owned_by: "us" };
    const { data } = await json(get(handler, "/v1/models"));
    expect(data).toEqual([
      { id: "openai/gpt-oss-20b", object: "model", created: 0, owned_by: "openai-harmony-node" },
      big,
    ]);
    expect(await json(get(handler, "/v1/models/big"))).toEqual(big);
    expect((await get(handler, "/v1/models/openai/gpt-oss-20b")).status).toBe(200);
    expect((await get(handler, "/v1/models/openai%2Fgpt-oss-20b")).status).toBe(200);
  });

  test.each([CHAT, "/v1/responses", "/v1/responses/input_tokens"])("%s refuses others", async (path) => {
    const { handler } = setUp({ models });
    const expected = { status: 404, code: "model_not_found", param: "model" };
    const body = { ...question, input: "x", model: "small" };
    expect(await errorOf(post(handler, path, body))).toMatchObject(expected);
    expect(await errorOf(get(handler, "/v1/models/%E0%A4%A"))).toMatchObject(expected);
  });

  test("only a single model need not be named", async () => {
    expect(await errorOf(post(setUp({ models }).handler, CHAT, question))).toMatchObject({
      status: 400,
      param: "model",
    });
    const { handler, backend } = setUp({ models: ["only"] });
    expect((await json(post(handler, CHAT, question))).model).toBe("only");
    expect(backend.request.model).toBe("only");
  });
});

describe("pages in browsers", () => {
  const origin = "https://chat.example.com";
  const ask = {
    origin,
    "access-control-request-method": "POST",
    "access-control-request-headers": "authorization, x-y",
  };

  test("none may read answers, or ask anything, unless they are named", async () => {
    const { handler, backend } = setUp();
    const preflight = await get(handler, CHAT, { method: "OPTIONS", headers: ask });
    expect(preflight.status).toBe(403);
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
    const headers = { origin, "sec-fetch-site": "cross-site" };
    expect(await errorOf(post(handler, CHAT, question, { headers }))).toMatchObject({
      status: 403,
      type: "permission_error",
    });
    expect(backend.opened).toBe(0);
  });

  test("pages of the gateway's own origin may, and programs", async () => {
    const { handler } = setUp();
    const same = await post(handler, CHAT, question, {
      headers: { "sec-fetch-site": "same-origin", origin: BASE },
    });
    expect(same.status).toBe(200);
    expect(same.headers.get("access-control-allow-origin")).toBeNull();
  });

  test.each<["*" | string[], string]>([
    ["*", "*"],
    [[origin], origin],
  ])("with %j, they may", async (cors, allowed) => {
    const { handler } = setUp({ cors, apiKeys: ["sk"] });
    const preflight = await get(handler, CHAT, { method: "OPTIONS", headers: ask });
    expect(preflight.status).toBe(204);
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": allowed,
      "access-control-allow-methods": "GET, POST, DELETE",
      "access-control-allow-headers": "authorization, x-y",
    });
    const headers = { origin, "sec-fetch-site": "cross-site", authorization: "Bearer sk" };
    const answer = await post(handler, CHAT, question, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe(allowed);
    // Errors, too, or a page could not tell what is wrong.
    const refused = await post(handler, CHAT, question, { headers: { ...headers, authorization: "" } });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, allowed]);
  });

  test("others than those that are named may not", async () => {
    const { handler } = setUp({ cors: ["https://other.example.com"] });
    expect((await get(handler, CHAT, { method: "OPTIONS", headers: ask })).status).toBe(403);
  });
});

describe("health", () => {
  test("is the backend's", async () => {
    const { handler, backend } = setUp();
    expect(await json(get(handler, "/health"))).toEqual({ status: "ok" });
    backend.isHealthy = false;
    const response = await get(handler, "/health");
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
  });
});

describe("options", () => {
  const backend = new ScriptedBackend(HELLO);

  test.each<[object, string]>([
    [{}, "backend"],
    [{ backend: {} }, "backend"],
    [{ backend, apiKeys: [] }, "apiKeys"],
    [{ backend, apiKeys: ["a", ""] }, "apiKeys[1]"],
    [{ backend, apiKeys: [5] }, "apiKeys[0]"],
    [{ backend, basePath: "llm" }, "basePath"],
    [{ backend, maxBodyBytes: -1 }, "maxBodyBytes"],
    [{ backend, timeoutMs: 1.5 }, "timeoutMs"],
    [{ backend, idleTimeoutMs: "1" }, "idleTimeoutMs"],
  ])("%# are refused: %s", (options, path) => {
    expect(() => createHandler(bad(options))).toThrow(HarmonyValueError);
    expect(() => createHandler(bad(options))).toThrow(expect.objectContaining({ path }));
  });

  test("those of the converters are passed on", async () => {
    const { handler, backend } = setUp({ date: "2025-06-28", modelIdentity: "You are a test." });
    await post(handler, CHAT, question);
    expect(backend.request.text).toContain("Current date: 2025-06-28");
    expect(backend.request.text).toContain("You are a test.");
    await post(handler, "/v1/responses", { input: "Hello." });
    expect(backend.request.text).toContain("Current date: 2025-06-28");
  });

  test("a log that throws changes nothing", async () => {
    const backend = new ScriptedBackend({ completions: HELLO, failAfter: 0, error: new Error("secret") });
    const onError = () => {
      throw new Error("log");
    };
    const response = await post(createHandler({ backend, onError }), CHAT, question);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });
});
