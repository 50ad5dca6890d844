/** What the tests with llama.cpp stand on: that nothing of it stays behind, and what is said where it cannot run. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { prepareLlama, startLlama } from "./llama.ts";
import { here, pythonWithPackages } from "./python.ts";

const folder = mkdtempSync(join(tmpdir(), "openai-harmony-node-python-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const isGone = (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  );

test("a server that is stopped is gone", async () => {
  const { url, stop } = await startLlama({ kind: "bigram" });
  await stop();
  expect(await isGone(url)).toBe(true);
  await stop();
});

test("a server ends with the process that has started it, however that ends", async () => {
  const { python, model } = await prepareLlama("bigram");
  const command = JSON.stringify([python, here("serve.py"), model]);
  const starter = spawn(process.execPath, [
    "--eval",
    `const [python, ...args] = ${command};
    require("node:child_process").spawn(python, args, { stdio: ["pipe", "inherit", "ignore"] });`,
  ]);
  const [line] = (await once(starter.stdout.setEncoding("utf8"), "data")) as [string];
  const url = line.trim().replace("listening on ", "");
  expect(await isGone(url)).toBe(false);
  starter.kill("SIGKILL");
  while (!(await isGone(url))) await sleep(20);
});

/** A program that stands in for Python. */
function standIn(script: string): string {
  const path = join(folder, "python");
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

test.each([
  ["no Python", () => join(folder, "none"), /need Python 3\.11 or newer\. ".*none" cannot be started/],
  ["a Python that fails", () => standIn("echo broken; exit 3"), /newer\. ".*python" fails:\nbroken/],
  ["an old Python", () => standIn("echo 3 8"), /newer\. ".*python" is Python 3\.8\. Set the environment var/],
  [
    "a Python without venv",
    () => standIn('[ "$1" = -c ] && echo 3 11 && exit; echo "No module named venv"; exit 1'),
    /-m venv" fails:\nNo module named venv\n.*modules venv and pip/,
  ],
])("%s is named", async (_, python, message) => {
  vi.stubEnv("PYTHON", python());
  await expect(pythonWithPackages(folder)).rejects.toThrow(message);
});

test("packages that cannot be had are named", async () => {
  vi.stubEnv("PIP_CONFIG_FILE", "/dev/null");
  vi.stubEnv("PIP_NO_INDEX", "1");
  vi.stubEnv("PIP_FIND_LINKS", "");
  const failing = pythonWithPackages(folder);
  await expect(failing).rejects.toThrow(
    /^pip cannot install the packages .*\n[\s\S]*xgrammar==[\s\S]*\nThey come from/,
  );
});
