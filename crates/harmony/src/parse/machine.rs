//! The machine: reads symbols, one at a time, and emits events.
//!
//! Its three states are those of `StreamableParser` in the crate `openai-harmony`: a message is to start, a header is
//! being read, a content is being read.

use super::{
    compat::{ContentDecoder, HeaderText, read_header, read_unfinished_header},
    event::EventSink,
    lexer::Symbol,
    policy::{Action, Policy},
};
use crate::{Error, Result, StreamState, chat::Role};
use std::mem;

/// Makes no allocation before the first symbol.
pub(super) struct Machine {
    policy: Policy,
    state: State,
    /// The role of the next message, where it is known before the header says it.
    next_role: Option<Role>,
}

enum State {
    ExpectStart,
    Header(HeaderText),
    Content(ContentDecoder),
}

/// Why the machine could not take a symbol.
#[derive(Debug, PartialEq)]
pub(super) enum Failure {
    /// The symbol does not begin a message.
    NotAStart,
    /// The header that the symbol ends cannot be read.
    Header(Error),
}

/// Whether a symbol could be taken.
type Taken = std::result::Result<(), Failure>;

impl Machine {
    /// Returns a machine before its first symbol. With a role, the first message's header has begun.
    pub(super) fn new(policy: Policy, role: Option<Role>) -> Self {
        let state = match role {
            Some(_) => State::Header(HeaderText::default()),
            None => State::ExpectStart,
        };
        Self {
            policy,
            state,
            next_role: role,
        }
    }

    /// Which state the machine is in.
    #[inline]
    pub(super) fn state(&self) -> StreamState {
        match self.state {
            State::ExpectStart => StreamState::ExpectStart,
            State::Header(_) => StreamState::Header,
            State::Content(_) => StreamState::Content,
        }
    }

    /// The role of the next message, where it is known before the header says it.
    pub(super) fn next_role(&self) -> Option<&Role> {
        self.next_role.as_ref()
    }

    /// Takes the next symbol.
    ///
    /// # Errors
    /// A [`Failure`]. After one the machine goes on: it waits for the next message, or for the rest of a header that the
    /// permissive policy could not close.
    #[inline]
    pub(super) fn step(&mut self, symbol: Symbol<'_>, sink: &mut impl EventSink) -> Taken {
        match self.policy.action(self.state(), symbol) {
            Action::Continue => match &mut self.state {
                State::ExpectStart => {}
                State::Header(text) => text.push(symbol),
                State::Content(decoder) => decoder.push(symbol, |text| sink.content_delta(text)),
            },
            Action::OpenHeader => self.state = State::Header(HeaderText::default()),
            Action::OpenContent => return self.open_content(sink),
            Action::CloseMessage => self.close_message(sink),
            Action::CloseHeader => return self.close_header(sink),
            Action::Refuse => return Err(Failure::NotAStart),
        }
        Ok(())
    }

    /// Ends the input.
    ///
    /// # Errors
    /// [`Error::Runtime`] within a header, which then goes on.
    pub(super) fn finish(&mut self, sink: &mut impl EventSink) -> Result<()> {
        match self.state {
            State::ExpectStart => Ok(()),
            State::Header(_) => Err(Error::Runtime(
                "Unexpected EOS while waiting for message header to complete".to_owned(),
            )),
            State::Content(_) => {
                self.close_message(sink);
                Ok(())
            }
        }
    }

    /// Reads the header. Where it cannot be read, the machine waits for the next message; a role that was known before
    /// is then taken for that message's, as in the reference.
    fn open_content(&mut self, sink: &mut impl EventSink) -> Taken {
        if let State::Header(mut text) = mem::replace(&mut self.state, State::ExpectStart) {
            let header = read_header(&mut text, self.next_role.clone()).map_err(Failure::Header)?;
            self.next_role = None;
            self.state = State::Content(ContentDecoder::default());
            sink.message_start(header);
        }
        Ok(())
    }

    fn close_message(&mut self, sink: &mut impl EventSink) {
        if let State::Content(decoder) = mem::replace(&mut self.state, State::ExpectStart) {
            decoder.finish(|text| sink.content_delta(text));
            sink.message_end();
        }
    }

    /// Makes a message of a header that has no content. Without a role that is known, or without any text, there is
    /// none. Where the header cannot be read, it goes on.
    fn close_header(&mut self, sink: &mut impl EventSink) -> Taken {
        if let State::Header(text) = &mut self.state {
            if let Some(role) = self.next_role.clone()
                && !text.is_empty()
            {
                let (header, content) = read_unfinished_header(text, role).map_err(Failure::Header)?;
                sink.message_start(header);
                if !content.is_empty() {
                    sink.content_delta(&content);
                }
                sink.message_end();
            }
            self.next_role = None;
            self.state = State::ExpectStart;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        SpecialTokens, Token,
        parse::{header::Header, lexer::tokens::symbol},
    };

    /// Events as text.
    #[derive(Default)]
    struct Log(Vec<String>);

    impl EventSink for Log {
        fn message_start(&mut self, header: Header) {
            let channel = header.channel.unwrap_or_default();
            self.0.push(format!("{} {channel}", header.author.role));
        }

        fn content_delta(&mut self, delta: &str) {
            self.0.push(format!("+{delta}"));
        }

        fn message_end(&mut self) {
            self.0.push("end".to_owned());
        }
    }

    fn events(policy: Policy, role: Option<Role>, text: &str) -> Vec<String> {
        let mut tokens: Vec<Token> = Vec::new();
        tokenizer::encode(text, &SpecialTokens::All, &mut tokens);
        let mut machine = Machine::new(policy, role);
        let mut log = Log::default();
        for token in tokens {
            machine.step(symbol(token), &mut log).unwrap();
        }
        machine.finish(&mut log).unwrap();
        log.0
    }

    #[test]
    fn each_message_starts_goes_on_and_ends() {
        let text = "<|channel|>analysis<|message|>Hm.<|end|><|start|>assistant<|channel|>final<|message|>Hi";
        assert_eq!(
            events(Policy::Strict, Some(Role::Assistant), text),
            [
                "assistant analysis",
                "+Hm",
                "+.",
                "end",
                "assistant final",
                "+Hi",
                "end"
            ]
        );
    }

    #[test]
    fn format_tokens_other_than_stops_are_text_in_a_content() {
        let events = events(Policy::Strict, None, "<|start|>user<|message|><|start|>é<|call|>");
        assert_eq!(events, ["user ", "+<|start|>", "+é", "end"]);
    }

    #[test]
    fn the_permissive_policy_ends_a_header_at_a_stop() {
        let text = "<|channel|>final so<|end|>";
        assert_eq!(
            events(Policy::Permissive, Some(Role::Assistant), text),
            ["assistant final", "+so", "end"]
        );
        assert_eq!(
            events(Policy::Permissive, None, "<|start|>user<|end|>"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn what_cannot_be_taken_is_refused() {
        let mut machine = Machine::new(Policy::Strict, None);
        let mut log = Log::default();
        assert_eq!(machine.step(symbol(220), &mut log), Err(Failure::NotAStart));
        assert_eq!(machine.step(symbol(200_006), &mut log), Ok(()));
        machine.finish(&mut log).unwrap_err();
        assert_eq!(machine.state(), StreamState::Header);
        assert!(matches!(
            machine.step(symbol(200_008), &mut log),
            Err(Failure::Header(_))
        ));
        assert_eq!(machine.state(), StreamState::ExpectStart);
    }
}
