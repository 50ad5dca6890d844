/**
 * Writes the manifest and the README of each platform's package, `npm/<platform>/`, from `napi.targets` in package.json
 * and what the package says about itself: `node scripts/platform-packages.mjs`. The build calls it.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { parseTriple } from "@napi-rs/cli";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

const SYSTEMS = { linux: "Linux", darwin: "macOS", win32: "Windows" };
const LIBRARIES = { gnu: "glibc", musl: "musl" };

/** Returns the files of all platforms' packages: each path in the repository, and its text. */
export function platformPackages(manifest) {
  const files = manifest.napi.targets.map(parseTriple).flatMap((target) => [
    [
      `npm/${target.platformArchABI}/package.json`,
      `${JSON.stringify(manifestOf(target, manifest), null, 2)}\n`,
    ],
    [`npm/${target.platformArchABI}/README.md`, readme(target, manifest)],
  ]);
  return Object.fromEntries(files);
}

/** A package that npm installs where `os`, `cpu` and `libc` fit, with the addon and nothing else. */
function manifestOf(target, { name, version, license, homepage, repository, bugs, engines, napi }) {
  const addon = `${napi.binaryName}.${target.platformArchABI}.node`;
  const libc = LIBRARIES[target.abi];
  return {
    name: `${name}-${target.platformArchABI}`,
    version,
    description: `The native addon of ${name} for ${forPeople(target)}`,
    license,
    homepage,
    repository,
    bugs,
    engines,
    os: [target.platform],
    cpu: [target.arch],
    ...(libc === undefined ? {} : { libc: [libc] }),
    main: addon,
    files: [addon],
  };
}

function readme(target, { name, homepage }) {
  return `The native addon of [${name}](${homepage}) for ${forPeople(target)}, installed together with it where it is needed.\n`;
}

function forPeople({ platform, arch, abi }) {
  const libc = LIBRARIES[abi];
  return `${SYSTEMS[platform]} on ${arch}${libc === undefined ? "" : ` with ${libc}`}`;
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  for (const [path, text] of Object.entries(platformPackages(manifest))) {
    mkdirSync(join(ROOT, path, ".."), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
}
