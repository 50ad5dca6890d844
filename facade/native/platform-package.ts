/** The addon from the platform's package, by requests that bundlers and tracers can read. */

/**
 * Node.js, a bundler or {@link withRequire} provides it; it is no import, since a bundler would then follow the
 * requests of all eight packages, of which only the installed one exists.
 */
declare const require: (request: string) => unknown;

/**
 * Loads the package of a published target.
 *
 * Each name is literal, so that a bundler puts the addon into its output and a tracer lists it. All are inside of `try`,
 * so that none of them reports those which are not installed.
 *
 * @returns the addon, or why it could not be loaded.
 */
export function requirePlatformPackage(target: string): { addon?: unknown; failure?: unknown } {
  try {
    switch (target) {
      case "linux-x64-gnu":
        return { addon: require("openai-harmony-node-linux-x64-gnu") };
      case "linux-arm64-gnu":
        return { addon: require("openai-harmony-node-linux-arm64-gnu") };
      case "linux-x64-musl":
        return { addon: require("openai-harmony-node-linux-x64-musl") };
      case "linux-arm64-musl":
        return { addon: require("openai-harmony-node-linux-arm64-musl") };
      case "darwin-x64":
        return { addon: require("openai-harmony-node-darwin-x64") };
      case "darwin-arm64":
        return { addon: require("openai-harmony-node-darwin-arm64") };
      case "win32-x64-msvc":
        return { addon: require("openai-harmony-node-win32-x64-msvc") };
      case "win32-arm64-msvc":
        return { addon: require("openai-harmony-node-win32-arm64-msvc") };
      default:
        return {};
    }
  } catch (failure) {
    return { failure };
  }
}
