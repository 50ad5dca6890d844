/** The example server, over HTTP: what it streams, and what becomes of its upstream when clients leave. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { loadHarmonyEncoding } from "openai-harmony-node";
import { describe, expect, onTestFinished, test } from "vitest";
import { environment, ROOT } from "../support.ts";
import { parsed, Received, type ServerSentEvent, stream, streamToLeave } from "./client.ts";
import { recordings } from "./recordings.ts";
import { TestServer } from "./test-server.ts";

const encoding = loadHarmonyEncoding();

/** Expects a stream to say what the parser makes of the same tokens at once. */
async function expectWhole(url: string, name: string, whole: Received): Promise<void> {
  const received = new Received();
  for await (const event of stream(url, name)) received.add(event);
  expect(received).toEqual(whole);
}

describe("the server, as a user starts it", () => {
  /** Starts the server, and resolves to its process, its address and its end. */
  async function start() {
    const child = spawn(process.execPath, ["examples/server.mjs"], {
      cwd: ROOT,
      env: { ...environment(), PORT: "0" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill());
    const ended = once(child, "close");
    const [line] = await once(child.stdout.setEncoding("utf8"), "data");
    const [, url = ""] = /^Listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line) ?? expect.fail(line);
    return { child, ended, url };
  }

  test("streams each recording as the parser reads it", async () => {
    const { url } = await start();
    const all = [...recordings()];
    expect(all.length).toBeGreaterThan(5);
    await Promise.all(all.map(([name, { tokens }]) => expectWhole(url, name, parsed(tokens))));
    const status = await fetch(`${url}/status`);
    expect(await status.json()).toEqual({ opened: all.length, closed: all.length });
  });

  test("refuses what it cannot stream", async () => {
    const { url } = await start();
    const names = [...recordings().keys()];
    for (const [body, status, answer] of [
      ["{", 400, { error: 'expected {"recording": string}' }],
      ["null", 400, { error: 'expected {"recording": string}' }],
      ['{"recording":1}', 400, { error: 'expected {"recording": string}' }],
      ['{"recording":"x"}', 404, { error: "there is no recording x", recordings: names }],
    ] as const) {
      const response = await fetch(`${url}/stream`, { method: "POST", body });
      expect([response.status, await response.json()]).toEqual([status, answer]);
    }
  });

  test.skipIf(process.platform === "win32")(
    "lets a stream go on to its end when it is asked to stop",
    async () => {
      const { child, ended, url } = await start();
      const { tokens = [] } = recordings().get("answer") ?? {};
      const received = new Received();
      for await (const event of streamToLeave(url, "answer")) {
        if (received.headers.length === 0) child.kill("SIGTERM");
        received.add(event);
      }
      expect(received).toEqual(parsed(tokens));
      expect(await ended).toEqual([0, null]);
      const [error] = await once(get(url), "error");
      expect(error).toMatchObject({ code: "ECONNREFUSED" });
    },
  );
});

describe("the app", () => {
  const PARTIAL = encoding.encode("<|channel|>final<|message|>Hello", { allowedSpecial: "all" });

  test("closes a silent upstream when the client leaves", async () => {
    const server = await TestServer.start([["silent", PARTIAL]]);
    const events = streamToLeave(server.url, "silent");
    expect((await events.next()).value).toMatchObject({ event: "message_start" });
    expect((await events.next()).value).toMatchObject({ data: { delta: "Hello" } });
    expect(await server.measure()).toMatchObject({ opened: 1, closed: 0 });
    await events.return(undefined);
    await server.expectClosed(1);
    await server.close();
    expect(server.output).toBe("");
  });

  test("tells the client that the upstream has failed, and serves others", async () => {
    const { tokens = [] } = recordings().get("tool-call") ?? {};
    const server = await TestServer.start([
      ["failing", PARTIAL],
      ["tool-call", tokens],
    ]);
    const events: ServerSentEvent[] = [];
    for await (const event of stream(server.url, "failing")) events.push(event);
    expect(events.map(({ event }) => event)).toEqual(["message_start", "content_delta", "error"]);
    expect(events[2]?.data).toBe("the upstream is out of order");
    await expectWhole(server.url, "tool-call", parsed(tokens));
    await server.close();
    expect(server.output).toMatch(/^Error: the upstream is out of order\n/);
  });

  test("reads no further than the client does", async () => {
    const [word = 0] = encoding.encode(" hello");
    const server = await TestServer.start([["long", [200008, word]]]);
    const events = streamToLeave(server.url, "long");
    await events.next();
    let before = -1;
    for (let batches = 0; batches !== before; { batches } = await server.measure()) {
      before = batches;
      await sleep(300);
    }
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(900);

    let length = 0;
    for await (const { data } of events) {
      length += data.delta.length;
      if (length > (before + 20) * 5_000 * " hello".length) break;
    }
    expect((await server.measure()).batches).toBeGreaterThan(before + 20);
    await server.expectClosed(1);
    await server.close();
  });
});

describe("200 streams at once, a third of which end halfway", () => {
  const COUNT = 200;
  const ROUNDS = 3;

  /** Completions that share no word, some of them malformed: without `<|start|>`, or cut off within a character. */
  const completions = Array.from({ length: COUNT }, (_, i) => {
    const words = (from: string) => Array.from({ length: 8 }, (_, k) => `${from}${i}x${k}`).join(" 🎉 ");
    const next = i % 4 === 1 ? "assistant" : "<|start|>assistant";
    const tokens = encoding.encode(
      `<|channel|>analysis<|message|>${words("a")}<|end|>${next}<|channel|>final<|message|>${words("f")} 🧭<|return|>`,
      { allowedSpecial: "all" },
    );
    return [`completion-${i}`, [...(i % 4 === 2 ? tokens.subarray(0, -2) : tokens)]] as [string, number[]];
  });

  /** Reads half of a stream's text and leaves; what has come by then is the completion's own. */
  async function expectHalf(url: string, name: string, whole: Received): Promise<void> {
    const received = new Received();
    for await (const event of streamToLeave(url, name)) {
      received.add(event);
      if (received.length >= whole.length / 2) break;
    }
    const last = received.texts.length - 1;
    expect(received.texts.slice(0, last)).toEqual(whole.texts.slice(0, last));
    expect(whole.texts[last]?.startsWith(received.texts[last] ?? "?")).toBe(true);
    expect(received.messages).toEqual(whole.messages.slice(0, received.messages.length));
  }

  test("nothing crosses between them, and nothing is left of them", async () => {
    const server = await TestServer.start(completions, { batch: 6, delay: 20 });
    const wholes = completions.map(([name, tokens]) => [name, parsed(tokens)] as const);
    const heaps: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      await Promise.all(
        wholes.map(([name, whole], i) => (i % 3 === 0 ? expectHalf : expectWhole)(server.url, name, whole)),
      );
      heaps.push((await server.expectClosed(round * COUNT)).heap);
    }
    // The sources of one round weigh 16 MB. The first round also pays for what is kept on purpose.
    const [first = 0] = heaps;
    expect(Math.max(...heaps.slice(1)) - first).toBeLessThan(8_000_000);
    await server.close();
    expect(server.output).toBe("");
  });
});
