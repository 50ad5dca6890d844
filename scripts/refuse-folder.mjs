/**
 * Ends `npm publish` of this folder. npm would pack what `scripts/manifest.mjs --published` has written, but tell the
 * registry what package.json says afterwards, without the platforms' packages: nobody would get an addon. Of a tarball,
 * npm tells the registry what is in it.
 */
import { env } from "node:process";

const { npm_package_name: name, npm_package_version: version } = env;
console.error(`Publish the tarball: npm pack && npm publish ./${name}-${version}.tgz`);
process.exitCode = 1;
