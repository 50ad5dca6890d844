/** Takes schemas apart: follows references and `allOf`, and gathers what all of them say. */
import { isObject } from "../../validation/expect.ts";
import { BOUNDS, CONCERNS, DESCRIBING, IDENTITY, UNSAID_MAPS, UNSAID_SCHEMAS } from "./keywords.ts";
import { Parts, type UnitMember } from "./parts.ts";
import { inside, type Place, type Pointer } from "./place.ts";
import type { Run } from "./run.ts";
import { canonical, isTypeName, own, type TypeName } from "./value.ts";

const NOT_VALID = "is not valid; it is left out";
const UNSAID = "cannot be said to the model";
const REFERENCES = ["$ref", "$dynamicRef", "$recursiveRef"];

/** Gathers what schemas say that must all hold, together with what is given already. */
export function gather(run: Run, places: readonly Place[], base?: Parts): Parts {
  const parts = base ?? new Parts(places[0]?.pointer ?? null);
  const open = places.toReversed();
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const entered = run.enter(place);
    if (entered === false) parts.possible = false;
    if (typeof entered === "boolean") continue;
    const more = new Reader(run, parts, entered.schema, entered.place).read();
    for (let i = more.length - 1; i >= 0; i--) open.push(more[i] as Place);
  }
  return parts;
}

/** Reads one schema. */
class Reader {
  readonly #run: Run;
  readonly #parts: Parts;
  readonly #schema: Record<string, unknown>;
  readonly #place: Place;

  constructor(run: Run, parts: Parts, schema: Record<string, unknown>, place: Place) {
    this.#run = run;
    this.#parts = parts;
    this.#schema = schema;
    this.#place = place;
  }

  /** Adds what the schema says to the parts. Returns the schemas that must hold too. */
  read(): Place[] {
    if (this.#isNullableWithoutType()) return this.#nullable();
    this.#object();
    this.#array();
    return Object.keys(this.#schema).flatMap((keyword) => {
      const value = this.#schema[keyword];
      return value === undefined ? [] : this.#keyword(keyword, value);
    });
  }

