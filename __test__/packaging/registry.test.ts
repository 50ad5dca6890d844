/** The packages as users get them: published to a registry, and installed from it by each package manager. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PUBLISHED_TARGETS } from "../../facade/native/target.ts";
import {
  credentials,
  ELSEWHERE,
  environment,
  npm,
  PACKAGE_MANAGERS,
  type PackageManager,
} from "./package-managers.ts";
import { COMMONJS_QUICKSTART, expectQuickstart, QUICKSTART, WITH_COLOURS } from "./quickstart.ts";
import { type Registry, startRegistry } from "./registry.ts";
import { FAILING_PROGRAM, packed, ROOT, run, succeed, temporaryFolder, writeFiles } from "./support.ts";

const NAME = "openai-harmony-node";
const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** What a project has to say. */
const MANIFEST = { private: true, dependencies: { [NAME]: version } };

/** The folder that the registry keeps its packages in, with another one in place of the user's home. */
let temporary: string;
let registry: Registry;
let env: Record<string, string>;

beforeAll(async () => {
  temporary = mkdtempSync(join(tmpdir(), "openai-harmony-node-registry-"));
  registry = await startRegistry(temporary);
  const surroundings = { registry: registry.url, home: join(temporary, "home") };
  env = environment(surroundings);
  writeFiles(surroundings.home, { ".npmrc": credentials(surroundings) });
  await succeed("npm", ["publish", packed.tarball, "--tag", "latest"], { cwd: temporary, env });
  const cwd = layOutPlatformPackages(join(temporary, "packages"));
  await succeed("npm", ["publish", "--workspaces", "--tag", "latest"], { cwd, env });
}, 120_000);

afterAll(async () => {
  await registry?.stop();
  rmSync(temporary, { recursive: true });
});

/** Makes a folder of all platforms' packages. Another one's addon cannot be opened here, so that any file will do. */
function layOutPlatformPackages(folder: string): string {
  writeFiles(folder, { "package.json": { private: true, workspaces: ["*"] } });
  for (const target of PUBLISHED_TARGETS) {
    cpSync(join(ROOT, "npm", target), join(folder, target), { recursive: true });
    writeFileSync(join(folder, target, `${NAME}.${target}.node`), `the addon for ${target}`);
  }
  const own = packed.platformPackage.slice(NAME.length + 1);
  cpSync(join(packed.modules, packed.platformPackage), join(folder, own), { recursive: true });
  return folder;
}

/** Returns what the registry says about a package's version. */
async function published(name: string) {
  const response = await fetch(registry.url + name);
  const { versions } = (await response.json()) as { versions: Record<string, Record<string, unknown>> };
  return versions[version] ?? expect.fail(`${name} ${version} is not published`);
}

/** Makes a project that asks for the package, in a folder whose path is no plain word. */
function project(): string {
  const project = join(temporaryFolder(), "Mein Projekt – ünïcödé 目录");
  mkdirSync(project);
  writeFiles(project, {
    "package.json": MANIFEST,
    "yarn.lock": "",
    "quickstart.mjs": QUICKSTART,
    "quickstart.cjs": COMMONJS_QUICKSTART,
    "failing.mjs": FAILING_PROGRAM,
  });
  return project;
}

async function install(
  project: string,
  { command: [command, ...args], ...manager }: PackageManager,
  way: "usual" | "withoutOptional" | "forElsewhere",
): Promise<void> {
  const installation = manager[way] ?? expect.fail(`no way to install ${way}`);
  writeFiles(project, installation.files?.(registry.url) ?? {});
  await succeed(command, [...args, ...installation.args], { cwd: project, env });
}

/** Runs a program of the project. */
function start(project: string, program: string, { command: [command, ...args], node }: PackageManager) {
  const options = { cwd: project, env: { ...env, ...WITH_COLOURS } };
  if (node === undefined) return run(process.execPath, [program], options);
  return run(command, [...args, node, program], options);
}

/** Lists the platforms' packages that are installed, wherever they are. */
function installedPackages(project: string): string[] {
  const paths = readdirSync(project, { recursive: true }).join("\n");
  const names = PUBLISHED_TARGETS.map((target) => `${NAME}-${target}`);
  return names.filter((name) => new RegExp(`\\b${name}\\b`).test(paths));
}

async function expectWorks(project: string, manager: PackageManager): Promise<void> {
  expectQuickstart(await start(project, "quickstart.mjs", manager));
}

/** Expects that the addon is not found, whatever else is. Returns the advice. */
async function expectNotFound(project: string, manager: PackageManager): Promise<string> {
  const ended = await start(project, "failing.mjs", manager);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout).toMatch(/^\{"role":"user".*\}\nHarmonyModuleNotFoundError: The native addon/);
  expect(ended.stdout).toContain(`${packed.addon}: no such file\n`);
  const advice =
    /\n( {2}node_modules has been installed for another platform: [^\n]*\n)? {2}Install it again .*/s;
  return advice.exec(ended.stdout)?.[0] ?? expect.fail(ended.stdout);
}

/** Does what the advice says, which must help: it deletes what may be wrong, and runs npm's command. */
async function followAdvice(project: string, advice: string): Promise<void> {
  const files = /delete (node_modules) and (package-lock\.json) first/.exec(advice) ?? expect.fail(advice);
  for (const file of files.slice(1)) rmSync(join(project, file), { recursive: true, force: true });
  const command = /\n {4}npm (install .*)\n/.exec(advice)?.[1] ?? expect.fail(advice);
  await succeed("npm", command.split(" "), { cwd: project, env });
  expect(installedPackages(project)).toEqual([packed.platformPackage]);
  await expectWorks(project, npm);
}

