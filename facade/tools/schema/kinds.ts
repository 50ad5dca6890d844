/** The values of an enumeration by their types, which the encoding shows each in its own way. */
import { type TypeName, typeOf } from "./value.ts";

/** A type, with its values if only some are valid. */
export interface Kind {
  readonly type: TypeName;
  readonly values?: readonly unknown[];
}

export function kindsOf(values: readonly unknown[]): Kind[] {
  const groups = new Map<string, unknown[]>();
  for (const value of values) {
    const type = typeOf(value);
    const key = type === "integer" ? "number" : type;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups].map(([key, group]) => {
    const type = key === "number" && group.every(Number.isInteger) ? "integer" : (key as TypeName);
    const isWhole = type === "null" || (type === "boolean" && group.length === 2);
    return isWhole ? { type } : { type, values: group };
  });
}