  #keyword(keyword: string, value: unknown): Place[] {
    if (BOUNDS.has(keyword)) this.#bound(keyword, value);
    else if (UNSAID_SCHEMAS.has(keyword)) this.#unsaidSchema(keyword, value);
    else if (UNSAID_MAPS.has(keyword)) this.#unsaidMap(keyword, value);
    else if (REFERENCES.includes(keyword)) {
      const target = this.#run.follow(value, this.#place, keyword);
      return target === undefined ? [] : [target];
    } else return this.#other(keyword, value);
    return [];
  }

  #other(keyword: string, value: unknown): Place[] {
    switch (keyword) {
      case "type":
        this.#types(value);
        break;
      case "enum":
        if (Array.isArray(value) && value.length > 0) this.#values(value, keyword);
        else this.#invalid(keyword);
        break;
      case "const":
        this.#values([value], keyword);
        break;
      case "allOf":
        return this.#list(keyword, value);
      case "anyOf":
      case "oneOf":
        this.#union(keyword, value);
        break;
      case "required":
        this.#required(value);
        break;
      case "description":
        if (typeof value !== "string") this.#invalid(keyword);
        else if (value !== "") this.#parts.descriptions.add(value);
        break;
      case "pattern":
      case "format":
        this.#restriction(keyword, value, typeof value === "string");
        break;
      case "multipleOf":
        this.#restriction(keyword, value, typeof value === "number" && value > 0);
        break;
      case "uniqueItems":
        if (value !== false) this.#restriction(keyword, value, value === true);
        break;
      case "if":
        this.#condition(value);
        break;
      default:
        if (!READ_WITH_OTHERS.has(keyword) && !IDENTITY.has(keyword)) this.#note(keyword, value);
    }
    return [];
  }

  #types(value: unknown): void {
    const names = Array.isArray(value) ? value : [value];
    const types = names.filter(isTypeName);
    if (names.includes("any")) return;
    if (types.length < names.length || types.length === 0)
      this.#warn(["type"], "names no type of JSON Schema");
    if (types.length === 0) return;
    if (this.#schema.nullable === true && !types.includes("null")) {
      this.#parts.nullable = true;
      types.push("null");
    }
    this.#parts.restrictTypes(new Set<TypeName>(types));
  }

  #values(values: readonly unknown[], keyword: string): void {
    if (!values.every((value) => this.#run.isWritable(value, this.#pointer(keyword)))) return;
    this.#parts.restrictValues(new Map(values.map((value) => [canonical(value), value])));
  }

  #bound(keyword: string, value: unknown): void {
    const { bounds } = this.#parts;
    const strict = /^exclusive(.*)$/.exec(keyword)?.[1]?.toLowerCase();
    const { number, as } = this.#draft4Bound(keyword, strict, value);
    if (number === undefined) return;
    if (typeof number !== "number" || !Number.isFinite(number)) {
      this.#invalid(keyword);
      return;
    }
    const known = bounds.get(as);
    const stricter = BOUNDS.get(as) ? Math.max : Math.min;
    bounds.set(as, known === undefined ? number : stricter(known, number));
  }

  /** In draft 4, `exclusiveMinimum: true` says that the `minimum` beside it is not allowed. */
  #draft4Bound(keyword: string, strict: string | undefined, value: unknown): { number: unknown; as: string } {
    if (strict !== undefined) return { number: typeof value === "boolean" ? undefined : value, as: keyword };
    const exclusive = `exclusive${keyword.charAt(0).toUpperCase()}${keyword.slice(1)}`;
    return { number: value, as: own(this.#schema, exclusive) === true ? exclusive : keyword };
  }

  #required(value: unknown): void {
    if (!Array.isArray(value)) {
      this.#invalid("required");
      return;
    }
    for (const name of value) if (typeof name === "string") this.#parts.required.add(name);
  }

  #restriction(keyword: string, value: unknown, valid: boolean): void {
    if (valid) this.#unit(keyword, [{ keyword, value }]);
    else this.#invalid(keyword);
  }

  #unsaidSchema(keyword: string, value: unknown): void {
    if (keyword === "propertyNames" && allowsEveryName(value)) return;
    if (/^unevaluated/.test(keyword) && value === true) return;
    this.#warn([keyword], UNSAID);
    const members: UnitMember[] = [{ keyword, schemas: [inside(this.#place, value, keyword)] }];
    if (keyword === "contains") {
      for (const count of ["minContains", "maxContains"]) {
        const given = own(this.#schema, count);
        if (typeof given === "number") members.push({ keyword: count, value: given });
      }
    }
    this.#unit(keyword, members);
  }

  /** A map of schemas, or of lists of required names, or of both. */
  #unsaidMap(keyword: string, value: unknown): void {
    if (!isObject(value)) {
      this.#invalid(keyword);
      return;
    }
    const names = Object.keys(value);
    if (names.length === 0) return;
    this.#warn([keyword], UNSAID);
    const lists = names.filter((name) => Array.isArray(value[name]));
    const schemas = keyword === "dependentRequired" ? [] : names.filter((name) => !lists.includes(name));
    if (lists.length > 0 && keyword !== "dependentSchemas") {
      const required = lists.map((name) => [
        name,
        (value[name] as unknown[]).filter((item) => typeof item === "string"),
      ]);
      this.#unit("dependentRequired", [
        { keyword: "dependentRequired", value: Object.fromEntries(required) },
      ]);
    }
    if (schemas.length === 0) return;
    const map = new Map(schemas.map((name) => [name, [inside(this.#place, value[name], keyword, name)]]));
    this.#unit("dependentSchemas", [{ keyword: "dependentSchemas", map }]);
  }

  #condition(value: unknown): void {
    const consequences = ["then", "else"].filter((keyword) => own(this.#schema, keyword) !== undefined);
    if (consequences.length === 0) return;
    this.#warn(["if"], UNSAID);
    const members = ["if", ...consequences].map((keyword) => ({
      keyword,
      schemas: [inside(this.#place, keyword === "if" ? value : this.#schema[keyword], keyword)],
    }));
    this.#unit("if", members);
  }

  #unit(keyword: string, members: UnitMember[]): void {
    this.#parts.units.push({ concerns: CONCERNS.get(keyword), members });
  }

  #list(keyword: string, value: unknown): Place[] {
    if (Array.isArray(value)) return value.map((item, i) => inside(this.#place, item, keyword, i));
    this.#invalid(keyword);
    return [];
  }

  #union(kind: "anyOf" | "oneOf", value: unknown): void {
    const branches = this.#list(kind, value);
    if (branches.length > 0) this.#parts.unions.push({ kind, branches, pointer: this.#pointer(kind) });
    else if (Array.isArray(value)) this.#invalid(kind);
  }

  #object(): void {
    const additional = own(this.#schema, "additionalProperties");
    const shape = {
      properties: this.#map("properties"),
      patterns: this.#map("patternProperties"),
      additional: additional === undefined ? [] : [inside(this.#place, additional, "additionalProperties")],
    };
    if (shape.patterns.size > 0) this.#warn(["patternProperties"], UNSAID);
    if (isObject(own(this.#schema, "properties"))) this.#parts.hasProperties = true;
    this.#parts.restrictObject(shape);
  }

  #map(keyword: string): Map<string, Place[]> {
    const value = own(this.#schema, keyword);
    if (value === undefined) return new Map();
    if (isObject(value)) {
      const names = Object.keys(value).filter((name) => value[name] !== undefined);
      return new Map(names.map((name) => [name, [inside(this.#place, value[name], keyword, name)]]));
    }
    this.#invalid(keyword);
    return new Map();
  }

  /** Until 2019, a list in `items` was what `prefixItems` is now, and `additionalItems` was `items`. */
  #array(): void {
    const items = own(this.#schema, "items");
    const prefix = Array.isArray(items) ? "items" : "prefixItems";
    const first = own(this.#schema, prefix);
    const rest = Array.isArray(items) ? "additionalItems" : "items";
    const others = own(this.#schema, rest);
    const places = first === undefined ? [] : this.#list(prefix, first);
    if (places.length > 0) this.#warn([prefix], UNSAID);
    this.#parts.restrictArray({
      prefix: places.map((place) => [place]),
      items: others === undefined ? [] : [inside(this.#place, others, rest)],
    });
  }

  /** What restricts nothing. The outermost schema is the first that is read. */
  #note(keyword: string, value: unknown): void {
    const { notes } = this.#parts;
    if (!notes.has(keyword) && this.#run.isWritable(value, this.#pointer(keyword))) notes.set(keyword, value);
  }

  /** `nullable` beside a type adds null to it. Elsewhere it has no effect in OpenAPI, but what it is to mean is clear. */
  #isNullableWithoutType(): boolean {
    const { nullable, type, enum: values } = this.#schema;
    if (nullable !== true || type !== undefined || (Array.isArray(values) && values.includes(null)))
      return false;
    return Object.keys(this.#schema).some((keyword) => !NO_ASSERTIONS.has(keyword));
  }

  #nullable(): Place[] {
    const { title, description, default: given, examples, nullable: _, ...rest } = this.#schema;
    for (const [keyword, value] of Object.entries({ title, default: given, examples })) {
      if (value !== undefined) this.#note(keyword, value);
    }
    if (typeof description === "string" && description !== "") this.#parts.descriptions.add(description);
    const branches = [rest, { type: "null" }].map((value) => ({ ...this.#place, value }));
    this.#parts.unions.push({ kind: "anyOf", branches, pointer: this.#place.pointer });
    return [];
  }

  #pointer(keyword: string): Pointer {
    return inside(this.#place, undefined, keyword).pointer;
  }

  #warn(keys: string[], message: string): void {
    this.#run.warn(inside(this.#place, undefined, ...keys).pointer, message);
  }

  #invalid(keyword: string): void {
    this.#warn([keyword], NOT_VALID);
  }
}

/** Keywords that are read together with others. */
const READ_WITH_OTHERS: ReadonlySet<string> = new Set([
  "nullable",
  "properties",
  "patternProperties",
  "additionalProperties",
  "items",
  "prefixItems",
  "additionalItems",
  "minContains",
  "maxContains",
  "then",
  "else",
]);

/** Keywords of schemas that allow any value. */
const NO_ASSERTIONS: ReadonlySet<string> = new Set([...IDENTITY, ...DESCRIBING, "nullable"]);

function allowsEveryName(value: unknown): boolean {
  if (value === true) return true;
  if (!isObject(value)) return false;
  const keywords = Object.keys(value);
  return keywords.length === 0 || (keywords.length === 1 && value.type === "string");
}
