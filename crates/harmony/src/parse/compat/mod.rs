//! What is the reference's own: how it decodes text and reads headers, and what it shows of its state, with all its
//! quirks. The source is `encoding.rs` of the crate `openai-harmony`.

mod content;
mod header;
mod header_text;
mod policy;
mod snapshot;
mod streamable_parser;
mod unfinished_header;
mod utf8;

pub(super) use content::ContentDecoder;
pub(super) use header::read_header;
pub(super) use header_text::HeaderText;
#[cfg(test)]
pub(super) use policy::Compat;
pub(crate) use streamable_parser::{StreamableParser, parse_messages};
