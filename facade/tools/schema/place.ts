/** Places in the schema that is normalised: where a value is, and how the walk got there. */

/** A JSON Pointer, as a list from its end. `null` is the whole document. */
export type Pointer = { readonly parent: Pointer; readonly key: string | number } | null;

/** A schema with an identifier of its own, which references in it are relative to. */
export interface Resource {
  readonly uri: string;
  readonly value: unknown;
  readonly pointer: Pointer;
}

/** The schemas that a place is inside of, the nearest first, and those that refer to it. */
export interface Trail {
  readonly parent: Trail | null;
  readonly schema: object;
  readonly length: number;
  /** How many references were followed. */
  readonly references: number;
}

/** Something that should be a schema. */
export interface Place {
  readonly value: unknown;
  readonly pointer: Pointer;
  readonly resource: Resource;
  readonly trail: Trail | null;
}

/** Writes a pointer as RFC 6901 says. */
export function pointerText(pointer: Pointer): string {
  const steps: string[] = [];
  for (let at = pointer; at !== null; at = at.parent) {
    steps.push(`/${String(at.key).replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
  return steps.reverse().join("");
}

/** The place of a member, or of a member's member. */
export function inside(place: Place, value: unknown, ...keys: (string | number)[]): Place {
  return {
    ...place,
    value,
    pointer: keys.reduce<Pointer>((parent, key) => ({ parent, key }), place.pointer),
  };
}

/** How often a schema is among those of a trail. */
export function occurrences(trail: Trail | null, schema: object): number {
  let count = 0;
  for (let at = trail; at !== null; at = at.parent) if (at.schema === schema) count++;
  return count;
}