describe("the registry tells", () => {
  test("that the package depends on those of all platforms, each in its version", async () => {
    const { optionalDependencies, dependencies = {} } = await published(NAME);
    const versions = PUBLISHED_TARGETS.map((target) => [`${NAME}-${target}`, version]);
    expect(optionalDependencies).toEqual(Object.fromEntries(versions));
    expect(dependencies).toEqual({});
  });

  test.each(PUBLISHED_TARGETS)("who gets the package of %s", async (target) => {
    const [os, cpu, abi] = target.split("-");
    const libc = { gnu: ["glibc"], musl: ["musl"] }[abi ?? ""];
    const package_ = await published(`${NAME}-${target}`);
    expect(package_).toMatchObject({ os: [os], cpu: [cpu], main: `${NAME}.${target}.node` });
    expect(package_.libc).toEqual(libc);
  });
});

test("npm does not publish the folder, of which it would tell the registry something else", async () => {
  const ended = await run("npm", ["publish", "--registry", registry.url], { cwd: ROOT, env });
  expect(ended.code).not.toBe(0);
  expect(ended.stderr).toContain(`npm pack && npm publish ./${NAME}-${version}.tgz`);
});

describe.each(Object.entries(PACKAGE_MANAGERS))("%s", (_, manager) => {
  test("installs this platform's addon and no other, and the quickstart runs", async () => {
    const folder = project();
    await install(folder, manager, "usual");
    expect(installedPackages(folder)).toEqual([packed.platformPackage]);
    for (const program of ["quickstart.mjs", "quickstart.cjs"]) {
      expectQuickstart(await start(folder, program, manager));
    }
  });

  test("installs for another platform; the next installation mends it here", async () => {
    const folder = project();
    await install(folder, manager, "forElsewhere");
    expect(installedPackages(folder)).toEqual([`${NAME}-${ELSEWHERE.target}`]);
    const advice = await expectNotFound(folder, manager);
    if (existsSync(join(folder, "node_modules")))
      expect(advice).toContain(`it has the addon for ${ELSEWHERE.target}.\n`);
    await install(folder, manager, "usual");
    await expectWorks(folder, manager);
  });
});

describe.each(Object.entries(PACKAGE_MANAGERS).filter(([, { withoutOptional }]) => withoutOptional))(
  "%s, told to leave optional dependencies out",
  (_, manager) => {
    test("leaves the addon out; the next installation adds it", async () => {
      const folder = project();
      await install(folder, manager, "withoutOptional");
      expect(installedPackages(folder)).toEqual([]);
      expect(await expectNotFound(folder, manager)).not.toContain("another platform: it has");
      await install(folder, manager, "usual");
      await expectWorks(folder, manager);
    });
  },
);

describe("what came from another platform to npm here", () => {
  /** The lock file, once it is made: the same for every project here. */
  let lock: { packages: Record<string, unknown> };

  beforeAll(async () => {
    const folder = join(temporary, "locked");
    writeFiles(folder, { "package.json": MANIFEST });
    await succeed("npm", [...npm.forElsewhere.args, "--package-lock-only"], { cwd: folder, env });
    lock = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  }, 60_000);

  test("a lock file: `npm ci` installs this platform's addon", async () => {
    const folder = project();
    writeFiles(folder, { "package-lock.json": lock });
    await succeed("npm", ["ci"], { cwd: folder, env });
    // From a lock file, npm 10 also installs the addon for the other C library.
    expect(installedPackages(folder)).toContain(packed.platformPackage);
    expect(installedPackages(folder)).not.toContain(`${NAME}-${ELSEWHERE.target}`);
    await expectWorks(folder, npm);
  });

  // npm writes such a file in some cases (npm/cli#4828). From it, npm 10 installs no addon, and npm 11 the right one or
  // nothing at all.
  test.each(["install", "ci"])(
    "a lock file that has no other platform's addon: `npm %s`",
    async (command) => {
      const folder = project();
      const known = ["", `node_modules/${NAME}`, `node_modules/${NAME}-${ELSEWHERE.target}`];
      const packages = Object.fromEntries(
        known.map((path) => [path, lock.packages[path] ?? expect.fail(path)]),
      );
      writeFiles(folder, { "package-lock.json": { ...lock, packages } });
      const ended = await run("npm", [command], { cwd: folder, env });
      if (ended.code !== 0) {
        expect(ended.stderr).toContain("package.json and package-lock.json");
        expect(ended.stderr).toContain(`Missing: ${packed.platformPackage}@${version} from lock file`);
      } else if (installedPackages(folder).length === 0) {
        await followAdvice(folder, await expectNotFound(folder, npm));
      } else {
        await expectWorks(folder, npm);
      }
    },
  );

  test("node_modules", async () => {
    const other = project();
    await install(other, npm, "forElsewhere");
    const folder = project();
    cpSync(join(other, "node_modules"), join(folder, "node_modules"), { recursive: true });
    const advice = await expectNotFound(folder, npm);
    expect(advice).toContain(`it has the addon for ${ELSEWHERE.target}.\n`);
    await followAdvice(folder, advice);
  });

  test.runIf(process.platform === "linux")("node_modules of a machine with another C library", async () => {
    const folder = project();
    const [target, libc] = packed.addon.includes("musl")
      ? [`linux-${process.arch}-gnu`, "glibc"]
      : [`linux-${process.arch}-musl`, "musl"];
    const args = ["install", "--os=linux", `--cpu=${process.arch}`, `--libc=${libc}`];
    await succeed("npm", args, { cwd: folder, env });
    expect(installedPackages(folder)).toEqual([`${NAME}-${target}`]);
    const advice = await expectNotFound(folder, npm);
    expect(advice).toContain(`it has the addon for ${target}.\n`);
    await followAdvice(folder, advice);
  });
});
