/** Helpers of the tests: the error that a call throws, and Node.js processes of their own. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import {
  DeveloperContent,
  HarmonyError,
  HarmonyRuntimeError,
  HarmonyValueError,
  Message,
  ToolDescription,
} from "openai-harmony-node";
import { expect } from "vitest";

/** The package's folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A value of whatever type, where the types allow none such. */
export function bad(value: unknown): never {
  return value as never;
}

/** The error that a call throws, which must be one of the package's, and whole. */
export function thrown(call: () => unknown): HarmonyError {
  let error: unknown;
  try {
    call();
  } catch (caught) {
    error = caught;
  }
  if (!(error instanceof HarmonyError)) expect.fail(`expected a HarmonyError, got ${String(error)}`);
  expect(error.name).toBe(error.constructor.name);
  expect(error.code).toMatch(/^ERR_HARMONY_[A-Z_]+$/);
  expect(error.message).not.toBe("");
  return error;
}

/** What a call gives, or what tells its error from others. */
export function outcome(call: () => unknown): unknown {
  try {
    const result = call();
    // Lists of numbers take long to compare.
    return result instanceof Uint32Array ? result.join() : result;
  } catch (error) {
    return error instanceof HarmonyError ? partsOf(error) : `${error}`;
  }
}

/** What tells an error of the package from others. */
export function partsOf(error: HarmonyError): object {
  const { name, code, message } = error;
  return { name, code, message, path: "path" in error ? error.path : undefined };
}

/** Expects a `HarmonyValueError` with that message. */
export function expectValueError(call: () => unknown, message: string | RegExp): void {
  const error = thrown(call);
  expect(error).toBeInstanceOf(HarmonyValueError);
  expect(error.code).toBe("ERR_HARMONY_VALUE");
  expect(error.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
}

/** Expects a `HarmonyRuntimeError` with that message. */
export function expectRuntimeError(
  call: () => unknown,
  message: string | RegExp,
  code = "ERR_HARMONY_RUNTIME",
): void {
  const error = thrown(call);
  expect(error).toBeInstanceOf(HarmonyRuntimeError);
  expect(error.code).toBe(code);
  expect(error.message).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
}

/** A developer message with one tool that has these parameters. */
export function messageWithParameters(parameters: unknown): Message {
  const tool = ToolDescription.new("f", "d", bad(parameters));
  return Message.fromRoleAndContent("developer", new DeveloperContent().withFunctionTools([tool]));
}

/** How a process ended, and what it wrote. */
export interface Ended {
  code: number | null;
  signal: string | null;
  stdout: string;
  stderr: string;
}

/** The environment of a program that the tests run: what they themselves run with must not reach it. */
export function environment(): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(NODE|TIKTOKEN|NAPI|VITEST|npm)_?/.test(name),
  );
  return { ...Object.fromEntries(inherited), NODE_NO_WARNINGS: "1" };
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string } = {},
): Promise<Ended> {
  const child = spawn(command, args, {
    cwd: options.cwd ?? ROOT,
    env: { ...environment(), ...options.env },
    stdio: [options.input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(options.input);
  const ended: Ended = { code: null, signal: null, stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    ended.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    ended.stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ ...ended, code, signal }));
  });
}

/** Runs a module's text in a Node.js process of its own. */
export function runModule(
  code: string,
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<Ended> {
  return run(process.execPath, ["--input-type=module", "--eval", code], options);
}
