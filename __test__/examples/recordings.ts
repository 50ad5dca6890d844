/** The completions of `examples/data/completions`. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support.ts";

const FOLDER = join(ROOT, "examples/data/completions");

/** A completion's text, with special tokens spelt out, and its tokens. */
export interface Recording {
  text: string;
  tokens: number[];
}

/** Returns the recordings by name, in the order of the names. */
export function recordings(): Map<string, Recording> {
  return new Map(
    readdirSync(FOLDER)
      .sort()
      .map((file) => [file.replace(".json", ""), JSON.parse(readFileSync(join(FOLDER, file), "utf8"))]),
  );
}
