/** The version stands in many places, and a release is refused unless they agree and the release is whole. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { notesOf, sections } from "../scripts/release/changelog.mjs";
import { checkTag } from "../scripts/release/check-tag.mjs";
import { releasePackages } from "../scripts/release/packages.mjs";
import { setVersion } from "../scripts/release/set-version.mjs";
import { agreedVersion, versionsIn } from "../scripts/release/versions.mjs";
import { ROOT } from "./support.ts";

const CURRENT: string = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")).version;

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "openai-harmony-node-release-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The crates' manifests, which name the crates. */
function cargoManifests(): string[] {
  return readdirSync(join(ROOT, "crates")).map((name) => `crates/${name}/Cargo.toml`);
}

/** A copy of every file that has the version, with a changelog that has something to release. */
function copy(): string {
  const folder = temporaryFolder();
  const files = [...versionsIn(ROOT).map(({ file }: { file: string }) => file), ...cargoManifests()];
  for (const file of files) cpSync(join(ROOT, file), join(folder, file));
  writeFileSync(join(folder, "CHANGELOG.md"), "# Changelog\n\n## Unreleased\n\n- News.\n");
  return folder;
}

function contents(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Object.fromEntries(files.map((file) => [file, readFileSync(file, "utf8")]));
}

describe("the version", () => {
  test("is the same in every place", () => {
    expect(agreedVersion(ROOT)).toBe(CURRENT);
    const files = versionsIn(ROOT).map(({ file }: { file: string }) => file);
    const platforms = readdirSync(join(ROOT, "npm")).map((name) => `npm/${name}/package.json`);
    const locks = ["package-lock.json", "Cargo.lock", "bench/rust/Cargo.lock", "fuzz/Cargo.lock"];
    expect(files.sort()).toEqual(["package.json", "Cargo.toml", ...platforms, ...locks].sort());
  });

  test("is written into every place, and nothing else changes", () => {
    const folder = copy();
    const before = contents(folder);
    const files = setVersion(folder, "9.8.7", "2031-02-03");
    expect(agreedVersion(folder)).toBe("9.8.7");
    const after = contents(folder);
    const changed = Object.keys(after).filter((file) => after[file] !== before[file]);
    expect(changed.sort()).toEqual(files.map((file: string) => join(folder, file)).sort());
    for (const file of changed) {
      const back = after[file]?.replaceAll("9.8.7", CURRENT).replace(`${CURRENT} (2031-02-03)`, "Unreleased");
      expect(back, file).toBe(before[file]);
    }
  });

  test.each([
    ["no version", "1.0", /^1\.0 is no semantic version/],
    ["a version with a prefix", "v9.0.0", /^v9\.0\.0 is no semantic version/],
    ["no argument", undefined, /^undefined is no semantic version/],
    ["an older version", "0.0.1", /^0\.0\.1 is not newer than/],
    ["a pre-release of the present one", `${CURRENT}-rc.1`, /is not newer than/],
  ])("is refused, and nothing is written: %s", (_, version, message) => {
    const folder = copy();
    const before = contents(folder);
    expect(() => setVersion(folder, version, "2031-02-03")).toThrow(message);
    expect(contents(folder)).toEqual(before);
  });

  test("may stay as it is for the first release, and not after", () => {
    const folder = copy();
    setVersion(folder, CURRENT, "2031-02-03");
    expect(() => setVersion(folder, CURRENT, "2031-02-04")).toThrow(
      `${CURRENT} is not newer than ${CURRENT}`,
    );
    expect(() => setVersion(folder, "9.0.0", "2031-02-04")).toThrow("says nothing under ## Unreleased");
  });

  test("is refused where the places disagree, by their names", () => {
    const folder = copy();
    const file = join(folder, "npm/linux-x64-musl/package.json");
    writeFileSync(file, readFileSync(file, "utf8").replace(CURRENT, "7.7.7"));
    const message = `package.json has version ${CURRENT}, but npm/linux-x64-musl/package.json (7.7.7)`;
    expect(() => agreedVersion(folder)).toThrow(message);
    expect(() => setVersion(folder, "9.0.0", "2031-02-03")).toThrow(message);
    expect(() => checkTag(folder, `v${CURRENT}`)).toThrow(message);
  });
});

