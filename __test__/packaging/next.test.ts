/** Next.js with the one setting it needs: built as `standalone`, by both bundlers, and run from its traced files. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join, relative } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  body,
  installedProject,
  OUTPUT,
  ROOT,
  succeed,
  temporaryFolder,
  tool,
  writeFiles,
} from "./support.ts";

const ROUTE = `
import { Conversation, loadHarmonyEncoding, Message } from "openai-harmony-node";
import { Message as ChatMessage } from "openai-harmony-node/chat";
export const dynamic = "force-dynamic";
export function GET() {
  let output;
  ${body("(text => { output = text; })")}
  return new Response(output);
}
`;

const LAYOUT = "export default ({ children }) => <html><body>{children}</body></html>;";
const CONFIG = `export default { output: "standalone", serverExternalPackages: ["openai-harmony-node"] };`;

/** Makes an app in the repository's folder: Next.js takes no packages from outside of the project's root. */
function makeApp(): string {
  const folder = mkdtempSync(join(ROOT, "__test__/packaging/.next-app-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  installedProject(folder);
  writeFiles(folder, {
    "package.json": { private: true, type: "module" },
    "next.config.mjs": CONFIG,
    "app/layout.js": LAYOUT,
    "app/api/route.js": ROUTE,
  });
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** Starts the server, which says when it listens, and asks it. */
async function request(server: string): Promise<string> {
  const port = await freePort();
  const env = { ...process.env, NODE_ENV: "production" as const, PORT: String(port), HOSTNAME: "127.0.0.1" };
  const child = spawn(process.execPath, [server], { env, stdio: ["ignore", "pipe", "inherit"] });
  try {
    await new Promise<void>((resolve, reject) => {
      child.on("exit", (code) => reject(new Error(`the server ended with ${code}`)));
      child.stdout.on("data", (text) => /Ready/.test(String(text)) && resolve());
    });
    const response = await fetch(`http://127.0.0.1:${port}/api`);
    return `${response.status} ${await response.text()}`;
  } finally {
    child.removeAllListeners("exit");
    child.kill();
    await once(child, "close");
  }
}

test.each([["Turbopack"], ["webpack"]])("%s", async (bundler) => {
  const app = makeApp();
  const env = { NEXT_TELEMETRY_DISABLED: "1" };
  await succeed(process.execPath, [tool("next/dist/bin/next"), "build", `--${bundler.toLowerCase()}`], {
    cwd: app,
    env,
  });
  const folder = temporaryFolder();
  cpSync(join(app, ".next/standalone"), folder, { recursive: true, verbatimSymlinks: true });
  const server = join(folder, relative(ROOT, app), "server.js");
  rmSync(app, { recursive: true });
  expect(await request(server)).toBe(`200 ${OUTPUT}`);
});
