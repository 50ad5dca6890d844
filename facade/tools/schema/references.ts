/** Finds what references within a document lead to: JSON Pointers, anchors and identifiers. */
import { isObject } from "../../validation/expect.ts";
import type { Pointer, Resource } from "./place.ts";
import { own } from "./value.ts";

/** Where a reference leads to. */
export interface Target {
  readonly value: unknown;
  readonly pointer: Pointer;
  readonly resource: Resource;
}

/** The base of documents without an identifier. */
const NO_BASE = "schema:///";

/** The keywords whose values are maps of schemas, lists of schemas, and schemas or lists of them. */
const MAPS = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"];
const LISTS = ["allOf", "anyOf", "oneOf", "prefixItems", "items"];
const SINGLE = [
  "items",
  "additionalItems",
  "additionalProperties",
  "propertyNames",
  "contains",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedItems",
  "unevaluatedProperties",
];

export class References {
  /** The resource of the document's root. */
  readonly root: Resource;
  readonly #byUri = new Map<string, Resource>();
  readonly #bySchema = new Map<object, Resource>();
  readonly #anchors = new Map<string, Target>();

  constructor(document: unknown) {
    const id = isObject(document) ? identifierOf(document) : undefined;
    this.root = { uri: absolute(id ?? "", NO_BASE) ?? NO_BASE, value: document, pointer: null };
    this.#byUri.set(this.root.uri, this.root);
    this.#index();
  }

  /** The resource of a schema, if it has an identifier, or else that of what it is in. */
  resourceOf(schema: object, outer: Resource): Resource {
    return this.#bySchema.get(schema) ?? outer;
  }

  /** Finds what a reference leads to; `undefined` if that is not in the document. */
  find(reference: string, from: Resource): Target | undefined {
    const hash = reference.indexOf("#");
    const path = hash < 0 ? reference : reference.slice(0, hash);
    const fragment = decoded(hash < 0 ? "" : reference.slice(hash + 1));
    const resource = path === "" ? from : this.#byUri.get(absolute(path, from.uri) ?? "");
    if (resource === undefined || fragment === undefined) return undefined;
    if (fragment === "" || fragment.startsWith("/")) {
      // Many authors write pointers from the root, whatever identifiers are on the way.
      return this.#walk(resource, fragment) ?? (path === "" ? this.#walk(this.root, fragment) : undefined);
    }
    return this.#anchors.get(`${resource.uri}#${fragment}`);
  }

  #walk(start: Resource, pointer: string): Target | undefined {
    let at: Target = { value: start.value, pointer: start.pointer, resource: start };
    for (const step of pointer.split("/").slice(1)) {
      const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
      const { value } = at;
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
      if (Array.isArray(value) && !/^\d+$/.test(key)) return undefined;
      const next = own(value, key);
      const resource =
        typeof next === "object" && next !== null ? this.resourceOf(next, at.resource) : at.resource;
      at = { value: next, pointer: { parent: at.pointer, key }, resource };
    }
    return at;
  }

  /** Lists the identifiers and anchors of all schemas. */
  #index(): void {
    const seen = new Set<unknown>();
    const open: Target[] = [{ value: this.root.value, pointer: null, resource: this.root }];
    for (let target = open.pop(); target !== undefined; target = open.pop()) {
      const { value, pointer } = target;
      if (!isObject(value) || seen.has(value)) continue;
      seen.add(value);
      const resource = this.#register(value, target);
      for (const [child, ...keys] of subschemas(value)) {
        const at = keys.reduce<Pointer>((parent, key) => ({ parent, key }), pointer);
        open.push({ value: child, pointer: at, resource });
      }
    }
  }

  #register(schema: Record<string, unknown>, target: Target): Resource {
    let { resource } = target;
    const uri = absolute(identifierOf(schema) ?? "", resource.uri);
    if (identifierOf(schema) !== undefined && uri !== undefined) {
      resource = schema === this.root.value ? this.root : { uri, value: schema, pointer: target.pointer };
      if (!this.#byUri.has(uri)) this.#byUri.set(uri, resource);
      this.#bySchema.set(schema, resource);
    }
    for (const name of anchorsOf(schema)) {
      const key = `${resource.uri}#${name}`;
      if (!this.#anchors.has(key)) this.#anchors.set(key, { ...target, resource });
    }
    return resource;
  }
}

/** The identifier of a schema: `$id`, or `id` in draft 4. What is a fragment only is an anchor. */
function identifierOf(schema: object): string | undefined {
  const id = own(schema, "$id") ?? own(schema, "id");
  return typeof id === "string" && !id.startsWith("#") ? id.replace(/#$/, "") : undefined;
}

function anchorsOf(schema: object): string[] {
  const names = [own(schema, "$anchor"), own(schema, "$dynamicAnchor")];
  for (const id of [own(schema, "$id"), own(schema, "id")]) {
    if (typeof id === "string" && id.startsWith("#")) names.push(id.slice(1));
  }
  return names.filter((name) => typeof name === "string");
}

/** The schemas directly in a schema, each with the keys that lead to it. */
function subschemas(schema: object): [unknown, ...(string | number)[]][] {
  const found: [unknown, ...(string | number)[]][] = [];
  for (const keyword of MAPS) {
    const map = own(schema, keyword);
    if (isObject(map)) for (const key of Object.keys(map)) found.push([map[key], keyword, key]);
  }
  for (const keyword of LISTS) {
    const list = own(schema, keyword);
    if (Array.isArray(list)) for (const [i, value] of list.entries()) found.push([value, keyword, i]);
  }
  for (const keyword of SINGLE) found.push([own(schema, keyword), keyword]);
  return found;
}

function absolute(reference: string, base: string): string | undefined {
  try {
    return new URL(reference, base).href;
  } catch {
    return undefined;
  }
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}
