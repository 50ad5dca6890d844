/** The platforms that the package is published for: how each addon is compiled, and what it may need of a system. */

/** What Node.js looks up in an addon. It exports nothing else, except on macOS. */
export const EXPORTS = ["napi_register_module_v1"];

/** The newest glibc that an addon may need: that of RHEL 7, Amazon Linux 2 and everything later. */
const GLIBC = "2.17";

/** The oldest macOS that an addon must load on, which is also the oldest that Node.js 20 runs on. */
const MACOS = "11.0";

const GLIBC_LIBRARIES = ["libc.so.6", "libdl.so.2", "libpthread.so.0", "libm.so.6", "librt.so.1"];

/** Parts of Windows 10 itself. Not among them: VCRUNTIME140.dll, which a bare Windows image lacks. */
const WINDOWS_LIBRARIES = [
  /^kernel32\.dll$/i,
  /^ntdll\.dll$/i,
  /^bcryptprimitives\.dll$/i,
  /^api-ms-win-core-[a-z0-9-]+\.dll$/i,
  /^api-ms-win-crt-[a-z0-9-]+\.dll$/i,
];

/** Parts of macOS itself, and the name that .cargo/config.toml gives the addon. */
const MACOS_LIBRARIES = [
  "/usr/lib/libSystem.B.dylib",
  "/usr/lib/libiconv.2.dylib",
  "/usr/lib/libcharset.1.dylib",
  "@rpath/openai-harmony-node.node",
];

/**
 * A target's `zig` names it as cargo-zigbuild does. The Windows addons are compiled for the `gnullvm` ABI: Microsoft's
 * libraries, which the `msvc` ABI links with, are in no package registry. The two differ in how C++ is called, and
 * Node-API is C, so that node.exe loads either.
 */
export const TARGETS = [
  {
    platform: "linux-x64-gnu",
    zig: `x86_64-unknown-linux-gnu.${GLIBC}`,
    format: "elf",
    machine: "Advanced Micro Devices X86-64",
    libraries: [...GLIBC_LIBRARIES, "ld-linux-x86-64.so.2"],
    minimum: { glibc: GLIBC },
    runsOn: "native",
  },
  {
    platform: "linux-arm64-gnu",
    zig: `aarch64-unknown-linux-gnu.${GLIBC}`,
    format: "elf",
    machine: "AArch64",
    libraries: [...GLIBC_LIBRARIES, "ld-linux-aarch64.so.1"],
    minimum: { glibc: GLIBC },
    runsOn: "arm64-gnu",
  },
  {
    platform: "linux-x64-musl",
    zig: "x86_64-unknown-linux-musl",
    format: "elf",
    machine: "Advanced Micro Devices X86-64",
    libraries: ["libc.so"],
    minimum: {},
    runsOn: "x64-musl",
  },
  {
    platform: "linux-arm64-musl",
    zig: "aarch64-unknown-linux-musl",
    format: "elf",
    machine: "AArch64",
    libraries: ["libc.so"],
    minimum: {},
    runsOn: "arm64-musl",
  },
  {
    platform: "darwin-x64",
    zig: "x86_64-apple-darwin",
    format: "macho",
    machine: "x86_64",
    libraries: MACOS_LIBRARIES,
    minimum: { macos: MACOS },
    linkedOnly: "macOS runs on Apple's machines only",
  },
  {
    platform: "darwin-arm64",
    zig: "aarch64-apple-darwin",
    format: "macho",
    machine: "aarch64",
    libraries: MACOS_LIBRARIES,
    minimum: { macos: MACOS },
    linkedOnly: "macOS runs on Apple's machines only",
  },
  {
    platform: "win32-x64-msvc",
    zig: "x86_64-pc-windows-gnullvm",
    format: "pe",
    machine: "x86_64",
    libraries: WINDOWS_LIBRARIES,
    minimum: { windows: "6.0" },
    runsOn: "wine",
  },
  {
    platform: "win32-arm64-msvc",
    zig: "aarch64-pc-windows-gnullvm",
    format: "pe",
    machine: "aarch64",
    libraries: WINDOWS_LIBRARIES,
    minimum: { windows: "6.2" },
    linkedOnly: "node.exe hangs in Wine 8 for arm64 under emulation",
  },
];

/** The triple of Rust that a target is compiled for. */
export function triple({ zig }) {
  return zig.replace(/\.\d.*$/, "");
}

/** The triple that the platform's package is known by, as in package.json, and that a build on that system is for. */
export function publishedTriple(target) {
  return triple(target).replace(/-gnullvm$/, "-msvc");
}

/** The file name of a platform's addon. */
export function addonName(platform) {
  return `openai-harmony-node.${platform}.node`;
}

/** The targets that a command line names, by platform or triple; all of them if it names none. */
export function selectTargets(names) {
  if (names.length === 0) return TARGETS;
  return names.map((name) => {
    const target = TARGETS.find((candidate) =>
      [candidate.platform, triple(candidate), publishedTriple(candidate)].includes(name),
    );
    if (target !== undefined) return target;
    throw new Error(
      `${name} is no target. The targets: ${TARGETS.map(({ platform }) => platform).join(", ")}`,
    );
  });
}
