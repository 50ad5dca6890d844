/** Several backends as one: who is asked, who is left out, and when another one is tried. */
import { type Backend, BackendError, backendPool, createHandler } from "openai-harmony-node/gateway";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { collect, never, request } from "./fake-engine.ts";
import { events, post, question } from "./http.ts";

/** A backend whose every request does what it is told. */
class Member implements Backend {
  asked = 0;
  open = 0;
  mostOpen = 0;
  isHealthy = true;
  /** What the next requests do: give so many parts, then fail or end. */
  behave: { parts?: number; error?: unknown; hold?: Promise<void> } = { parts: 1 };
  readonly token: number;

  constructor(token: number) {
    this.token = token;
  }

  async *generate() {
    const { parts = 0, error, hold } = this.behave;
    this.asked++;
    this.open++;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    try {
      for (let i = 0; i < parts; i++) yield { tokens: [this.token] };
      await hold;
      if (error !== undefined) throw error;
    } finally {
      this.open--;
    }
  }

  async health() {
    return this.isHealthy;
  }
}

const members = (count: number) => Array.from({ length: count }, (_, i) => new Member(i));
const failed = new BackendError("Down.", { status: 502 });
const run = (pool: Backend) => collect(pool.generate(request(), never));

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());

describe("the least busy one is asked", () => {
  test("in turn, where they are equally busy", async () => {
    const [a, b, c] = members(3) as [Member, Member, Member];
    const pool = backendPool([a, b, c]);
    for (let i = 0; i < 9; i++) await run(pool);
    expect([a.asked, b.asked, c.asked]).toEqual([3, 3, 3]);
  });

  test("evenly, where requests stay", async () => {
    let release = () => {};
    const hold = new Promise<void>((resolve) => {
      release = resolve;
    });
    const all = members(3);
    for (const member of all) member.behave = { hold };
    const pool = backendPool(all);
    const runs = Array.from({ length: 300 }, () => run(pool));
    expect(all.map(({ open }) => open)).toEqual([100, 100, 100]);
    release();
    await Promise.all(runs);
    expect(all.map(({ open }) => open)).toEqual([0, 0, 0]);
  });

  test("and counts as busy until its answer has ended, or nobody wants it", async () => {
    const [a, b] = members(2) as [Member, Member];
    a.behave = { parts: 100 };
    const pool = backendPool([a, b]);
    const first = pool.generate(request(), never)[Symbol.asyncIterator]();
    await first.next();
    for (let i = 0; i < 4; i++) await run(pool);
    expect([a.asked, b.asked]).toEqual([1, 4]);
    await first.return?.();
    expect(a.open).toBe(0);
    await run(pool);
    await run(pool);
    expect(a.asked).toBe(2);
  });
});

