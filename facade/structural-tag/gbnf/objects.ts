/**
 * The grammar of the JSON objects that fit a schema. Properties come in the order in which the schema has them, and
 * others after them.
 */
import { isObject } from "../../validation/expect.ts";
import { anyOf, classMember, literal, type Rules } from "./rules.ts";
import { problem, type Schema } from "./schema.ts";
import { anyString, whiteSpace } from "./text.ts";
import type { ValueRules } from "./value-rules.ts";

/** A property: its name and value, in GBNF. */
interface Property {
  grammar: string;
  required: boolean;
}

/** The objects that fit a schema; `null` if none do. */
export function objectGrammar(schema: Schema, values: ValueRules): string | null {
  const space = whiteSpace(values.rules);
  const declared = isObject(schema.properties) ? schema.properties : {};
  const required = requiredOf(schema);
  const properties: Property[] = [];
  // The rules come from a list of names, so that a property `__proto__` is one like any other.
  const names = [...new Set([...Object.keys(declared), ...required])];
  const additional = additionalOf(schema, required, declared, values);
  for (const name of names) {
    const own = Object.hasOwn(declared, name);
    const value = own ? values.at(`properties.${name}`, declared[name], "properties") : additional;
    if (value === null && required.includes(name)) return null;
    if (value === null) continue;
    properties.push({
      grammar: `${literal(JSON.stringify(name))} ${space} ":" ${space} ${value} ${space}`,
      required: required.includes(name),
    });
  }
  const others =
    additional === null
      ? ""
      : `${otherName(names, values.rules)} ${space} ":" ${space} ${additional} ${space}`;
  const members = membersOf(properties, others, `"," ${space}`, values.rules);
  if (members === "") return `"{" ${space} "}"`;
  return `"{" ${space} ${required.length > 0 ? members : `(${members})?`} "}"`;
}

function requiredOf({ required = [] }: Schema): string[] {
  if (Array.isArray(required) && required.every((name) => typeof name === "string")) return required;
  throw problem("'required' is not an array of strings");
}

/**
 * The rule of the values of properties that the schema does not name; `null` if there may be none. A schema that names
 * properties and says nothing of others has none: models are not to invent them.
 */
function additionalOf(
  schema: Schema,
  required: string[],
  declared: Schema,
  values: ValueRules,
): string | null {
  const { additionalProperties, patternProperties } = schema;
  // Names that match a pattern are not told from others.
  if (isObject(patternProperties)) return values.any();
  if (additionalProperties !== undefined) {
    return values.at("additionalProperties", additionalProperties, "additionalProperties");
  }
  const named = schema.properties !== undefined && required.every((name) => Object.hasOwn(declared, name));
  return named ? null : values.any();
}

/** The members of an object that has some, in order, with a comma between any two. */
function membersOf(properties: Property[], others: string, comma: string, rules: Rules): string {
  // From the end: what follows a member, and what may begin if no member has been written yet.
  let following = others === "" ? "" : `(${comma} ${others})*`;
  let beginning = `${others} ${following}`.trim();
  for (const { grammar, required } of properties.toReversed()) {
    const rest = rules.share(following);
    const here = `${grammar} ${rest}`;
    following = required ? `${comma} ${here}` : `(${comma} ${grammar})? ${rest}`;
    const later = rules.share(beginning);
    beginning = required || later === "" ? here : anyOf([here, later]);
  }
  return beginning;
}

/** The rule of a property's name that is none of some. Such a name has no escapes, so that it is written in one way. */
function otherName(names: string[], rules: Rules): string {
  return names.length === 0
    ? anyString(rules)
    : notAnyOf(
        names.map((name) => JSON.stringify(name).slice(1)),
        rules,
      );
}

/** Defines the strings, after their first quote, that are none of some, and returns a grammar of them with that quote. */
function notAnyOf(texts: string[], rules: Rules): string {
  const name = (prefix: string) => `other-than-${rules.number(`${texts.join("\n")}\n\n${prefix}`)}`;
  // Without `|`, nothing looks like a special token.
  const plain = String.raw`"\\|\x00-\x1F`;
  const end = rules.define("name-rest", () => `[^${plain}]* "\\""`);
  const state = (prefix: string): string =>
    rules.define(name(prefix), () => {
      const continued = texts.filter((text) => text.startsWith(prefix) && text.length > prefix.length);
      const next = [
        ...new Set(continued.map((text) => String.fromCodePoint(text.codePointAt(prefix.length) ?? 0))),
      ];
      const onward = next.filter((character) => character !== '"' && character !== "\\");
      const alternatives = onward.map((character) => `${literal(character)} ${state(prefix + character)}`);
      const excluded = onward.map((character) => classMember(character.codePointAt(0) ?? 0)).join("");
      alternatives.push(`[^${plain}${excluded}] ${end}`);
      if (!next.includes('"')) alternatives.push(String.raw`"\""`);
      return alternatives.join(" | ");
    });
  return `"\\"" ${state("")}`;
}
