/** Writes what was gathered, in the forms that the encoding can show to the model. */
import { isAny, type Schema, type Written } from "./disjoint.ts";
import { gather } from "./gather.ts";
import { CONCERNS } from "./keywords.ts";
import { type Kind, kindsOf } from "./kinds.ts";
import { joined, typeText, withValuesSaid } from "./notes.ts";
import { NULL, type Position, withNull } from "./nullable.ts";
import type { Parts, Unit, UnitMember } from "./parts.ts";
import type { Place } from "./place.ts";
import { type Run, TOO_DEEP } from "./run.ts";
import { exclusiveUnion, writeUnion } from "./union.ts";
import { hasType, type TypeName } from "./value.ts";

export class Writer {
  readonly run: Run;

  constructor(run: Run) {
    this.run = run;
  }

  /** Writes the schema that says what all of the given ones say. */
  schema(places: readonly Place[], position: Position, depth: number): Written {
    const [first] = places;
    if (first !== undefined && depth > this.run.limits.depth) {
      this.run.warn(first.pointer, TOO_DEEP);
      return true;
    }
    if (first !== undefined && places.length === 1 && typeof first.value === "boolean") return first.value;
    const write = () => this.parts(gather(this.run, places), position, depth);
    return position === "hidden" ? this.run.silently(write) : write();
  }

  parts(parts: Parts, position: Position, depth: number): Written {
    if (!parts.possible) return false;
    const hasUnions = parts.unions.length > 0;
    const written = hasUnions
      ? writeUnion(this, parts, position, depth)
      : this.#typed(parts, position, depth);
    return annotated(written, parts);
  }

