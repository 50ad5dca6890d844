/** JSON without loss: what `JSON.stringify` would drop, change or fail on is an error that says where the value is. */

import { HarmonyValueError } from "./errors.ts";
import { writeExactNumbers } from "./exact-number.ts";
import { describe } from "./expect.ts";

/**
 * Far more values than any schema has. An object that is used many times counts each time, because it is written each
 * time.
 */
const MAX_VALUES = 1_000_000;

/** How much of a path an error shows if the value is too deep or too large: such a path can be very long. */
const MAX_PATH_LENGTH = 100;

/** `JSON.stringify`, with a `HarmonyValueError` if it fails. An {@link ExactNumber} is written as its text. */
export function stringify(value: unknown): string {
  try {
    return writeExactNumbers(JSON.stringify(value));
  } catch (cause) {
    throw notWritten(cause);
  }
}

function notWritten(cause: unknown): HarmonyValueError {
  const reason = isStackOverflow(cause) ? "nested too deeply" : messageOf(cause);
  return new HarmonyValueError(`cannot be written as JSON: ${reason}`, { cause });
}

/** `JSON.parse`, with a `HarmonyValueError` if the text is not JSON. */
export function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HarmonyValueError(`invalid ${what} JSON: ${messageOf(cause)}`, { cause });
  }
}

/**
 * Returns a value that `JSON.stringify` writes without loss. A property that is `undefined` counts as not given.
 *
 * @throws {HarmonyValueError} for NaN, infinities, BigInt, functions, symbols, `undefined` in an array, objects that
 * are neither plain nor have a `toJSON` method, cycles, nesting that overflows the stack, and more than 1,000,000
 * values.
 */
export function expectJson<T>(value: T, path: string): T {
  const check = new JsonCheck();
  lookAtRoot();
  try {
    check.visit(value, "");
  } catch (error) {
    throw check.locate(error, path);
  }
  return value;
}

/**
 * Copies a value as `JSON.stringify` reads it: each property once, in the same order, with the same calls of `toJSON`.
 *
 * @param value - what {@link expectJson} has accepted, or contains it
 * @returns a copy that nobody else has; `undefined` if the value is nested too deeply to be copied
 * @throws {HarmonyValueError} where {@link stringify} does
 */
export function copyJson<T>(value: T): T | undefined {
  lookAtRoot();
  try {
    return copied(value, "") as T;
  } catch (cause) {
    if (isStackOverflow(cause)) return undefined;
    throw notWritten(cause);
  }
}

function copied(value: unknown, key: string | number): unknown {
  if (typeof value !== "object" || value === null) return value;
  const given = hasToJson(value) ? value.toJSON(String(key)) : value;
  if (typeof given !== "object" || given === null) return given;
  if (!Array.isArray(given)) return copiedProperties(given as Record<string, unknown>);
  return Array.from(given, (item, i) => {
    const copy = copied(item, i);
    return isLeftOut(copy) ? null : copy;
  });
}

/** The members of an object that has been copied, in their order, which takes no time to find in it. */
const MEMBERS = Symbol("members");

interface Members {
  names: string[];
  values: unknown[];
}

type Copy = Record<string, unknown> & { [MEMBERS]: Members };

