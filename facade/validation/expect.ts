/**
 * Checks of single values. Each returns the value with its type, or throws a `HarmonyValueError` that says where the
 * value is, what was expected and what was found.
 */
import { HarmonyValueError, prependPath } from "./errors.ts";

/** The error for a value of the wrong type. */
export function wrongType(path: string, expected: string, value: unknown): HarmonyValueError {
  return new HarmonyValueError(`expected ${expected}, got ${describe(value)}`, { path });
}

/** Names a value's type for an error message. */
export function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object") return typeof value;
  const name = Object.getPrototypeOf(value)?.constructor?.name;
  return typeof name === "string" && name !== "Object" ? name : "object";
}

/** Shows a value in an error message: a string in quotes, a number or boolean as it is, anything else by its type. */
export function quote(value: unknown): string {
  if (typeof value === "string") return `'${value}'`;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : describe(value);
}

export function expectString(value: unknown, path: string): string {
  if (typeof value !== "string") throw wrongType(path, "a string", value);
  return value;
}

export function expectStringOrNull(value: unknown, path: string): string | null {
  if (value !== null && typeof value !== "string") throw wrongType(path, "a string or null", value);
  return value;
}

export function expectBoolean(value: unknown, path: string): boolean {
  if (typeof value !== "boolean") throw wrongType(path, "a boolean", value);
  return value;
}

/** Maps an array's items; errors name the index. A hole counts as `undefined`. */
export function mapItems<T>(items: unknown, path: string, map: (item: unknown, index: number) => T): T[] {
  if (!Array.isArray(items)) throw wrongType(path, "an array", items);
  const mapped: T[] = [];
  try {
    for (let i = 0; i < items.length; i++) mapped.push(map(items[i], i));
  } catch (error) {
    throw prependPath(`${path}[${mapped.length}]`, error);
  }
  return mapped;
}

/** An array of strings. */
export function expectStrings(value: unknown, path: string): string[] {
  return mapItems(value, path, (item) => expectString(item, ""));
}

/** An object that is not an array: a dict, an initialiser, options. */
export function expectObject(value: unknown, path: string, expected = "an object"): Record<string, unknown> {
  if (!isObject(value)) throw wrongType(path, expected, value);
  return value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function expectInstance<T>(value: unknown, type: abstract new (...args: never) => T, path: string): T {
  if (!(value instanceof type))
    throw wrongType(path, `${/^[AEIOU]/.test(type.name) ? "an" : "a"} ${type.name}`, value);
  return value;
}

/** An iterable object, whatever its items are. A string is not one. */
export function expectIterable<T>(value: Iterable<T> | unknown, path: string, expected: string): Iterable<T> {
  if (typeof value === "object" && typeof (value as Iterable<T> | null)?.[Symbol.iterator] === "function") {
    return value as Iterable<T>;
  }
  throw wrongType(path, expected, value);
}

/** A number of something: an integer from 0. */
export function expectCount(value: unknown, path: string): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  const got = typeof value === "number" ? String(value) : describe(value);
  throw new HarmonyValueError(`expected an integer from 0, got ${got}`, { path });
}

/** Options, which may be left out or `null`. */
export function expectOptions(value: unknown, path: string): Record<string, unknown> {
  return value === undefined || value === null ? {} : expectObject(value, path, "an object or null");
}

/** A boolean option, or its default. */
export function booleanOption(options: Record<string, unknown>, key: string, fallback: boolean): boolean {
  const value = options[key];
  return value === undefined ? fallback : expectBoolean(value, key);
}

/** An initialiser's field, read from a dict's key; `undefined` if the key is missing. */
export function fieldFromDict<T>(
  dict: Record<string, unknown>,
  key: string,
  expect: (value: unknown, path: string) => T,
): T | undefined {
  const value = dict[key];
  return value === undefined ? undefined : expect(value, key);
}
