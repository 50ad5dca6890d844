/** The package managers that the package is installed with, each from one registry and with caches of its own. */
import { join } from "node:path";
import { bunExecutable, tool } from "./support.ts";

/** Where they find packages, and where they may keep something. */
export interface Surroundings {
  /** The registry's address. */
  registry: string;
  /** A folder in place of the user's. */
  home: string;
}

/** One way to install what package.json asks for. */
interface Installation {
  args: string[];
  /** The settings that the project has meanwhile. */
  files?: (registry: string) => Record<string, string>;
}

export interface PackageManager {
  /** The program, and the arguments that start it. */
  command: [string, ...string[]];
  usual: Installation;
  /** Leaves optional dependencies out. Yarn cannot. */
  withoutOptional?: Installation;
  /** Installs for {@link ELSEWHERE}. */
  forElsewhere: Installation;
  /** The command that starts Node.js with what is installed, where `node` alone does not find it. */
  node?: string;
}

/** An environment where nothing is read from the user's folder or written to it, and no other machine is reached. */
export function environment({ registry, home }: Surroundings): Record<string, string> {
  const nobodyListens = "http://127.0.0.1:9";
  return {
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, "data"),
    LOCALAPPDATA: join(home, "data"),
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_DATA_HOME: join(home, "data"),
    XDG_STATE_HOME: join(home, "state"),
    BUN_INSTALL_CACHE_DIR: join(home, "bun"),
    YARN_GLOBAL_FOLDER: join(home, "yarn"),
    YARN_ENABLE_TELEMETRY: "0",
    npm_config_registry: registry,
    npm_config_cache: join(home, "npm"),
    npm_config_userconfig: join(home, ".npmrc"),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    npm_config_noproxy: "127.0.0.1",
    no_proxy: "127.0.0.1",
    http_proxy: nobodyListens,
    https_proxy: nobodyListens,
  };
}

/** The credentials that npm asks for before it publishes. The registry asks for none. */
export function credentials({ registry }: Surroundings): string {
  return `${registry.replace("http:", "")}:_authToken=nobody\n`;
}

/** A platform that this machine is not. */
export const ELSEWHERE =
  process.platform === "darwin"
    ? { os: "win32", cpu: "x64", target: "win32-x64-msvc" }
    : { os: "darwin", cpu: "arm64", target: "darwin-arm64" };

const FLAGS = [`--os=${ELSEWHERE.os}`, `--cpu=${ELSEWHERE.cpu}`];
const SETTING = `os: [${ELSEWHERE.os}], cpu: [${ELSEWHERE.cpu}]`;

export const npm: PackageManager = {
  command: ["npm"],
  usual: { args: ["install"] },
  withoutOptional: { args: ["install", "--omit=optional"] },
  forElsewhere: { args: ["install", ...FLAGS] },
};

export const PACKAGE_MANAGERS: Record<string, PackageManager> = {
  npm,
  pnpm: {
    command: [process.execPath, tool("pnpm/bin/pnpm.cjs")],
    usual: { args: ["install", "--no-frozen-lockfile"], files: pnpmSettings() },
    withoutOptional: { args: ["install", "--no-frozen-lockfile", "--no-optional"] },
    forElsewhere: { args: ["install", "--no-frozen-lockfile"], files: pnpmSettings(SETTING) },
  },
  "Yarn with node_modules": yarn("node-modules"),
  "Yarn Plug'n'Play": { ...yarn("pnp"), node: "node" },
  Bun: {
    command: [bunExecutable()],
    usual: { args: ["install"] },
    withoutOptional: { args: ["install", "--omit=optional"] },
    forElsewhere: { args: ["install", ...FLAGS] },
  },
};

function pnpmSettings(architectures = ""): Installation["files"] {
  return () => ({ "pnpm-workspace.yaml": `supportedArchitectures: { ${architectures} }\n` });
}

function yarn(nodeLinker: string): PackageManager {
  const installation = (architectures = ""): Installation => ({
    args: ["install"],
    files: (registry) => ({
      ".yarnrc.yml": `
nodeLinker: ${nodeLinker}
npmRegistryServer: ${registry.slice(0, -1)}
unsafeHttpWhitelist: [127.0.0.1]
npmMinimalAgeGate: 0
enableGlobalCache: false
enableImmutableInstalls: false
supportedArchitectures: { ${architectures} }
`,
    }),
  });
  return {
    command: [process.execPath, tool("@yarnpkg/cli-dist/bin/yarn.js")],
    usual: installation(),
    forElsewhere: installation(SETTING),
  };
}
