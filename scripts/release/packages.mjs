/** The packages of a release: a folder of tarballs, the main package's and those that it depends on. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../platforms/command.mjs";

/** Describes a tarball. */
function describe(tarball) {
  // Relative, as some versions of tar take what is before a colon for a machine.
  const text = run("tar", ["-xzOf", tarball.name, "package/package.json"], { cwd: tarball.folder });
  const { name, version, optionalDependencies } = JSON.parse(text);
  const path = join(tarball.folder, tarball.name);
  const digest = createHash("sha512").update(readFileSync(path)).digest("base64");
  return { path, name, version, optionalDependencies, integrity: `sha512-${digest}` };
}

/**
 * Reads the packages of a release in the order in which they are published: first the platforms', last the main one, so
 * that who can install that finds the others. Throws if one is missing, too many, or of another version.
 */
export function releasePackages(folder) {
  const tarballs = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  const all = tarballs.sort().map((name) => describe({ folder, name }));
  const mains = all.filter(({ optionalDependencies }) => optionalDependencies !== undefined);
  const [main] = mains;
  if (main === undefined || mains.length > 1) throw new Error(`${folder} has ${mains.length} main packages`);
  const platforms = all.filter((found) => found !== main);
  const wanted = Object.entries(main.optionalDependencies).map(([name, version]) => `${name}@${version}`);
  const found = platforms.map(({ name, version }) => `${name}@${version}`);
  const missing = wanted.filter((name) => !found.includes(name));
  const surplus = found.filter((name) => !wanted.includes(name));
  if (missing.length > 0) throw new Error(`missing: ${missing.join(", ")}`);
  if (surplus.length > 0) throw new Error(`not of this release: ${surplus.join(", ")}`);
  return [...platforms, main];
}
