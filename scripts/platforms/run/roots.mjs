/**
 * Small systems in folders of the cache, such as an Alpine Linux or an arm64 one. A program enters its system by
 * `chroot`, in user and mount namespaces of its own, so that nothing of it is seen outside, and root is not needed.
 */
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { run } from "../command.mjs";
import { installed } from "../toolchain/cache.mjs";
import { unpackDebian } from "../toolchain/debian.mjs";
import { pins } from "../toolchain/pins.mjs";

/** Where a system has the folders that are mounted into it. */
const MOUNT_POINTS = ["proc", "dev", "sys", "tmp", "app", "runtime"];

const ENTER = `
  root=$1; shift
  for folder in proc dev sys; do mount --rbind "/$folder" "$root/$folder" || exit; done
  while [ "$1" != -- ]; do mount --bind "$1" "$root$2" || exit; shift 2; done
  shift; exec chroot "$root" "$@"`;

/** What a program in a system sees as its environment. */
export const ROOT_ENVIRONMENT = {
  PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/tmp",
  TMPDIR: "/tmp",
};

/** The command that runs another inside a system, with folders of the host mounted at places of the system. */
export function enter(root, mounts, command) {
  const pairs = Object.entries(mounts).flatMap(([place, folder]) => [folder, place]);
  const args = [
    "--user",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
    ENTER,
    "sh",
    root,
    ...pairs,
    "--",
    ...command,
  ];
  return ["unshare", args];
}

/** Makes the folders that `enter` mounts onto. */
export function makeMountPoints(folder) {
  for (const name of MOUNT_POINTS) mkdirSync(join(folder, name), { recursive: true });
}

/** A system of arm64 with Debian's glibc, and the emulator that runs its programs. */
export function arm64GlibcRoot() {
  const packages = pins("debian", "glibc-arm64");
  return installed("root-arm64-gnu", JSON.stringify([packages, pins("debian", "qemu")]), (folder) => {
    unpackDebian(packages, folder);
    makeMountPoints(folder);
    copyEmulator(folder);
  });
}

/** Where a system has the emulator. */
export const EMULATOR = "/qemu-aarch64-static";

/** Puts the emulator of arm64 into a system. */
export function copyEmulator(folder) {
  const unpacked = join(folder, "qemu");
  unpackDebian(pins("debian", "qemu"), unpacked);
  copyFileSync(join(unpacked, "usr", "bin", "qemu-aarch64-static"), join(folder, EMULATOR));
  rmSync(unpacked, { recursive: true });
}

/** @throws {Error} if this machine does not let a program make namespaces. */
export function checkNamespaces() {
  try {
    run("unshare", ["--user", "--map-root-user", "--mount", "true"]);
  } catch (error) {
    throw new Error(
      `This machine allows no user namespaces, so that no other system can be entered: ${error.message}`,
    );
  }
}
