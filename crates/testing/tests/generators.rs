//! The generators reach what they are for, so that a change of one cannot quietly leave something untested.
//!
//! The cases are the same in each run.

use arbitrary::Unstructured;
use harmony::{
    AnalysisRetention, Engine as _, Error, RenderConversationConfig, RenderOptions, Token,
    chat::{Content, Message},
    format,
};
use proptest::{
    strategy::{Strategy, ValueTree as _},
    test_runner::TestRunner,
};
use serde_json::Value;
use std::collections::BTreeSet;
use testing::{
    comparisons::{Case as _, Decoding, Parsing, Printing, Rendering, process},
    conversations::conversation,
    engines::FAST,
    properties::{cases, generated},
    schemas::{MEMBERS, any_value, schema},
    streams::{Event, stream},
    texts::{long_text, text},
};
use tokenizer::special;

/// What has been reached, by name.
type Reached = BTreeSet<String>;

const CASES: usize = 5_000;

/// Generates cases, and collects what each of them reaches.
fn reached<C: std::fmt::Debug>(
    strategy: impl Strategy<Value = C>,
    reach: impl Fn(C, &mut Reached),
) -> Reached {
    let mut runner = TestRunner::deterministic();
    let mut reached = Reached::new();
    for _ in 0..CASES {
        reach(strategy.new_tree(&mut runner).unwrap().current(), &mut reached);
    }
    reached
}

fn assert_reached(reached: &Reached, expected: &[&str]) {
    let missed: Vec<_> = expected.iter().filter(|name| !reached.contains(**name)).collect();
    assert!(missed.is_empty(), "missed {missed:?}");
}

/// Asserts that exactly these have been reached, so that the list stays complete.
fn assert_only_reached(reached: &Reached, expected: &[&str]) {
    assert_reached(reached, expected);
    let unlisted: Vec<_> = reached
        .iter()
        .filter(|name| !expected.contains(&&***name))
        .collect();
    assert!(unlisted.is_empty(), "not in the list: {unlisted:?}");
}

/// Returns the listed beginning of the error's message, or the message.
fn beginning(error: &Error, listed: &[&str]) -> String {
    let message = error.to_string();
    let listed = listed.iter().find(|beginning| message.starts_with(**beginning));
    listed.map_or(message.clone(), |beginning| (*beginning).to_owned())
}

#[test]
fn streams_reach_every_error_of_the_parser() {
    const OF_BOTH: &[&str] = &[
        "Unexpected token ",
        "Unexpected EOS while waiting for message header to complete",
        "could not decode header",
        "channel marker present but no channel value found in header",
        "message header did not contain a role",
        "Unknown role: ",
        "unexpected tokens remaining in message header: ",
    ];
    const OF_LENIENT: &[&str] = &[
        "Could not decode tokens: Invalid token error: ",
        "Could not decode tokens: Invalid utf-8 sequence: invalid utf-8 sequence of ",
        "Could not decode tokens: Invalid utf-8 sequence: incomplete utf-8 byte sequence ",
    ];
    for (strict, listed) in [(true, OF_BOTH.to_vec()), (false, [OF_BOTH, OF_LENIENT].concat())] {
        let reached = reached(cases::<Parsing>(), |case, reached| {
            let case = Parsing { strict, ..case };
            let mut parser = case.parser(&*FAST);
            for event in case.events.iter().chain([&None]) {
                if let Err(error) = process(&mut *parser, *event) {
                    reached.insert(beginning(&error, &listed));
                }
            }
        });
        assert_only_reached(&reached, &listed);
    }
}

#[test]
fn streams_reach_every_step_of_the_parser() {
    let reached = reached(cases::<Parsing>(), |case, reached| {
        let mut parser = case.parser(&*FAST);
        for event in case.events.iter().chain([&None]) {
            let before = parser.state().unwrap().as_str();
            let count = parser.messages().len();
            // Errors are another test's; what counts here is where they lead.
            let _ = process(&mut *parser, *event);
            let after = parser.state().unwrap().as_str();
            let message = if parser.messages().len() > count {
                " +message"
            } else {
                ""
            };
            reached.insert(format!("{before} {} {after}{message}", kind_of_event(*event)));
        }
    });
    assert_only_reached(
        &reached,
        &[
            "ExpectStart start Header",
            "ExpectStart message ExpectStart",
            "ExpectStart marker ExpectStart",
            "ExpectStart stop ExpectStart",
            "ExpectStart other ExpectStart",
            "ExpectStart end of stream ExpectStart",
            "Header start Header",
            "Header message Content",
            "Header message ExpectStart",
            "Header marker Header",
            "Header stop Header",
            "Header stop ExpectStart",
            "Header stop ExpectStart +message",
            "Header other Header",
            "Header end of stream Header",
            "Content start Content",
            "Content message Content",
            "Content marker Content",
            "Content stop ExpectStart +message",
            "Content other Content",
            "Content end of stream ExpectStart +message",
        ],
    );
}

