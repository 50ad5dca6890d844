/** What has been measured, and what went wrong. */
import { isDeepStrictEqual } from "node:util";
import { TimeLimitError } from "./process.mjs";

/** The cells of the table while they are being measured. `versions` are those that only a subject knows. */
export class Results {
  versions = {};
  problems = [];
  #cells = new Map();

  cell(row, subject) {
    const key = `${row.name} ${subject.name}`;
    if (!this.#cells.has(key)) this.#cells.set(key, { samples: [] });
    return this.#cells.get(key);
  }

  /** Notes whether a result is the expected one. It is an error if that of an exact subject is not. */
  check(row, subject, result, expected) {
    const same = isDeepStrictEqual(result, expected);
    this.cell(row, subject).differs = !same;
    if (!same && subject.exact) this.problems.push(`${subject.name}, ${row.name}: the result differs`);
  }

  /** Notes that a subject gave no result. */
  fail(row, subject, error, plan) {
    const note = error instanceof TimeLimitError ? timeLimit(plan) : "error";
    Object.assign(this.cell(row, subject), { note, message: error.message.slice(0, 500) });
    if (subject.exact && row.kind !== "hostile")
      this.problems.push(`${subject.name}, ${row.name}: ${error.message}`);
  }
}

/** What stands in a cell whose subject took too long. */
export function timeLimit({ limitMs }) {
  return `> ${limitMs / 1000} s`;
}
