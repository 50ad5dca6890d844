/** The published package.json, and what the usual checkers of packages say about it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { expect, test } from "vitest";
import { ENTRIES } from "../../scripts/entries.mjs";
import { exportMap, publishedFiles } from "../../scripts/manifest.mjs";
import { packed, ROOT, run } from "./support.ts";

const published = join(packed.modules, "openai-harmony-node");
const readManifest = (folder: string) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

test("package.json in the repository has the list of entries, with the sources under `dev`", () => {
  const manifest = readManifest(ROOT);
  expect(manifest.exports).toEqual(exportMap({ published: false }));
  expect(manifest.files).toEqual(publishedFiles());
  expect(manifest.exports["."].dev).toBe(`./${ENTRIES.index}`);
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
  expect(platformFiles.sort()).toEqual(["README.md", packed.addon, "package.json"].sort());
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
