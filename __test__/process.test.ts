/** Threads and exits: workers that share the encoding, workers that are ended mid-work, and abrupt ends. */
import { describe, expect, test } from "vitest";
import { runModule } from "./support.ts";

/** The beginning of each program: a text with its tokens, and workers that know both. */
const PRELUDE = `
  import { once } from "node:events";
  import { Worker } from "node:worker_threads";
  import { loadHarmonyEncoding, Message, StreamableParser } from "openai-harmony-node";

  function start(body) {
    return new Worker(
      "import('openai-harmony-node').then(async (harmony) => {" +
      "const { parentPort, workerData } = require('node:worker_threads');" + body + "})",
      { eval: true, execArgv: [] },
    );
  }
`;

async function expectOutput(program: string, stdout: string): Promise<void> {
  expect(await runModule(PRELUDE + program)).toEqual({ code: 0, signal: null, stdout, stderr: "" });
}

describe("workers", () => {
  test("load the encoding at once, and give the main thread's tokens", async () => {
    await expectOutput(
      `
      const work = \`
        const encoding = harmony.loadHarmonyEncoding();
        const results = [];
        for (let i = 0; i < 200; i++) {
          const tokens = encoding.encode("hello world " + i);
          const message = harmony.Message.fromRoleAndContent("user", "message " + i);
          results.push(encoding.decode(tokens), ...tokens, ...encoding.render(message));
        }
        const parser = new harmony.StreamableParser(encoding, "assistant");
        for (const token of [200008, 13225, 2375, 200007]) parser.process(token);
        results.push(parser.messages[0].toJson());
      \`;
      const workers = [0, 1, 2].map(() => start(work + "parentPort.postMessage(results.join());"));
      const answers = workers.map((worker) => once(worker, "message"));
      const harmony = await import("openai-harmony-node");
      const mine = new Function("harmony", work + "return results.join();")(harmony);
      const theirs = await Promise.all(answers);
      console.log(mine.length > 5_000, theirs.map(([answer]) => answer === mine).join());
      `,
      "true true,true,true\n",
    );
  });

  test("throw typed errors of their own, and go on", async () => {
    await expectOutput(
      `
      const worker = start(\`
        const encoding = harmony.loadHarmonyEncoding(undefined, { engine: 'reference' });
        const codes = [];
        for (const call of [
          () => encoding.decode([201089]),
          () => encoding.decode([-1]),
          () => encoding.encode("a".repeat(1_100_000)),
        ]) {
          try { call(); } catch (error) {
            codes.push(error instanceof harmony.HarmonyError && error.code);
          }
        }
        parentPort.postMessage([...codes, encoding.decode([13225])].join());
      \`);
      console.log((await once(worker, "message"))[0]);
      console.log(loadHarmonyEncoding().decode([13225]));
      `,
      "ERR_HARMONY_RUNTIME,ERR_HARMONY_VALUE,ERR_HARMONY_INTERNAL,Hello\nHello\n",
    );
  });

  test("tokens in shared memory can change while they are decoded", async () => {
    await expectOutput(
      `
      const shared = new Uint32Array(new SharedArrayBuffer(4 * 20_000)).fill(13225);
      const worker = new Worker(
        "const { parentPort, workerData } = require('node:worker_threads');" +
        "parentPort.postMessage('ready');" +
        "for (let i = 0; ; i++) workerData.fill(i % 2 ? 13225 : 4294967295);",
        { eval: true, execArgv: [], workerData: shared },
      );
      await once(worker, "message");
      const encoding = loadHarmonyEncoding();
      let calls = 0;
      for (let i = 0; i < 200; i++) {
        try { encoding.decode(shared); calls++; } catch ({ code }) { if (code === "ERR_HARMONY_RUNTIME") calls++; }
      }
      console.log(calls);
      process.exit();
      `,
      "200\n",
    );
  });

  test("that are ended mid-work harm nobody", async () => {
    await expectOutput(
      `
      const encoding = loadHarmonyEncoding();
      const text = "the quick brown fox ".repeat(2_000);
      for (let round = 0; round < 3; round++) {
        const workers = Array.from({ length: 6 }, () => start(\`
          const encoding = harmony.loadHarmonyEncoding();
          const parsers = [];
          parentPort.postMessage("working");
          for (;;) {
            parsers.push(new harmony.StreamableParser(encoding, "user").process(200008));
            encoding.decode(encoding.encode("the quick brown fox ".repeat(500)));
          }
        \`));
        await Promise.all(workers.map((worker, i) => i % 2 ? once(worker, "message") : once(worker, "online")));
        await Promise.all(workers.map((worker) => worker.terminate()));
        if (encoding.decode(encoding.encode(text)) !== text) throw new Error("not the same");
      }
      console.log("done");
      `,
      "done\n",
    );
  });

  test("may end right after use, while others go on", async () => {
    await expectOutput(
      `
      const codes = [];
      for (let i = 0; i < 5; i++) {
        const worker = start("harmony.loadHarmonyEncoding().encode('x'); process.exit(7);");
        codes.push((await once(worker, "exit"))[0]);
      }
      console.log(codes.join(), loadHarmonyEncoding().decode([13225]));
      `,
      "7,7,7,7,7 Hello\n",
    );
  });

  test("that have a small stack render parameters as deep as the engine takes them", async () => {
    await expectOutput(
      `
      const work = \`
        let parameters = { type: "string" };
        for (let i = 0; i < 110; i++) parameters = { type: "array", items: parameters };
        const tool = harmony.ToolDescription.new("f", "d", { type: "object", properties: { a: parameters } });
        const content = new harmony.DeveloperContent().withFunctionTools([tool]);
        const message = harmony.Message.fromRoleAndContent("developer", content);
        const text = harmony.loadHarmonyEncoding().render(message).join();
      \`;
      const harmony = await import("openai-harmony-node");
      const mine = new Function("harmony", work + "return text;")(harmony);
      const worker = new Worker(
        "import('openai-harmony-node').then((harmony) => {" + work +
        "require('node:worker_threads').parentPort.postMessage(text); })",
        { eval: true, execArgv: [], resourceLimits: { stackSizeMb: 1 } },
      );
      const [theirs] = await once(worker, "message");
      console.log(mine.length > 300, theirs === mine);
      `,
      "true true\n",
    );
  });
});

