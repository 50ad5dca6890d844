/** Which build of the addon this process needs. */
import { closeSync, openSync, readSync } from "node:fs";
import { exists } from "./files.ts";

/** The builds that are published, each as the package `openai-harmony-node-<target>`. */
export const PUBLISHED_TARGETS: readonly string[] = [
  "linux-x64-gnu",
  "linux-arm64-gnu",
  "linux-x64-musl",
  "linux-arm64-musl",
  "darwin-x64",
  "darwin-arm64",
  "win32-x64-msvc",
  "win32-arm64-msvc",
];

/** Names the build for this process: platform, architecture and, where there is a choice, the C library. */
export function currentTarget(): string {
  const { platform, arch } = process;
  if (platform === "linux") return `${platform}-${arch}-${linuxLibc()}`;
  return platform === "win32" ? `${platform}-${arch}-msvc` : `${platform}-${arch}`;
}

/** Describes the C library for people. */
export function describeLibc(): string {
  if (process.platform !== "linux") return "the system's";
  return linuxLibc() === "musl" ? "musl" : `glibc ${glibcVersion() ?? "of an unknown version"}`;
}

const MUSL_LOADERS = ["/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1"];

/**
 * Tells which C library this process is linked with. Without musl's loader on the machine it cannot be musl; with it,
 * it still can be glibc, since many systems have both.
 */
function linuxLibc(): "gnu" | "musl" {
  if (!MUSL_LOADERS.some(exists)) return "gnu";
  const loader = programLoader();
  if (loader !== undefined) return loader.includes("/ld-musl-") ? "musl" : "gnu";
  return glibcVersion() === undefined ? "musl" : "gnu";
}

/**
 * Reads the dynamic loader's path from the header of the running program (an ELF file), which is much faster than a
 * diagnostic report. Returns `undefined` if the header does not say.
 */
function programLoader(): string | undefined {
  try {
    const file = openSync(process.execPath, "r");
    try {
      return loaderFromElf((offset, length) => {
        const bytes = Buffer.alloc(length);
        readSync(file, bytes, 0, length, offset);
        return bytes;
      });
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Both published architectures are 64-bit and little-endian, so this reads no other header. */
function loaderFromElf(read: (offset: number, length: number) => Buffer): string | undefined {
  const PT_INTERP = 3;
  const header = read(0, 64);
  const entrySize = header.readUInt16LE(54);
  const table = read(Number(header.readBigUInt64LE(32)), entrySize * header.readUInt16LE(56));
  for (let entry = 0; entry + entrySize <= table.length; entry += entrySize) {
    if (table.readUInt32LE(entry) !== PT_INTERP) continue;
    const offset = Number(table.readBigUInt64LE(entry + 8));
    const length = Number(table.readBigUInt64LE(entry + 32));
    return read(offset, Math.min(length, 4096)).toString("latin1");
  }
  return undefined;
}

function glibcVersion(): string | undefined {
  const { report } = process as { report?: NodeJS.ProcessReport & { excludeNetwork?: boolean } };
  try {
    return (readReport(report) as { header?: { glibcVersionRuntime?: string } }).header?.glibcVersionRuntime;
  } catch {
    // Not every runtime has the report, and Deno asks for a permission.
    return undefined;
  }
}

/** Reads the diagnostic report without the names of network interfaces, which can take seconds to look up. */
function readReport(report: (NodeJS.ProcessReport & { excludeNetwork?: boolean }) | undefined): unknown {
  if (report?.excludeNetwork !== false) return report?.getReport();
  report.excludeNetwork = true;
  try {
    return report.getReport();
  } finally {
    report.excludeNetwork = false;
  }
}
