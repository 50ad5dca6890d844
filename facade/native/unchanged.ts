/**
 * Tells whether the parameters of tools are as they were, of messages that the program keeps. It looks at the objects that
 * they consist of one by one: each has the members that it had, so that all together are what they were. To follow them
 * from one to the next, and to find out what each of them is, takes twice as long.
 */
import { types } from "node:util";
import type { ToolParameters } from "../chat/tool.ts";
import { hasToJson, isPlainHere } from "../validation/json.ts";

/** What parameters consisted of. */
interface Snapshot {
  /** What they are written as. */
  readonly copy: ToolParameters;
  /** Each object and array, and their members. */
  readonly objects: object[];
  /** The names of an object's members, or `null` for an array. */
  readonly names: (string[] | null)[];
  readonly values: (readonly unknown[])[];
}

/** By parameters; `null` for those that may change without anybody changing them. */
const snapshots = new WeakMap<object, Snapshot | null>();

/** A canonical form that holds, in place of parameters that are as they were, the copy that they are written as. */
export class UnchangedForm {
  /** Whether there were others. */
  hasOthers = false;

  parameters(parameters: ToolParameters): ToolParameters {
    const snapshot = snapshots.get(parameters);
    if (snapshot && isUnchanged(snapshot)) return snapshot.copy;
    this.hasOthers = true;
    return parameters;
  }
}

/**
 * Remembers what parameters consist of.
 *
 * @param copy - what they are written as, which nobody changes
 */
export function noteParameters(parameters: ToolParameters, copy: ToolParameters): void {
  if (snapshots.get(parameters) === null) return;
  const snapshot: Snapshot = { copy, objects: [], names: [], values: [] };
  snapshots.set(parameters, addTo(snapshot, parameters, copy) ? snapshot : null);
}

function isUnchanged({ objects, names, values }: Snapshot): boolean {
  for (let i = 0; i < objects.length; i++) {
    const [object, known, was] = [objects[i] as object, names[i], values[i] as readonly unknown[]];
    if (hasToJson(object)) return false;
    const isSame = known ? hasMembers(object, known, was) : hasItems(object as readonly unknown[], was);
    if (!isSame) return false;
  }
  return true;
}

function hasMembers(object: object, names: readonly string[], values: readonly unknown[]): boolean {
  if (!isPlainHere(object)) return false;
  let count = 0;
  for (const name in object) {
    const value = object[name];
    if (value === undefined) continue;
    if (value !== values[count] || name !== names[count]) return false;
    count++;
  }
  return count === names.length;
}

function hasItems(items: readonly unknown[], values: readonly unknown[]): boolean {
  if (items.length !== values.length) return false;
  for (let i = 0; i < values.length; i++) if (items[i] !== values[i]) return false;
  return true;
}

/** Adds a value. Returns whether it is written as the copy, and cannot become anything else without being changed. */
function addTo(snapshot: Snapshot, value: unknown, copy: unknown): boolean {
  if (typeof value !== "object" || value === null) return value === copy;
  if (typeof copy !== "object" || copy === null) return false;
  if (types.isProxy(value) || hasToJson(value) || Array.isArray(value) !== Array.isArray(copy)) return false;
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainHere(value)) return false;
  const names = Object.keys(value).filter((name) => dataOf(value, name) !== undefined);
  const copied = Object.keys(copy);
  if (names.length !== copied.length || (isArray && value.length !== names.length)) return false;
  const values = names.map((name) => dataOf(value, name));
  snapshot.objects.push(value);
  snapshot.names.push(isArray ? null : names);
  snapshot.values.push(values);
  return names.every(
    (name, i) => name === copied[i] && addTo(snapshot, values[i], (copy as ToolParameters)[name]),
  );
}

/** Stands for the value of a property that has a getter. */
const GETTER = Symbol("getter");

function dataOf(object: object, name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(object, name);
  return property !== undefined && "value" in property ? property.value : GETTER;
}
