/** The `stop` strings of a request, looked for in text that comes bit by bit. */
import { HarmonyValueError } from "../../validation/errors.ts";
import { expectString } from "../../validation/expect.ts";

/** OpenAI's APIs take 4, and engines more; every one of them costs time for each character. */
const MAX_STOPS = 32;

/** Reads `stop` of a request: a string, several, or nothing. Empty strings stop nothing. */
export function readStops(stop: unknown): string[] {
  if (stop === undefined || stop === null) return [];
  const stops = Array.isArray(stop)
    ? stop.map((each, i) => expectString(each, `stop[${i}]`))
    : [expectString(stop, "stop")];
  if (stops.length > MAX_STOPS) {
    throw new HarmonyValueError(`expected at most ${MAX_STOPS} strings, got ${stops.length}`, {
      path: "stop",
    });
  }
  return stops.filter((each) => each !== "");
}

/**
 * Holds text back while it can be the beginning of a stop string, and ends the text before the first one that is
 * complete. It takes time in proportion to the text, however the text is cut.
 */
export class StopStrings {
  readonly #searches: Search[];
  #held = "";
  isFound = false;

  constructor(stops: readonly string[]) {
    this.#searches = stops.map((stop) => new Search(stop));
  }

  /** Takes the next text, and returns what is certainly not part of a stop string. */
  push(text: string): string {
    if (this.isFound) return "";
    const all = this.#held + text;
    for (let i = 0; i < text.length; i++) {
      const found = this.#advance(text.charCodeAt(i));
      if (found === 0) continue;
      this.isFound = true;
      this.#held = "";
      return all.slice(0, all.length - text.length + i + 1 - found);
    }
    const free = all.length - Math.max(0, ...this.#searches.map(({ matched }) => matched));
    this.#held = all.slice(free);
    return all.slice(0, free);
  }

  /** Ends the text, and returns what was held back. */
  end(): string {
    const held = this.#held;
    this.#held = "";
    for (const search of this.#searches) search.matched = 0;
    return held;
  }

  /** Returns the length of the longest stop string that ends with this unit, or 0. */
  #advance(unit: number): number {
    let found = 0;
    for (const search of this.#searches) {
      if (search.advance(unit)) found = Math.max(found, search.matched);
    }
    return found;
  }
}

/** One string, looked for by Knuth, Morris and Pratt's algorithm. */
class Search {
  readonly #units: number[];
  /** For each length that is matched, the next shorter one that can be. */
  readonly #shorter: number[] = [0, 0];
  matched = 0;

  constructor(stop: string) {
    this.#units = Array.from({ length: stop.length }, (_, i) => stop.charCodeAt(i));
    for (let length = 0, i = 1; i < this.#units.length; i++) {
      while (length > 0 && this.#units[i] !== this.#units[length]) length = this.#shorter[length] as number;
      if (this.#units[i] === this.#units[length]) length++;
      this.#shorter.push(length);
    }
  }

  /** Takes a unit, and tells whether the string is complete. */
  advance(unit: number): boolean {
    if (this.matched === this.#units.length) this.matched = this.#shorter[this.matched] as number;
    while (this.matched > 0 && this.#units[this.matched] !== unit) {
      this.matched = this.#shorter[this.matched] as number;
    }
    if (this.#units[this.matched] === unit) this.matched++;
    return this.matched === this.#units.length;
  }
}
