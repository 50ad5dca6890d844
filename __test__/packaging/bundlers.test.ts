/** Bundles that hold the package: they run in a folder of their own, where nothing is installed. */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build as esbuild, type Format } from "esbuild";
import { rolldown } from "rolldown";
import { build as vite } from "vite";
import { describe, expect, test } from "vitest";
import webpack from "webpack";
import {
  ADDON_STEM,
  expectWorks,
  FAILING_PROGRAM,
  installedProject,
  packed,
  run,
  temporaryFolder,
  tool,
  writeFiles,
} from "./support.ts";

/** Removes what was bundled, so that the bundle cannot reach it, and runs the bundle. */
async function runAlone(project: string, bundle: string) {
  rmSync(project, { recursive: true });
  return run(process.execPath, [bundle], { cwd: temporaryFolder() });
}

async function bundleWithEsbuild(entry: string, outfile: string, format: Format, options = {}) {
  const { warnings } = await esbuild({
    entryPoints: [entry],
    outfile,
    format,
    bundle: true,
    platform: "node",
    logLevel: "silent",
    ...options,
  });
  expect(warnings).toEqual([]);
}

const COPY = { loader: { ".node": "copy" } };

describe("esbuild with --loader:.node=copy", () => {
  test.each([
    ["program.mjs", "esm", "mjs"],
    ["program.mjs", "cjs", "cjs"],
    ["program.cjs", "esm", "mjs"],
    ["program.cjs", "cjs", "cjs"],
  ] as const)("%s to %s", async (source, format, extension) => {
    const project = installedProject();
    const bundle = join(temporaryFolder(), `bundle.${extension}`);
    await bundleWithEsbuild(join(project, source), bundle, format, COPY);
    expectWorks(await runAlone(project, bundle));
  });

  test("minified", async () => {
    const project = installedProject();
    const bundle = join(temporaryFolder(), "bundle.mjs");
    await bundleWithEsbuild(join(project, "program.mjs"), bundle, "esm", { ...COPY, minify: true });
    expectWorks(await runAlone(project, bundle));
  });
});

describe("esbuild with conditions of one's own, which leave out `module`", () => {
  test.each([
    ["esm", "mjs"],
    ["cjs", "cjs"],
  ] as const)("%s", async (format, extension) => {
    const project = installedProject();
    const bundle = join(temporaryFolder(), `bundle.${extension}`);
    // esbuild warns that `import.meta` is empty in CommonJS.
    const logOverride = { "empty-import-meta": "silent" } as const;
    const options = { ...COPY, conditions: ["worker"], logOverride };
    await bundleWithEsbuild(join(project, "program.mjs"), bundle, format, options);
    expectWorks(await runAlone(project, bundle));
  });
});

test("esbuild with the package external", async () => {
  const project = installedProject();
  const bundle = join(project, "bundle.mjs");
  await bundleWithEsbuild(join(project, "program.mjs"), bundle, "esm", { packages: "external" });
  expectWorks(await run(process.execPath, [bundle]));
});

test.each(["esm", "cjs"] as const)("Rolldown to %s with moduleTypes", async (format) => {
  const project = installedProject();
  const folder = temporaryFolder();
  const build = await rolldown({
    input: join(project, "program.mjs"),
    platform: "node",
    moduleTypes: { ".node": "copy" },
    logLevel: "silent",
  });
  const file = `bundle.${format === "esm" ? "mjs" : "cjs"}`;
  await build.write({ dir: folder, format, entryFileNames: file });
  await build.close();
  expectWorks(await runAlone(project, join(folder, file)));
});

test("Vite, for server-side rendering", async () => {
  const project = installedProject();
  const folder = temporaryFolder();
  await vite({
    root: project,
    configFile: false,
    logLevel: "silent",
    ssr: { noExternal: ["openai-harmony-node"] },
    build: {
      ssr: "program.mjs",
      ssrEmitAssets: true,
      outDir: folder,
      emptyOutDir: true,
      rolldownOptions: { moduleTypes: { ".node": "copy" } },
    },
  });
  expectWorks(await runAlone(project, join(folder, "program.mjs")));
});

test("webpack 5 with node-loader", async () => {
  const project = installedProject();
  const folder = temporaryFolder();
  const loader = tool("node-loader/dist/cjs.js");
  const stats = await new Promise<webpack.Stats>((resolve, reject) => {
    const options: webpack.Configuration = {
      mode: "production",
      target: "node",
      context: project,
      entry: "./program.mjs",
      module: { rules: [{ test: /\.node$/, loader, options: { name: "[name].[ext]" } }] },
      ignoreWarnings: [/Can't resolve 'openai-harmony-node-/],
      output: { path: folder, filename: "bundle.cjs" },
    };
    webpack(options, (error, stats) => (stats === undefined ? reject(error) : resolve(stats)));
  });
  expect(stats.toString({ all: false, errors: true, warnings: true })).toBe("");
  expectWorks(await runAlone(project, join(folder, "bundle.cjs")));
});

