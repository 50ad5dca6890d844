//! Token streams to messages.

use super::Case;
use crate::{
    conversations::role,
    engines::{FAST, REFERENCE},
    streams::{Event, stream},
};
use arbitrary::{Arbitrary, Result, Unstructured};
use harmony::{
    Engine, ParseOptions, Parser, Token,
    chat::{Message, Role},
    json::write_messages,
};
use serde_json::Value;

/// Both parsers show the same after each event of any stream, and complete messages stay as they are.
#[derive(Debug)]
pub struct Parsing {
    /// The role that is known in advance.
    pub role: Option<Role>,
    /// Whether the parser is strict.
    pub strict: bool,
    /// The stream.
    pub events: Vec<Event>,
}

impl<'a> Arbitrary<'a> for Parsing {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let has_role = u.int_in_range(0..=3)? != 0;
        Ok(Self {
            role: if has_role { Some(role(u)?) } else { None },
            strict: u.arbitrary()?,
            events: stream(u)?,
        })
    }
}

/// After so many events, what grows with the stream is compared only now and then.
const EVERY_EVENT_UP_TO: usize = 40;
const THEN_EVERY: usize = 16;

impl Case for Parsing {
    const MOST_BYTES: usize = 256;

    fn check(&self) {
        let mut fast = self.parser(&*FAST);
        let mut reference = self.parser(&*REFERENCE);
        assert_same_view(&*fast, &*reference);
        for (index, event) in self.events.iter().chain([&None]).enumerate() {
            let complete = fast.messages().to_vec();
            assert_eq!(
                process(&mut *fast, *event),
                process(&mut *reference, *event),
                "event {index}"
            );
            assert_same_view(&*fast, &*reference);
            assert!(fast.messages().starts_with(&complete));
            if index < EVERY_EVENT_UP_TO || index % THEN_EVERY == 0 || index + 1 >= self.events.len() {
                assert_same_whole(&*fast, &*reference);
            }
        }
        assert_written_messages_read_back(fast.messages());
        self.check_completion();
    }
}

impl Parsing {
    /// Returns a new parser.
    pub fn parser(&self, engine: &dyn Engine) -> Box<dyn Parser> {
        engine.parser(self.role.clone(), self.options()).unwrap()
    }

    fn options(&self) -> ParseOptions {
        ParseOptions { strict: self.strict }
    }

    fn check_completion(&self) {
        let tokens: Vec<Token> = self.events.iter().copied().flatten().collect();
        assert_eq!(
            FAST.parse_messages_from_completion_tokens(&tokens, self.role.clone(), self.options()),
            REFERENCE.parse_messages_from_completion_tokens(&tokens, self.role.clone(), self.options())
        );
    }
}

/// Hands an event to a parser.
///
/// # Errors
/// The parser's.
pub fn process(parser: &mut dyn Parser, event: Event) -> harmony::Result<()> {
    match event {
        Some(token) => parser.process(token),
        None => parser.process_eos(),
    }
}

fn assert_same_view(fast: &dyn Parser, reference: &dyn Parser) {
    assert_eq!(fast.state(), reference.state());
    assert_eq!(fast.current_content(), reference.current_content());
    assert_eq!(fast.last_content_delta(), reference.last_content_delta());
    assert_eq!(fast.current_role(), reference.current_role());
    assert_eq!(fast.current_content_type(), reference.current_content_type());
    assert_eq!(fast.current_recipient(), reference.current_recipient());
    assert_eq!(fast.current_channel(), reference.current_channel());
    assert_eq!(fast.messages().len(), reference.messages().len());
    assert_eq!(fast.messages().last(), reference.messages().last());
    assert_eq!(fast.tokens().len(), reference.tokens().len());
}

fn assert_same_whole(fast: &dyn Parser, reference: &dyn Parser) {
    assert_eq!(fast.messages(), reference.messages());
    assert_eq!(fast.tokens(), reference.tokens());
    let json = fast.state_json();
    assert_eq!(json, reference.state_json());
    let state: Value = serde_json::from_str(&json.unwrap()).unwrap();
    assert_eq!(state["state"], fast.state().unwrap().as_str());
}

fn assert_written_messages_read_back(messages: &[Message]) {
    let written = write_messages(messages).unwrap();
    let read: Vec<Message> = serde_json::from_str(&written).unwrap();
    assert_eq!(read, messages);
}
