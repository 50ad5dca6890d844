//! Policies: what each symbol does in each state, and how a header is read.

use super::{compat::ContentDecoder, event::EventSink, header::Header, lexer::Symbol};
use crate::{Result, chat::Role, format::Stop};

/// How the machine takes what it reads.
pub(super) trait Policy: Sized {
    /// The header that is being read.
    type Header;

    /// Returns a header before its first symbol.
    fn open_header(&self, opening: Opening) -> Self::Header;

    /// Returns what a symbol does.
    fn action(&mut self, state: &mut State<Self>, symbol: Symbol<'_>, sink: &mut impl EventSink) -> Action;

    /// Continues a header.
    fn push_to_header(&mut self, header: &mut Self::Header, symbol: Symbol<'_>, sink: &mut impl EventSink);

    /// Continues a content.
    fn push_to_content(
        &mut self,
        content: &mut ContentDecoder,
        symbol: Symbol<'_>,
        sink: &mut impl EventSink,
    );

    /// Reads a header that `<|message|>` ends. `role` is the author's, where it is known before.
    fn read_header(
        &mut self,
        header: &mut Self::Header,
        role: Option<&Role>,
        sink: &mut impl EventSink,
    ) -> Result<Header>;

    /// Reads a header that ends without `<|message|>`. Returns the header and the content that its text has, or nothing
    /// if they are not a message. After an error the header goes on.
    fn read_unfinished_header(
        &mut self,
        header: &mut Self::Header,
        role: Option<&Role>,
        end: HeaderEnd,
        sink: &mut impl EventSink,
    ) -> Result<Option<(Header, String)>>;

    /// Returns the role of a message whose header has not begun with `<|start|>`.
    fn implied_role(&self) -> Option<Role> {
        None
    }

    /// Notes that a message ends without a stop token, as another one begins.
    fn note_missing_end(&mut self, _sink: &mut impl EventSink) {}
}

/// Where the machine is.
pub(super) enum State<P: Policy> {
    /// It waits for a message.
    ExpectStart,
    /// It is in a header.
    Header(P::Header),
    /// It is in a content.
    Content(ContentDecoder),
}

/// How a header begins.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Opening {
    /// In the prompt, which states the role.
    Prompt,
    /// With `<|start|>`.
    Start,
    /// Without a token of its own.
    Implied,
}

/// What ends a header without `<|message|>`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum HeaderEnd {
    /// A stop token.
    Stop(Stop),
    /// The beginning of another message.
    NextMessage,
    /// The end of the input.
    Input,
}

/// What a symbol does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Action {
    /// It continues the text of the header or of the content.
    Continue,
    /// It begins a header.
    OpenHeader,
    /// It completes the header and begins the content.
    OpenContent,
    /// It ends the message.
    CloseMessage(Stop),
    /// It ends a message that has only a header.
    CloseHeader(Stop),
    /// It cannot stand here.
    Refuse,
    /// It is left out.
    Skip,
    /// A header begins before it.
    ImplyHeader,
    /// The message ends before it.
    ImplyEnd,
}