test("an encoding that is sent to a worker arrives as none", async () => {
  await expectOutput(
    `
    const worker = start(\`
      parentPort.on("message", (encoding) => {
        try { new harmony.StreamableParser(encoding, null); } catch ({ code, message }) {
          parentPort.postMessage(code + " " + message);
        }
        parentPort.close();
      });
    \`);
    worker.postMessage(loadHarmonyEncoding());
    console.log((await once(worker, "message"))[0]);
    `,
    "ERR_HARMONY_VALUE encoding: expected a HarmonyEncoding, got object\n",
  );
});

describe("the process", () => {
  test.each([
    ["right after the load", "loadHarmonyEncoding(); process.exit(3);", 3],
    [
      "right after a render",
      "loadHarmonyEncoding().render(Message.fromRoleAndContent('user', 'x')); process.exit(3);",
      3,
    ],
    [
      "within a getter that is being read",
      "loadHarmonyEncoding().encode('x', { get allowedSpecial() { process.exit(3); } });",
      3,
    ],
    [
      "with a parser alive",
      "globalThis.p = new StreamableParser(loadHarmonyEncoding(), 'user').process(200008); process.exit(3);",
      3,
    ],
    [
      "while a worker loads",
      "start('harmony.loadHarmonyEncoding();').on('online', () => process.exit(3));",
      3,
    ],
    [
      "while workers work",
      `
      const work = "const e = harmony.loadHarmonyEncoding(); parentPort.postMessage(0); for (;;) e.encode('a b c');";
      await Promise.all([start(work), start(work)].map((worker) => once(worker, "message")));
      process.exit(3);`,
      3,
    ],
    ["by itself", "loadHarmonyEncoding();", 0],
    ["with an error that nobody catches", "loadHarmonyEncoding().decode([-1]);", 1],
  ])("may end %s", async (_, program, code) => {
    const ended = await runModule(PRELUDE + program);
    expect(ended).toMatchObject({ code, signal: null, stdout: "" });
    expect(ended.stderr).toMatch(code === 1 ? /HarmonyValueError: tokens\[0\]: expected an integer/ : /^$/);
  });

  test("may make and drop many parsers", async () => {
    await expectOutput(
      `
      const encoding = loadHarmonyEncoding();
      for (let i = 0; i < 2_000; i++) new StreamableParser(encoding, "user").process(200008).process(13225);
      console.log(encoding.decode([13225]));
      `,
      "Hello\n",
    );
  });

  test("takes no more memory with each long array that a loop asks for", async () => {
    await expectOutput(
      `
      const encoding = loadHarmonyEncoding();
      const text = "hello world, this is 1234 a text. ".repeat(15_000);
      const tokens = encoding.encode(text);
      const parser = new StreamableParser(encoding, "user").process(200008);
      for (const token of tokens.subarray(0, 50_000)) parser.process(token);
      const message = Message.fromRoleAndContent("user", text);
      for (const ask of [
        () => encoding.encode(text),
        () => encoding.decodeBytes(tokens),
        () => parser.tokens,
        () => encoding.render(message),
      ]) {
        ask();
        const before = process.memoryUsage.rss();
        for (let megabytes = 0; megabytes < 400; ) megabytes += ask().byteLength / 1e6;
        const grown = (process.memoryUsage.rss() - before) / 1e6;
        console.log(grown < 200 || grown);
      }
      `,
      "true\ntrue\ntrue\ntrue\n",
    );
  });
});
