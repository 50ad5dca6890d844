/** Writes alternatives. The encoding shows `oneOf` only, so `anyOf` is written as alternatives that exclude each other. */
import { areDisjoint, areExclusive, isAny, type Schema, typesOf, type Written } from "./disjoint.ts";
import { gather } from "./gather.ts";
import { kindsOf } from "./kinds.ts";
import { sizeOf } from "./measure.ts";
import { withValuesSaid } from "./notes.ts";
import { alone, NULL, type Position, withNull } from "./nullable.ts";
import { Parts, type Union, type Unit } from "./parts.ts";
import { MAX_COPIES, type Run } from "./run.ts";
import { canonical, type TypeName } from "./value.ts";

/** What writes the schemas that alternatives are made of. */
interface PartsWriter {
  readonly run: Run;
  parts(parts: Parts, position: Position, depth: number): Written;
}

/** How many unions that must all hold are combined. */
const MAX_UNIONS = 8;

/** How many alternatives are compared with each other. */
const MAX_COMPARED = 500;

/** Unions of which no two alternatives overlap. */
const exclusive = new WeakSet<object>();

/** A union of alternatives that do not overlap. */
export function exclusiveUnion(variants: readonly Written[]): Schema {
  const union = { oneOf: variants.map(withValuesSaid) };
  exclusive.add(union);
  return union;
}

/** Writes parts with alternatives: what else the parts say is repeated in each. */
export function writeUnion(writer: PartsWriter, parts: Parts, position: Position, depth: number): Written {
  const base = parts.assertions();
  const [union, ...rest] = parts.unions as [Union, ...Union[]];
  const isLarge =
    depth >= writer.run.limits.depth ||
    rest.length >= MAX_UNIONS ||
    base.size * union.branches.length > MAX_COPIES;
  if (position === "hidden" || isLarge) {
    if (isLarge) writer.run.warn(union.pointer, "is left out, since the schema would become too large");
    base.unions = [];
    base.units = base.units.concat(parts.unions.map(hidden));
    return writer.parts(base, position, depth);
  }
  base.unions = rest;
  const variants = union.branches.map((branch) => {
    const start = base.size === 0 ? new Parts(branch.pointer) : base.assertions();
    return writer.parts(gather(writer.run, [branch], start), "free", depth + 1);
  });
  return new Alternatives(writer.run, union).write(variants, position);
}

/** Alternatives that hold, but are not shown. */
function hidden({ kind, branches }: Union): Unit {
  return { concerns: undefined, members: [{ keyword: kind, list: branches }] };
}

class Alternatives {
  readonly #run: Run;
  readonly #union: Union;

  constructor(run: Run, union: Union) {
    this.#run = run;
    this.#union = union;
  }

  write(variants: readonly Written[], position: Position): Written {
    const possible = variants.filter((variant) => variant !== false);
    const [first] = possible;
    if (first === undefined) return false;
    if (possible.length === 1) return alone(first, position);
    const isOpen = this.#union.kind === "anyOf";
    if (isOpen && possible.some(isAny)) return {};
    const different = isOpen ? distinct(possible) : possible;
    if (!isOpen && !areExclusive(this.#run, different)) return { oneOf: different.map(withValuesSaid) };
    return this.#exclusive(merged(different.flatMap(alternativesOf), isOpen), position);
  }

  /** Writes alternatives of which at least one must hold, so that exactly one does. */
  #exclusive({ schemas, nullable }: Merged, position: Position): Written {
    const [first] = schemas;
    if (first === undefined) return NULL;
    if (schemas.length === 1) {
      if (!nullable) return alone(first, position);
      if (typeof first === "object" && areDisjoint(this.#run, first, NULL)) return withNull(first, position);
    }
    return exclusiveUnion(this.#separated(nullable ? [...schemas, NULL] : schemas));
  }

  /** Excludes from each alternative those before it that it overlaps with. */
  #separated(schemas: readonly Written[]): readonly Written[] {
    if (schemas.length > MAX_COMPARED) return this.#overlapping(schemas);
    return schemas.map((schema, i) => {
      const before = schemas.slice(0, i).filter((other) => !areDisjoint(this.#run, other, schema));
      if (before.length === 0) return schema;
      const size = before.reduce<number>((sum, each) => sum + sizeOf(each), 0);
      return this.#run.take(size) ? without(schema, before) : this.#overlapping(schema);
    });
  }

  #overlapping<T>(schemas: T): T {
    this.#run.warn(
      this.#union.pointer,
      "has alternatives that may overlap; exactly one of them is said to hold",
    );
    return schemas;
  }
}

/** What alternatives came to, with null apart. */
interface Merged {
  readonly schemas: Written[];
  readonly nullable: boolean;
}

/** Merges alternatives that are no more than values, and, if the author has not made lines of them, than types. */
function merged(variants: readonly Written[], mergeTypes: boolean): Merged {
  const values = new Map<string, unknown>();
  const types = new Set<TypeName>();
  const others: Written[] = [];
  let valuesAt = -1;
  let typesAt = -1;
  for (const variant of variants) {
    if (isValues(variant)) {
      if (valuesAt < 0) valuesAt = others.length;
      for (const value of variant.enum) values.set(canonical(value), value);
    } else if (isNull(variant)) {
      values.set("null", null);
    } else if (mergeTypes && isTypes(variant)) {
      if (typesAt < 0) typesAt = others.length;
      for (const type of typesOf(variant)) types.add(type);
    } else others.push(variant);
  }
  const kinds = kindsOf([...values.values()].filter((value) => value !== null));
  const enumerations = kinds.map(({ type, values: given }) => (given ? { type, enum: given } : { type }));
  const nullable = values.has("null") || types.delete("null");
  if (types.has("number")) types.delete("integer");
  const [type, ...more] = types;
  const named = type === undefined ? [] : [{ type: more.length === 0 ? type : [...types] }];
  // Values come first: a type that some of them have is what remains.
  const starts = [valuesAt, typesAt].filter((at) => at >= 0);
  if (starts.length > 0) others.splice(Math.min(...starts), 0, ...enumerations, ...named);
  return { schemas: others, nullable };
}

function isNull(schema: Written): boolean {
  return typeof schema === "object" && Object.keys(schema).length === 1 && String(schema.type) === "null";
}

function isValues(schema: Written): schema is Schema & { enum: unknown[] } {
  return hasOnly(schema, ["type", "enum", "nullable"]) && Array.isArray(schema.enum);
}

function isTypes(schema: Written): boolean {
  return hasOnly(schema, ["type"]) && schema.type !== undefined;
}

function hasOnly(schema: Written, keywords: readonly string[]): schema is Schema {
  return typeof schema === "object" && Object.keys(schema).every((keyword) => keywords.includes(keyword));
}

/** The alternatives of a union within a union. */
function alternativesOf(schema: Written): readonly Written[] {
  return hasOnly(schema, ["oneOf"]) && exclusive.has(schema) ? (schema.oneOf as Written[]) : [schema];
}

function distinct(schemas: readonly Written[]): Written[] {
  return [...new Map(schemas.map((schema) => [canonical(schema), schema])).values()];
}

/** The schema without the values that others allow. */
function without(schema: Written, others: readonly Written[]): Written {
  const not = others.length === 1 ? others[0] : { anyOf: others };
  if (typeof schema === "boolean") return schema && { not };
  if (!Object.hasOwn(schema, "not")) return { ...schema, not };
  return { ...schema, allOf: [...((schema.allOf as unknown[] | undefined) ?? []), { not }] };
}
