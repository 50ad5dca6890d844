/** The addon's file where a build or npm puts it, which opens in a millisecond; `require` takes several. */
import { type Addon, openAddon } from "./addon-file.ts";
import { pathFromEnvironment } from "./environment.ts";
import { exists } from "./files.ts";
import { ownFolder, packageRoot } from "./running-file.ts";
import { currentTarget } from "./target.ts";

/** Returns the addon, or `undefined` if it is not in its usual place, does not open, or a variable names another file. */
export function openUsualFile(): Addon | undefined {
  if (pathFromEnvironment() !== undefined) return undefined;
  const file = usualFiles(ownFolder(), currentTarget()).find(exists);
  try {
    return file === undefined ? undefined : openAddon(file);
  } catch {
    return undefined;
  }
}

/** Lists where the addon can be: in this package, or in the platform's, which is inside of this one or beside it. */
export function usualFiles(folder: string, target: string): string[] {
  const root = packageRoot(folder);
  const file = `openai-harmony-node.${target}.node`;
  const platformPackage = `openai-harmony-node-${target}`;
  return [
    `${root}/${file}`,
    `${root}/node_modules/${platformPackage}/${file}`,
    `${root}/../${platformPackage}/${file}`,
  ];
}
