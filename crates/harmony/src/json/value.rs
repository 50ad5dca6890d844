//! Reads texts and JSON values that borrow from the JSON text.

use crate::prompt::{Json, Text};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::Number;
use std::{borrow::Cow, collections::HashMap, fmt};

/// A text. (`Cow` itself never borrows, and neither does an option of a borrowed one.)
pub(super) struct Borrowed<'a>(pub(super) Text<'a>);

impl<'de> Deserialize<'de> for Borrowed<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;

        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }

        deserializer.deserialize_str(TextVisitor).map(Borrowed)
    }
}

impl<'de> Deserialize<'de> for Json<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::String(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json<'de>, E> {
        Ok(Json::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json<'de>, A::Error> {
        let mut object = Vec::new();
        while let Some((Borrowed(name), value)) = members.next_entry()? {
            object.push((name, value));
        }
        Ok(Json::Object(without_duplicates(object)))
    }
}

/// Up to this many names are compared with each other; more are hashed.
const FEW: usize = 16;

/// Keeps one member of each name: the last value, in the first place, as serde_json does.
fn without_duplicates<'a>(members: Vec<(Text<'a>, Json<'a>)>) -> Vec<(Text<'a>, Json<'a>)> {
    let are_distinct = members.len() <= FEW
        && members
            .iter()
            .enumerate()
            .all(|(index, (name, _))| members[..index].iter().all(|(earlier, _)| earlier != name));
    if are_distinct {
        return members;
    }
    let mut places = HashMap::with_capacity(members.len());
    let mut kept: Vec<(Text<'a>, Json<'a>)> = Vec::with_capacity(members.len());
    for (name, value) in members {
        match places.get(&name) {
            Some(&place) => {
                let (_, earlier): &mut (Text<'a>, Json<'a>) = &mut kept[place];
                *earlier = value;
            }
            None => {
                places.insert(name.clone(), kept.len());
                kept.push((name, value));
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn values_are_those_of_serde_json() {
        let many: String = (0..40)
            .map(|index| format!("\"k{}\":{index},", index % 30))
            .collect();
        for text in [
            r#"{"b":1,"a":[null,true,false,-1,1.5,1e21,18446744073709551615,-0],"c":{}}"#,
            r#"{"a":1,"b":2,"a":3,"\u0061":4,"c":5}"#,
            r#""plain""#,
            r#""\u00e9\n\"""#,
            &format!("{{{many}\"end\":null}}"),
        ] {
            let json: Json = serde_json::from_str(text).unwrap();
            let expected: Value = serde_json::from_str(text).unwrap();
            assert_eq!(Value::from(&json), expected, "{text}");
            assert_eq!(json, Json::from(expected.clone()), "{text}");
            assert_eq!(json.to_string(), expected.to_string());
        }
    }

    #[test]
    fn texts_without_escapes_are_borrowed() {
        let json: Json = serde_json::from_str(r#"["a","\n"]"#).unwrap();
        let [Json::String(plain), Json::String(escaped)] = json.as_array().unwrap() else {
            panic!("not two strings: {json:?}");
        };
        assert!(matches!(plain, Cow::Borrowed("a")));
        assert!(matches!(escaped, Cow::Owned(_)));
    }
}
