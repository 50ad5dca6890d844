/** The handler in real servers, over HTTP: node:http, Hono and Fastify; with many clients, and with some that go away. */

import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { getRequestListener, serve } from "@hono/node-server";
import fastify from "fastify";
import { Hono } from "hono";
import { createHandler, type Handler } from "openai-harmony-node/gateway";
import { afterEach, describe, expect, test } from "vitest";
import { events, HELLO, json, question } from "./http.ts";
import { type Script, ScriptedBackend } from "./scripted-backend.ts";

interface Running {
  url: string;
  close(): Promise<unknown>;
}

const running: Running[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

/** Node.js's own server, by the adapter of `@hono/node-server`. */
async function nodeHttp(handler: Handler): Promise<Running> {
  const server = createServer(getRequestListener(handler));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function hono(handler: Handler): Promise<Running> {
  const app = new Hono();
  app.get("/", (c) => c.text("home"));
  app.all("/v1/*", (c) => handler(c.req.raw));
  app.get("/health", (c) => handler(c.req.raw));
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      if ("closeAllConnections" in server) server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function inFastify(handler: Handler): Promise<Running> {
  const app = fastify({ forceCloseConnections: true });
  const listener = getRequestListener(handler);
  await app.register(async (routes) => {
    // The handler reads the body itself.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser("*", (_request, _payload, done) => done(null));
    routes.all("/*", (request, reply) => {
      reply.hijack();
      return listener(request.raw, reply.raw);
    });
  });
  return { url: await app.listen({ host: "127.0.0.1", port: 0 }), close: () => app.close() };
}

const SERVERS = { "node:http": nodeHttp, Hono: hono, Fastify: inFastify };

async function start(
  launch: (handler: Handler) => Promise<Running>,
  script: Script | string | ConstructorParameters<typeof ScriptedBackend>[0],
) {
  const backend = new ScriptedBackend(script);
  const errors: unknown[] = [];
  const server = await launch(createHandler({ backend, onError: (error) => errors.push(error) }));
  running.push(server);
  return { url: server.url, backend, errors };
}

const ask = (url: string, body: object, init: RequestInit = {}) =>
  fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
    ...init,
  });

const contentOf = (chunks: Awaited<ReturnType<typeof events>>) =>
  chunks.map((chunk) => chunk.choices?.[0]?.delta.content ?? "").join("");

describe.each(Object.entries(SERVERS))("%s", (_, launch) => {
  test("answers whole, as a stream, and with errors", async () => {
    const { url, backend } = await start(launch, HELLO);
    const whole = await ask(url, question);
    expect(whole.headers.get("content-type")).toBe("application/json");
    expect((await json(whole)).choices[0].message.content).toBe("Hello, world!");
    const stream = await ask(url, { ...question, stream: true });
    expect(stream.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(contentOf(await events(stream))).toBe("Hello, world!");
    const wrong = await ask(url, { messages: 5 });
    expect([wrong.status, (await json(wrong)).error.param]).toEqual([400, "messages"]);
    expect((await fetch(`${url}/v1/models`)).status).toBe(200);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/v1/nothing`)).status).toBe(404);
    expect(backend.open).toBe(0);
  });

  test("sends what there is, without waiting for more", async () => {
    const { url, backend } = await start(launch, { completions: HELLO, maxPart: 1, silentAfter: 6 });
    const client = new AbortController();
    const response = await ask(url, { ...question, stream: true }, { signal: client.signal });
    const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>;
    let text = "";
    while (!text.includes("greeting")) text += new TextDecoder().decode((await reader.read()).value);
    expect(backend.open).toBe(1);
    client.abort();
    await expect.poll(() => backend.open).toBe(0);
  });

  test.each([true, false])(
    "tells the backend at once that a client has gone away: stream %s",
    async (stream) => {
      const { url, backend, errors } = await start(launch, {
        completions: HELLO,
        maxPart: 1,
        silentAfter: 3,
      });
      const client = new AbortController();
      const answer = ask(url, { ...question, stream }, { signal: client.signal })
        .then((response) => response.text())
        .catch(() => "aborted");
      await expect.poll(() => backend.partCount).toBe(3);
      client.abort();
      expect(await answer).toBe("aborted");
      await expect.poll(() => backend.open).toBe(0);
      expect([backend.aborted, errors]).toEqual([1, []]);
    },
  );
});

test("300 streams at once, some of which end early: none is crossed, none is left", async () => {
  const textOf = (i: number) => `${i} and ${"so on ".repeat(i % 40)}${i}.`;
  let go = () => {};
  const together = new Promise<void>((resolve) => {
    go = resolve;
  });
  const { url, backend, errors } = await start(nodeHttp, ({ text }) => {
    if (backend.requests.length === 300) go();
    const i = Number(/number (\d+)/.exec(text)?.[1]);
    return {
      completions: `<|channel|>analysis<|message|>Number ${i}.<|end|><|start|>assistant<|channel|>final<|message|>${textOf(i)}<|return|>`,
      as: i % 2 === 0 ? "tokens" : "text",
      start: together,
      delayMs: i % 3,
      ...(i % 10 === 7 ? { failAfter: 5, error: new Error("died") } : null),
    };
  });
  const run = async (i: number) => {
    const client = new AbortController();
    const body = { stream: true, messages: [{ role: "user", content: `This is number ${i}.` }] };
    const response = await ask(url, body, { signal: client.signal });
    if (i % 10 === 3) {
      await response.body?.getReader().read();
      client.abort();
      return "gone";
    }
    const chunks = await events(response);
    if (i % 10 === 7) {
      expect(chunks.at(-1).error.type).toBe("server_error");
      return "died";
    }
    expect(contentOf(chunks)).toBe(textOf(i));
    expect(chunks.map((chunk) => chunk.choices?.[0]?.delta.reasoning ?? "").join("")).toBe(`Number ${i}.`);
    return "whole";
  };
  const ends = await Promise.all(Array.from({ length: 300 }, (_, i) => run(i)));
  expect(ends.filter((end) => end === "whole").length).toBe(240);
  await expect.poll(() => backend.open).toBe(0);
  expect(backend.opened).toBe(300);
  expect(errors.length).toBe(30);
});

test("a connection that is cut in the middle of a body reaches no backend", async () => {
  const { url, backend } = await start(nodeHttp, HELLO);
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"messages":`);
  await new Promise((resolve) => setTimeout(resolve, 30));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(backend.opened).toBe(0);
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test("a client that does not read is sent no more than the buffers take", async () => {
  const completions = `<|channel|>final<|message|>${"many words ".repeat(3_000_000)}<|return|>`;
  const { url, backend } = await start(nodeHttp, { completions, as: "text", maxPart: 10_000 });
  const { port, hostname } = new URL(url);
  const body = JSON.stringify({ ...question, stream: true });
  const socket = connect(Number(port), hostname);
  socket.pause();
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  let last = -1;
  // Until no more is sampled.
  for (let still = 0; still < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    still = backend.partCount === last && last > 0 ? still + 1 : 0;
    last = backend.partCount;
  }
  expect(backend.open).toBe(1);
  expect(backend.partCount).toBeLessThan(5_000);
  socket.destroy();
  await expect.poll(() => backend.open).toBe(0);
});
