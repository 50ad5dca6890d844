/**
 * Writes what package.json says about the entries and the platforms' packages: `node scripts/manifest.mjs` for the
 * repository, and with `--published` for the tarball. That has no sources, and so does not offer the condition `dev`; and
 * it depends on the platforms' packages, which the repository cannot, since a new version of them is not published yet.
 * npm calls this before and after it packs.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { ENTRIES } from "./entries.mjs";

const MANIFEST = fileURLToPath(new URL("../package.json", import.meta.url));
const PLATFORMS = new URL("../npm/", import.meta.url);

/** Returns the export map. The condition `dev` leads to the sources; bundlers set `module`, Node.js does not. */
export function exportMap({ published }) {
  const entries = Object.entries(ENTRIES).map(([name, source]) => [
    name === "index" ? "." : `./${name}`,
    {
      ...(published ? {} : { dev: `./${source}` }),
      import: {
        types: `./${name}.d.ts`,
        bun: `./dist/bundle/${name}.js`,
        module: `./dist/bundle/${name}.js`,
        default: `./dist/import/${name}.js`,
      },
      require: { types: `./${name}.d.cts`, default: `./dist/require/${name}.cjs` },
    },
  ]);
  return Object.fromEntries([...entries, ["./package.json", "./package.json"]]);
}

/** Returns the files to publish. No addon is among them: each is in its platform's package. */
export function publishedFiles() {
  const declarations = Object.keys(ENTRIES).flatMap((name) => [`${name}.d.ts`, `${name}.d.cts`]);
  return ["dist", ...declarations, "CHANGELOG.md"];
}

/** Returns all platforms' packages, each in the version that is published together with this one. */
export function optionalDependencies() {
  const folders = readdirSync(PLATFORMS, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const manifests = folders.map(({ name }) => new URL(`${name}/package.json`, PLATFORMS));
  const packages = manifests.map((path) => JSON.parse(readFileSync(path, "utf8")));
  return Object.fromEntries(packages.map(({ name, version }) => [name, version]).sort());
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const before = readFileSync(MANIFEST, "utf8");
  const manifest = JSON.parse(before);
  const published = argv.includes("--published");
  manifest.exports = exportMap({ published });
  manifest.files = publishedFiles();
  // An undefined value is left out of the JSON.
  manifest.optionalDependencies = published ? optionalDependencies() : undefined;
  const after = `${JSON.stringify(manifest, null, 2)}\n`;
  // Who builds may be running programs that read the file.
  if (after !== before) writeFileSync(MANIFEST, after);
}