fn kind_of_event(event: Event) -> &'static str {
    match event {
        None => "end of stream",
        Some(format::START) => "start",
        Some(format::MESSAGE) => "message",
        Some(format::CHANNEL | format::CONSTRAIN) => "marker",
        Some(token) if format::STOP.contains(&token) => "stop",
        Some(_) => "other",
    }
}

#[test]
fn streams_reach_every_field_of_a_header() {
    let reached = reached(cases::<Parsing>(), |case, reached| {
        let mut parser = case.parser(&*FAST);
        for event in &case.events {
            let _ = process(&mut *parser, *event);
        }
        let _ = parser.process_eos();
        for message in parser.messages() {
            reached.insert(format!("role {}", message.author.role));
            header_fields(message, reached);
        }
        reached.insert(format!("{} messages", parser.messages().len()));
    });
    let roles = [
        "role user",
        "role assistant",
        "role system",
        "role developer",
        "role tool",
    ];
    assert_reached(&reached, &roles);
    assert_reached(&reached, HEADER_FIELDS);
    assert_reached(
        &reached,
        &[
            "0 messages",
            "1 messages",
            "2 messages",
            "3 messages",
            "4 messages",
        ],
    );
}

const HEADER_FIELDS: &[&str] = &[
    "name",
    "no name",
    "recipient",
    "no recipient",
    "channel",
    "no channel",
    "content type",
    "no content type",
    "constrained content type",
];

fn header_fields(message: &Message, reached: &mut Reached) {
    for (field, is_there) in [
        ("name", message.author.name.is_some()),
        ("recipient", message.recipient.is_some()),
        ("channel", message.channel.is_some()),
        ("content type", message.content_type.is_some()),
    ] {
        reached.insert(if is_there {
            field.to_owned()
        } else {
            format!("no {field}")
        });
    }
    if message
        .content_type
        .as_deref()
        .is_some_and(|content_type| content_type.starts_with("<|constrain|>"))
    {
        reached.insert("constrained content type".to_owned());
    }
}

#[test]
fn conversations_reach_every_error_of_rendering() {
    const LISTED: &[&str] = &[
        "Tools should have a name!",
        "SystemContent may only appear in system messages, found in User",
        "SystemContent may only appear in system messages, found in Assistant",
        "SystemContent may only appear in system messages, found in Developer",
        "SystemContent may only appear in system messages, found in Tool",
        "DeveloperContent may only appear in developer messages, found in User",
        "DeveloperContent may only appear in developer messages, found in Assistant",
        "DeveloperContent may only appear in developer messages, found in System",
        "DeveloperContent may only appear in developer messages, found in Tool",
    ];
    let reached = reached(cases::<Rendering>(), |case, reached| {
        if let Err(error) = FAST.render_conversation(&case.messages(), RenderConversationConfig::default()) {
            reached.insert(error.to_string());
        }
    });
    assert_only_reached(&reached, LISTED);
}

#[test]
fn conversations_reach_what_their_rendering_depends_on() {
    let reached = reached(cases::<Rendering>(), |case, reached| {
        let messages = case.messages();
        let render = |analysis| FAST.render_conversation(&messages, RenderConversationConfig { analysis });
        let Ok(whole) = render(AnalysisRetention::All) else {
            return;
        };
        reached.insert(format!("{} messages", messages.len()));
        if render(AnalysisRetention::Python).as_ref() != Ok(&whole) {
            reached.insert("analysis is dropped".to_owned());
        }
        let config = RenderConversationConfig::default();
        if let Ok([.., format::RETURN]) = FAST
            .render_conversation_for_training(&messages, config)
            .as_deref()
        {
            reached.insert("training ends in return".to_owned());
        }
        for message in messages.iter().map(Message::from) {
            header_fields(&message, reached);
            content_fields(&message, reached);
        }
    });
    assert_reached(&reached, HEADER_FIELDS);
    assert_reached(
        &reached,
        &[
            "0 messages",
            "1 messages",
            "2 messages",
            "5 messages",
            "analysis is dropped",
            "training ends in return",
            "no content",
            "two contents",
            "text of user",
            "text of assistant",
            "text of system",
            "text of developer",
            "text of tool",
            "identity",
            "effort",
            "start date",
            "cutoff",
            "required channel",
            "optional channel",
            "instructions",
            "tools of system",
            "tools of developer",
            "two namespaces",
            "tool with parameters",
            "tool without parameters",
        ],
    );
}

