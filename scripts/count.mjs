/** Counts the tests in the output of `cargo test` and of Vitest. */
import { stripVTControlCharacters } from "node:util";

/** cargo: `test result: ok. 12 passed; 0 failed; 1 ignored; …`, once for each test program. */
const CARGO = /^test result: .*$/gm;

/** Vitest: `Tests  1 failed | 12 passed | 1 skipped (14)`, once a run. */
const VITEST = /^ *Tests {2}.*\(\d+\)$/gm;

/** Returns how many tests passed and failed. Both are 0 if none were run. */
export function countTests(output) {
  const text = stripVTControlCharacters(output);
  const results = [...(text.match(CARGO) ?? []), ...(text.match(VITEST) ?? [])];
  const sum = (word) => results.reduce((total, result) => total + numberBefore(word, result), 0);
  return { passed: sum("passed"), failed: sum("failed") };
}

function numberBefore(word, result) {
  return Number(new RegExp(`(\\d+) ${word}`).exec(result)?.[1] ?? 0);
}