  /** Writes what has no alternatives. */
  #typed(parts: Parts, position: Position, depth: number): Written {
    const kinds = this.#kinds(parts, position);
    if (kinds?.length === 0) return false;
    const schema =
      kinds === undefined
        ? this.#keywords(parts, undefined, "hidden", depth)
        : this.#ofKinds(parts, kinds, position, depth);
    this.#addUnits(schema, parts, (concerns) => concerns === undefined, depth);
    return schema;
  }

  /** The types that a value may have, each with its values if they are given; `undefined` for any. */
  #kinds(parts: Parts, position: Position): Kind[] | undefined {
    const { types, values } = parts;
    if (values !== null) {
      return kindsOf([...values.values()].filter((value) => types === null || hasType(value, types)));
    }
    if (types !== null) {
      return [...types]
        .filter((type) => type !== "integer" || !types.has("number"))
        .map((type) => ({ type }));
    }
    if (position === "hidden" || !concernsSomeType(parts)) return undefined;
    const type = assumedType(parts);
    this.run.warn(
      parts.pointer,
      `"type" is missing; ${type === undefined ? "any value is said" : `"${type}" is assumed`}`,
    );
    return type === undefined ? undefined : [{ type }];
  }

  #ofKinds(parts: Parts, kinds: readonly Kind[], position: Position, depth: number): Schema {
    const others = kinds.filter(({ type }) => type !== "null");
    const nullable = others.length < kinds.length;
    const [first] = others;
    if (first === undefined) return { ...NULL };
    if (kinds.length > 1 && !kinds.some((kind) => hasStructure(parts, kind))) {
      const types = new Set(kinds.map(({ type }) => type));
      return { type: [...types], ...this.#keywords(parts, types, position, depth) };
    }
    if (others.length > 1) {
      const variants = others.map((kind) => this.#ofKind(parts, kind, position, depth + 1));
      return exclusiveUnion(nullable ? [...variants, NULL] : variants);
    }
    const schema = this.#ofKind(parts, first, position, depth);
    if (nullable) return withNull(schema, position);
    // OpenAPI's `nullable` beside values of which none is null.
    const saysNull = parts.nullable && parts.values !== null && parts.types?.has("null");
    return saysNull ? { ...schema, nullable: true } : schema;
  }

  #ofKind(parts: Parts, { type, values }: Kind, position: Position, depth: number): Schema {
    const enumeration = values === undefined ? {} : { enum: values };
    return { type, ...enumeration, ...this.#keywords(parts, new Set([type]), position, depth) };
  }

  /** Writes the keywords that concern some types; without any, all keywords that concern a type. */
  #keywords(
    parts: Parts,
    types: ReadonlySet<TypeName> | undefined,
    position: Position,
    depth: number,
  ): Schema {
    const concern = (type: TypeName) =>
      types === undefined || types.has(type) || (type === "number" && types.has("integer"));
    const written: Schema = {};
    if (concern("object")) this.#object(written, parts, position, depth);
    if (concern("array")) this.#array(written, parts, position, depth);
    for (const [keyword, bound] of parts.bounds) {
      if (concern(CONCERNS.get(keyword) as TypeName)) written[keyword] = bound;
    }
    this.#addUnits(written, parts, (type) => type !== undefined && concern(type), depth);
    return written;
  }

  #object(written: Schema, parts: Parts, position: Position, depth: number): void {
    const { properties, patterns, additional } = parts.object;
    const further = this.#additional(written, additional, position, depth);
    const entries = [...properties].map(([name, places]) => [
      name,
      this.#property(places, further, position, depth),
    ]);
    const shown = entries.filter(([, schema]) => schema !== false || further !== false);
    if (position !== "hidden" && patterns.size === 0 && further !== false) {
      // A property that must be there is shown, even if nothing else is known about it.
      for (const name of parts.required)
        if (!properties.has(name)) shown.push([name, this.#property(additional, further, position, depth)]);
    }
    if (shown.length > 0 || parts.hasProperties) written.properties = Object.fromEntries(shown);
    if (patterns.size > 0) written.patternProperties = this.#map(patterns, depth);
    if (parts.required.size > 0) written.required = [...parts.required];
    if (further !== undefined) written.additionalProperties = further;
  }

  #property(
    places: readonly Place[],
    further: Written | undefined,
    position: Position,
    depth: number,
  ): Written {
    if (position === "hidden") return this.schema(places, "hidden", depth + 1);
    const schema = this.schema(places, "free", depth + 1);
    if (schema === false && further !== false && places[0]) this.run.warn(places[0].pointer, NEVER);
    return withValuesSaid(schema);
  }

  /** Writes what further properties are. A simple type is said in the description. */
  #additional(
    written: Schema,
    places: readonly Place[],
    position: Position,
    depth: number,
  ): Written | undefined {
    const [first] = places;
    if (first === undefined) return undefined;
    const schema = this.schema(places, "hidden", depth + 1);
    if (position === "hidden" || schema === false || isAny(schema)) return schema;
    const type = typeText(schema);
    if (type === undefined)
      this.run.warn(first.pointer, "what further properties are cannot be said to the model");
    else written.description = `Further properties: ${type}`;
    return schema;
  }

  #array(written: Schema, parts: Parts, position: Position, depth: number): void {
    const { prefix, items } = parts.array;
    if (prefix.length > 0) {
      written.prefixItems = prefix.map((places) => this.schema(places, "hidden", depth + 1));
    }
    if (items.length === 0) return;
    written.items = this.schema(items, position === "hidden" ? "hidden" : "bare", depth + 1);
  }

  /** Adds units beside the keywords that are there, or to `allOf`, which the encoding does not show. */
  #addUnits(
    schema: Schema,
    { units }: Parts,
    isMeant: (concerns: Unit["concerns"]) => boolean,
    depth: number,
  ): void {
    const others: unknown[] = [];
    for (const { concerns, members } of units) {
      if (!isMeant(concerns)) continue;
      const written = members.map((member) => [member.keyword, this.#member(member, depth)] as const);
      const isFree = written.every(([keyword]) => !Object.hasOwn(schema, keyword) && keyword !== "oneOf");
      if (isFree) for (const [keyword, value] of written) schema[keyword] = value;
      else if (written.some(([keyword, value]) => schema[keyword] !== value)) {
        others.push(Object.fromEntries(written));
      }
    }
    if (others.length > 0) schema.allOf = ((schema.allOf as unknown[] | undefined) ?? []).concat(others);
  }

  #member(member: UnitMember, depth: number): unknown {
    if ("schemas" in member) return this.schema(member.schemas, "hidden", depth + 1);
    if ("map" in member) return this.#map(member.map, depth);
    if ("list" in member) return member.list.map((place) => this.schema([place], "hidden", depth + 2));
    return member.value;
  }

  #map(map: ReadonlyMap<string, readonly Place[]>, depth: number): Schema {
    return Object.fromEntries(
      [...map].map(([name, places]) => [name, this.schema(places, "hidden", depth + 1)]),
    );
  }
}

export const NEVER = "allows no value, which cannot be said to the model";

/** Adds what only describes the schema. The outermost description comes first. */
function annotated(schema: Written, { descriptions, notes }: Parts): Written {
  if (schema === false || descriptions.size + notes.size === 0) return schema;
  const written: Schema = schema === true ? {} : schema;
  const { description: inner } = written;
  const all = [...descriptions];
  if (typeof inner === "string" && !all.some((outer) => outer.includes(inner))) all.push(inner);
  const description = all.length === 0 ? {} : { description: joined(all) };
  return { ...written, ...Object.fromEntries(notes), ...description };
}

function hasStructure({ object, array, required }: Parts, { type, values }: Kind): boolean {
  if (values !== undefined) return true;
  if (type === "object") return object.properties.size + required.size > 0;
  return type === "array" && array.items.length > 0;
}

/** Whether there is anything that restricts values of one type only. */
function concernsSomeType({ object, array, required, bounds, units }: Parts): boolean {
  const shapes = object.properties.size + object.patterns.size + object.additional.length;
  const items = array.items.length + array.prefix.length;
  return (
    shapes + items + required.size + bounds.size > 0 || units.some(({ concerns }) => concerns !== undefined)
  );
}

/** The type that an author means who gives none. */
function assumedType({ object, array }: Parts): TypeName | undefined {
  const hasItems = array.items.length > 0;
  if (object.properties.size > 0) return hasItems ? undefined : "object";
  return hasItems ? "array" : undefined;
}
