/** What must hold of the workflows so that they test every platform and cannot be misused. Linters check the rest. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { publishedTriple, TARGETS } from "../scripts/platforms/targets.mjs";
import { ROOT } from "./support.ts";

interface Step {
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, unknown>;
}

interface Job {
  uses?: string;
  needs?: string | string[];
  permissions?: Record<string, string>;
  environment?: string;
  "timeout-minutes"?: number;
  strategy?: { matrix: { include?: Record<string, string>[]; [name: string]: unknown } };
  steps?: Step[];
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: object;
  jobs: Record<string, Job>;
}

const FOLDER = join(ROOT, ".github", "workflows");
const MANIFEST = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
const PLATFORMS = TARGETS.map(({ platform }) => platform).sort();

const texts = new Map(readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), "utf8")]));
const workflows = new Map<string, Workflow>([...texts].map(([name, text]) => [name, parse(text)]));
const jobs = [...workflows].flatMap(([file, workflow]) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${file}: ${name}`, file, job })),
);
const steps = jobs.flatMap(({ name, file, job }) => (job.steps ?? []).map((step) => ({ name, file, step })));

function jobOf(file: string, name: string): Job {
  const job = workflows.get(file)?.jobs[name];
  if (job === undefined) expect.fail(`${file} has no job ${name}`);
  return job;
}

/** The jobs that a job waits for, directly or not. */
function allNeeds(file: string, name: string): string[] {
  const needs = [jobOf(file, name).needs ?? []].flat();
  return [...new Set([...needs, ...needs.flatMap((other) => allNeeds(file, other))])];
}

const isSetup = ({ step }: { step: Step }) => step.uses?.startsWith("actions/setup-node@") === true;

