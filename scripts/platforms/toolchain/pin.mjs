/**
 * Writes `pins.json` anew: for Debian's packages the version and the hash that Debian has now, for those of PyPI and
 * npm the hash of the version that the file names. To update one of the latter, edit its version, then run this.
 */

import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { run } from "../command.mjs";
import { describeDebian } from "./debian.mjs";
import { downloadWheel, temporaryFolder, wheelIn } from "./registries.mjs";

const FILE = new URL("pins.json", import.meta.url);

function pinDebian(entry) {
  const description = describeDebian(`${entry.name}:${entry.architecture}`);
  entry.version = /^Version: (.*)$/m.exec(description)[1];
  entry.sha256 = /^SHA256: (.*)$/m.exec(description)[1];
}

function pinWheel(entry) {
  const folder = temporaryFolder();
  downloadWheel(entry, folder, [`${entry.name}==${entry.version}`]);
  entry.sha256 = createHash("sha256")
    .update(readFileSync(wheelIn(folder)))
    .digest("hex");
  rmSync(folder, { recursive: true });
}

function pinNpm(entry) {
  entry.integrity = run("npm", ["view", `${entry.name}@${entry.version}`, "dist.integrity"]).trim();
}

const pins = JSON.parse(readFileSync(FILE, "utf8"));
Object.values(pins.debian).flat().forEach(pinDebian);
Object.values(pins.pypi).forEach(pinWheel);
Object.values(pins.npm).forEach(pinNpm);
writeFileSync(FILE, `${JSON.stringify(pins, null, 2)}\n`);
