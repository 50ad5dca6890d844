//! The machine: reads symbols, one at a time, and emits events.
//!
//! Its three states are those of `StreamableParser` in the crate `openai-harmony`: a message is to start, a header is
//! being read, a content is being read.

use super::{
    compat::ContentDecoder,
    event::EventSink,
    lexer::Symbol,
    policy::{Action, HeaderEnd, Opening, Policy, State},
};
use crate::{Error, Result, StreamState, chat::Role, format::Stop};
use std::mem;

/// Makes no allocation before the first symbol.
pub(super) struct Machine<P: Policy> {
    pub(super) policy: P,
    state: State<P>,
    /// The role of the next message, where it is known before the header says it.
    next_role: Option<Role>,
}

/// Why the machine could not take a symbol.
#[derive(Debug, PartialEq)]
pub(super) enum Failure {
    /// The symbol does not begin a message.
    NotAStart,
    /// The header that the symbol ends cannot be read.
    Header(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Header(error)
    }
}

/// Whether a symbol could be taken.
type Taken = std::result::Result<(), Failure>;

impl<P: Policy> Machine<P> {
    /// Returns a machine before its first symbol. With a role, the first message's header has begun.
    pub(super) fn new(policy: P, role: Option<Role>) -> Self {
        let state = match role {
            Some(_) => State::Header(policy.open_header(Opening::Prompt)),
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
    /// A [`Failure`], if the policy has any. After one the machine goes on: it waits for the next message, or for the rest
    /// of a header that the policy could not close.
    #[inline]
    pub(super) fn step(&mut self, symbol: Symbol<'_>, sink: &mut impl EventSink) -> Taken {
        loop {
            match self.policy.action(&mut self.state, symbol, sink) {
                Action::Continue => {
                    self.push(symbol, sink);
                    return Ok(());
                }
                Action::OpenHeader => {
                    self.open_header(Opening::Start);
                    return Ok(());
                }
                Action::OpenContent => return self.open_content(sink),
                Action::CloseMessage(stop) => {
                    self.close_message(Some(stop), sink);
                    return Ok(());
                }
                Action::CloseHeader(stop) => return Ok(self.close_header(HeaderEnd::Stop(stop), sink)?),
                Action::Refuse => return Err(Failure::NotAStart),
                Action::Skip => return Ok(()),
                // These leave another state, in which the same symbol has another action.
                Action::ImplyHeader => self.open_header(Opening::Implied),
                Action::ImplyEnd => self.end_before_next_message(sink)?,
            }
        }
    }

    /// Ends the input.
    ///
    /// # Errors
    /// [`Error::Runtime`] within a header, if the policy refuses that. The header then goes on.
    pub(super) fn finish(&mut self, sink: &mut impl EventSink) -> Result<()> {
        match self.state {
            State::ExpectStart => Ok(()),
            State::Header(_) => self.close_header(HeaderEnd::Input, sink),
            State::Content(_) => {
                self.close_message(None, sink);
                Ok(())
            }
        }
    }

    #[inline]
    fn push(&mut self, symbol: Symbol<'_>, sink: &mut impl EventSink) {
        match &mut self.state {
            State::ExpectStart => {}
            State::Header(header) => self.policy.push_to_header(header, symbol, sink),
            State::Content(content) => self.policy.push_to_content(content, symbol, sink),
        }
    }

    fn open_header(&mut self, opening: Opening) {
        if opening == Opening::Implied {
            self.next_role = self.policy.implied_role();
        }
        self.state = State::Header(self.policy.open_header(opening));
    }

    /// Reads the header. Where it cannot be read, the machine waits for the next message; a role that was known before
    /// is then taken for that message's, as in the reference.
    fn open_content(&mut self, sink: &mut impl EventSink) -> Taken {
        if let State::Header(mut header) = mem::replace(&mut self.state, State::ExpectStart) {
            let header = self
                .policy
                .read_header(&mut header, self.next_role.as_ref(), sink)?;
            self.next_role = None;
            self.state = State::Content(ContentDecoder::default());
            sink.message_start(header);
        }
        Ok(())
    }

    fn close_message(&mut self, stop: Option<Stop>, sink: &mut impl EventSink) {
        if let State::Content(content) = mem::replace(&mut self.state, State::ExpectStart) {
            content.finish(|text| sink.content_delta(text));
            sink.message_end(stop);
        }
    }

    /// Ends a header that has no content of its own. Where it cannot be read, it goes on.
    fn close_header(&mut self, end: HeaderEnd, sink: &mut impl EventSink) -> Result<()> {
        if let State::Header(header) = &mut self.state {
            let role = self.next_role.as_ref();
            let message = self.policy.read_unfinished_header(header, role, end, sink)?;
            self.next_role = None;
            self.state = State::ExpectStart;
            if let Some((header, content)) = message {
                sink.message_start(header);
                if !content.is_empty() {
                    sink.content_delta(&content);
                }
                sink.message_end(match end {
                    HeaderEnd::Stop(stop) => Some(stop),
                    HeaderEnd::NextMessage | HeaderEnd::Input => None,
                });
            }
        }
        Ok(())
    }

    /// Ends what is open, as another message begins without a stop token before it.
    fn end_before_next_message(&mut self, sink: &mut impl EventSink) -> Result<()> {
        match self.state {
            State::ExpectStart => Ok(()),
            State::Header(_) => self.close_header(HeaderEnd::NextMessage, sink),
            State::Content(_) => {
                self.policy.note_missing_end(sink);
                self.close_message(None, sink);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        SpecialTokens, Token,
        parse::{compat::Compat, header::Header, lexer::tokens::symbol},
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

        fn message_end(&mut self, _stop: Option<Stop>) {
            self.0.push("end".to_owned());
        }
    }

    fn events(policy: Compat, role: Option<Role>, text: &str) -> Vec<String> {
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
            events(Compat::Strict, Some(Role::Assistant), text),
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
        let events = events(Compat::Strict, None, "<|start|>user<|message|><|start|>é<|call|>");
        assert_eq!(events, ["user ", "+<|start|>", "+é", "end"]);
    }

    #[test]
    fn the_permissive_policy_ends_a_header_at_a_stop() {
        let text = "<|channel|>final so<|end|>";
        assert_eq!(
            events(Compat::Permissive, Some(Role::Assistant), text),
            ["assistant final", "+so", "end"]
        );
        assert_eq!(
            events(Compat::Permissive, None, "<|start|>user<|end|>"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn what_cannot_be_taken_is_refused() {
        let mut machine = Machine::new(Compat::Strict, None);
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
