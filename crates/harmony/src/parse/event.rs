//! Events: what the machine says about the messages that it reads.

use super::header::Header;
use crate::{completion::Diagnostic, format::Stop};

/// Takes events, one call for each. A message is one start, its text in parts, and one end.
pub trait EventSink {
    /// A message's header is complete.
    fn message_start(&mut self, header: Header);

    /// The message's text goes on: with whole characters, at least one.
    fn content_delta(&mut self, delta: &str);

    /// The message is complete. Without a stop token, it was cut off or the stop token is missing.
    fn message_end(&mut self, stop: Option<Stop>);

    /// Something was malformed. Policies that fail instead never say so.
    fn diagnostic(&mut self, _diagnostic: Diagnostic) {}
}
