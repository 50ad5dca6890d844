//! Tool parameters: everything the schema printer looks at, in any combination, mostly of the right type, and any other
//! JSON.

use crate::{
    choices::{one_in, several},
    texts::{one_of, text},
};
use arbitrary::{Result, Unstructured};
use serde_json::{Map, Number, Value};

/// The members that the printer looks at, and one that it does not.
pub const MEMBERS: &[&str] = &[
    "type",
    "oneOf",
    "description",
    "default",
    "enum",
    "properties",
    "required",
    "items",
    "nullable",
    "title",
    "examples",
    "anyOf",
];
/// The most telling types stand twice.
const TYPES: &[&str] = &[
    "object", "object", "string", "string", "number", "integer", "boolean", "array", "null", "odd", "",
];
const PROPERTIES: &[&str] = &["city", "unit", "a b", "", "世界", "null"];
/// So few that a property's description is often the same as a variant's.
const DESCRIPTIONS: &[&str] = &["The city", "The unit"];
/// Numbers that libraries print in different ways.
const NUMBERS: &[f64] = &[1.0, -0.0, 1e21, 5e-324];

/// How many levels a schema or a value has below the first.
const LEVELS: usize = 5;
const MOST_ITEMS: usize = 4;
const MOST_MEMBERS: usize = 7;
const MOST_OTHER_MEMBERS: usize = 3;

/// A member of a JSON object.
type Member = (String, Value);

/// Generates a JSON schema, more or less.
pub fn schema(u: &mut Unstructured) -> Result<Value> {
    schema_of(u, LEVELS)
}

/// Generates any JSON value, with members whose names are those of a schema.
pub fn any_value(u: &mut Unstructured) -> Result<Value> {
    any_value_of(u, LEVELS)
}

fn schema_of(u: &mut Unstructured, levels: usize) -> Result<Value> {
    if levels == 0 || u.int_in_range(0..=5)? == 0 {
        return scalar(u);
    }
    let mut members = telling_members(u, levels - 1)?;
    let most = if members.is_empty() {
        MOST_MEMBERS
    } else {
        MOST_OTHER_MEMBERS
    };
    members.extend(several(u, most, |u| member(u, levels - 1))?);
    Ok(Value::Object(Map::from_iter(members)))
}

/// Generates the members that together make a form of declaration, or none.
fn telling_members(u: &mut Unstructured, levels: usize) -> Result<Vec<Member>> {
    Ok(match u.int_in_range(0..=8)? {
        0 | 1 => vec![],
        2..=4 => vec![
            named("type", Value::from("object")),
            named("properties", object(u, |u| property(u, levels))?),
        ],
        5 => vec![
            named("type", Value::from("array")),
            named("items", schema_of(u, levels)?),
        ],
        6 | 7 => vec![
            named("oneOf", array(u, |u| schema_of(u, levels))?),
            named("description", description(u)?),
        ],
        _ => vec![
            named("type", type_name(u)?),
            named("description", description(u)?),
        ],
    })
}

/// Generates a member of a schema, mostly of the right type.
fn member(u: &mut Unstructured, levels: usize) -> Result<Member> {
    Ok(match u.int_in_range(0..=22)? {
        0..=2 => named("type", type_name(u)?),
        3 => named("type", names(u, TYPES)?),
        4 | 5 => named("nullable", Value::Bool(u.arbitrary()?)),
        6 | 7 => named("description", description(u)?),
        8 => named("title", text(u).map(Value::String)?),
        9 => named("required", names(u, PROPERTIES)?),
        10 | 11 => named("enum", array(u, scalar)?),
        12 => named("examples", array(u, scalar)?),
        13 => named("default", scalar(u)?),
        14 => named("default", schema_of(u, levels)?),
        15 => named("items", schema_of(u, levels)?),
        16 | 17 => named("oneOf", array(u, |u| schema_of(u, levels))?),
        18 => named("anyOf", array(u, |u| schema_of(u, levels))?),
        19 | 20 => named("properties", object(u, |u| property(u, levels))?),
        21 => named(u.choose(MEMBERS)?, scalar(u)?),
        _ => named(u.choose(MEMBERS)?, any_value_of(u, levels)?),
    })
}

fn property(u: &mut Unstructured, levels: usize) -> Result<Member> {
    Ok((one_of(u, PROPERTIES)?, schema_of(u, levels)?))
}

fn type_name(u: &mut Unstructured) -> Result<Value> {
    u.choose(TYPES).map(|name| Value::from(*name))
}

fn description(u: &mut Unstructured) -> Result<Value> {
    one_of(u, DESCRIPTIONS).map(Value::String)
}

/// Generates an array of names, one of which may be something else.
fn names(u: &mut Unstructured, choices: &[&str]) -> Result<Value> {
    array(u, |u| {
        if one_in(u, 7)? {
            scalar(u)
        } else {
            u.choose(choices).map(|name| Value::from(*name))
        }
    })
}

fn any_value_of(u: &mut Unstructured, levels: usize) -> Result<Value> {
    if levels == 0 {
        return scalar(u);
    }
    let below = levels - 1;
    match u.int_in_range(0..=5)? {
        0 | 1 => scalar(u),
        2 => array(u, |u| any_value_of(u, below)),
        _ => object(u, |u| {
            let names = if one_in(u, 5)? { PROPERTIES } else { MEMBERS };
            Ok(named(u.choose(names)?, any_value_of(u, below)?))
        }),
    }
}

fn scalar(u: &mut Unstructured) -> Result<Value> {
    Ok(match u.int_in_range(0..=14)? {
        0 | 1 => Value::Null,
        2 | 3 => Value::Bool(u.arbitrary()?),
        4 => Value::from(u.arbitrary::<u8>()?),
        5 => Value::from(u.arbitrary::<i64>()?),
        6 => Value::from(u.arbitrary::<u64>()?),
        7 => number(u.arbitrary()?),
        8 => number(*u.choose(NUMBERS)?),
        9..=13 => Value::String(text(u)?),
        _ => u.choose(PROPERTIES).map(|name| Value::from(*name))?,
    })
}

/// The number, or null where JSON has none.
fn number(number: f64) -> Value {
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn named(name: &str, value: Value) -> Member {
    (name.to_owned(), value)
}

fn array(u: &mut Unstructured, item: impl FnMut(&mut Unstructured) -> Result<Value>) -> Result<Value> {
    several(u, MOST_ITEMS, item).map(Value::Array)
}

fn object(u: &mut Unstructured, member: impl FnMut(&mut Unstructured) -> Result<Member>) -> Result<Value> {
    let members = several(u, MOST_ITEMS, member)?;
    Ok(Value::Object(Map::from_iter(members)))
}
