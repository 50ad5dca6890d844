/**
 * Streams completions to browsers and other clients as server-sent events: `node examples/server.mjs`, then
 *
 *     curl -N http://127.0.0.1:3000/stream -d '{"recording":"tool-call"}'
 *
 * Recorded completions, some of them malformed, stand in for what an inference server sends.
 */
import { readdirSync, readFileSync } from "node:fs";
import { argv, env } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { loadHarmonyEncoding } from "openai-harmony-node";

const RECORDINGS = new URL("data/completions/", import.meta.url);

const encoding = loadHarmonyEncoding();

/** Stands in for an inference server: gives the tokens of recordings, a few at a time. */
export class Upstream {
  /** How many completions have been opened, and closed again. */
  opened = 0;
  closed = 0;

  /** Takes the recordings' tokens by name, how many come at a time, and the milliseconds between two such batches. */
  constructor(recordings, { batch = 3, delay = 20 } = {}) {
    this.recordings = recordings;
    this.batch = batch;
    this.delay = delay;
  }

  /** Gives a completion's tokens. Whoever stops reading ends it, by the iterator's `return()`. */
  async *complete(name) {
    const tokens = this.recordings.get(name);
    this.opened++;
    try {
      for (let at = 0; at < tokens.length; at += this.batch) {
        await sleep(this.delay);
        yield tokens.slice(at, at + this.batch);
      }
    } finally {
      this.closed++;
    }
  }
}

/** Makes the app, which reads completions from the upstream. */
export function createApp(upstream) {
  const app = new Hono();

  app.get("/status", (c) => c.json({ opened: upstream.opened, closed: upstream.closed }));

  app.post("/stream", async (c) => {
    const { recording } = (await c.req.json().catch(() => null)) ?? {};
    if (typeof recording !== "string") return c.json({ error: 'expected {"recording": string}' }, 400);
    if (!upstream.recordings.has(recording)) {
      const recordings = [...upstream.recordings.keys()];
      return c.json({ error: `there is no recording ${recording}`, recordings }, 404);
    }

    // Aborted when the client disconnects, which closes the completion even while the upstream is silent.
    const { signal } = c.req.raw;
    const events = encoding.parseCompletionStream(upstream.complete(recording), { signal });
    const send = async (stream) => {
      try {
        // Nothing more is read from the upstream until the client has taken what was written.
        for await (const event of events) {
          await stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
        }
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    };
    // If the upstream fails, the client gets an event `error`.
    return streamSSE(c, send, (error) => console.error(error));
  });

  return app;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const recordings = readdirSync(RECORDINGS).map((file) => {
    const { tokens } = JSON.parse(readFileSync(new URL(file, RECORDINGS), "utf8"));
    return [file.replace(".json", ""), tokens];
  });
  const { fetch } = createApp(new Upstream(new Map(recordings)));
  const server = serve({ fetch, hostname: "127.0.0.1", port: Number(env.PORT ?? 3000) }, ({ port }) => {
    console.log(`Listening on http://127.0.0.1:${port}`);
  });
  // Takes no new connections, and lets streams that have begun go on to their end.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close());
}
