/** One attempt to normalise a document: what it may cost, what it has found, and the way into a schema. */
import { isObject } from "../../validation/expect.ts";
import { inside, occurrences, type Place, type Pointer, pointerText } from "./place.ts";
import type { References } from "./references.ts";
import { Depths } from "./value.ts";

/** What of a schema cannot be said to the model. */
export interface SchemaWarning {
  /**
   * Where it is in the schema, as a JSON Pointer (RFC 6901), such as `/properties/id/not`. The empty text is the schema as
   * a whole.
   */
  path: string;
  /** What cannot be said, and what is said instead, for people. */
  message: string;
}

/** How deeply schemas are written, and how far references are followed. */
export interface Limits {
  /** How many levels of schemas are written. */
  readonly depth: number;
  /** How often a schema may be within itself. */
  readonly recursion: number;
  /** How many references may lead into each other. */
  readonly references: number;
}

/** The levels of JSON that a value may have, such as a default. */
const MAX_VALUE_DEPTH = 8;

/** How many schemas may be written a second time, because several references lead to them. */
export const MAX_COPIES = 5_000;

/** How many schemas may lead to one, by being around it or by references. */
const MAX_TRAIL = 200;

/** How many schemas may be compared with each other to find out whether they overlap. */
const MAX_COMPARISONS = 200_000;

export class Run {
  /** Whether the attempt has reached a limit on the size of the result. */
  exhausted = false;
  readonly references: References;
  readonly limits: Limits;
  readonly #warnings = new Map<string, SchemaWarning>();
  readonly #entered = new Set<object>();
  readonly #depths = new Depths();
  #copies = 0;
  #comparisons = 0;
  #silent = 0;

  constructor(references: References, limits: Limits) {
    this.references = references;
    this.limits = limits;
  }

  get warnings(): SchemaWarning[] {
    return [...this.#warnings.values()];
  }

  warn(pointer: Pointer, message: string): void {
    if (this.#silent > 0) return;
    const path = pointerText(pointer);
    this.#warnings.set(`${path}\n${message}`, { path, message });
  }

  /** Does something within what has a warning already. */
  silently<T>(action: () => T): T {
    this.#silent++;
    try {
      return action();
    } finally {
      this.#silent--;
    }
  }

  /** Enters a schema. Returns it with the place that its members are inside of, or a boolean that stands for it. */
  enter(place: Place): { schema: Record<string, unknown>; place: Place } | boolean {
    const { value, trail } = place;
    if (typeof value === "boolean") return value;
    if (!isObject(value)) {
      this.warn(place.pointer, "is not a schema; it is left out");
      return true;
    }
    const refused = this.#refusal(value, place);
    if (refused !== undefined) {
      this.warn(place.pointer, refused);
      return true;
    }
    const resource = this.references.resourceOf(value, place.resource);
    const length = (trail?.length ?? 0) + 1;
    const within = { parent: trail, schema: value, length, references: trail?.references ?? 0 };
    return { schema: value, place: { ...place, resource, trail: within } };
  }

  #refusal(schema: object, { trail }: Place): string | undefined {
    if ((trail?.length ?? 0) >= MAX_TRAIL) return TOO_DEEP;
    if (occurrences(trail, schema) > this.limits.recursion)
      return "is within itself; any value is said instead";
    if (this.#entered.has(schema) && !this.take(1)) return TOO_LARGE;
    this.#entered.add(schema);
    return undefined;
  }

  /** Follows a reference in a schema. Returns nothing, and warns, if that is not possible. */
  follow(reference: unknown, place: Place, keyword: string): Place | undefined {
    const at = inside(place, reference, keyword);
    const target =
      typeof reference === "string" ? this.references.find(reference, place.resource) : undefined;
    if (target === undefined) {
      this.warn(at.pointer, "leads to nothing in this schema; any value is said instead");
      return undefined;
    }
    const { trail } = place;
    const inner = typeof target.value === "object" && target.value !== null ? target.value : undefined;
    if (inner !== undefined && occurrences(trail, inner) > this.limits.recursion) {
      this.warn(at.pointer, "leads to a schema that it is within; any value is said instead");
      return undefined;
    }
    if (trail !== null && trail.references >= this.limits.references) {
      this.warn(
        at.pointer,
        "is not followed, since the schema would become too large; any value is said instead",
      );
      return undefined;
    }
    return { ...target, trail: trail && { ...trail, references: trail.references + 1 } };
  }

  /** Takes part of what may be written more than once. */
  take(copies: number): boolean {
    this.#copies += copies;
    if (this.#copies <= MAX_COPIES) return true;
    this.exhausted = true;
    return false;
  }

  /** Takes one of the comparisons. */
  compare(): boolean {
    return this.#comparisons++ < MAX_COMPARISONS;
  }

  /** Whether a value, such as a default, can be written. If it cannot, it is left out with a warning. */
  isWritable(value: unknown, pointer: Pointer): boolean {
    if (this.#depths.of(value) <= MAX_VALUE_DEPTH) return true;
    this.warn(pointer, "is nested too deeply; it is left out");
    return false;
  }
}

export const TOO_DEEP = "is nested too deeply; any value is said instead";
const TOO_LARGE = "is left out, since the schema would become too large; any value is said instead";
