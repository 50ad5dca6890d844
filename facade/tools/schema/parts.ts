/** What some schemas that must all hold say together: the parts of one schema, which `Writer` writes. */
import type { Place, Pointer } from "./place.ts";
import { commonTypes, type TypeName } from "./value.ts";

/** Keywords that are written together: beside the others, or in `allOf` if one of them is there already. */
export interface Unit {
  /** The type that the keywords restrict; without one, every type. */
  readonly concerns: TypeName | undefined;
  readonly members: readonly UnitMember[];
}

/** A keyword with what is written for it: a value, schemas that must all hold, such schemas by name, or a list. */
export type UnitMember =
  | { readonly keyword: string; readonly value: unknown }
  | { readonly keyword: string; readonly schemas: readonly Place[] }
  | { readonly keyword: string; readonly map: ReadonlyMap<string, readonly Place[]> }
  | { readonly keyword: string; readonly list: readonly Place[] };

/** The schemas of an object's properties. A list of schemas must hold together; an empty one allows anything. */
export interface ObjectShape {
  readonly properties: Map<string, Place[]>;
  readonly patterns: Map<string, Place[]>;
  readonly additional: Place[];
}

/** The schemas of an array's items: of the first ones, and of the rest. */
export interface ArrayShape {
  readonly prefix: Place[][];
  readonly items: Place[];
}

/** Alternatives. */
export interface Union {
  readonly kind: "anyOf" | "oneOf";
  readonly branches: readonly Place[];
  readonly pointer: Pointer;
}

/** How many schemas of further properties may be copied to the properties that they concern. */
const MAX_MERGED = 5_000;

export class Parts {
  /** Where the first of the schemas is. */
  readonly pointer: Pointer;
  /** Whether any value can be valid. */
  possible = true;
  types: ReadonlySet<TypeName> | null = null;
  /** Whether OpenAPI's `nullable` adds null to the type. */
  nullable = false;
  /** The values of `enum` and `const`, each by its canonical text. */
  values: ReadonlyMap<string, unknown> | null = null;
  bounds = new Map<string, number>();
  required = new Set<string>();
  /** Whether there are `properties`, even if there is none among them. */
  hasProperties = false;
  object: ObjectShape = emptyObject();
  array: ArrayShape = { prefix: [], items: [] };
  unions: Union[] = [];
  units: Unit[] = [];
  descriptions = new Set<string>();
  /** Further keywords that restrict nothing, such as `title` and `default`. */
  notes = new Map<string, unknown>();
  #merged = 0;

  constructor(pointer: Pointer) {
    this.pointer = pointer;
  }

  /** A copy without what only describes the schema. */
  assertions(): Parts {
    const copy = Object.assign(new Parts(this.pointer), this);
    copy.#merged = this.#merged;
    copy.bounds = new Map(this.bounds);
    copy.required = new Set(this.required);
    copy.object = {
      properties: copyOf(this.object.properties),
      patterns: copyOf(this.object.patterns),
      additional: [...this.object.additional],
    };
    copy.array = { prefix: this.array.prefix.map((places) => [...places]), items: [...this.array.items] };
    copy.unions = [...this.unions];
    copy.units = [...this.units];
    copy.descriptions = new Set();
    copy.notes = new Map();
    return copy;
  }

  /** How much a copy is, and whether there is anything that a value must meet. */
  get size(): number {
    const { properties, patterns, additional } = this.object;
    return (
      (this.types === null ? 0 : 1) +
      (this.values?.size ?? 0) +
      this.bounds.size +
      this.required.size +
      properties.size +
      patterns.size +
      additional.length +
      this.array.prefix.length +
      this.array.items.length +
      this.unions.length +
      this.units.length
    );
  }

  restrictTypes(types: ReadonlySet<TypeName>): void {
    this.types = this.types === null ? types : commonTypes(this.types, types);
    if (this.types.size === 0) this.possible = false;
  }

  restrictValues(values: ReadonlyMap<string, unknown>): void {
    this.values = new Map([...(this.values ?? values)].filter(([text]) => values.has(text)));
    if (this.values.size === 0) this.possible = false;
  }

  restrictObject(shape: ObjectShape): void {
    const copies = copiesToMerge(this.object, shape);
    if (this.#merged + copies > MAX_MERGED) {
      this.units.push({ concerns: "object", members: membersOf(shape) });
      return;
    }
    this.#merged += copies;
    mergeObjects(this.object, shape);
  }

  restrictArray({ prefix, items }: ArrayShape): void {
    const { array } = this;
    const length = Math.max(array.prefix.length, prefix.length);
    for (let i = 0; i < length; i++) {
      array.prefix[i] = [...(array.prefix[i] ?? array.items), ...(prefix[i] ?? items)];
    }
    array.items.push(...items);
  }
}

function emptyObject(): ObjectShape {
  return { properties: new Map(), patterns: new Map(), additional: [] };
}

function copyOf(map: Map<string, Place[]>): Map<string, Place[]> {
  return new Map([...map].map(([name, places]) => [name, [...places]]));
}

function isEmpty({ properties, patterns, additional }: ObjectShape): boolean {
  return properties.size + patterns.size + additional.length === 0;
}

/** How many schemas a merge copies; infinitely many if it would matter which properties the patterns concern. */
function copiesToMerge(one: ObjectShape, other: ObjectShape): number {
  if (isEmpty(one) || isEmpty(other)) return 0;
  if (one.patterns.size + other.patterns.size > 0) return Number.POSITIVE_INFINITY;
  return one.properties.size * other.additional.length + other.properties.size * one.additional.length;
}

/** Merges a shape into another. A property that only one of them names is, for the other one, an additional property. */
function mergeObjects(one: ObjectShape, other: ObjectShape): void {
  for (const [name, places] of other.patterns) one.patterns.set(name, [...places]);
  if (other.additional.length > 0) {
    for (const [name, places] of one.properties) {
      if (!other.properties.has(name)) places.push(...other.additional);
    }
  }
  for (const [name, places] of other.properties) {
    const known = one.properties.get(name);
    if (known === undefined) one.properties.set(name, [...one.additional, ...places]);
    else known.push(...places);
  }
  one.additional.push(...other.additional);
}

function membersOf({ properties, patterns, additional }: ObjectShape): UnitMember[] {
  const members: UnitMember[] = [
    { keyword: "properties", map: properties },
    { keyword: "patternProperties", map: patterns },
  ];
  if (additional.length > 0) members.push({ keyword: "additionalProperties", schemas: additional });
  return members;
}
