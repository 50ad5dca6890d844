//! JSON text to conversations.

use super::Case;
use crate::{choices::one_in, conversations::conversation};
use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{
    Error,
    chat::{Conversation, Message},
    json::read_conversation,
};
use serde_json::Value;

/// JSON text of a conversation, or something near it, reads as by the crate's own `Deserialize`: the same value, or the
/// same error.
#[derive(Debug)]
pub struct Reading {
    json: String,
}

impl<'a> Arbitrary<'a> for Reading {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let value = serde_json::to_value(conversation(u)?).unwrap();
        let mut json = String::new();
        write_near(&value, u, &mut json)?;
        if one_in(u, 50)? {
            let end = u.int_in_range(0..=json.len())?;
            json = json.chars().take(end).collect();
        }
        Ok(Self { json })
    }
}

/// Odd values: the wrong type, out of range, quirks of serde, and what is right only in some places.
const ODD: &[&str] = &[
    "null",
    "true",
    "5",
    "-0",
    "1e999",
    "18446744073709551616",
    "\"\"",
    "\"user\"",
    "\"text\"",
    "\"Low\"",
    "\"\\ud800\\u00e9\"",
    "\"\\q\"",
    "[]",
    "[[]]",
    "[\"text\",\"x\"]",
    "{}",
    "{\"user\":null}",
    "{\"text\":null}",
    "{\"Low\":null}",
    "{\"a\":{\"a\":1,\"b\":[2],\"a\":1e999}}",
    "{\"a\":1,\"b\":2,\"a\":3}",
    "[\"n\",null,[]]",
];

/// Names of members that mean something, here or elsewhere, and others.
const NAMES: &[&str] = &[
    "role",
    "name",
    "content",
    "type",
    "text",
    "tools",
    "channel_config",
    "parameters",
    "description",
    "r\\u006fle",
    "unknown",
    "",
];

/// Writes a value as JSON, rarely another one in its place, and objects with members in another order, twice, or that
/// do not belong there.
fn write_near(value: &Value, u: &mut Unstructured, json: &mut String) -> Result<()> {
    if one_in(u, 60)? {
        json.push_str(u.choose(ODD)?);
        return Ok(());
    }
    match value {
        Value::Array(items) => {
            json.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                write_near(item, u, json)?;
            }
            json.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            if u.arbitrary()? {
                members.reverse();
            }
            json.push('{');
            for (index, (name, member)) in members.into_iter().enumerate() {
                if index > 0 {
                    json.push(',');
                }
                if one_in(u, 40)? {
                    json.push_str(&format!("\"{}\":{},", u.choose(NAMES)?, u.choose(ODD)?));
                }
                if !one_in(u, 60)? {
                    json.push_str(&Value::from(name.as_str()).to_string());
                } else {
                    json.push_str(&format!("\"{}\"", u.choose(NAMES)?));
                }
                json.push(':');
                write_near(member, u, json)?;
            }
            json.push('}');
        }
        scalar => json.push_str(&scalar.to_string()),
    }
    Ok(())
}

impl Case for Reading {
    const MOST_BYTES: usize = 1024;

    fn check(&self) {
        // The crate refuses the escape of a lone surrogate, which is read as U+FFFD here.
        let expected = serde_json::from_str::<Conversation>(&self.json.replace("\\ud800", "\\ufffd"));
        match (read_conversation(&self.json), expected) {
            (Ok(read), Ok(expected)) => {
                let back: Vec<Message> = read.messages.iter().map(Message::from).collect();
                assert_eq!(back, expected.messages);
                assert_eq!(read, expected.into());
            }
            (Err(error), Err(expected)) => {
                assert_eq!(
                    error.to_string(),
                    format!("invalid conversation JSON: {expected}")
                );
                assert!(
                    expected.is_data() || !matches!(error, Error::At { .. }),
                    "{error:?}"
                );
            }
            (read, expected) => panic!("read {read:?}, but the crate {expected:?}"),
        }
    }
}
