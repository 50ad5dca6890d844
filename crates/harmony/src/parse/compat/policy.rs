//! The reference's two policies.

use super::{ContentDecoder, HeaderText, read_header, unfinished_header::read_unfinished_header};
use crate::{
    Error, Result,
    chat::Role,
    format::FormatToken::{Message, Start},
    parse::{
        event::EventSink,
        header::Header,
        lexer::Symbol,
        policy::{Action, HeaderEnd, Opening, Policy, State},
    },
};

/// How the reference takes malformed input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::parse) enum Compat {
    /// What cannot be read is an error. A stop token in a header is part of the header's text.
    Strict,
    /// As [`Strict`](Self::Strict), but a stop token ends a header, whose text becomes the content of a message.
    Permissive,
}

impl Policy for Compat {
    type Header = HeaderText;

    fn open_header(&self, _opening: Opening) -> HeaderText {
        HeaderText::default()
    }

    #[inline]
    fn action(&mut self, state: &mut State<Self>, symbol: Symbol<'_>, _sink: &mut impl EventSink) -> Action {
        let Symbol::Format(token) = symbol else {
            return match state {
                State::ExpectStart => Action::Refuse,
                State::Header(_) | State::Content(_) => Action::Continue,
            };
        };
        match (state, token, token.as_stop()) {
            (State::ExpectStart, Start, _) => Action::OpenHeader,
            (State::ExpectStart, ..) => Action::Refuse,
            (State::Header(_), Message, _) => Action::OpenContent,
            (State::Header(_), _, Some(stop)) if *self == Compat::Permissive => Action::CloseHeader(stop),
            (State::Content(_), _, Some(stop)) => Action::CloseMessage(stop),
            _ => Action::Continue,
        }
    }

    #[inline]
    fn push_to_header(&mut self, header: &mut HeaderText, symbol: Symbol<'_>, _sink: &mut impl EventSink) {
        header.push(symbol);
    }

    #[inline]
    fn push_to_content(
        &mut self,
        content: &mut ContentDecoder,
        symbol: Symbol<'_>,
        sink: &mut impl EventSink,
    ) {
        content.push(symbol, |text| sink.content_delta(text));
    }

    fn read_header(
        &mut self,
        header: &mut HeaderText,
        role: Option<&Role>,
        _sink: &mut impl EventSink,
    ) -> Result<Header> {
        read_header(header, role.cloned())
    }

    /// Makes a message of a header that a stop token ends, if the role is known and there is any text.
    fn read_unfinished_header(
        &mut self,
        header: &mut HeaderText,
        role: Option<&Role>,
        end: HeaderEnd,
        _sink: &mut impl EventSink,
    ) -> Result<Option<(Header, String)>> {
        match role {
            _ if end == HeaderEnd::Input => Err(Error::Runtime(
                "Unexpected EOS while waiting for message header to complete".to_owned(),
            )),
            Some(role) if !header.is_empty() => read_unfinished_header(header, role.clone()).map(Some),
            _ => Ok(None),
        }
    }
}
