/**
 * Debian packages, unpacked into the cache. APT works with lists and states of its own there, so that the system's
 * packages stay as they are, and so that packages of arm64 can be had on x64.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command.mjs";
import { CACHE } from "./cache.mjs";
import { checkHash } from "./pins.mjs";

const APT = join(CACHE, "apt");
const SUITE = "bookworm";

/** Unpacks pinned packages into a folder. */
export function unpackDebian(packages, folder) {
  const downloads = download("packages", ["download", ...packages.map(aptName)]);
  for (const { name, architecture, sha256 } of packages) {
    const file = readdirSync(downloads).find(
      (candidate) =>
        candidate.startsWith(`${name}_`) && new RegExp(`_(${architecture}|all)\\.deb$`).test(candidate),
    );
    checkHash(join(downloads, file), "sha256", sha256);
    run("dpkg-deb", ["--extract", join(downloads, file), folder]);
  }
  rmSync(downloads, { recursive: true });
}

/** Unpacks the original source archive of a pinned package into a folder. */
export function unpackDebianSource({ name, version, archive, sha256 }, folder) {
  const downloads = download("source", ["source", "--download-only", `${name}=${version}`]);
  checkHash(join(downloads, archive), "sha256", sha256);
  run("tar", [
    "--extract",
    "--strip-components=1",
    "--file",
    join(downloads, archive),
    "--directory",
    folder,
  ]);
  rmSync(downloads, { recursive: true });
}

/** What `apt-cache show` says of a package. */
export function describeDebian(name) {
  return run("apt-cache", ["show", "--no-all-versions", name], { env: aptEnvironment() });
}

function aptName({ name, architecture, version }) {
  return `${name}:${architecture}=${version}`;
}

function download(kind, args) {
  const folder = join(CACHE, "unfinished", `debian-${kind}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    run("apt-get", ["--quiet", ...args], { cwd: folder, env: aptEnvironment() });
  } catch (error) {
    throw new Error(
      `${error.message}\nDebian keeps only the newest version of a package. If a pinned one is gone, run ` +
        "`node scripts/platforms/toolchain/pin.mjs`, build and test all platforms, and commit pins.json.",
    );
  }
  return folder;
}

let environment;

/** The environment in which APT uses the cache. The first call of a process fetches the newest lists. */
function aptEnvironment() {
  if (environment !== undefined) return environment;
  for (const folder of ["state/lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(APT, folder), { recursive: true });
  }
  writeFileSync(join(APT, "status"), "");
  writeFileSync(join(APT, "sources.list"), sources());
  const config = {
    "APT::Architecture": "amd64",
    "APT::Architectures": "amd64,arm64",
    // Otherwise APT, where root runs it, downloads as a user who may not write to the cache.
    "APT::Sandbox::User": "",
    "Dir::State": join(APT, "state"),
    "Dir::State::status": join(APT, "status"),
    "Dir::Cache": join(APT, "cache"),
    "Dir::Etc::SourceList": join(APT, "sources.list"),
    "Dir::Etc::SourceParts": "/dev/null",
  };
  const lines = Object.entries(config).map(([name, value]) => `${name} "${value}";\n`);
  writeFileSync(join(APT, "apt.conf"), lines.join(""));
  environment = { ...process.env, APT_CONFIG: join(APT, "apt.conf") };
  run("apt-get", ["--quiet", "update"], { env: environment });
  return environment;
}

/** Debian's own sources among those that this machine uses, as lines of `sources.list`. */
function sources() {
  if (!existsSync("/usr/bin/apt-get"))
    throw new Error(`Debian 12 (${SUITE}) is needed: there is no apt-get here`);
  const format = "$(REPO_URI) $(RELEASE) $(COMPONENT)";
  const lines = run("apt-get", ["indextargets", "Created-By: Packages", "--format", format])
    .split("\n")
    .filter((line) => line.split(" ")[1]?.startsWith(SUITE));
  if (lines.length === 0)
    throw new Error(`Debian 12 is needed: no package source of ${SUITE} is set up here`);
  return [...new Set(lines)].map((line) => `deb ${line}\ndeb-src ${line}\n`).join("");
}