function copiedProperties(object: Record<string, unknown>): Copy {
  const mayInherit = inherits(object);
  const members: Members = { names: [], values: [] };
  const copy = { [MEMBERS]: members } as Copy;
  for (const name in object) {
    if (mayInherit && !Object.hasOwn(object, name)) continue;
    const value = copied(object[name], name);
    if (isLeftOut(value)) continue;
    members.names.push(name);
    members.values.push(value);
    // What is called `__proto__` would become the prototype.
    Object.defineProperty(copy, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
}

/** Whether `JSON.stringify` leaves a property of this value out. */
function isLeftOut(value: unknown): boolean {
  return value === undefined || typeof value === "function" || typeof value === "symbol";
}

/**
 * Tells whether {@link expectJson} would accept a value and {@link stringify} would write it as the same text as a copy,
 * whose values have been accepted before. It reads each property once. The answer is no if it is hard to find out.
 *
 * @param copy - what {@link copyJson} has returned
 */
export function isWrittenAs(value: unknown, copy: unknown): boolean {
  lookAtRoot();
  return isSame(value, copy, "");
}

function isSame(value: unknown, copy: unknown, key: string | number): boolean {
  if (typeof value !== "object" || value === null || value === copy) return value === copy;
  if (hasToJson(value)) return !Array.isArray(value) && isScalarSame(value.toJSON(String(key)), copy);
  if (typeof copy !== "object" || copy === null) return false;
  return Array.isArray(value)
    ? hasSameItems(value, copy)
    : hasSameMembers(value as Record<string, unknown>, (copy as Partial<Copy>)[MEMBERS]);
}

function isScalarSame(value: unknown, copy: unknown): boolean {
  return (typeof value !== "object" || value === null) && value === copy;
}

function hasSameItems(items: readonly unknown[], copy: object): boolean {
  if (!Array.isArray(copy) || copy.length !== items.length) return false;
  for (let i = 0; i < copy.length; i++) if (!isSame(items[i], copy[i], i)) return false;
  return true;
}

function hasSameMembers(object: Record<string, unknown>, members: Members | undefined): boolean {
  if (members === undefined || isRootPolluted || !isPlainHere(object)) return false;
  const { names, values } = members;
  let count = 0;
  for (const name in object) {
    const value = object[name];
    if (value === undefined) continue;
    if (name !== names[count]) return false;
    const same = typeof value === "string" ? value === values[count] : isSame(value, values[count], name);
    if (!same) return false;
    count++;
  }
  return count === names.length;
}

/** Why a value is not JSON. {@link JsonCheck.locate} adds the path. */
class Problem {
  readonly message: string;
  /** Whether the path may be very long. */
  readonly tooMuch: boolean;

  constructor(message: string, tooMuch = false) {
    this.message = message;
    this.tooMuch = tooMuch;
  }
}

/**
 * One check. It keeps the keys on the way to the value that it is at, and makes a path of them only for an error: to
 * make one for each value would take longer than everything else. Most values of a schema are strings, which are
 * passed where they are found.
 */
class JsonCheck {
  readonly #keys: (string | number)[] = [];
  #level = 0;
  /** The objects that the value is inside of. */
  readonly #open: object[] = [];
  #depth = 0;
  #count = 0;

  visit(value: unknown, key: string | number): void {
    if (++this.#count > MAX_VALUES) throw new Problem("more than 1,000,000 values", true);
    if (isScalar(value)) return;
    if (typeof value !== "object") throw notJson(value);
    this.#visitObject(value as object, key);
  }

  #visitObject(value: object, key: string | number): void {
    const depth = this.#depth;
    for (let i = 0; i < depth; i++) {
      if (this.#open[i] === value) throw new Problem("the value contains itself");
    }
    this.#open[depth] = value;
    this.#depth = depth + 1;
    if (Array.isArray(value)) {
      this.#visitItems(value);
    } else if (hasToJson(value)) {
      this.visit(value.toJSON(String(key)), key);
    } else if (isPlain(value)) {
      this.#visitProperties(value);
    } else {
      throw notJson(value);
    }
    this.#depth = depth;
  }

  #visitItems(items: unknown[]): void {
    const level = this.#level++;
    for (let i = 0; i < items.length; i++) {
      this.#keys[level] = i;
      this.visit(items[i], i);
    }
    this.#level = level;
  }

  #visitProperties(object: Record<string, unknown>): void {
    const level = this.#level++;
    // Not `Object.keys`, which makes an array.
    const mayInherit = inherits(object);
    for (const key in object) {
      if (mayInherit && !Object.hasOwn(object, key)) continue;
      const value = object[key];
      if (value === undefined) continue;
      this.#keys[level] = key;
      this.visit(value, key);
    }
    this.#level = level;
  }

  /** The error to throw for what stopped the check. An error of the caller's own code stays as it is. */
  locate(error: unknown, path: string): unknown {
    if (error instanceof Problem) {
      const { message, tooMuch } = error;
      return new HarmonyValueError(message, {
        path: this.#path(path, tooMuch ? MAX_PATH_LENGTH : undefined),
      });
    }
    if (!isStackOverflow(error)) return error;
    return new HarmonyValueError("nested too deeply", {
      path: this.#path(path, MAX_PATH_LENGTH),
      cause: error,
    });
  }

  #path(root: string, maxLength = Number.POSITIVE_INFINITY): string {
    let path = root;
    for (const key of this.#keys.slice(0, this.#level)) {
      path += typeof key === "number" ? `[${key}]` : `.${key}`;
      if (path.length > maxLength) return `${path.slice(0, maxLength)}…`;
    }
    return path;
  }
}

function notJson(value: unknown): Problem {
  return new Problem(`expected a JSON value, got ${describe(value)}`);
}

/** Whether a value is JSON that has no parts. */
function isScalar(value: unknown): boolean {
  const type = typeof value;
  return (
    type === "string" || type === "boolean" || value === null || (type === "number" && Number.isFinite(value))
  );
}

/** Tells whether an object says itself what is written for it. */
export function hasToJson(value: object): value is { toJSON(key: string): unknown } {
  return typeof (value as { toJSON?: unknown }).toJSON === "function";
}

/** Whether an object is an object literal, of this realm or another, or has no prototype. */
function isPlain(value: object): value is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Whether an object is an object literal of this realm, or has no prototype. */
export function isPlainHere(object: object): object is Record<string, unknown> {
  const prototype = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
}

/** Whether a `for` loop over a plain object may come to a property of its prototype. */
function inherits(object: object): boolean {
  const prototype = Object.getPrototypeOf(object);
  if (prototype === null) return false;
  return prototype !== Object.prototype || isRootPolluted;
}

/** Whether `Object.prototype` has properties that a `for` loop comes to, as found when a value began to be read. */
let isRootPolluted = false;

function lookAtRoot(): void {
  isRootPolluted = Object.keys(Object.prototype).length > 0;
}

/** V8 throws this error where a recursion is too deep, which nothing but the text tells apart. */
function isStackOverflow(error: unknown): boolean {
  return error instanceof RangeError && error.message === "Maximum call stack size exceeded";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