describe("one that fails", () => {
  test("before it has sent anything, is replaced by the next one, and left out for a while", async () => {
    const [a, b] = members(2) as [Member, Member];
    a.behave = { error: failed };
    const pool = backendPool([a, b], { leaveOutMs: 1_000 });
    for (let i = 0; i < 5; i++) expect(await run(pool)).toEqual([{ tokens: [1] }]);
    expect([a.asked, b.asked]).toEqual([1, 5]);
    vi.advanceTimersByTime(999);
    await run(pool);
    expect(a.asked).toBe(1);
    vi.setSystemTime(Date.now() + 1);
    await run(pool);
    await run(pool);
    // Tried again, and left out again.
    expect(a.asked).toBe(2);
    a.behave = { parts: 1 };
    vi.setSystemTime(Date.now() + 1_000);
    for (let i = 0; i < 4; i++) await run(pool);
    expect(a.asked).toBe(4);
  });

  test("is tried again by one request at a time", async () => {
    const [a, b] = members(2) as [Member, Member];
    a.behave = { error: failed };
    const pool = backendPool([a, b], { leaveOutMs: 1_000 });
    await run(pool);
    await run(pool);
    let release = () => {};
    a.behave = {
      parts: 0,
      hold: new Promise<void>((resolve) => {
        release = resolve;
      }),
    };
    vi.setSystemTime(Date.now() + 1_000);
    const runs = Array.from({ length: 10 }, () => run(pool));
    expect(a.open).toBe(1);
    release();
    await Promise.all(runs);
  });

  test("in the middle, is not replaced: the client has had the beginning", async () => {
    const [a, b] = members(2) as [Member, Member];
    a.behave = { parts: 2, error: failed };
    const pool = backendPool([a, b]);
    await expect(run(pool)).rejects.toBe(failed);
    expect(b.asked).toBe(0);
    await run(pool);
    await run(pool);
    expect([a.asked, b.asked]).toEqual([1, 2]);
  });

  test("is left out too if it is silent for too long", async () => {
    const [a, b] = members(2) as [Member, Member];
    a.behave = { hold: new Promise(() => {}) };
    b.behave = { parts: 1 };
    vi.useRealTimers();
    const handler = createHandler({ backend: backendPool([a, b]), idleTimeoutMs: 20 });
    expect((await post(handler, "/v1/chat/completions", question)).status).toBe(504);
    for (let i = 0; i < 4; i++) await post(handler, "/v1/chat/completions", question);
    expect(a.asked).toBe(1);
  });

  test.each([
    ["the request's fault", new BackendError("Too long.", { status: 400 }), 0],
    ["too many requests", new BackendError("Busy.", { status: 429 }), 1],
    ["an error that is no backend's", new TypeError("oops"), 1],
  ])("%s: whether another one is tried", async (_, error, others) => {
    const [a, b] = members(2) as [Member, Member];
    a.behave = { error };
    const pool = backendPool([a, b]);
    const first = run(pool);
    if (others === 0) await expect(first).rejects.toBe(error);
    else expect(await first).toEqual([{ tokens: [1] }]);
    expect(b.asked).toBe(others);
  });

  test("a request that is refused, and one too many, are no reason to leave it out", async () => {
    for (const status of [400, 429]) {
      const [a, b] = members(2) as [Member, Member];
      a.behave = { error: new BackendError("No.", { status }) };
      const pool = backendPool([a, b]);
      for (let i = 0; i < 4; i++) await run(pool).catch(() => {});
      expect(a.asked).toBeGreaterThan(1);
    }
  });
});

describe("where all fail", () => {
  test("each is tried once, and the last error is thrown", async () => {
    const all = members(3);
    for (const member of all) member.behave = { error: failed };
    await expect(run(backendPool(all))).rejects.toBe(failed);
    expect(all.map(({ asked }) => asked)).toEqual([1, 1, 1]);
  });

  test("they are asked nevertheless, the one first whose time ends first", async () => {
    const [a, b] = members(2) as [Member, Member];
    const pool = backendPool([a, b]);
    a.behave = b.behave = { error: failed };
    await expect(run(pool)).rejects.toBe(failed);
    a.behave = b.behave = { parts: 1 };
    expect(await run(pool)).toEqual([{ tokens: [0] }]);
  });
});

test("a client that goes away is no failure, and no other one is tried", async () => {
  const [a, b] = members(2) as [Member, Member];
  const client = new AbortController();
  a.generate = async function* () {
    a.asked++;
    client.abort("gone");
    throw "gone";
    // biome-ignore lint/correctness/noUnreachable: it makes this a generator
    yield { tokens: [0] };
  };
  const pool = backendPool([a, b]);
  await expect(collect(pool.generate(request(), client.signal))).rejects.toBe("gone");
  expect(b.asked).toBe(0);
  await run(pool);
  await run(pool).catch(() => {});
  expect(a.asked).toBe(2);
});

test("it is healthy as long as one is", async () => {
  const [a, b] = members(2) as [Member, Member];
  const pool = backendPool([a, b]);
  a.isHealthy = false;
  expect(await pool.health(never)).toBe(true);
  b.isHealthy = false;
  expect(await pool.health(never)).toBe(false);
});

test.each([
  [[], undefined, "backends"],
  [members(1), { leaveOutMs: -1 }, "leaveOutMs"],
])("%# is refused", (backends, options, path) => {
  expect(() => backendPool(backends, options)).toThrow(expect.objectContaining({ path }));
});

test("a death before the first part goes unnoticed by the client", async () => {
  const [a, b] = members(2) as [Member, Member];
  a.behave = { error: failed };
  b.generate = async function* () {
    yield { text: "<|channel|>final<|message|>Fine.<|return|>", finishReason: "stop" } as never;
  };
  const handler = createHandler({ backend: backendPool([a, b]) });
  const chunks = await events(post(handler, "/v1/chat/completions", { ...question, stream: true }));
  expect(chunks.map((chunk) => chunk.choices?.[0].delta.content ?? "").join("")).toBe("Fine.");
});
