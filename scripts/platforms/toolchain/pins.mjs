/** The exact packages that the toolchains are made of. `pin.mjs` writes `pins.json`. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const PINS = JSON.parse(readFileSync(new URL("pins.json", import.meta.url), "utf8"));

/** The pinned packages of a registry (`debian`, `debian-source`, `pypi`, `npm`) under that name. */
export function pins(registry, name) {
  const found = PINS[registry][name];
  if (found === undefined) throw new Error(`pins.json has no ${name} under ${registry}`);
  return found;
}

/** @throws {Error} unless the file has the pinned hash, in hexadecimal or, as npm writes it, in base64. */
export function checkHash(file, algorithm, expected, encoding = "hex") {
  const actual = createHash(algorithm).update(readFileSync(file)).digest(encoding);
  if (actual !== expected)
    throw new Error(`${basename(file)}: ${algorithm} is ${actual}, pinned is ${expected}`);
}
