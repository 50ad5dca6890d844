/** Node.js's cryptography, asked for when it is needed, so that modules can be imported where there is no Node.js. */
export function nodeCrypto(): typeof import("node:crypto") {
  return process.getBuiltinModule("node:crypto");
}