describe("every workflow", () => {
  test("is read: the names of files and jobs are known", () => {
    expect([...texts.keys()].sort()).toEqual(["ci.yml", "packages.yml", "release.yml"]);
    expect(jobs.length).toBeGreaterThan(15);
    expect(steps.length).toBeGreaterThan(60);
  });

  test("uses actions by their commit, with the version beside it, and each in one version", () => {
    const lines = [...texts.values()].flatMap((text) => text.match(/^.*\buses: .*$/gm) ?? []);
    const remote = lines.filter((line) => !line.includes("uses: ./.github/workflows/"));
    expect(remote.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
    const pins = new Set(remote.map((line) => line.replace(/^.*uses: /, "")));
    const actions = new Set([...pins].map((pin) => pin.split("@")[0]));
    expect(pins.size).toBe(actions.size);
    expect(actions.size).toBeGreaterThan(3);
  });

  test("calls only workflows that are there", () => {
    const called = jobs.flatMap(({ job }) => job.uses ?? []);
    expect(called.length).toBe(2);
    expect(called.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("gives permissions job by job: to read the repository, and more only to release", () => {
    for (const { permissions } of workflows.values()) expect(permissions).toEqual({});
    const more = jobs.filter(({ job }) => JSON.stringify(job.permissions) !== '{"contents":"read"}');
    expect(Object.fromEntries(more.map(({ name, job }) => [name, job.permissions]))).toEqual({
      "release.yml: publish": { contents: "read", "id-token": "write" },
      "release.yml: github": { contents: "write" },
    });
  });

  test("ends by itself", () => {
    const endless = jobs.filter(({ job }) => job.uses === undefined && !job["timeout-minutes"]);
    expect(endless.map(({ name }) => name)).toEqual([]);
  });

  test("leaves no credentials in a checkout", () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(10);
    expect(checkouts.filter(({ step }) => step.with?.["persist-credentials"] !== false)).toEqual([]);
  });

  test("passes values to shells through the environment, where they cannot become commands", () => {
    expect(steps.filter(({ step }) => step.run?.includes("${{"))).toEqual([]);
  });

  test("runs scripts that exist", () => {
    const commands = steps.flatMap(({ step }) => step.run ?? []).join("\n");
    const scripts = [...commands.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = ""]) => name);
    const files = [...commands.matchAll(/(?:^|\s)((?:scripts|__test__|\.ci)\/[\w./-]+)/gm)].map(
      ([, path = ""]) => path,
    );
    expect(scripts.length).toBeGreaterThan(5);
    expect(files.length).toBeGreaterThan(5);
    expect(scripts.filter((name) => MANIFEST.scripts[name] === undefined)).toEqual([]);
    expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

describe("the packages", () => {
  const platformsOf = (name: string) => {
    const { include = [] } = jobOf("packages.yml", name).strategy?.matrix ?? {};
    return include.map(({ platform }) => platform ?? "");
  };

  test("are built for the targets of package.json, which are those of the scripts", () => {
    expect(platformsOf("build").sort()).toEqual(PLATFORMS);
    expect(TARGETS.map(publishedTriple).sort()).toEqual([...MANIFEST.napi.targets].sort());
    expect(readdirSync(join(ROOT, "npm")).sort()).toEqual(PLATFORMS);
  });

  test("are tested on every platform, on every version of Node.js that is supported", () => {
    expect([...platformsOf("test"), ...platformsOf("test-alpine")].sort()).toEqual(PLATFORMS);
    for (const name of ["test", "test-alpine"]) {
      const { matrix } = jobOf("packages.yml", name).strategy ?? {};
      expect(matrix?.node).toEqual([20, 22, 24, 26]);
      expect([matrix?.platform].flat().sort()).toEqual(platformsOf(name).sort());
    }
    expect(MANIFEST.engines.node).toMatch(/^>=20\./);
  });

  test("are made without caches, which other workflows could have written", () => {
    const inPath = (file: string) => file === "packages.yml" || file === "release.yml";
    const setups = steps.filter((entry) => inPath(entry.file) && isSetup(entry));
    expect(setups.length).toBeGreaterThan(4);
    expect(setups.filter(({ step }) => step.with?.["package-manager-cache"] !== false)).toEqual([]);
    expect(setups.filter(({ step }) => step.with?.cache !== undefined)).toEqual([]);
    const caches = steps.filter(({ file, step }) => inPath(file) && /cache@/.test(step.uses ?? ""));
    expect(caches).toEqual([]);
  });

  test("are built and packed without scripts of dependencies", () => {
    for (const name of ["build", "pack"]) {
      const installs = jobOf("packages.yml", name).steps?.filter(({ run }) => run?.startsWith("npm ci"));
      expect(installs?.map(({ run }) => run)).toEqual(["npm ci --ignore-scripts"]);
    }
  });
});

describe("a release", () => {
  test("begins with a tag, and with nothing else", () => {
    expect(workflows.get("release.yml")?.on).toEqual({ push: { tags: ["v*"] } });
  });

  test("publishes after the check of the version and after all of CI, which has built, tested and packed", () => {
    expect(allNeeds("release.yml", "publish").sort()).toEqual(["ci", "version"]);
    expect(jobOf("release.yml", "ci").uses).toBe("./.github/workflows/ci.yml");
    expect(jobOf("ci.yml", "packages").uses).toBe("./.github/workflows/packages.yml");
    expect(allNeeds("packages.yml", "rehearse").sort()).toEqual(["build", "pack"]);
    const conditional = Object.entries(workflows.get("release.yml")?.jobs ?? {}).filter(
      ([, job]) => "if" in job,
    );
    expect(conditional).toEqual([]);
  });

  test("publishes in an environment of its own, by the script, with nothing installed", () => {
    const { environment, steps: all = [] } = jobOf("release.yml", "publish");
    expect(environment).toBe("release");
    expect(all.flatMap(({ run }) => run ?? [])).toEqual([
      "node scripts/release/publish.mjs packages --provenance",
    ]);
  });

  test("is installed from the registry, and described on GitHub, only when it is published", () => {
    for (const name of ["install", "github"]) expect(allNeeds("release.yml", name)).toContain("publish");
  });
});
