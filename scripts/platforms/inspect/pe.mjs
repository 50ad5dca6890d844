/** What an addon for Windows is and needs, read with LLVM. */
import { run } from "../command.mjs";
import { llvm, llvmEnvironment } from "../toolchain/compiler.mjs";

/** Describes a file, or throws if it is no DLL. */
export function describePe(file) {
  const args = ["--file-headers", "--needed-libs", "--coff-exports", file];
  const text = run(llvm("llvm-readobj"), args, { env: llvmEnvironment() });
  if (!/IMAGE_FILE_DLL/.test(text)) throw new Error(`${file} is no DLL`);
  const version = (name) => new RegExp(`${name}SubsystemVersion: (\\d+)`).exec(text)[1];
  return {
    machine: /^Arch: (.*)/m.exec(text)[1],
    libraries: /NeededLibraries \[\n([^\]]*)\]/
      .exec(text)[1]
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean),
    exports: [...text.matchAll(/^Export \{\n[^}]*Name: (.*)/gm)].map(([, name]) => name),
    minimum: { windows: `${version("Major")}.${version("Minor")}` },
  };
}
