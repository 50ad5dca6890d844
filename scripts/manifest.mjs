/**
 * Writes what package.json says about the entries: `node scripts/manifest.mjs` for the repository, and with
 * `--published` for the tarball, which has no sources and so does not offer the condition `dev`. npm calls it before
 * and after it packs.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { ENTRIES } from "./entries.mjs";

const MANIFEST = fileURLToPath(new URL("../package.json", import.meta.url));

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

/** Returns the files to publish. The addon is among them where one was built and no platform's package is used. */
export function publishedFiles() {
  const declarations = Object.keys(ENTRIES).flatMap((name) => [`${name}.d.ts`, `${name}.d.cts`]);
  return ["dist", ...declarations, "openai-harmony-node.*.node", "CHANGELOG.md"];
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const before = readFileSync(MANIFEST, "utf8");
  const manifest = JSON.parse(before);
  manifest.exports = exportMap({ published: argv.includes("--published") });
  manifest.files = publishedFiles();
  const after = `${JSON.stringify(manifest, null, 2)}\n`;
  // Who builds may be running programs that read the file.
  if (after !== before) writeFileSync(MANIFEST, after);
}
