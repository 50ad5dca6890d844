/** Next.js with the one setting it needs, built by both bundlers, and run from the files that it has traced. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { body, installedProject, OUTPUT, ROOT, succeed, tool, writeFiles } from "./support.ts";

const NEXT = tool("next/dist/bin/next");
const TELEMETRY_OFF = { NEXT_TELEMETRY_DISABLED: "1" };

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

/** The one setting, and another that spares this test a minute: not to trace the files of Next.js itself. */
const CONFIG = `export default {
  serverExternalPackages: ["openai-harmony-node"],
  outputFileTracingExcludes: { "next-server": ["**/node_modules/next/**"] },
};`;

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

/** Starts the app, which says when it listens, and asks it. */
async function request(app: string): Promise<string> {
  const port = await freePort();
  const env = { ...process.env, ...TELEMETRY_OFF, NODE_ENV: "production" as const };
  const args = [NEXT, "start", "--hostname", "127.0.0.1", "--port", String(port)];
  const child = spawn(process.execPath, args, { cwd: app, env, stdio: ["ignore", "pipe", "inherit"] });
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

/** Removes the installed packages but for the files that Next.js lists for a deployment. */
function keepTracedFiles(app: string): void {
  const folder = join(app, ".next/server/app/api");
  const { files } = JSON.parse(readFileSync(join(folder, "route.js.nft.json"), "utf8")) as {
    files: string[];
  };
  const modules = join(app, "node_modules");
  // Turbopack lists its links to packages, too; those are in its own folder.
  const traced = files.map((file) => resolve(folder, file)).filter((file) => file.startsWith(modules));
  const kept = traced.map((file) => [file, readFileSync(file)] as const);
  rmSync(modules, { recursive: true });
  for (const [file, content] of kept) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

test.each(["Turbopack", "webpack"])("%s", async (bundler) => {
  const app = makeApp();
  await succeed(process.execPath, [NEXT, "build", `--${bundler.toLowerCase()}`], {
    cwd: app,
    env: TELEMETRY_OFF,
  });
  keepTracedFiles(app);
  expect(await request(app)).toBe(`200 ${OUTPUT}`);
});
