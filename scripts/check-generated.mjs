/**
 * Builds the package, and fails if a generated file that is committed was not the one which the sources give: the
 * declarations, what package.json says about the entries, and the platforms' packages.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { ENTRIES } from "./entries.mjs";
import { platformPackages } from "./platform-packages.mjs";

const declarations = Object.keys(ENTRIES).flatMap((name) => [`${name}.d.ts`, `${name}.d.cts`]);
const platforms = Object.keys(platformPackages(JSON.parse(readFileSync("package.json", "utf8"))));
const FILES = [...declarations, "facade/native/binding.d.ts", "package.json", ...platforms];

const read = (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);

const before = FILES.map(read);
const { status } = spawnSync("npm", ["run", "build"], {
  stdio: "inherit",
  shell: process.platform === "win32",
});
const stale = FILES.filter((file, i) => read(file) !== before[i]);
for (const file of stale) console.error(`${file} was stale: commit the one that has just been written`);
process.exitCode = status === 0 && stale.length === 0 ? 0 : 1;
