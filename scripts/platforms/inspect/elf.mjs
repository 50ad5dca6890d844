/** What an addon for Linux is and needs, read with binutils' `readelf`. */
import { run } from "../command.mjs";

/** Describes a file, or throws if it is no shared library of 64-bit ELF. */
export function describeElf(file) {
  const header = readelf(file, "--file-header");
  if (!/Class: +ELF64/.test(header) || !/Type: +DYN/.test(header)) {
    throw new Error(`${file} is no shared library of 64-bit ELF`);
  }
  const exported = dynamicSymbols(file).filter(({ defined, binding }) => defined && binding !== "LOCAL");
  return {
    machine: /Machine: +(.*)/.exec(header)[1],
    libraries: [...readelf(file, "--dynamic").matchAll(/\(NEEDED\).*\[(.*)\]/g)].map(([, name]) => name),
    exports: exported.map(({ name }) => name),
    minimum: newestGlibc(readelf(file, "--version-info")),
  };
}

/** The symbols that a library offers (`defined`) or asks others for, as in `UND gettid@GLIBC_2.30`. */
export function dynamicSymbols(file) {
  const lines = readelf(file, "--dyn-syms").matchAll(
    /^ +\d+: \S+ +\S+ +\S+ +(\S+) +\S+ +(\S+) ([^@\s]+)(?:@@?(\S+))?/gm,
  );
  return [...lines].map(([, binding, section, name, version]) => ({
    name,
    version,
    binding,
    defined: section !== "UND",
  }));
}

function readelf(file, option) {
  return run("readelf", ["--wide", option, file], { env: { ...process.env, LC_ALL: "C" } });
}

/** Symbol versions are what the dynamic loader checks first: it refuses a library that names one it does not have. */
function newestGlibc(versions) {
  const found = [...versions.matchAll(/GLIBC_(\d+(?:\.\d+)+)/g)].map(([, version]) => version);
  return found.length === 0 ? {} : { glibc: found.sort(compareVersions).at(-1) };
}

/** Orders versions, such as 2.4 before 2.17. */
export function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
