/** The app of the example server, in a process of its own that tests can look into. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { expect, onTestFinished, vi } from "vitest";
import { environment, ROOT } from "../support.ts";

/**
 * The server in a process that answers what the tests ask: how many completions have been opened and closed, how many
 * batches were read, and how much of the heap is in use.
 */
const PROGRAM = `
  import { serve } from "@hono/node-server";
  import { createApp, Upstream } from "./examples/server.mjs";

  class TestUpstream extends Upstream {
    batches = 0;

    complete(name) {
      if (name === "failing" || name === "long") return this[name]();
      if (name === "silent") return this.silent();
      const source = super.complete(name);
      // A source that is kept after its end is to be seen in the heap: 80 KB each.
      source.ballast = new Array(10_000).fill(name.length);
      return source;
    }

    /** Gives a few tokens and then nothing, until it is closed. */
    silent() {
      this.opened++;
      const first = this.recordings.get("silent");
      let given = false;
      return {
        [Symbol.asyncIterator]() { return this; },
        next() {
          if (given) return new Promise(() => {});
          given = true;
          return Promise.resolve({ done: false, value: first });
        },
        return: async () => ({ done: true, value: void this.closed++ }),
      };
    }

    /** Gives a few tokens, and fails. */
    async *failing() {
      yield this.recordings.get("failing");
      throw new Error("the upstream is out of order");
    }

    /** Gives 30 MB of text as fast as it is read. */
    async *long() {
      this.opened++;
      const [message, word] = this.recordings.get("long");
      const batch = new Uint32Array(5_000).fill(word);
      try {
        yield message;
        for (; this.batches < 1_000; this.batches++) yield batch;
      } finally {
        this.closed++;
      }
    }
  }

  process.once("message", ({ entries, options }) => {
    const upstream = new TestUpstream(new Map(entries), options);
    const { fetch } = createApp(upstream);
    const server = serve({ fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) => process.send({ port }));
    process.on("message", (message) => {
      if (message === "close") return server.close(() => process.disconnect());
      const { opened, closed, batches } = upstream;
      gc();
      process.send({ opened, closed, batches, heap: process.memoryUsage().heapUsed });
    });
  });
`;

/** What the server tells about itself. */
export interface Measured {
  opened: number;
  closed: number;
  batches: number;
  heap: number;
}

/** The server, its process, and what it has written. */
export class TestServer {
  readonly #process: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #port = 0;
  output = "";

  constructor() {
    const args = ["--expose-gc", "--input-type=module", "--eval", PROGRAM];
    this.#process = spawn(process.execPath, args, {
      cwd: ROOT,
      env: environment(),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    }
    this.#ended = once(this.#process, "close");
    onTestFinished(() => void this.#process.kill());
  }

  /** Starts a server that streams these tokens. */
  static async start(
    tokens: Iterable<[string, Iterable<number>]>,
    options: { batch?: number; delay?: number } = {},
  ): Promise<TestServer> {
    const server = new TestServer();
    const entries = Array.from(tokens, ([name, each]) => [name, [...each]]);
    const { port } = (await server.#ask({ entries, options })) as { port: number };
    server.#port = port;
    return server;
  }

  measure(): Promise<Measured> {
    return this.#ask("measure") as Promise<Measured>;
  }

  /** Waits until every completion that was opened is closed, and expects that many of them. */
  async expectClosed(count: number): Promise<Measured> {
    const isClosed = async () => {
      const measured = await this.measure();
      expect(measured).toMatchObject({ opened: count, closed: count });
      return measured;
    };
    return vi.waitFor(isClosed, { timeout: 20_000 });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Closes the server, and expects its process to end by itself. */
  async close(): Promise<void> {
    this.#process.send("close");
    expect(await this.#ended).toEqual([0, null]);
  }

  async #ask(message: string | object): Promise<unknown> {
    const answer = once(this.#process, "message");
    this.#process.send(message);
    return (await Promise.race([answer, this.#ended.then(() => Promise.reject(new Error(this.output)))]))[0];
  }
}