describe("a bundle without the addon", () => {
  /** Bundles a program that fails, without any setting that would copy the addon. */
  async function bundleWithoutAddon(format: Format, folder: string): Promise<string> {
    const project = installedProject();
    rmSync(join(project, "node_modules", packed.platformPackage), { recursive: true });
    writeFiles(project, { "failing.mjs": FAILING_PROGRAM });
    const bundle = join(folder, format === "esm" ? "bundle.mjs" : "bundle.cjs");
    await bundleWithEsbuild(join(project, "failing.mjs"), bundle, format);
    rmSync(project, { recursive: true });
    return bundle;
  }

  test.each(["esm", "cjs"] as const)(
    "can be imported, and the error names the setting (%s)",
    async (format) => {
      const folder = temporaryFolder();
      const ended = await run(process.execPath, [await bundleWithoutAddon(format, folder)]);
      expect(ended).toMatchObject({ code: 0, stderr: "" });
      expect(ended.stdout).toMatch(/^\{"role":"user".*\}\nHarmonyModuleNotFoundError: The native addon/);
      expect(ended.stdout).toContain("\n    esbuild: --loader:.node=copy\n");
      expect(ended.stdout).toContain('serverExternalPackages: ["openai-harmony-node"]');
      expect(ended.stdout).toContain(`\n  - ${join(folder, packed.addon)}: no such file\n`);
      expect(ended.stdout).not.toContain("npm install");
    },
  );

  test.each(["esm", "cjs"] as const)("takes NAPI_RS_NATIVE_LIBRARY_PATH (%s)", async (format) => {
    const bundle = await bundleWithoutAddon(format, temporaryFolder());
    const NAPI_RS_NATIVE_LIBRARY_PATH = join(packed.modules, packed.platformPackage, packed.addon);
    const ended = await run(process.execPath, [bundle], { env: { NAPI_RS_NATIVE_LIBRARY_PATH } });
    expect(ended).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(/^.*\n$/) });
  });
});

describe("each class exists once", () => {
  test("where two bundles of both formats hold the package", async () => {
    const project = installedProject();
    const folder = temporaryFolder();
    writeFiles(project, {
      "index.mjs": `export { Message, loadHarmonyEncoding } from "openai-harmony-node";`,
      "chat.mjs": `export { Message, HarmonyValueError } from "openai-harmony-node/chat";`,
    });
    await bundleWithEsbuild(join(project, "chat.mjs"), join(folder, "chat.cjs"), "cjs", COPY);
    await bundleWithEsbuild(join(project, "index.mjs"), join(folder, "index.mjs"), "esm", COPY);
    rmSync(project, { recursive: true });
    for (const [first, second] of [
      ["index.mjs", "chat.cjs"],
      ["chat.cjs", "index.mjs"],
    ]) {
      const url = (name = "") => JSON.stringify(pathToFileURL(join(folder, name)).href);
      const program = `
        const first = await import(${url(first)});
        const second = await import(${url(second)});
        console.log(first.Message === second.Message);
        const { loadHarmonyEncoding } = first.loadHarmonyEncoding ? first : second;
        const { HarmonyValueError } = first.HarmonyValueError ? first : second;
        try { loadHarmonyEncoding("nope"); } catch (error) { console.log(error instanceof HarmonyValueError); }
      `;
      const ended = await run(process.execPath, ["--input-type=module", "--eval", program]);
      expect(ended).toMatchObject({ stderr: "", stdout: "true\ntrue\n" });
    }
  });

  test("where one bundle is split, and mixes import and require", async () => {
    const project = installedProject();
    const folder = temporaryFolder();
    writeFiles(project, {
      "one.mjs": `
        import { Message } from "openai-harmony-node";
        const { Message: Other } = await import("./two.mjs");
        console.log(Message === Other, Message === require("openai-harmony-node/chat").Message);
      `,
      "two.mjs": `export { Message } from "openai-harmony-node/chat";`,
    });
    await esbuild({
      entryPoints: [join(project, "one.mjs"), join(project, "two.mjs")],
      outdir: folder,
      outExtension: { ".js": ".mjs" },
      format: "esm",
      bundle: true,
      splitting: true,
      platform: "node",
      loader: { ".node": "copy" },
    });
    expect(readdirSync(folder).some((name) => name.startsWith(ADDON_STEM))).toBe(true);
    const ended = await runAlone(project, join(folder, "one.mjs"));
    expect(ended).toMatchObject({ stderr: "", stdout: "true true\n" });
  });
});
