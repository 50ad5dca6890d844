/** JSON that loses nothing: what `JSON.stringify` would drop, change or choke on is an error that names its path. */

import { HarmonyValueError } from "./errors.ts";
import { describe, isObject } from "./expect.ts";

/** Python's recursion limit, beyond which its `json.dumps` refuses a value too. */
const MAX_DEPTH = 1000;

/** Far beyond any schema. An object that is used many times counts each time, as it is written each time. */
const MAX_VALUES = 1_000_000;

/**
 * `JSON.stringify`, with its errors as typed ones.
 *
 * @throws {HarmonyValueError} if the text would be too long for a string, or a getter gives other values than it
 * gave to {@link checkJson}.
 */
export function stringify(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HarmonyValueError(`cannot be written as JSON: ${reason}`, { cause });
  }
}

/**
 * `JSON.parse`, with its error as a typed one.
 *
 * @throws {HarmonyValueError} if the text is not JSON.
 */
export function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HarmonyValueError(`invalid ${what} JSON: ${(cause as SyntaxError).message}`, { cause });
  }
}

/**
 * Checks that a value comes out of JSON as it went in. A property that is `undefined` counts as not given.
 *
 * @throws {HarmonyValueError} for NaN, infinities, BigInt, functions, symbols, `undefined` in an array, objects
 * that are neither plain nor have a `toJSON` method, cycles, more than 1,000 levels, and more than 1,000,000 values.
 */
export function checkJson(value: unknown, path: string): void {
  new JsonCheck().visit(value, path, 0);
}

/** One check. Objects that were seen to be good are not visited again, so that shared ones cost nothing here. */
class JsonCheck {
  readonly #open = new Set<object>();
  /** How many values each good object is, with all that it contains. */
  readonly #good = new Map<object, number>();

  /** Checks a value. Returns how many values it is. */
  visit(value: unknown, path: string, depth: number): number {
    switch (typeof value) {
      case "string":
      case "boolean":
        return 1;
      case "number":
        if (Number.isFinite(value)) return 1;
        break;
      case "object":
        return value === null ? 1 : (this.#good.get(value) ?? this.#visitObject(value, path, depth));
    }
    throw new HarmonyValueError(`expected a JSON value, got ${describe(value)}`, { path });
  }

  #visitObject(value: object, path: string, depth: number): number {
    if (this.#open.has(value)) throw new HarmonyValueError("the value contains itself", { path });
    if (depth >= MAX_DEPTH) {
      throw new HarmonyValueError(`nested more than ${MAX_DEPTH} levels deep`, { path: shorten(path) });
    }
    this.#open.add(value);
    let size = 1;
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) size += this.visit(value[i], `${path}[${i}]`, depth + 1);
    } else if (hasToJson(value)) {
      size = this.visit(value.toJSON(""), path, depth + 1);
    } else if (isPlain(value)) {
      for (const [key, field] of Object.entries(value)) {
        if (field !== undefined) size += this.visit(field, `${path}.${key}`, depth + 1);
      }
    } else {
      throw new HarmonyValueError(`expected a JSON value, got ${describe(value)}`, { path });
    }
    if (size > MAX_VALUES) {
      throw new HarmonyValueError("more than 1,000,000 values", { path: shorten(path) });
    }
    this.#open.delete(value);
    this.#good.set(value, size);
    return size;
  }
}

function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return "toJSON" in value && typeof value.toJSON === "function";
}

/** An object literal, of this realm or another, or one without a prototype. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return isObject(value) && (prototype === null || Object.getPrototypeOf(prototype) === null);
}

function shorten(path: string): string {
  return path.length <= 100 ? path : `${path.slice(0, 100)}…`;
}
