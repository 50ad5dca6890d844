/** A release of the packed packages to a registry on this machine, and what the release says that they contain. */
import { appendFileSync, copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { npm } from "../../scripts/npm.mjs";
import { addonName, TARGETS } from "../../scripts/platforms/targets.mjs";
import { packRelease } from "../../scripts/release/pack.mjs";
import { publish } from "../../scripts/release/publish.mjs";
import { rehearse, withRegistry } from "../../scripts/release/rehearse.mjs";
import { softwareBillOfMaterials } from "../../scripts/release/sbom.mjs";
import { stageMain, stagePlatform } from "../../scripts/release/stage.mjs";
import { packed, ROOT, temporaryFolder, writeFiles } from "./support.ts";

/** This machine's platform. */
const PLATFORM = packed.platformPackage.replace("openai-harmony-node-", "");

/** Packs a folder. Returns the path of the tarball. */
function pack(stage: string): string {
  const folder = temporaryFolder();
  return join(folder, npm(["pack", "--silent", "--pack-destination", folder], { cwd: stage }).trim());
}

/** The main package of a release for this machine's platform alone. */
const main = (): string => pack(stageMain(join(temporaryFolder(), "stage"), [PLATFORM]));

/** A folder with these tarballs. */
function folderOf(...tarballs: string[]): string {
  const folder = temporaryFolder();
  for (const tarball of tarballs) copyFileSync(tarball, join(folder, basename(tarball)));
  return folder;
}

/** A tarball of the platform's package, of the same version as the packed one, with another content. */
function changedPlatformTarball(): string {
  const stage = join(temporaryFolder(), "stage");
  stagePlatform(stage, join(ROOT, "npm", PLATFORM), packed.addon);
  appendFileSync(join(stage, "README.md"), "Changed.\n");
  return pack(stage);
}

test("a release can be run twice, and what it publishes can be installed and runs", async () => {
  const output = await rehearse(folderOf(main(), packed.platformTarball));
  expect(output).toContain("# The completion, streamed");
});

test("a release that has stopped half-way is completed", () =>
  withRegistry((options: string[]) => {
    npm(["publish", packed.platformTarball, ...options]);
    const folder = folderOf(main(), packed.platformTarball);
    expect(publish(folder, [], options)).toEqual(["openai-harmony-node"]);
  }));

test("a version that is published with another content stops the release before it begins", () =>
  withRegistry((options: string[]) => {
    npm(["publish", changedPlatformTarball(), ...options]);
    const folder = folderOf(main(), packed.platformTarball);
    expect(() => publish(folder, [], options)).toThrow(/is published already, with another content/);
    expect(() => npm(["view", "openai-harmony-node", "--json", ...options])).toThrow("E404");
  }));

test("nothing is packed while an addon or a licence is missing, or anything is no addon", () => {
  const folder = temporaryFolder();
  const destination = join(folder, "packages");
  // LLVM, which inspects the others, is not everywhere.
  const linux = TARGETS.filter(({ format }) => format === "elf");
  for (const { platform } of linux) {
    writeFiles(join(folder, platform), {
      [addonName(platform)]: "no addon",
      LICENSE: "",
      "LICENSE.third-party.txt": "",
    });
  }
  rmSync(join(folder, "linux-x64-musl", addonName("linux-x64-musl")));
  rmSync(join(folder, "linux-arm64-musl", "LICENSE.third-party.txt"));
  const failed = () => packRelease(destination, folder, linux);
  expect(failed).toThrow(/^linux-x64-gnu .*readelf/m);
  expect(failed).toThrow("linux-x64-musl has no openai-harmony-node.linux-x64-musl.node");
  expect(failed).toThrow("linux-arm64-musl has no LICENSE.third-party.txt");
  expect(existsSync(destination)).toBe(false);
});

test("the bill of materials has every platform's package, the crates in its addon, and their hashes", () => {
  const { metadata, components, dependencies } = softwareBillOfMaterials();
  const { name, version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  expect(metadata.component).toMatchObject({ name, version });
  const partsOf = (ref: string): string[] =>
    dependencies.find((entry: { ref: string }) => entry.ref === ref)?.dependsOn ?? [];
  const platforms = TARGETS.map(({ platform }) => `pkg:npm/${name}-${platform}@${version}`);
  expect(partsOf(metadata.component["bom-ref"])).toEqual(platforms);
  for (const platform of platforms) {
    expect(partsOf(platform)).toEqual(expect.arrayContaining(["pkg:cargo/openai-harmony@0.0.8"]));
  }
  const isWindows = (ref: string) => ref.startsWith("pkg:cargo/windows-sys@");
  expect(platforms.filter((platform) => partsOf(platform).some(isWindows))).toEqual(
    platforms.filter((platform) => platform.includes("win32")),
  );
  const references = new Set(components.map((component: object) => Reflect.get(component, "bom-ref")));
  for (const platform of platforms) for (const part of partsOf(platform)) expect(references).toContain(part);
  const crates = components.filter(({ purl }: { purl: string }) => purl.startsWith("pkg:cargo/"));
  expect(crates.length).toBeGreaterThan(50);
  for (const { hashes } of crates) expect(hashes[0].content).toMatch(/^[0-9a-f]{64}$/);
});