describe("a tag", () => {
  test("of the version that the changelog has gives that section", () => {
    const folder = copy();
    setVersion(folder, "9.8.7", "2031-02-03");
    expect(checkTag(folder, "v9.8.7")).toBe("- News.");
  });

  test("of another version is refused, and one before the version is set", () => {
    const folder = copy();
    expect(() => checkTag(folder, `v${CURRENT}`)).toThrow("still has a section ## Unreleased");
    expect(() => checkTag(folder, "v9.9.9")).toThrow(`the tag is v9.9.9, and the version ${CURRENT}`);
    expect(() => checkTag(folder, CURRENT)).toThrow(`the tag is ${CURRENT}, and the version ${CURRENT}`);
  });
});

describe("the changelog", () => {
  const CHANGELOG =
    "# Changelog\n\nIntro.\n\n## 2.0.0 (2031-02-03)\n\n- B.\n\n### More\n\n- C.\n\n## 1.0.0 (2030-01-01)\n\n- A.\n";

  test("has sections", () => {
    expect(sections(CHANGELOG)).toEqual([
      { name: "2.0.0", date: "2031-02-03", text: "- B.\n\n### More\n\n- C." },
      { name: "1.0.0", date: "2030-01-01", text: "- A." },
    ]);
    expect(notesOf(CHANGELOG, "2.0.0")).toBe("- B.\n\n### More\n\n- C.");
  });

  test("gives no notes of a version that is old, without a date, without a text, or missing", () => {
    expect(() => notesOf(CHANGELOG, "1.0.0")).toThrow(
      "the newest section of CHANGELOG.md is 2.0.0, not 1.0.0",
    );
    expect(() => notesOf("## 1.0.0\n\n- A.\n", "1.0.0")).toThrow(
      "no section ## 1.0.0 with a date and a text",
    );
    expect(() => notesOf("## 1.0.0 (2030-01-01)\n", "1.0.0")).toThrow("no section ## 1.0.0 with a date");
    expect(() => notesOf(CHANGELOG, "3.0.0")).toThrow("no section ## 3.0.0 with a date");
  });

  test("of the package has nothing but versions and what is unreleased", () => {
    const names = sections(readFileSync(join(ROOT, "CHANGELOG.md"), "utf8")).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !/^(Unreleased|\d+\.\d+\.\d+(-[\w.]+)?)$/.test(name))).toEqual([]);
  });
});

describe("the packages of a release", () => {
  const MAIN = {
    name: "main",
    version: "1.0.0",
    optionalDependencies: { "main-a": "1.0.0", "main-b": "1.0.0" },
  };
  const A = { name: "main-a", version: "1.0.0" };
  const B = { name: "main-b", version: "1.0.0" };

  /** A folder of tarballs with these manifests. */
  function tarballs(manifests: object[]): string {
    const folder = temporaryFolder();
    for (const [i, manifest] of manifests.entries()) {
      mkdirSync(join(folder, `${i}`, "package"), { recursive: true });
      writeFileSync(join(folder, `${i}`, "package", "package.json"), JSON.stringify(manifest));
      execFileSync("tar", ["-czf", `${i}.tgz`, "-C", `${i}`, "package"], { cwd: folder });
    }
    return folder;
  }

  test("come with the main one last", () => {
    const packages = releasePackages(tarballs([MAIN, B, A]));
    expect(packages.map(({ name }: { name: string }) => name)).toEqual(["main-b", "main-a", "main"]);
    expect(packages[0]?.integrity).toMatch(/^sha512-[\w+/]{86}==$/);
  });

  test.each([
    ["a platform is missing", [MAIN, A], "missing: main-b@1.0.0"],
    ["a platform has another version", [MAIN, A, { ...B, version: "1.0.1" }], "missing: main-b@1.0.0"],
    [
      "there is one more",
      [MAIN, A, B, { name: "other", version: "1.0.0" }],
      "not of this release: other@1.0.0",
    ],
    ["the main one is missing", [A, B], "0 main packages"],
  ])("are refused: %s", (_, manifests, message) => {
    expect(() => releasePackages(tarballs(manifests))).toThrow(message);
  });
});
