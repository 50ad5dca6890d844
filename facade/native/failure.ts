/** What to tell a user whose addon cannot be loaded. */
import { join } from "node:path";
import { pathFromEnvironment } from "./environment.ts";
import { filesIn } from "./files.ts";
import { isInstalled, packageRoot } from "./running-file.ts";
import { describeLibc, PUBLISHED_TARGETS } from "./target.ts";

/** One way to load the addon that failed. */
export interface Failure {
  /** The file or the package. */
  subject: string;
  /** The error, or what went wrong in words. */
  reason: unknown;
}

/** Describes a failed search for the addon: for which platform, what was tried, why it failed, and what to do. */
export function describeFailure(target: string, folder: string, failures: readonly Failure[]): string {
  const { platform, arch, version } = process;
  return [
    "The native addon of openai-harmony-node cannot be loaded.",
    `  platform: ${platform}, architecture: ${arch}, libc: ${describeLibc()}, Node.js: ${version}`,
    ...(failures.length === 0 ? [] : [`  tried, from ${folder}:`]),
    ...failures.map(({ subject, reason }) => `  - ${subject}: ${firstSentence(reason)}`),
    ...advice(target, folder),
  ].join("\n");
}

function advice(target: string, folder: string): string[] {
  if (pathFromEnvironment() !== undefined) {
    return ["  NAPI_RS_NATIVE_LIBRARY_PATH names this file. Correct the variable, or remove it."];
  }
  if (!PUBLISHED_TARGETS.includes(target)) {
    return [
      `  There is no build for ${target}. Builds exist for:`,
      `    ${PUBLISHED_TARGETS.join(", ")}`,
      "  If you have built the addon yourself, set NAPI_RS_NATIVE_LIBRARY_PATH to the path of the file.",
    ];
  }
  return isInstalled(folder) ? [...foundInstead(target, folder), ...ADVICE_TO_INSTALL] : ADVICE_FOR_BUNDLES;
}

/** Says which platforms' packages are beside this one, if this platform's is not. */
function foundInstead(target: string, folder: string): string[] {
  const names = filesIn(join(packageRoot(folder), ".."));
  const found = PUBLISHED_TARGETS.filter((target) => names.includes(`openai-harmony-node-${target}`));
  if (found.length === 0 || found.includes(target)) return [];
  return [
    `  node_modules has been installed for another platform: it has the addon for ${found.join(", ")}.`,
  ];
}

const ADVICE_TO_INSTALL = [
  "  Install it again on this machine, with its optional dependencies:",
  "    npm install openai-harmony-node --include=optional",
  "  With pnpm, Yarn or Bun, run their install command instead, and let it install optional dependencies.",
  "  If node_modules was copied from another platform, or npm left the platform's package out, delete " +
    "node_modules and package-lock.json first.",
];

const ADVICE_FOR_BUNDLES = [
  "  This code runs from a bundle, and the bundle has no copy of the addon. Either keep the package out of the bundle:",
  "    esbuild: --external:openai-harmony-node",
  '    Next.js: serverExternalPackages: ["openai-harmony-node"]',
  '    Rolldown, Vite, webpack: list "openai-harmony-node" as external',
  "  or let the bundler copy the addon:",
  "    esbuild: --loader:.node=copy",
  '    Rolldown, Vite: moduleTypes: { ".node": "copy" }',
  '    webpack: { test: /\\.node$/, loader: "node-loader" } in module.rules',
  "  Where the file lies elsewhere, NAPI_RS_NATIVE_LIBRARY_PATH can name it. See docs/bundlers.md in the package's repository.",
];

/** Returns an error's message on one line, without the list of modules that led to a failed `require`. */
function firstSentence(reason: unknown): string {
  const message = String((reason as Error | undefined)?.message ?? reason);
  return message.split("\nRequire stack:")[0]?.replaceAll("\n", " ") ?? "";
}
