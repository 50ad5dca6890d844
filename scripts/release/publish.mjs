/**
 * Publishes the packages in a folder: `node scripts/release/publish.mjs <folder> [options of npm publish]`. Can be run
 * again after a failure: it leaves out what is published. Publishes nothing if the folder is not a whole release, or if
 * the registry has one of its versions with another content.
 */
import { fileURLToPath } from "node:url";
import { npm } from "../npm.mjs";
import { releasePackages } from "./packages.mjs";

/** The hash that the registry has for this version, or undefined if it has not the version. */
function publishedIntegrity({ name, version }, options) {
  const fields = ["versions", "--json", "--prefer-online"];
  try {
    const versions = JSON.parse(npm(["view", name, ...fields, ...options]));
    if (![versions].flat().includes(version)) return undefined;
  } catch (error) {
    if (/\bE404\b/.test(error.message)) return undefined;
    throw error;
  }
  return npm(["view", `${name}@${version}`, "dist.integrity", "--prefer-online", ...options]).trim();
}

/** Publishes, and returns the names of what it has published. */
export function publish(folder, publishOptions = [], registryOptions = []) {
  const packages = releasePackages(folder);
  const missing = packages.filter((found) => {
    const published = publishedIntegrity(found, registryOptions);
    if (published === undefined) return true;
    if (published !== found.integrity) {
      throw new Error(`${found.name}@${found.version} is published already, with another content`);
    }
    console.log(`${found.name}@${found.version} is published already`);
    return false;
  });
  for (const { name, version, path } of missing) {
    // `npm install` without a version must not choose one such as 1.0.0-rc.1.
    const tag = version.includes("-") ? "next" : "latest";
    npm(["publish", path, "--access", "public", "--tag", tag, ...publishOptions, ...registryOptions]);
    console.log(`${name}@${version} is published as ${tag}`);
  }
  return missing.map(({ name }) => name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...options] = process.argv.slice(2);
  publish(folder, options);
}
