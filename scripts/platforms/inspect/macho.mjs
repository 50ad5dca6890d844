/** What an addon for macOS is and needs, read with LLVM. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { run } from "../command.mjs";
import { llvm, llvmEnvironment } from "../toolchain/compiler.mjs";

const LC_CODE_SIGNATURE = 0x1d;
const CODE_DIRECTORY = 0xfade0c02;

const LINKERS_OWN = ["__mh_dylib_header", "___dso_handle"];

/**
 * Describes a file, or throws if it is no dynamic library of 64-bit Mach-O, or if it has not the signature that it needs.
 */
export function describeMachO(file) {
  const options = { env: llvmEnvironment() };
  const text = run(
    llvm("llvm-readobj"),
    ["--file-headers", "--needed-libs", "--macho-version-min", file],
    options,
  );
  if (!/FileType: DynamicLibrary/.test(text)) throw new Error(`${file} is no dynamic library`);
  const symbols = run(
    llvm("llvm-nm"),
    ["--extern-only", "--defined-only", "--format=just-symbols", file],
    options,
  );
  const machine = /^Arch: (.*)/m.exec(text)[1];
  checkSignature(file, machine);
  return {
    machine,
    libraries: /NeededLibraries \[\n([^\]]*)\]/
      .exec(text)[1]
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    // Every symbol begins with an underscore. The linker adds some of its own.
    exports: symbols
      .split("\n")
      .filter((name) => name !== "" && !LINKERS_OWN.includes(name))
      .map((name) => name.slice(1)),
    minimum: { macos: /MinVersion \{[^}]*Version: (.*)/.exec(text)[1] },
  };
}

/** Processors of Apple kill a process that maps a page whose hash is not the one in the signature, or that has none. */
function checkSignature(file, machine) {
  const bytes = readFileSync(file);
  const start = signatureOffset(bytes);
  if (start === undefined && machine === "aarch64") throw new Error(`${file} is not signed`);
  if (start === undefined) return;
  const blobs = Array.from(
    { length: bytes.readUInt32BE(start + 8) },
    (_, i) => start + bytes.readUInt32BE(start + 16 + 8 * i),
  );
  const directory = blobs.find((blob) => bytes.readUInt32BE(blob) === CODE_DIRECTORY);
  if (directory === undefined) throw new Error(`${file} has a signature without hashes`);
  checkPages(bytes.subarray(0, start), bytes.subarray(directory), file);
}

function signatureOffset(bytes) {
  let command = 32;
  for (let i = 0; i < bytes.readUInt32LE(16); i++) {
    if (bytes.readUInt32LE(command) === LC_CODE_SIGNATURE) return bytes.readUInt32LE(command + 8);
    command += bytes.readUInt32LE(command + 4);
  }
}

function checkPages(signedBytes, directory, file) {
  const hashes = directory.readUInt32BE(16);
  const count = directory.readUInt32BE(28);
  const hashSize = directory[36];
  const pageSize = 2 ** directory[39];
  const isWhole = directory.readUInt32BE(32) === signedBytes.length;
  if (!isWhole || count !== Math.ceil(signedBytes.length / pageSize)) {
    throw new Error(`${file}: not all of it is signed`);
  }
  for (let page = 0; page < count; page++) {
    const content = signedBytes.subarray(page * pageSize, (page + 1) * pageSize);
    const actual = createHash("sha256").update(content).digest().subarray(0, hashSize);
    const signed = directory.subarray(hashes + page * hashSize, hashes + (page + 1) * hashSize);
    if (!actual.equals(signed)) throw new Error(`${file}: page ${page} is not the one that was signed`);
  }
}
