/**
 * Checks of single values: each returns the value with its type, or throws a `HarmonyValueError` that names the
 * path, what was expected and what was there.
 */
import { HarmonyValueError, within } from "./errors.ts";

/** The error for a value of the wrong type. */
export function wrongType(path: string, expected: string, value: unknown): HarmonyValueError {
  return new HarmonyValueError(`expected ${expected}, got ${describe(value)}`, { path });
}

/** A value's type as a reader would name it. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object") return typeof value;
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "Object" ? name : "object";
}

/** A string as in a message, quoted; any other value by its type. */
export function quote(value: unknown): string {
  if (typeof value === "string") return `'${value}'`;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : describe(value);
}

export function checkString(value: unknown, path: string): string {
  if (typeof value !== "string") throw wrongType(path, "a string", value);
  return value;
}

export function checkOptionalString(value: unknown, path: string): string | null {
  if (value !== null && typeof value !== "string") throw wrongType(path, "a string or null", value);
  return value;
}

export function checkBoolean(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw wrongType(path, "a boolean", value);
  return value;
}

/** Maps an array's items, naming the index in errors. A hole is an item that is `undefined`. */
export function mapItems<T>(items: unknown, path: string, map: (item: unknown) => T): T[] {
  if (!Array.isArray(items)) throw wrongType(path, "an array", items);
  const mapped: T[] = [];
  try {
    for (let i = 0; i < items.length; i++) mapped.push(map(items[i]));
  } catch (error) {
    throw within(`${path}[${mapped.length}]`, error);
  }
  return mapped;
}

/** An object that is not an array: a dict, an initialiser, options. */
export function checkObject(value: unknown, path: string, expected = "an object"): Record<string, unknown> {
  if (!isObject(value)) throw wrongType(path, expected, value);
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function checkInstance<T>(value: unknown, type: abstract new (...args: never) => T, path: string): T {
  if (!(value instanceof type))
    throw wrongType(path, `${/^[AEIOU]/.test(type.name) ? "an" : "a"} ${type.name}`, value);
  return value;
}

/** An object that can be iterated over, whatever it gives. A string is not one. */
export function checkIterable<T>(value: Iterable<T> | unknown, path: string, expected: string): Iterable<T> {
  if (typeof value === "object" && typeof (value as Iterable<T> | null)?.[Symbol.iterator] === "function") {
    return value as Iterable<T>;
  }
  throw wrongType(path, expected, value);
}

/** Options that may be left out or be null. */
export function checkOptions(value: unknown, path: string): Record<string, unknown> {
  return value === undefined || value === null ? {} : checkObject(value, path, "an object or null");
}

/** A boolean option, with its default. */
export function optionalBoolean(options: Record<string, unknown>, key: string, fallback: boolean): boolean {
  const value = options[key];
  return value === undefined ? fallback : checkBoolean(value, key);
}
