/** A subject's process, seen from the benchmark. Each has its own, so that none disturbs another's heap. */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export class SubjectProcess {
  static #running = new Set();
  #child;
  #lines;
  #stderr = "";

  constructor(subject) {
    this.#child = start(subject);
    SubjectProcess.#running.add(this);
    this.#child.stdin.on("error", () => {}); // the process has ended, which the answer says
    this.#child.on("error", (error) => this.#note(error.message));
    this.#child.stderr.on("data", (data) => this.#note(data));
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Sends a request and waits for the answer.
   *
   * @throws {Error} if the subject fails, ends, or takes longer than `limit` milliseconds: then it is stopped.
   */
  async ask(ask, request = {}, limit = 120_000) {
    this.#child.stdin.write(`${JSON.stringify({ ask, ...request })}\n`);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.stop();
    }, limit);
    const { value, done } = await this.#lines.next();
    clearTimeout(timer);
    if (late) throw new TimeLimitError(`no answer in ${limit / 1000} s`);
    if (done) throw new Error(`the process ended: ${this.#stderr}`);
    const answer = JSON.parse(value);
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  stop() {
    this.#child.kill("SIGKILL");
    SubjectProcess.#running.delete(this);
  }

  /** Keeps the end of what the process has to say, in case it fails. */
  #note(text) {
    this.#stderr = (this.#stderr + text).slice(-2000);
  }

  /** Stops all of them, so that none outlives a failed run. */
  static stopAll() {
    for (const process of SubjectProcess.#running) process.stop();
  }
}

/** A subject took too long. */
export class TimeLimitError extends Error {}

function start(subject) {
  if (subject.python === undefined) {
    return spawn(process.execPath, [path("subject_process.mjs"), JSON.stringify(subject)]);
  }
  const env = { ...process.env, TIKTOKEN_ENCODINGS_BASE: path("../node_modules/gpt-tokenizer/data") };
  return spawn(process.env[subject.python], [path("subject_process.py"), JSON.stringify(subject)], { env });
}
