//! Our own policy: it never fails, and loses no text.
//!
//! What is well-formed is read as the strict policy reads it, without a diagnostic. For everything else there is a rule:
//! `docs/recovery.md` lists them.

mod header;
mod words;

use super::{
    compat::{ContentDecoder, read_header},
    event::EventSink,
    header::Header,
    lexer::Symbol,
    policy::{Action, HeaderEnd, Opening, Policy, State},
};
use crate::{
    Result,
    chat::Role,
    completion::{Diagnostic, DiagnosticCode},
    format::FormatToken::{Channel, Constrain, Message, Start},
};
use header::HeaderDraft;
use std::mem;

/// Repairs malformed input.
pub(super) struct Repair {
    /// The role of a message whose header states none.
    role: Role,
    /// The place of the symbol that is being read.
    at: u64,
    /// Whether places are UTF-16 units, so that one symbol has many.
    counts_text: bool,
    /// What the last symbol was skipped for. A run of such symbols is one diagnostic.
    skipped: Option<DiagnosticCode>,
    /// Whether the message under way was begun by what ended the message before it.
    follows_missing_end: bool,
}

impl Repair {
    /// Returns the policy for a completion whose messages are mostly of that role.
    pub(super) fn new(role: Role, counts_text: bool) -> Self {
        Self {
            role,
            at: 0,
            counts_text,
            skipped: None,
            follows_missing_end: false,
        }
    }

    /// Sets the place of the next symbol.
    pub(super) fn set_place(&mut self, at: u64) {
        self.at = at;
    }

    fn note(&self, code: DiagnosticCode, sink: &mut impl EventSink) {
        let raw = String::new();
        let at = self.at;
        sink.diagnostic(Diagnostic { code, at, raw });
    }

    /// Notes a symbol that is left out, unless the one before it was left out for the same reason.
    fn skip(
        &mut self,
        code: DiagnosticCode,
        before: Option<DiagnosticCode>,
        sink: &mut impl EventSink,
    ) -> Action {
        if before != Some(code) {
            self.note(code, sink);
        }
        self.skipped = Some(code);
        Action::Skip
    }

    /// Notes that a message began without `<|start|>`, unless that has been said of the end before it.
    fn note_implied(&mut self, draft: &HeaderDraft, sink: &mut impl EventSink) {
        let follows_missing_end = mem::take(&mut self.follows_missing_end);
        if draft.opening() == Opening::Implied && !follows_missing_end {
            sink.diagnostic(Diagnostic {
                code: DiagnosticCode::MissingStart,
                at: draft.at(),
                raw: String::new(),
            });
        }
    }
}

impl Policy for Repair {
    type Header = HeaderDraft;

    fn open_header(&self, opening: Opening) -> HeaderDraft {
        HeaderDraft::new(opening, self.at, self.counts_text)
    }

    #[inline]
    fn action(&mut self, state: &mut State<Self>, symbol: Symbol<'_>, sink: &mut impl EventSink) -> Action {
        let before = self.skipped.take();
        let Symbol::Format(token) = symbol else {
            return match state {
                State::ExpectStart => Action::ImplyHeader,
                State::Header(_) | State::Content(_) => Action::Continue,
            };
        };
        match (state, token) {
            (State::ExpectStart, Start) => Action::OpenHeader,
            (State::ExpectStart, Channel | Constrain) => Action::ImplyHeader,
            (State::ExpectStart, Message) => self.skip(DiagnosticCode::UnexpectedToken, before, sink),
            (State::ExpectStart, _) => self.skip(DiagnosticCode::UnexpectedStop, before, sink),
            (State::Header(draft), Start) if draft.is_empty() => {
                self.skip(DiagnosticCode::RepeatedStart, before, sink);
                Action::OpenHeader
            }
            (State::Header(_), Start) => Action::ImplyEnd,
            (State::Header(draft), Channel) => draft.before_channel(),
            (State::Header(_), Message) => Action::OpenContent,
            (State::Content(_), Start | Channel) => Action::ImplyEnd,
            (State::Content(_), Message | Constrain) => {
                self.skip(DiagnosticCode::UnexpectedToken, before, sink)
            }
            (State::Header(_), token) => token.as_stop().map_or(Action::Continue, Action::CloseHeader),
            (State::Content(_), token) => token.as_stop().map_or(Action::Continue, Action::CloseMessage),
        }
    }

    fn push_to_header(&mut self, draft: &mut HeaderDraft, symbol: Symbol<'_>, sink: &mut impl EventSink) {
        if matches!(symbol, Symbol::Unknown(_)) {
            self.note(DiagnosticCode::UnknownToken, sink);
        }
        draft.push(symbol, self.at);
    }

    #[inline]
    fn push_to_content(
        &mut self,
        content: &mut ContentDecoder,
        symbol: Symbol<'_>,
        sink: &mut impl EventSink,
    ) {
        match symbol.as_text() {
            Ok(bytes) => content.push_all(bytes, |text| sink.content_delta(text)),
            Err(_) => {
                self.note(DiagnosticCode::UnknownToken, sink);
                content.replace(|text| sink.content_delta(text));
            }
        }
    }

    fn read_header(
        &mut self,
        draft: &mut HeaderDraft,
        role: Option<&Role>,
        sink: &mut impl EventSink,
    ) -> Result<Header> {
        self.note_implied(draft, sink);
        let role = role.filter(|_| draft.opening() != Opening::Start);
        let is_header = !draft.has_content();
        let strict = read_header(draft.text_for_strict(), role.cloned());
        Ok(match strict {
            Ok(header) if is_header && words::is_sensible(&header) => header,
            _ => draft.repair(&self.role, sink),
        })
    }

    fn read_unfinished_header(
        &mut self,
        draft: &mut HeaderDraft,
        _role: Option<&Role>,
        end: HeaderEnd,
        sink: &mut impl EventSink,
    ) -> Result<Option<(Header, String)>> {
        if draft.is_empty() && draft.opening() == Opening::Prompt {
            if let HeaderEnd::Stop(_) = end {
                self.note(DiagnosticCode::UnexpectedStop, sink);
            }
            return Ok(None);
        }
        self.note_implied(draft, sink);
        Ok(draft.repair_unfinished(&self.role, end, sink))
    }

    fn implied_role(&self) -> Option<Role> {
        Some(self.role.clone())
    }

    fn note_missing_end(&mut self, sink: &mut impl EventSink) {
        self.note(DiagnosticCode::MissingEnd, sink);
        self.follows_missing_end = true;
    }
}
