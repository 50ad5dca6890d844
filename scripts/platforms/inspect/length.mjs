/**
 * Whether an addon's header tells how long the file is, as the facade reads it: it refuses a file that is cut short,
 * and can do so only where the header says where it ends. The facade's own function is asked.
 */
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { transformSync } from "esbuild";

const IMAGE = new URL("../../../facade/native/image.ts", import.meta.url);

/** As much as the facade reads. */
const HEADER_LENGTH = 4096;

const { statedLength } = await importTypeScript(IMAGE);

/** Returns what is wrong with the length that a file's header states. */
export function lengthProblems(file) {
  const { size } = statSync(file);
  const stated = statedLength(headerOf(file));
  return stated === size ? [] : [`has ${size} bytes, and its header states ${stated}`];
}

function headerOf(file) {
  const opened = openSync(file, "r");
  try {
    const header = new Uint8Array(HEADER_LENGTH);
    return header.subarray(0, readSync(opened, header));
  } finally {
    closeSync(opened);
  }
}

/** Imports a module without imports of its own. The oldest Node.js that these scripts run on knows no TypeScript. */
function importTypeScript(url) {
  const { code } = transformSync(readFileSync(url, "utf8"), { loader: "ts" });
  return import(`data:text/javascript,${encodeURIComponent(code)}`);
}
