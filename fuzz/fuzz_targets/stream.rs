//! Token streams with the end of the stream anywhere: both parsers show the same at each step.

#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{
    Engine, ParseOptions, Parser, Token,
    chat::{Message, Role},
    json::write_messages,
};
use harmony_fuzz::{FAST, REFERENCE, conversation::role, text::maybe, token};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// What happens to a parser: a token comes, or the stream ends.
type Event = Option<Token>;

/// The reference makes its set of special tokens anew with each token of a header.
const MOST_EVENTS: usize = 64;

#[derive(Debug)]
struct Case {
    role: Option<Role>,
    strict: bool,
    events: Vec<Event>,
}

impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let role = maybe(u, role)?;
        let strict = u.arbitrary()?;
        let mut events = Vec::new();
        let mut tokens = Vec::new();
        while !u.is_empty() && events.len() < MOST_EVENTS {
            if u.ratio(1_u8, 16)? {
                events.push(None);
            } else {
                token::push(u, &mut tokens)?;
                events.extend(tokens.drain(..).map(Some));
            }
        }
        Ok(Self { role, strict, events })
    }
}

fn process(parser: &mut dyn Parser, event: Event) -> harmony::Result<()> {
    match event {
        Some(token) => parser.process(token),
        None => parser.process_eos(),
    }
}

/// All that the parsers show is the same.
fn assert_alike(fast: &dyn Parser, reference: &dyn Parser) {
    assert_eq!(fast.current_content(), reference.current_content());
    assert_eq!(fast.last_content_delta(), reference.last_content_delta());
    assert_eq!(fast.current_role(), reference.current_role());
    assert_eq!(fast.current_content_type(), reference.current_content_type());
    assert_eq!(fast.current_recipient(), reference.current_recipient());
    assert_eq!(fast.current_channel(), reference.current_channel());
    assert_eq!(fast.messages(), reference.messages());
    assert_eq!(fast.tokens(), reference.tokens());
    assert_eq!(fast.state(), reference.state());
    assert_eq!(fast.state_json(), reference.state_json());
}

/// The two forms of the state agree, and complete messages stay as they are.
fn assert_consistent(parser: &dyn Parser, messages_before: &[Message]) {
    let json: Value = serde_json::from_str(&parser.state_json().unwrap()).unwrap();
    assert_eq!(json["state"], parser.state().unwrap().as_str());
    assert!(parser.messages().starts_with(messages_before));
}

fuzz_target!(|case: Case| {
    let options = ParseOptions { strict: case.strict };
    let mut fast = FAST.parser(case.role.clone(), options).unwrap();
    let mut reference = REFERENCE.parser(case.role.clone(), options).unwrap();
    assert_alike(&*fast, &*reference);
    for &event in case.events.iter().chain([&None]) {
        let messages_before = fast.messages().to_vec();
        assert_eq!(process(&mut *fast, event), process(&mut *reference, event));
        assert_alike(&*fast, &*reference);
        assert_consistent(&*fast, &messages_before);
    }

    let written = write_messages(fast.messages()).unwrap();
    let read: Vec<Message> = serde_json::from_str(&written).unwrap();
    assert_eq!(read, fast.messages());

    let tokens: Vec<Token> = case.events.iter().copied().flatten().collect();
    assert_eq!(
        FAST.parse_messages_from_completion_tokens(&tokens, case.role.clone(), options),
        REFERENCE.parse_messages_from_completion_tokens(&tokens, case.role, options)
    );
});
