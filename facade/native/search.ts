/** The search for an addon that is not where npm puts it, or that cannot be opened there; it can say what went wrong. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { HarmonyModuleNotFoundError } from "../validation/errors.ts";
import { type Addon, openAddon } from "./addon-file.ts";
import { pathFromEnvironment } from "./environment.ts";
import { describeFailure, type Failure } from "./failure.ts";
import { exists, filesIn } from "./files.ts";
import { requirePlatformPackage } from "./platform-package.ts";
import { isInstalled, ownFolder, runningFolder } from "./running-file.ts";
import { currentTarget, PUBLISHED_TARGETS } from "./target.ts";
import { usualFiles } from "./usual-file.ts";

// Modules of Node.js that it has not loaded itself are taken where they are used, as each takes 0.1 ms or more.

const NO_SUCH_FILE = "no such file";

/**
 * Returns the addon's exports.
 *
 * @throws {HarmonyModuleNotFoundError} if the addon cannot be loaded.
 */
export function searchAddon(): Addon {
  return new Search().run();
}

/** One search for the addon, from the quickest way to the most thorough. It remembers why each way failed. */
class Search {
  #folder = ownFolder();
  readonly #target = currentTarget();
  readonly #file = `openai-harmony-node.${this.#target}.node`;
  readonly #failures: Failure[] = [];

  run(): Addon {
    const path = pathFromEnvironment();
    const addon = path === undefined ? this.#find() : this.#open(resolve(path));
    if (addon !== undefined) return addon;
    const message = describeFailure(this.#target, this.#folder, this.#failures);
    const cause = this.#failures.find(({ reason }) => reason !== NO_SUCH_FILE)?.reason;
    throw new HarmonyModuleNotFoundError(message, cause === undefined ? undefined : { cause });
  }

  #find(): Addon | undefined {
    const files = usualFiles(this.#folder, this.#target).map((file) => resolve(file));
    const usual = files.find(exists);
    const addon = usual === undefined ? undefined : this.#open(usual);
    if (addon !== undefined) return addon;
    if (!isInstalled(this.#folder)) return this.#findForBundle();
    for (const file of files) if (file !== usual) this.#fail(file, NO_SUCH_FILE);
    return this.#requirePlatformPackage();
  }

  #findForBundle(): Addon | undefined {
    this.#folder = runningFolder();
    return (
      this.#requirePlatformPackage() ??
      this.#openAssetOfExecutable() ??
      this.#openBeside(this.#folder) ??
      this.#openBeside(dirname(process.execPath))
    );
  }

  #requirePlatformPackage(): Addon | undefined {
    const { addon, failure } = withRequire(this.#folder, () => requirePlatformPackage(this.#target));
    if (failure !== undefined) this.#fail(`openai-harmony-node-${this.#target}`, failure);
    return addon as Addon | undefined;
  }

  /** Opens the addon that a single executable application has as an asset; a library must be a file of its own. */
  #openAssetOfExecutable(): Addon | undefined {
    const sea = process.getBuiltinModule("node:sea");
    if (!sea?.isSea()) return undefined;
    let folder: string | undefined;
    try {
      const asset = sea.getRawAsset(this.#file);
      folder = mkdtempSync(join(process.getBuiltinModule("node:os").tmpdir(), "openai-harmony-node-"));
      const file = join(folder, this.#file);
      writeFileSync(file, new Uint8Array(asset as ArrayBuffer));
      return this.#open(file);
    } catch (error) {
      this.#fail(`the asset ${this.#file}`, error);
      return undefined;
    } finally {
      if (folder !== undefined) removeIfPossible(folder);
    }
  }

  /** Opens a copy in a folder; bundlers put a hash into the name of the file. */
  #openBeside(folder: string): Addon | undefined {
    const name = filesIn(folder).find(
      (name) => name.startsWith(this.#file.slice(0, -".node".length)) && name.endsWith(".node"),
    );
    if (name !== undefined) return this.#open(join(folder, name));
    this.#fail(join(folder, this.#file), NO_SUCH_FILE);
    return undefined;
  }

  #open(file: string): Addon | undefined {
    try {
      return openAddon(file);
    } catch (error) {
      this.#fail(file, error);
      return undefined;
    }
  }

  /** Remembers a failure, unless it is that a file is missing which is published for no such platform. */
  #fail(subject: string, reason: unknown): void {
    if (reason === NO_SUCH_FILE && !PUBLISHED_TARGETS.includes(this.#target)) return;
    this.#failures.push({ subject, reason });
  }
}

/**
 * Calls a function while `require` is a global. In an ES module, what a bundler has made of a call of `require` looks
 * for that global and throws if there is none.
 */
function withRequire<T>(folder: string, call: () => T): T {
  const scope = globalThis as { require?: unknown };
  if (scope.require !== undefined) return call();
  scope.require = process.getBuiltinModule("node:module").createRequire(join(folder, "index.js"));
  try {
    return call();
  } finally {
    delete scope.require;
  }
}

/** Removes a folder whose library is open. Windows refuses this, so the folder stays there. */
function removeIfPossible(folder: string): void {
  try {
    rmSync(folder, { recursive: true });
  } catch {}
}