fn content_fields(message: &Message, reached: &mut Reached) {
    let role = &message.author.role;
    let mut found = |name: &str, is_there: bool| {
        if is_there {
            reached.insert(name.to_owned());
        }
    };
    found("no content", message.content.is_empty());
    found("two contents", message.content.len() == 2);
    for content in &message.content {
        let tools = match content {
            Content::Text(_) => {
                found(&format!("text of {role}"), true);
                &None
            }
            Content::SystemContent(content) => {
                found("identity", content.model_identity.is_some());
                found("effort", content.reasoning_effort.is_some());
                found("start date", content.conversation_start_date.is_some());
                found("cutoff", content.knowledge_cutoff.is_some());
                let required = content
                    .channel_config
                    .as_ref()
                    .map(|config| config.channel_required);
                found("required channel", required == Some(true));
                found("optional channel", required == Some(false));
                &content.tools
            }
            Content::DeveloperContent(content) => {
                found("instructions", content.instructions.is_some());
                &content.tools
            }
        };
        let namespaces = tools.iter().flatten().count();
        found(&format!("tools of {role}"), namespaces > 0);
        found("two namespaces", namespaces == 2);
        for tool in tools.iter().flatten().flat_map(|(_, namespace)| &namespace.tools) {
            found("tool with parameters", tool.parameters.is_some());
            found("tool without parameters", tool.parameters.is_none());
        }
    }
}

/// Collects the members of each object, with the kinds of their values.
fn members(value: &Value, reached: &mut Reached) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| members(item, reached)),
        Value::Object(object) => {
            for (name, value) in object {
                reached.insert(format!("{name}: {}", kind_of_value(value)));
                members(value, reached);
            }
        }
        _ => {}
    }
}

fn kind_of_value(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn schemas_have_every_member_with_every_kind_of_value() {
    let kinds = ["null", "boolean", "integer", "float", "string", "array", "object"];
    let expected: Vec<String> = MEMBERS
        .iter()
        .flat_map(|name| kinds.map(|kind| format!("{name}: {kind}")))
        .collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    let of_schemas = reached(generated(Printing::MOST_BYTES, schema), |value, reached| {
        members(&value, reached)
    });
    assert_reached(&of_schemas, &expected);
    let of_values = reached(generated(Printing::MOST_BYTES, any_value), |value, reached| {
        members(&value, reached)
    });
    assert_reached(&of_values, &expected);
}

#[test]
fn schemas_reach_every_form_of_a_declaration() {
    const FORMS: &[&str] = &[
        "string",
        "number",
        "boolean",
        "null",
        "any",
        "any[]",
        "string[]",
        "{}",
        "{\n",
        "?: ",
        ": \"",
        " | null",
        " | \"",
        "\n | ",
        "// The city\n",
        "// default: ",
        "// Examples:\n",
        "// - ",
        "// null\n",
    ];
    let reached = reached(generated(Printing::MOST_BYTES, schema), |parameters, reached| {
        let tokens = FAST
            .render(&Printing { parameters }.message(), RenderOptions::default())
            .unwrap();
        let text = FAST.decode_utf8(&tokens).unwrap();
        let (_, declaration) = text.split_once("type f = (_: ").unwrap();
        reached.extend(
            FORMS
                .iter()
                .filter(|form| declaration.contains(**form))
                .map(|form| (*form).to_owned()),
        );
    });
    assert_reached(&reached, FORMS);
}

#[test]
fn tokens_are_of_every_kind_and_reach_every_error_of_decoding() {
    const ERRORS: &[&str] = &[
        "Could not decode tokens: Invalid token error: ",
        "Could not decode tokens: Invalid utf-8 sequence: invalid utf-8 sequence of ",
        "Could not decode tokens: Invalid utf-8 sequence: incomplete utf-8 byte sequence ",
    ];
    const KINDS: &[&str] = &[
        "unknown",
        "special",
        "byte",
        "part of a character",
        "text",
        "decodes",
    ];
    let reached = reached(cases::<Decoding>(), |case, reached| {
        reached.extend(case.tokens.iter().map(|token| kind_of_token(*token).to_owned()));
        reached.insert(match FAST.decode_utf8(&case.tokens) {
            Ok(_) => "decodes".to_owned(),
            Err(error) => beginning(&error, ERRORS),
        });
    });
    assert_only_reached(&reached, &[ERRORS, KINDS].concat());
}

fn kind_of_token(token: Token) -> &'static str {
    match tokenizer::token_bytes(token) {
        None => "unknown",
        Some(_) if special::IDS.contains(&token) => "special",
        Some([_]) => "byte",
        Some(bytes) if str::from_utf8(bytes).is_err() => "part of a character",
        Some(_) => "text",
    }
}

/// Where the bytes run out, every choice is the first one: else, fewer bytes would not make smaller cases.
#[test]
fn no_bytes_make_the_smallest_case() {
    let nothing = || Unstructured::new(&[]);
    assert_eq!(text(&mut nothing()).unwrap(), "");
    assert_eq!(long_text(&mut nothing()).unwrap(), "");
    assert_eq!(schema(&mut nothing()).unwrap(), Value::Null);
    assert_eq!(any_value(&mut nothing()).unwrap(), Value::Null);
    assert_eq!(conversation(&mut nothing()).unwrap().messages, []);
    assert_eq!(stream(&mut nothing()).unwrap(), []);
}
