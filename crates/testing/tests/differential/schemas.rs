//! Tool parameters: all that the schema printer looks at, in any combination, of right and wrong types.

use crate::{FAST, REFERENCE, config, texts::text};
use harmony::{
    Engine, RenderOptions,
    chat::{DeveloperContent, Message, Role, ToolDescription},
};
use proptest::{collection::vec, prelude::*, sample::select};
use serde_json::{Map, Number, Value, json};

/// The members that the printer looks at, and one that it does not.
const MEMBERS: &[&str] = &[
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
const TYPES: &[&str] = &[
    "object", "object", "string", "string", "number", "integer", "boolean", "array", "null", "odd", "",
];
const PROPERTIES: &[&str] = &["city", "unit", "a b", "", "世界", "null"];

fn scalar() -> impl Strategy<Value = Value> + Clone {
    prop_oneof![
        2 => Just(Value::Null),
        2 => any::<bool>().prop_map(Value::Bool),
        2 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        2 => prop_oneof![any::<f64>(), Just(1e21), Just(-0.0), Just(1.0), Just(5e-324)]
            .prop_map(|number| Number::from_f64(number).map_or(Value::Null, Value::Number)),
        5 => text().prop_map(Value::String),
        1 => select(PROPERTIES).prop_map(Value::from),
    ]
}

/// Few, so that a property's is often the same as a variant's.
fn description() -> impl Strategy<Value = Value> + Clone {
    prop_oneof![
        3 => select(&["The city", "The unit"][..]).prop_map(Value::from),
        1 => text().prop_map(Value::String),
    ]
}

fn names(choices: &'static [&'static str]) -> impl Strategy<Value = Value> + Clone {
    let name = prop_oneof![6 => select(choices).prop_map(Value::from), 1 => scalar()];
    vec(name, 0..4).prop_map(Value::Array)
}

fn object(members: Vec<(&'static str, Value)>) -> Value {
    let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
    Value::Object(Map::from_iter(members))
}

fn properties(schema: impl Strategy<Value = Value> + Clone) -> impl Strategy<Value = Value> + Clone {
    vec((select(PROPERTIES), schema), 0..4).prop_map(object)
}

/// A member of a schema: mostly of the right type.
fn member(schema: BoxedStrategy<Value>) -> impl Strategy<Value = (&'static str, Value)> + Clone {
    let named =
        |name: &'static str, value: BoxedStrategy<Value>| value.prop_map(move |value| (name, value)).boxed();
    let values = vec(scalar(), 0..4).prop_map(Value::Array).boxed();
    prop_oneof![
        3 => named("type", select(TYPES).prop_map(Value::from).boxed()),
        1 => named("type", names(TYPES).boxed()),
        2 => named("oneOf", vec(schema.clone(), 0..4).prop_map(Value::Array).boxed()),
        2 => named("properties", properties(schema.clone()).boxed()),
        1 => named("required", names(PROPERTIES).boxed()),
        1 => named("items", schema.clone()),
        2 => named("description", description().boxed()),
        2 => named("default", prop_oneof![2 => scalar(), 1 => schema.clone()].boxed()),
        2 => named("enum", values.clone()),
        2 => named("nullable", any::<bool>().prop_map(Value::Bool).boxed()),
        1 => named("title", text().prop_map(Value::String).boxed()),
        1 => named("examples", values),
        1 => (select(MEMBERS), schema),
        1 => (select(MEMBERS), scalar()),
    ]
}

/// A JSON schema, more or less.
pub fn schema() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 24, 4, |schema| {
        let with = |members: Vec<(&'static str, BoxedStrategy<Value>)>| {
            let members: Vec<_> = members
                .into_iter()
                .map(|(name, value)| value.prop_map(move |value| (name, value)))
                .collect();
            (members, vec(member(schema.clone()), 0..4))
                .prop_map(|(members, rest)| object(members.into_iter().chain(rest).collect()))
        };
        let variants = vec(schema.clone(), 0..4).prop_map(Value::Array).boxed();
        prop_oneof![
            2 => vec(member(schema.clone()), 0..7).prop_map(object),
            3 => with(vec![
                ("type", Just(json!("object")).boxed()),
                ("properties", properties(schema.clone()).boxed()),
            ]),
            2 => with(vec![("oneOf", variants), ("description", description().boxed())]),
            1 => with(vec![
                ("type", select(TYPES).prop_map(Value::from).boxed()),
                ("description", description().boxed()),
            ]),
        ]
    })
}

/// Any JSON value, some of whose members happen to be a schema's.
fn json_value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(5, 32, 4, |value| {
        let name = prop_oneof![4 => select(MEMBERS), 1 => select(PROPERTIES)];
        prop_oneof![
            1 => vec(value.clone(), 0..4).prop_map(Value::Array),
            3 => vec((name, value), 0..5).prop_map(object),
        ]
    })
}

fn declaring(parameters: Value) -> Message {
    let tool = ToolDescription::new("f", "", Some(parameters));
    let content = DeveloperContent::new().with_function_tools(vec![tool]);
    Message::from_role_and_content(Role::Developer, content)
}

/// Compares texts if the tokens differ: they show what is wrong.
fn renders_alike(message: &Message) -> Result<(), TestCaseError> {
    let fast = FAST.render(message, RenderOptions::default());
    let reference = REFERENCE.render(message, RenderOptions::default());
    if fast != reference {
        let text = |tokens: harmony::Result<Vec<_>>| REFERENCE.decode_utf8(&tokens?);
        prop_assert_eq!(text(fast.clone()), text(reference.clone()));
    }
    prop_assert_eq!(fast, reference);
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn schemas_print_alike(schema in schema()) {
        renders_alike(&declaring(schema))?;
    }

    #[test]
    fn any_value_prints_alike_as_a_schema(value in json_value()) {
        renders_alike(&declaring(value))?;
    }
}

/// A message with tools that nest as deep as JSON text can.
#[test]
fn deep_schemas_print_alike() {
    for wrap in [
        (|inner| json!({"type": "array", "items": inner})) as fn(Value) -> Value,
        |inner| json!({"type": "object", "description": "d", "properties": {"p": inner}}),
        |inner| json!({"oneOf": [inner], "nullable": true}),
        |inner| json!({"type": "object", "properties": {"p": {"oneOf": [inner], "nullable": true}}}),
    ] {
        let schema = (0..40).fold(json!({"type": ["string"], "nullable": true}), |inner, _| {
            wrap(inner)
        });
        renders_alike(&declaring(schema)).unwrap();
    }
}
