/** The published manifests, and what the usual checkers of packages say about the package's. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { expect, test } from "vitest";
import { PUBLISHED_TARGETS } from "../../facade/native/target.ts";
import { ENTRIES } from "../../scripts/entries.mjs";
import { exportMap, publishedFiles } from "../../scripts/manifest.mjs";
import { platformPackages } from "../../scripts/platform-packages.mjs";
import { packed, ROOT, run, succeed, temporaryFolder, tool } from "./support.ts";

const published = join(packed.modules, "openai-harmony-node");
const readManifest = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

test("package.json in the repository has the list of entries, with the sources under `dev`", () => {
  const manifest = readManifest(ROOT);
  expect(manifest.exports).toEqual(exportMap({ published: false }));
  expect(manifest.files).toEqual(publishedFiles());
  expect(manifest.exports["."].dev).toBe(`./${ENTRIES.index}`);
});

test("the published one depends on the platforms' packages, which the repository cannot", () => {
  const { version, optionalDependencies } = readManifest(published);
  const versions = PUBLISHED_TARGETS.map((target) => [`openai-harmony-node-${target}`, version]);
  expect(optionalDependencies).toEqual(Object.fromEntries(versions));
  expect(readManifest(ROOT)).not.toHaveProperty("optionalDependencies");
});

test("the published one leads to published files only", () => {
  const { exports, main, types } = readManifest(published);
  expect(exports).toEqual(exportMap({ published: true }));
  const targets: string[] = [main, types];
  const collect = (target: unknown) => {
    if (typeof target === "string") targets.push(target);
    else Object.values(target as object).forEach(collect);
  };
  collect(exports);
  expect(targets.length).toBeGreaterThan(8);
  for (const target of targets) expect(readFileSync(join(published, target), "utf8")).not.toBe("");
  expect(JSON.stringify(exports)).not.toMatch(/facade|"dev"|index\.ts"/);
});

test("packing leaves package.json in the repository as it is", async () => {
  const before = readFileSync(join(ROOT, "package.json"), "utf8");
  const args = [join(ROOT, "scripts/manifest.mjs")];
  expect(await run(process.execPath, args)).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(join(ROOT, "package.json"), "utf8")).toBe(before);
});

test("the tarball holds what users need, no sources and no addon, which the platform's package has", () => {
  const filesOf = (folder: string) => readdirSync(folder, { recursive: true }).map(String);
  const files = filesOf(published);
  const declarations = Object.keys(ENTRIES).flatMap((name) => [`${name}.d.ts`, `${name}.d.cts`]);
  const code = Object.keys(ENTRIES).flatMap((name) => [
    join("dist/import", `${name}.js`),
    join("dist/bundle", `${name}.js`),
    join("dist/require", `${name}.cjs`),
    join("dist/code", `${name}.cjs`),
  ]);
  expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", ...declarations, ...code]));
  expect(files.filter((path) => /\.node$|\.rs$|(?<!\.d)\.ts$|\.jsonl$/.test(path))).toEqual([]);
  const platformFiles = filesOf(join(packed.modules, packed.platformPackage));
  const licences = ["LICENSE", "LICENSE.third-party.txt"];
  expect(platformFiles.sort()).toEqual([...licences, "README.md", packed.addon, "package.json"].sort());
});

test("the platform's package has the texts of the licences of what is in the addon", () => {
  const read = (name: string) => readFileSync(join(packed.modules, packed.platformPackage, name), "utf8");
  expect(read("LICENSE")).toBe(readFileSync(join(ROOT, "LICENSE"), "utf8"));
  const texts = read("LICENSE.third-party.txt");
  const lock = readFileSync(join(ROOT, "Cargo.lock"), "utf8");
  for (const name of ["napi", "openai-harmony", "serde_json"]) {
    const version = new RegExp(`name = "${name}"\nversion = "(.*)"`).exec(lock)?.[1];
    expect(texts).toContain(`\n${name} ${version} (`);
  }
  expect(texts).toContain("The vocabulary o200k_base");
  expect(texts).toContain("The standard library of Rust");
});

test("the platforms' packages are those that the script writes, as the tool of napi-rs would", async () => {
  const main = readManifest(ROOT);
  const expected = platformPackages(main);
  const folders = readdirSync(join(ROOT, "npm")).map((platform) => `npm/${platform}`);
  expect(folders.sort()).toEqual(PUBLISHED_TARGETS.map((target) => `npm/${target}`).sort());
  expect(Object.keys(expected).sort()).toEqual(
    folders.flatMap((folder) => [`${folder}/README.md`, `${folder}/package.json`]).sort(),
  );
  for (const [path, text] of Object.entries(expected))
    expect(readFileSync(join(ROOT, path), "utf8")).toBe(text);

  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "npm"));
  copyFileSync(join(ROOT, "package.json"), join(cwd, "package.json"));
  await succeed(process.execPath, [tool("@napi-rs/cli/dist/cli.js"), "create-npm-dirs"], { cwd });
  for (const folder of folders) {
    const { description, keywords, ...others } = readManifest(join(cwd, folder));
    expect(readManifest(join(ROOT, folder))).toMatchObject(others);
    expect(others).toMatchObject({ license: main.license, homepage: main.homepage, bugs: main.bugs });
    expect(others.repository).toEqual(main.repository);
  }
});

test("publint finds nothing", async () => {
  const { messages, pkg } = await publint({ pkgDir: published, level: "suggestion", strict: true });
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
});

test("Are the types wrong? finds nothing", async () => {
  const analysis = await checkPackage(createPackageFromTarballData(readFileSync(packed.tarball)));
  if (!analysis.types) expect.fail("no types");
  expect(analysis.problems).toEqual([]);
});
