//! Tool parameters: what the schema printer looks at, of right and wrong types, and any other JSON.

use crate::text::{one_of, several, text};
use arbitrary::{Result, Unstructured};
use serde_json::{Map, Number, Value};

/// The members that the printer looks at, and one that it does not.
const MEMBERS: &[&str] = &[
    "type",
    "properties",
    "description",
    "oneOf",
    "items",
    "enum",
    "default",
    "required",
    "nullable",
    "title",
    "examples",
    "anyOf",
];
const TYPES: &[&str] = &[
    "object", "string", "number", "integer", "boolean", "array", "null", "odd", "",
];
const PROPERTIES: &[&str] = &["city", "unit", "a b", "", "世界", "null"];
/// Few, so that a property's is often the same as a variant's.
const DESCRIPTIONS: &[&str] = &["The city", "The unit"];

const MOST_ITEMS: usize = 4;
const MOST_MEMBERS: usize = 7;

/// A JSON schema, more or less, of at most so many levels below the first.
pub fn schema(u: &mut Unstructured, levels: usize) -> Result<Value> {
    if levels == 0 || u.ratio(1_u8, 8)? {
        return scalar(u);
    }
    let members = several(u, MOST_MEMBERS, |u| {
        let name = *u.choose(MEMBERS)?;
        let value = if u.ratio(1_u8, 8)? {
            any_value(u, levels - 1)
        } else {
            member(u, name, levels - 1)
        };
        Ok((name.to_owned(), value?))
    })?;
    Ok(Value::Object(Map::from_iter(members)))
}

/// A value such as that member of a schema should have.
fn member(u: &mut Unstructured, name: &str, levels: usize) -> Result<Value> {
    match name {
        "type" if u.ratio(1_u8, 4)? => array(u, |u| one_of(u, TYPES).map(Value::String)),
        "type" => one_of(u, TYPES).map(Value::String),
        "properties" => object(u, PROPERTIES, |u| schema(u, levels)),
        "description" => one_of(u, DESCRIPTIONS).map(Value::String),
        "oneOf" | "anyOf" => array(u, |u| schema(u, levels)),
        "items" => schema(u, levels),
        "enum" | "examples" => array(u, scalar),
        "required" => array(u, |u| one_of(u, PROPERTIES).map(Value::String)),
        "nullable" => u.arbitrary().map(Value::Bool),
        "title" => text(u).map(Value::String),
        _ => any_value(u, levels),
    }
}

/// Any JSON, some of whose members happen to be a schema's.
fn any_value(u: &mut Unstructured, levels: usize) -> Result<Value> {
    if levels == 0 {
        return scalar(u);
    }
    match u.int_in_range(0..=3)? {
        0 | 1 => scalar(u),
        2 => array(u, |u| any_value(u, levels - 1)),
        _ => object(u, MEMBERS, |u| any_value(u, levels - 1)),
    }
}

fn scalar(u: &mut Unstructured) -> Result<Value> {
    Ok(match u.int_in_range(0..=6)? {
        0 => Value::Null,
        1 => Value::Bool(u.arbitrary()?),
        2 => Value::from(u.arbitrary::<i64>()?),
        3 => Value::from(u.arbitrary::<u64>()?),
        4 => Number::from_f64(u.arbitrary()?).map_or(Value::Null, Value::Number),
        5 => Number::from_f64(*u.choose(&[1.0, -0.0, 1e21, 5e-324])?).map_or(Value::Null, Value::Number),
        _ => Value::String(text(u)?),
    })
}

fn array(u: &mut Unstructured, item: impl FnMut(&mut Unstructured) -> Result<Value>) -> Result<Value> {
    several(u, MOST_ITEMS, item).map(Value::Array)
}

fn object(
    u: &mut Unstructured,
    names: &[&str],
    mut value: impl FnMut(&mut Unstructured) -> Result<Value>,
) -> Result<Value> {
    let members = several(u, MOST_ITEMS, |u| Ok((one_of(u, names)?, value(u)?)))?;
    Ok(Value::Object(Map::from_iter(members)))
}
