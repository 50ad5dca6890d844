/** Every place where the version of the package stands. It needs nothing that is installed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The locks that name the crates of this repository. */
const CARGO_LOCKS = ["Cargo.lock", "bench/rust/Cargo.lock", "fuzz/Cargo.lock"];

const WORKSPACE_VERSION = /^(\[workspace\.package\]\nversion = ")([^"]*)(?=")/m;

/** The files, and for each how to find and how to replace the versions in its text. */
export function places(root) {
  const crates = cratesOfWorkspace(root);
  return [
    { file: "package.json", ...manifest },
    { file: "package-lock.json", ...npmLock },
    ...readdirSync(join(root, "npm")).map((platform) => ({
      file: `npm/${platform}/package.json`,
      ...manifest,
    })),
    { file: "Cargo.toml", ...pattern(WORKSPACE_VERSION) },
    ...CARGO_LOCKS.map((file) => ({ file, ...pattern(lockedCrates(crates)) })),
  ];
}

const manifest = {
  find: (text) => [JSON.parse(text).version],
  replace: (text, version) => toJson({ ...JSON.parse(text), version }),
};

const npmLock = {
  find: (text) => {
    const lock = JSON.parse(text);
    return [lock.version, lock.packages[""].version];
  },
  replace: (text, version) => {
    const lock = JSON.parse(text);
    lock.version = version;
    lock.packages[""].version = version;
    return toJson(lock);
  },
};

/** A pattern whose first group is what stands before a version, and whose second is the version. */
function pattern(expression) {
  const all = new RegExp(expression, "gm");
  return {
    find: (text) => [...text.matchAll(all)].map(([, , version]) => version),
    replace: (text, version) => text.replace(all, (_, before) => before + version),
  };
}

/** The entries of crates that come from no registry: nothing follows their version, or their dependencies do. */
function lockedCrates(names) {
  return new RegExp(`^(name = "(?:${names.join("|")})"\\nversion = ")([^"]*)(?="\\n(?!source))`);
}

/** The crates whose version is the workspace's. */
function cratesOfWorkspace(root) {
  const folders = [".", ...readdirSync(join(root, "crates")).map((name) => join("crates", name))];
  const manifests = folders.map((folder) => readFileSync(join(root, folder, "Cargo.toml"), "utf8"));
  return manifests
    .filter((text) => /^version\.workspace = true$/m.test(text))
    .map((text) => /^\[package\]\nname = "(.*)"/m.exec(text)[1]);
}

function toJson(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Returns each file with the versions that it names. Throws if a file names none. */
export function versionsIn(root) {
  return places(root).map(({ file, find }) => {
    const versions = find(readFileSync(join(root, file), "utf8"));
    if (versions.length === 0 || versions.includes(undefined)) throw new Error(`${file} names no version`);
    return { file, versions };
  });
}

/** Returns the version on which all places agree. Throws if they do not. */
export function agreedVersion(root) {
  const found = versionsIn(root);
  const [
    {
      versions: [expected],
    },
  ] = found;
  const others = found.filter(({ versions }) => versions.some((version) => version !== expected));
  if (others.length === 0) return expected;
  const list = others.map(({ file, versions }) => `${file} (${[...new Set(versions)].join(", ")})`);
  throw new Error(`package.json has version ${expected}, but ${list.join(", ")}`);
}
